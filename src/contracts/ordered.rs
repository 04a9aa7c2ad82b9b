//! The files of some roots, parsed, each behind those that it imports.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Span};

use super::parse::Unit;
use super::parsed::Parsed;
use super::{Root, built_in, imports};

/// What can be linked.
#[derive(Debug, Default)]
pub(super) struct Ordered {
    /// Every file behind those that it imports.
    pub(super) units: Vec<Arc<Unit>>,
    /// Where a file imports a broken one and is therefore left out.
    pub(super) dropped: Vec<Span>,
}

/// Orders the files of these roots; what is wrong with one is reported, and it is left out with those that import it.
pub(super) fn ordered(
    parsed: Parsed,
    roots: &[Root],
    diagnostics: &mut Vec<Diagnostic>,
) -> Ordered {
    let Parsed { mut units, mut broken, faults, .. } = parsed;
    diagnostics.extend(faults);
    built_in::add(&mut units);
    broken.extend(imports::absent(&units, &broken, roots, diagnostics).imports);
    broken.extend(imports::faulty(&units, &broken, roots, diagnostics));
    let sorted = imports::sorted(&units, &mut broken, diagnostics);
    let units = sorted.order.iter().filter_map(|path| units.remove(path)).collect();
    Ordered { units, dropped: sorted.dropped }
}
