//! The imports of a Python file, sorted and wrapped as ruff would leave them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::names::Written;
use crate::names::written::python;

/// The longest line that ruff lets stand.
const LINE: usize = 100;

/// The packages that are part of the workspace: first party for every file in it.
pub(in crate::views) type Workspace = BTreeSet<String>;

/// The imports of one file; adding one twice changes nothing.
#[derive(Clone, Debug, Default)]
pub(in crate::views) struct Imports {
    modules: BTreeSet<String>,
    names: BTreeMap<String, BTreeSet<String>>,
    first_party: Arc<Workspace>,
}

/// The groups that an empty line separates, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Standard,
    ThirdParty,
    FirstParty,
}

impl Imports {
    /// No imports yet.
    pub(in crate::views) fn new(first_party: Arc<Workspace>) -> Self {
        Self { modules: BTreeSet::new(), names: BTreeMap::new(), first_party }
    }

    /// `import module`.
    pub(in crate::views) fn module(&mut self, module: &str) {
        self.modules.insert(module.to_owned());
    }

    /// `from module import name`; the name may be `name as alias`.
    pub(in crate::views) fn name(&mut self, module: &str, name: &str) {
        self.names.entry(module.to_owned()).or_default().insert(name.to_owned());
    }

    /// Whether anything of a module is imported.
    pub(in crate::views) fn has(&self, module: &str) -> bool {
        self.names.contains_key(module)
    }

    /// The whole block without a line break at its end; empty when there is nothing to import.
    pub(in crate::views) fn written(&self) -> Written {
        let mut groups: BTreeMap<Group, Vec<Written>> = BTreeMap::new();
        for module in sorted(self.modules.iter()) {
            let line = Written::concat([&Written::own("import "), &python::dotted(module)]);
            groups.entry(self.group(module)).or_default().push(line);
        }
        for module in sorted(self.names.keys()) {
            let lines = statements(module, &self.names[module]);
            groups.entry(self.group(module)).or_default().extend(lines);
        }
        let blocks: Vec<Written> =
            groups.values().map(|lines| Written::join(lines, "\n")).collect();
        Written::join(&blocks, "\n\n")
    }

    fn group(&self, module: &str) -> Group {
        let package = module.split('.').next().unwrap_or_default();
        if self.first_party.contains(package) {
            Group::FirstParty
        } else if STANDARD.contains(&package) {
            Group::Standard
        } else {
            Group::ThirdParty
        }
    }
}

/// The packages of the standard library that generated code uses.
const STANDARD: [&str; 17] = [
    "asyncio",
    "base64",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "json",
    "os",
    "pathlib",
    "re",
    "sys",
    "time",
    "typing",
    "unittest",
    "uuid",
];

/// The statements for a module: one for each name that gets another, one for all others.
fn statements(module: &str, names: &BTreeSet<String>) -> Vec<Written> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_by_key(|name| {
        let own = name.split(" as ").next().unwrap_or_default();
        (kind(own), own.to_lowercase(), Reverse(own.len()))
    });
    let plain: Vec<&String> = names.iter().copied().filter(|name| !name.contains(" as ")).collect();
    let mut lines = Vec::new();
    for name in names {
        if name.contains(" as ") {
            lines.push(from(module, &[name]));
        } else if plain.first() == Some(&name) {
            lines.push(from(module, &plain));
        }
    }
    lines
}

fn from(module: &str, names: &[&String]) -> Written {
    let head = Written::concat([
        &Written::own("from "),
        &python::dotted(module),
        &Written::own(" import "),
    ]);
    let written: Vec<Written> = names.iter().map(|name| imported(name)).collect();
    let line = Written::concat([&head, &Written::join(&written, ", ")]);
    if line.as_str().chars().count() <= LINE {
        return line;
    }
    let inner = Written::join(&written, ",\n    ");
    Written::concat([&head, &Written::own("(\n    "), &inner, &Written::own(",\n)")])
}

fn imported(name: &str) -> Written {
    match name.split_once(" as ") {
        Some((name, alias)) => Written::concat([
            &python::identifier(name),
            &Written::own(" as "),
            &python::identifier(alias),
        ]),
        None => python::identifier(name),
    }
}

/// Constants come before classes, classes before functions and modules.
fn kind(name: &str) -> u8 {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    if name.len() > 1 && letters().all(char::is_uppercase) {
        0
    } else if name.starts_with(char::is_uppercase) {
        1
    } else {
        2
    }
}

fn sorted<'a>(modules: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut modules: Vec<&String> = modules.collect();
    modules.sort_by_key(|module| module.to_lowercase());
    modules
}
