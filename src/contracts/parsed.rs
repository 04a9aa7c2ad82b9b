//! Many files, each parsed by itself: what linking and judging begin with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::parallel;

use super::Root;
use super::declared::Declared;
use super::guard::outline;
use super::parse::{self, Unit};
use super::roots::{Bounds, Read, Source, read};

/// The files of some roots, parsed. Whoever takes a copy shares what stands in the files.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// By import path.
    pub(super) units: BTreeMap<String, Arc<Unit>>,
    /// Files with an import path that is already taken.
    pub(super) copies: Vec<Source>,
    /// The import paths of those that cannot be read or parsed.
    pub(super) broken: BTreeSet<String>,
    /// What these seem to declare.
    pub(super) declared: Declared,
    /// Where the files, folders and roots are of which nobody knows what they declare.
    pub(super) unread: BTreeSet<String>,
    /// Whether there are copies of what comes with scaffold, which were passed over.
    pub(super) passed_over: bool,
    /// What is wrong with them.
    pub(super) faults: Vec<Diagnostic>,
}

/// Parses all files of all roots.
pub(super) fn parsed(roots: &[Root], bounds: &Bounds) -> Parsed {
    let mut parsed = Parsed::default();
    let Read { sources, copies, broken, unread, passed_over } =
        read(roots, bounds, &mut parsed.faults);
    parsed = Parsed { copies, unread, passed_over, ..parsed };
    for (import_path, result, faults) in parallel::map(sources, |source| one(source, bounds)) {
        parsed.faults.extend(faults);
        match result {
            Ok(unit) => _ = parsed.units.insert(import_path, Arc::new(unit)),
            Err(declared) => {
                parsed.broken.insert(import_path);
                parsed.declared.extend(declared);
            }
        }
    }
    parsed.broken.extend(broken);
    parsed
}

/// A file, or what it seems to declare; and what is wrong with it.
fn one(source: Source, bounds: &Bounds) -> (String, Result<Unit, Declared>, Vec<Diagnostic>) {
    let import_path = source.import_path.clone();
    let mut faults = Vec::new();
    let outline = outline(&source, bounds, &mut faults);
    if outline.parsable {
        match parse::unit(source, &outline, bounds) {
            Ok(unit) => return (import_path, Ok(unit), faults),
            Err(more) => faults.extend(more),
        }
    }
    (import_path, Err(outline.declared), faults)
}
