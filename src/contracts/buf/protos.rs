//! Protos that would link, with every name resolved, and nothing else done to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use prost_reflect::prost_types::{DescriptorProto, FileDescriptorProto, MessageOptions};

use crate::contracts::checked::Checker;
use crate::contracts::link::{unresolved_names, visible};
use crate::contracts::ordered::{Ordered, ordered};
use crate::contracts::parse::Unit;
use crate::contracts::parsed::{Parsed, parsed};
use crate::contracts::resolve::names;
use crate::contracts::roots::Bounds;
use crate::contracts::symbols::Symbols;
use crate::contracts::{Origin, Root, bounded, imports, left_out};
use crate::diagnostic::{Diagnostic, Span};

use super::Places;

/// One proto file.
#[derive(Clone, Debug)]
pub struct Proto {
    /// How other files import it.
    pub import_path: String,
    /// How it is shown: its root, then its path in there.
    pub path: Arc<str>,
    /// Which of the roots holds it; `None` for what comes with scaffold.
    pub root: Option<usize>,
    /// Who wrote it.
    pub origin: Origin,
    /// What it declares: names of types, and of options in brackets, are full and begin with a dot; options are not interpreted.
    pub descriptor: FileDescriptorProto,
    /// Where everything is written.
    pub places: Places,
}

/// All files of some roots, and those of ours that they import.
#[derive(Clone, Debug, Default)]
pub struct Protos {
    /// By import path.
    pub files: BTreeMap<String, Proto>,
    /// By full name without a leading dot, the import path of the file that declares it.
    pub declared: BTreeMap<String, String>,
}

impl Protos {
    /// Reads roots; what is wrong with a file is reported, and the file left out with those that import it.
    pub fn read(roots: &[Root]) -> (Self, Vec<Diagnostic>) {
        Self::of(parsed(roots, &Bounds::CORPUS), roots, true)
    }

    /// Those of a project that is compiled beside this, which tells whether they link; nothing where they are not all that a
    /// project holds, since what compiling passes over has a look too.
    pub fn of_project(parsed: Parsed, roots: &[Root]) -> Option<(Self, Vec<Diagnostic>)> {
        (!parsed.passed_over).then(|| Self::of(parsed, roots, false))
    }

    fn of(parsed: Parsed, roots: &[Root], checks: bool) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let Ordered { units, mut dropped } = ordered(parsed, roots, &mut diagnostics);
        let protos = Self::resolved(units, checks, &mut dropped, &mut diagnostics);
        diagnostics.extend(left_out(dropped));
        (protos, bounded(diagnostics))
    }

    fn resolved(
        units: Vec<Arc<Unit>>,
        checks: bool,
        dropped: &mut Vec<Span>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut symbols = Symbols::default();
        for (index, unit) in units.iter().enumerate() {
            symbols.add(index, &unit.descriptor);
        }
        let paths: Vec<String> = units.iter().map(|unit| unit.source.import_path.clone()).collect();
        let mut protos = Self::default();
        let visible = visible(&units);
        let mut checker = checks.then(|| Checker::new(&units, &symbols, &paths));
        for (index, (unit, visible)) in units.into_iter().zip(visible).enumerate() {
            let known = |import: &String| protos.files.contains_key(import);
            if let Some(at) = unit.descriptor.dependency.iter().position(|import| !known(import)) {
                dropped.push(imports::place_of(&unit, at));
                continue;
            }
            let mut descriptor = unit.descriptor.clone();
            let unresolved = names(&mut descriptor, &symbols, &visible);
            let faults = if unresolved.is_empty() {
                let checker = checker.as_mut();
                checker.map(|it| it.faults(index, &unit, &descriptor, &visible)).unwrap_or_default()
            } else {
                unresolved_names(&unit, &unresolved, &symbols, &paths)
            };
            if faults.is_empty() {
                let import_path = unit.source.import_path.clone();
                protos.files.insert(import_path, Proto::new(&unit, descriptor));
            }
            diagnostics.extend(faults);
        }
        protos.declared = symbols.declared_in(&paths);
        protos
    }
}

impl Proto {
    fn new(unit: &Unit, descriptor: FileDescriptorProto) -> Self {
        let source = unit.source.clone();
        Self {
            places: Places::new(&source.text, &unit.info),
            import_path: source.import_path,
            path: source.path,
            root: source.root,
            origin: source.origin,
            descriptor,
        }
    }
}

/// Whether a message is what a map has inside: nobody wrote it.
pub(in crate::contracts) fn is_map_entry(message: &DescriptorProto) -> bool {
    message.options.as_ref().is_some_and(MessageOptions::map_entry)
}
