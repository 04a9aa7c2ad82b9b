//! What only holds in an environment: its overlay is judged like the file itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Findings, judge};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{self, Model};
use crate::topology::Topology;

/// What is wrong in an environment, and not in the file itself, each with the name of the first in which it is.
pub(in crate::rules) fn of_environments(
    topology: &Topology,
    model: &Model,
    findings: &Findings,
) -> Vec<Diagnostic> {
    let mut known: BTreeSet<_> = findings.diagnostics.iter().map(identity).collect();
    let mut more = Vec::new();
    for (name, environment) in &topology.environments {
        let overlaid = topology.overlaid(environment);
        let (overlaid, _) = model::resolve(&overlaid, Arc::clone(&model.contracts));
        for mut diagnostic in judge(&overlaid.within(&name.value)).diagnostics {
            if known.insert(identity(&diagnostic)) {
                diagnostic.message.push_str(&format!(" (in `{}`)", name.value));
                more.push(diagnostic);
            }
        }
    }
    more
}

fn identity(diagnostic: &Diagnostic) -> (&'static str, Option<Span>, String) {
    (diagnostic.code.id, diagnostic.place.clone(), diagnostic.message.clone())
}
