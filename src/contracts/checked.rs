//! Whether protos that are only looked at would link: what is written can be wrong in ways that neither the parser nor the names
//! show, and nobody wants to know the look of what is no contract.

use std::collections::BTreeSet;
use std::sync::Arc;

use prost_reflect::DescriptorPool;
use prost_reflect::prost_types::FileDescriptorProto;

use crate::diagnostic::Diagnostic;

use super::built_in;
use super::json_names;
use super::link::{add, flatten};
use super::parse::Unit;
use super::plain::without_extensions;
use super::roots::DESCRIPTOR;
use super::symbols::{Symbols, Visible};

/// Links files one after the other, without the options of extensions: their values cost most, and nothing depends on them.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    pool: DescriptorPool,
    symbols: &'a Symbols,
    /// The import paths of all files.
    paths: &'a [String],
    /// The files that were not linked.
    unchecked: BTreeSet<usize>,
}

impl<'a> Checker<'a> {
    /// For these files, which come in the order of their imports.
    pub(super) fn new(units: &[Arc<Unit>], symbols: &'a Symbols, paths: &'a [String]) -> Self {
        let own = units.iter().find(|unit| unit.source.import_path == DESCRIPTOR);
        let linked = |descriptor: FileDescriptorProto| {
            let mut pool = DescriptorPool::new();
            pool.add_file_descriptor_proto(descriptor).is_ok().then_some(pool)
        };
        let pool = own.and_then(|own| linked(own.descriptor.clone()));
        let pool = pool.or_else(|| linked(built_in::descriptor_proto().descriptor));
        Self { pool: pool.unwrap_or_default(), symbols, paths, unchecked: BTreeSet::new() }
    }

    /// What is wrong with a file whose names are resolved. What another file declares already is not looked into, since each of
    /// the two means its own, nor what the linker would take for a fault and protobuf does not, nor whoever imports such files.
    pub(super) fn faults(
        &mut self,
        file: usize,
        unit: &Unit,
        resolved: &FileDescriptorProto,
        visible: &Visible,
    ) -> Vec<Diagnostic> {
        if unit.source.import_path == DESCRIPTOR {
            return Vec::new();
        }
        let mut seen = visible.files.iter();
        if self.symbols.repeats(file)
            || json_names::are_alike(resolved)
            || seen.any(|seen| self.unchecked.contains(seen))
        {
            self.unchecked.insert(file);
            return Vec::new();
        }
        let descriptor = || {
            let mut descriptor = resolved.clone();
            flatten(&mut descriptor, visible, self.paths);
            json_names::tell_apart(&mut descriptor);
            without_extensions(&mut descriptor);
            descriptor
        };
        add(&mut self.pool, descriptor(), descriptor, unit)
    }
}
