//! One proto and what is needed to write its stubs.

use std::collections::BTreeSet;

use super::descriptors::{Descriptors, File};
use super::modules::Importer;
use super::types::escaped;
use super::{Options, Typing};

/// One proto, among all that it can refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'a> {
    pub(super) descriptors: &'a Descriptors,
    pub(super) file: &'a File,
    pub(super) options: &'a Options,
    pub(super) importer: Importer<'a>,
}

impl<'a> Unit<'a> {
    pub(super) fn new(
        descriptors: &'a Descriptors,
        file: &'a File,
        options: &'a Options,
        files: &'a BTreeSet<&'a str>,
    ) -> Self {
        let importer = Importer {
            style: &options.imports,
            files,
            from: &file.name,
            strict_parity: options.strict_parity,
        };
        Self { descriptors, file, options, importer }
    }

    /// The bytes of an options field.
    pub(super) fn bytes(&self, range: &std::ops::Range<usize>) -> &'a [u8] {
        &self.file.bytes[range.clone()]
    }

    /// A name for a declaration: keywords get a `_` behind them, unless protoc's own are wanted.
    pub(super) fn spelled(&self, name: &str) -> String {
        if self.options.strict_parity { name.to_owned() } else { escaped(name) }
    }

    /// Whether types are to satisfy strict checkers.
    pub(super) fn is_strict(&self) -> bool {
        self.options.typing == Typing::Strict
    }

    /// What a proto imports publicly: strict stubs follow it all the way, protoc's go one step.
    pub(super) fn public_imports(&self, file: &str) -> impl Iterator<Item = &'a File> + use<'a> {
        let mut found: Vec<&File> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut pending: Vec<&str> = vec![file];
        while let Some(name) = pending.pop() {
            let Some(file) = self.descriptors.file(name) else { continue };
            for public in &file.public_dependencies {
                if self.is_strict() && !seen.insert(public) {
                    continue;
                }
                found.extend(self.descriptors.file(public));
                if self.is_strict() {
                    pending.push(public);
                }
            }
        }
        found.into_iter()
    }

    /// What this proto imports publicly, whose names are its own too.
    pub(super) fn published(&self) -> impl Iterator<Item = &'a File> + use<'a> {
        self.public_imports(&self.file.name)
    }

    /// A service's full name.
    pub(super) fn full_name(&self, service: &str) -> String {
        match self.file.package.as_str() {
            "" => service.to_owned(),
            package => format!("{package}.{service}"),
        }
    }
}
