//! What is written, one line a key: `scale.min`, `calls.auth.Authenticate.timeout`, each with its places.

use std::mem;

use crate::diagnostic::{Span, Spanned};

use super::collections::{Key, List, Map, Switch};
use super::overlay::Overlay;
use super::system::{Defaults, Prd, Topology};

/// A key that is written, and where: one place a value.
#[derive(Clone, Debug)]
pub struct Line {
    /// The way to it, with dots between keys.
    pub key: String,
    /// The values, in the order written.
    pub places: Vec<Span>,
}

/// A value that can say what of it is written.
pub(super) trait Listed {
    /// Adds its lines; `key` is the way to it.
    fn list(&self, key: &str, lines: &mut Vec<Line>);
}

impl Topology {
    /// What is written for a service and holds: by itself, or for all under `defaults`.
    pub fn listed(&self, service: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        if let Some(own) = self.services.get(service) {
            let mut whole = own.clone().over(&self.defaults.service);
            if whole.scale.as_ref().is_some_and(|scale| scale.min.is_some()) {
                whole.replicas = None;
            }
            let defaults = &self.defaults.call;
            for (_, endpoint) in &mut whole.endpoints.entries {
                let calls = endpoint.calls.entries.iter_mut();
                let only_here = |target: &str| whole.calls.get(target).is_none();
                calls
                    .filter(|(target, _)| only_here(target.value.as_str()))
                    .for_each(|(_, call)| *call = mem::take(call).over(defaults));
            }
            whole
                .calls
                .entries
                .iter_mut()
                .for_each(|(_, call)| *call = mem::take(call).over(defaults));
            whole.list("", &mut lines);
        }
        lines
    }
}

impl<T> Listed for Spanned<T> {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        lines.push(Line { key: key.to_owned(), places: vec![self.span.clone()] });
    }
}

impl<T: Listed> Listed for Option<T> {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        if let Some(value) = self {
            value.list(key, lines);
        }
    }
}

impl<T: Listed> Listed for List<T> {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        let mut items = Vec::new();
        self.iter().for_each(|item| item.list(key, &mut items));
        let places: Vec<Span> = items.into_iter().flat_map(|line| line.places).collect();
        if !places.is_empty() {
            lines.push(Line { key: key.to_owned(), places });
        }
    }
}

impl<K: Key, V: Listed> Listed for Map<K, V> {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        for (name, value) in self {
            let way = way(key, name.value.text());
            let before = lines.len();
            value.list(&way, lines);
            if lines.len() == before {
                name.list(&way, lines);
            }
        }
    }
}

impl<T: Listed> Listed for Switch<T> {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        let before = lines.len();
        self.options.list(key, lines);
        if lines.len() == before {
            self.on.list(key, lines);
        }
    }
}

impl Listed for Prd {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        self.0.list(key, lines);
    }
}

impl Listed for Defaults {
    fn list(&self, key: &str, lines: &mut Vec<Line>) {
        self.service.list(key, lines);
        self.call.list(key, lines);
        self.broker.list(&way(key, "broker"), lines);
    }
}

/// The way to a key below another.
pub(super) fn way(above: &str, key: &str) -> String {
    if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") }
}
