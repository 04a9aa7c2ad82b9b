//! Which name means which declaration, by protobuf's own rules of scope.
//!
//! A name is looked for from the innermost scope outwards, in the file itself, in its imports and in what they pass on.
//! The linker below would look in all files at once, and finds public imports of public imports only sometimes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter;

use prost_reflect::prost_types::{DescriptorProto, FileDescriptorProto};

/// What a name can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A message or an enum.
    Type,
    /// A field declared outside of its message; custom options are these.
    Extension,
    /// A service, or anything else that is in the way of a package.
    Other,
}

/// Every declaration of every file by its full name.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    declared: HashMap<String, (Sort, usize)>,
    /// What stands in further files too: each file means its own.
    again: HashMap<String, Vec<(Sort, usize)>>,
    /// Those further files.
    repeating: HashSet<usize>,
}

/// The files that one file sees, and the packages in them.
#[derive(Debug, Default)]
pub(super) struct Visible {
    /// Numbers of files.
    pub(super) files: HashSet<usize>,
    packages: HashSet<String>,
}

/// Why a name cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Nothing that can be seen has the name.
    NotDefined,
    /// It is declared in this file, which is not imported.
    NotImported(usize),
    /// An inner scope has its first part, and not the rest; this is the full name that was looked for.
    Shadowed(String),
}

impl Symbols {
    /// Adds what a file declares.
    pub(super) fn add(&mut self, file: usize, descriptor: &FileDescriptorProto) {
        let package = descriptor.package();
        for message in &descriptor.message_type {
            self.add_message(file, package, message);
        }
        for declared in &descriptor.enum_type {
            self.insert(file, package, declared.name(), Sort::Type);
        }
        for extension in &descriptor.extension {
            self.insert(file, package, extension.name(), Sort::Extension);
        }
        for service in &descriptor.service {
            self.insert(file, package, service.name(), Sort::Other);
        }
    }

    fn add_message(&mut self, file: usize, scope: &str, message: &DescriptorProto) {
        let scope = self.insert(file, scope, message.name(), Sort::Type);
        for nested in &message.nested_type {
            self.add_message(file, &scope, nested);
        }
        for declared in &message.enum_type {
            self.insert(file, &scope, declared.name(), Sort::Type);
        }
        for extension in &message.extension {
            self.insert(file, &scope, extension.name(), Sort::Extension);
        }
    }

    fn insert(&mut self, file: usize, scope: &str, name: &str, sort: Sort) -> String {
        let full_name = joined(scope, name);
        let (_, first) = *self.declared.entry(full_name.clone()).or_insert((sort, file));
        if first != file {
            self.again.entry(full_name.clone()).or_default().push((sort, file));
            self.repeating.insert(file);
        }
        full_name
    }

    /// Whether a file declares what one before it declares.
    pub(super) fn repeats(&self, file: usize) -> bool {
        self.repeating.contains(&file)
    }

    /// What a name stands for in the first file of those that are seen.
    fn seen(&self, full_name: &str, visible: &Visible) -> Option<Sort> {
        let first = self.declared.get(full_name)?;
        let again = self.again.get(full_name).into_iter().flatten();
        let mut all = iter::once(first).chain(again);
        all.find(|(_, file)| visible.files.contains(file)).map(|(sort, _)| *sort)
    }

    /// The full name, with a leading dot, of what `name` means in `scope`.
    pub(super) fn find(
        &self,
        name: &str,
        scope: &str,
        wanted: Sort,
        visible: &Visible,
    ) -> Result<String, Failure> {
        let seen = |full_name: &str| self.seen(full_name, visible);
        if let Some(full_name) = name.strip_prefix('.') {
            return match seen(full_name) {
                Some(sort) if sort == wanted => Ok(name.to_owned()),
                _ => Err(self.elsewhere(&[full_name.to_owned()], wanted)),
            };
        }
        let first = name.split('.').next().unwrap_or_default();
        let mut candidates = Vec::new();
        for scope in scopes(scope) {
            let candidate = joined(scope, name);
            if seen(&candidate) == Some(wanted) {
                return Ok(format!(".{candidate}"));
            }
            let parent = joined(scope, first);
            let is_parent = visible.packages.contains(&parent)
                || seen(&parent).is_some_and(|sort| sort != Sort::Extension);
            if first.len() < name.len() && is_parent {
                let hides = candidate != name && seen(name) == Some(wanted);
                return Err(match self.elsewhere(std::slice::from_ref(&candidate), wanted) {
                    Failure::NotDefined if hides => Failure::Shadowed(candidate),
                    other => other,
                });
            }
            candidates.push(candidate);
        }
        Err(self.elsewhere(&candidates, wanted))
    }

    fn elsewhere(&self, candidates: &[String], wanted: Sort) -> Failure {
        candidates
            .iter()
            .filter_map(|candidate| self.declared.get(candidate))
            .find(|(sort, _)| *sort == wanted)
            .map_or(Failure::NotDefined, |(_, file)| Failure::NotImported(*file))
    }

    /// The import path of the file that declares each name, when the files have these.
    pub(super) fn declared_in(self, paths: &[String]) -> BTreeMap<String, String> {
        let file = |(name, (_, file)): (String, (Sort, usize))| (name, paths[file].clone());
        self.declared.into_iter().map(file).collect()
    }

    /// The full names of one sort, in no order.
    pub(super) fn names(&self, wanted: Sort) -> impl Iterator<Item = &str> {
        self.declared.iter().filter(move |(_, (sort, _))| *sort == wanted).map(|(name, _)| &**name)
    }
}

impl Visible {
    /// Lets one more file be seen.
    pub(super) fn add(&mut self, file: usize, descriptor: &FileDescriptorProto) -> bool {
        let package = descriptor.package();
        if !package.is_empty() {
            for (at, _) in package.match_indices('.') {
                self.packages.insert(package[..at].to_owned());
            }
            self.packages.insert(package.to_owned());
        }
        self.files.insert(file)
    }
}

/// `a.b.C`, `a.b`, `a` and the outermost scope.
pub(super) fn scopes(scope: &str) -> impl Iterator<Item = &str> {
    let outer = scope.rmatch_indices('.').map(|(at, _)| &scope[..at]);
    let whole = (!scope.is_empty()).then_some(scope);
    whole.into_iter().chain(outer).chain(std::iter::once(""))
}

/// The full name of a declaration in a scope, which may be the outermost one.
pub(super) fn joined(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}
