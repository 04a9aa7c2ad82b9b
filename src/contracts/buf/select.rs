//! Which rules hold for a module, and for which of its files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::contracts::codes::INVALID_BUF_YAML;
use crate::diagnostic::{Diagnostic, Span};
use crate::names::nearest;

use super::config::within;
use super::deprecated::replacements;
use super::keys::words;
use super::{Section, Version};

/// One rule as buf lists it.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// The id.
    pub id: &'static str,
    /// The categories of it in the second edition.
    pub categories: &'static [&'static str],
    /// The same in the first edition, where it differs; `None` where the rule does not exist there.
    pub in_version_one: Option<&'static [&'static str]>,
    /// The category whose rules hold where nobody says which.
    pub default: &'static str,
}

/// The rules that hold, and where they do not.
#[derive(Clone, Debug, Default)]
pub struct Selected {
    /// The ids.
    pub rules: BTreeSet<&'static str>,
    /// Whether packages that are not stable are passed over.
    pub ignores_unstable: bool,
    ignored: Vec<String>,
    ignored_only: BTreeMap<&'static str, Vec<String>>,
}

impl Listed {
    fn categories(&self, version: Version) -> Option<&'static [&'static str]> {
        match version {
            Version::One => self.in_version_one,
            Version::Two => Some(self.categories),
        }
    }

    /// Whether a name in `use`, `except` or `ignore_only` means this rule.
    fn is_called(&self, name: &str, version: Version) -> bool {
        // `DEFAULT` is what `STANDARD` was called at first.
        let name = if name == "DEFAULT" { "STANDARD" } else { name };
        self.categories(version).is_some_and(|all| self.id == name || all.contains(&name))
    }
}

/// What a section of a `buf.yaml` selects of all rules of its family.
pub fn selected(
    all: &[Listed],
    version: Version,
    section: &Section,
    file: &Arc<str>,
) -> (Selected, Vec<Diagnostic>) {
    let mut selected = Selected {
        ignored: section.ignore.clone(),
        ignores_unstable: section.ignore_unstable_packages,
        ..Selected::default()
    };
    if section.disabled {
        return (selected, Vec::new());
    }
    let usual = |rule: &&Listed| rule.is_called(rule.default, version);
    let mut faults = Vec::new();
    let only = section.ignore_only.keys();
    for name in section.using.iter().chain(&section.except).chain(only) {
        if named(name, all, version).next().is_none() && replacements(name, version).is_none() {
            faults.push(unknown(name, all).at(&place(name, file, section)));
        }
    }
    selected.rules = match section.using.as_slice() {
        [] => all.iter().filter(usual).map(|rule| rule.id).collect(),
        using => {
            using.iter().flat_map(|name| named(name, all, version)).map(|rule| rule.id).collect()
        }
    };
    for rule in section.except.iter().flat_map(|name| named(name, all, version)) {
        selected.rules.remove(rule.id);
    }
    for (name, paths) in &section.ignore_only {
        for rule in named(name, all, version) {
            selected.ignored_only.entry(rule.id).or_default().extend(paths.clone());
        }
    }
    (selected, faults)
}

fn named<'a>(
    name: &'a str,
    all: &'a [Listed],
    version: Version,
) -> impl Iterator<Item = &'a Listed> {
    let instead = replacements(name, version).unwrap_or_default();
    all.iter().filter(move |rule| rule.is_called(name, version) || instead.contains(&rule.id))
}

impl Selected {
    /// The same, with these files passed over, by their paths in the module.
    #[must_use]
    pub fn without(mut self, files: impl IntoIterator<Item = String>) -> Self {
        self.ignored.extend(files);
        self
    }

    /// Whether any of the rules holds in a file, by its path in the module.
    pub fn looks_at(&self, path: &str) -> bool {
        !holds(&self.ignored, path)
    }

    /// Whether a rule holds in a file, by its path in the module.
    pub fn applies(&self, rule: &str, path: &str) -> bool {
        self.rules.contains(rule)
            && self.looks_at(path)
            && !self.ignored_only.get(rule).is_some_and(|paths| holds(paths, path))
    }
}

/// Whether one of the paths is this one, or a folder around it.
fn holds(paths: &[String], path: &str) -> bool {
    paths.iter().any(|outer| within(path, outer).is_some())
}

fn unknown(name: &str, all: &[Listed]) -> Diagnostic {
    let message = format!("there is no rule or category `{name}`");
    let diagnostic = Diagnostic::error(INVALID_BUF_YAML, message);
    match nearest(name, all.iter().map(|rule| rule.id)) {
        Some(near) => diagnostic.hint(format!("write `{near}`")),
        None => diagnostic.hint("`scaffold explain` lists all rules"),
    }
}

/// Where a name stands first in a section, or else in all of its file, as a word of its own.
fn place(name: &str, file: &Arc<str>, section: &Section) -> Span {
    let text = &section.text;
    let found = words(name, text, section.start).next().or_else(|| words(name, text, 0).next());
    found.map_or(Span::new(file, 0, 0), |at| Span::new(file, at, at + name.len()))
}
