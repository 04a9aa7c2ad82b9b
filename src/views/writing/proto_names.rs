//! What Python classes are called that stand for proto services: two may have the same name in two packages.

use crate::names::written::python;
use crate::names::{Written, pascal, snake};

/// Proto services that are named in one file.
pub(in crate::views) struct ProtoNames<'a> {
    /// Full names, each once, in the order in which they came.
    all: Vec<&'a str>,
}

impl<'a> ProtoNames<'a> {
    pub(in crate::views) fn of(full_names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Vec::new();
        for name in full_names {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        Self { all }
    }

    /// Full names, each once.
    pub(in crate::views) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.all.iter().copied()
    }

    /// `AuthService`, or with its package when another one has the same name: `AcmeAuthV1AuthService`.
    pub(in crate::views) fn class(&self, full_name: &str) -> Written {
        python::identifier(&self.unique(full_name, pascal))
    }

    /// `auth_service`, or `acme_auth_v1_auth_service`.
    pub(in crate::views) fn snake(&self, full_name: &str) -> Written {
        python::identifier(&self.unique(full_name, snake))
    }

    fn unique(&self, full_name: &str, cased: fn(&str) -> String) -> String {
        let last = last_part(full_name);
        let is_unique = self.all.iter().filter(|other| last_part(other) == last).count() < 2;
        if !is_unique {
            return cased(&full_name.replace('.', "_"));
        }
        // The stubs' own spelling of a class is left as it is: `LLMService` stays.
        if cased("Aa") == "Aa" { last.to_owned() } else { cased(last) }
    }
}

/// `AuthService`, as the stubs call it.
pub(in crate::views) fn last_part(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
}
