//! Many files, each parsed by itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::parallel;

use super::guard::outline;
use super::parse::{self, Unit};
use super::roots::{Bounds, Source};

/// What came of some files.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// By import path.
    pub(super) units: BTreeMap<String, Unit>,
    /// The import paths of those that cannot be parsed.
    pub(super) broken: BTreeSet<String>,
    /// Full names of the services that these seem to declare.
    pub(super) unread_services: BTreeSet<String>,
}

/// Parses files; what is wrong with them is reported.
pub(super) fn parsed(
    sources: Vec<Source>,
    bounds: &Bounds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed {
    let mut parsed = Parsed::default();
    for (import_path, result, faults) in parallel::map(sources, |source| one(source, bounds)) {
        diagnostics.extend(faults);
        match result {
            Ok(unit) => _ = parsed.units.insert(import_path, unit),
            Err(services) => {
                parsed.broken.insert(import_path);
                parsed.unread_services.extend(services);
            }
        }
    }
    parsed
}

/// A file, or the services that it seems to declare; and what is wrong with it.
fn one(
    source: Source,
    bounds: &Bounds,
) -> (String, Result<Unit, BTreeSet<String>>, Vec<Diagnostic>) {
    let import_path = source.import_path.clone();
    let mut faults = Vec::new();
    let outline = outline(&source, bounds, &mut faults);
    if outline.parsable {
        match parse::unit(source, &outline, bounds) {
            Ok(unit) => return (import_path, Ok(unit), faults),
            Err(more) => faults.extend(more),
        }
    }
    (import_path, Err(outline.services), faults)
}
