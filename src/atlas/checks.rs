//! What the checks found, for all of the system and for each of its parts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::graph::NodeId;
use crate::model::{Caller, Model, Target};
use crate::names::Written;
use crate::names::written::html;
use crate::rules::Subject;

use super::ground::Ground;

/// A finding as the page shows it.
#[derive(Serialize)]
pub(super) struct Check {
    class: Written,
    result: Written,
    code: Written,
    message: Written,
    hint: Written,
}

/// All findings, the worst first.
pub(super) fn checks(ground: &Ground) -> Vec<Check> {
    worst_first(ground.subject.findings.diagnostics.iter().collect())
}

/// The findings that are about each part, the worst first.
pub(super) fn by_part(ground: &Ground) -> BTreeMap<NodeId, Vec<Check>> {
    let findings = ground.subject.findings;
    let mut by_part: BTreeMap<NodeId, Vec<&Diagnostic>> = BTreeMap::new();
    for (diagnostic, subjects) in findings.diagnostics.iter().zip(&findings.subjects) {
        let parts = subjects.iter().flat_map(|subject| parts_of(ground.model(), *subject));
        for part in parts.flatten().collect::<BTreeSet<_>>() {
            by_part.entry(part).or_default().push(diagnostic);
        }
    }
    by_part.into_iter().map(|(part, diagnostics)| (part, worst_first(diagnostics))).collect()
}

fn worst_first(mut diagnostics: Vec<&Diagnostic>) -> Vec<Check> {
    let rank = |diagnostic: &&Diagnostic| {
        (diagnostic.outcome != Outcome::Violated, Reverse(diagnostic.severity))
    };
    diagnostics.sort_by_key(rank);
    diagnostics.into_iter().map(check).collect()
}

fn check(diagnostic: &Diagnostic) -> Check {
    let (class, result) = match (diagnostic.outcome, diagnostic.severity) {
        (Outcome::Waived, _) => ("waived", "waived"),
        (Outcome::NotDecidable, _) => ("open", "not decidable"),
        (Outcome::Violated, Severity::Error) => ("error", "error"),
        (Outcome::Violated, Severity::Warning) => ("warning", "warning"),
        (Outcome::Violated, Severity::Info) => ("info", "info"),
    };
    let hint = diagnostic.hint.as_deref().map(html::message);
    Check {
        class: Written::own(class),
        result: Written::own(result),
        code: Written::fill(
            "{} {}",
            &[&Written::own(diagnostic.code.id), &Written::own(diagnostic.code.name)],
        ),
        message: html::message(&diagnostic.message),
        hint: hint.map_or_else(Written::default, |hint| Written::fill("<em>{}</em>", &[&hint])),
    }
}

/// The parts of the picture in which one looks for a finding about this.
fn parts_of(model: &Model, subject: Subject) -> [Option<NodeId>; 2] {
    let of_caller = |caller| match caller {
        Caller::Service(id) => NodeId::Service(id),
        Caller::External(id) => NodeId::External(id),
    };
    match subject {
        Subject::Service(id) => [Some(NodeId::Service(id)), None],
        Subject::Operation(id) => [Some(NodeId::Service(model.operation(id).service)), None],
        Subject::Call(id) => {
            let call = model.call(id);
            let callee = match call.target {
                Target::External { id, .. } => Some(NodeId::External(id)),
                Target::Service(_) | Target::Operation(_) => {
                    model.callee(call).map(NodeId::Service)
                }
            };
            [Some(of_caller(call.caller)), callee]
        }
        Subject::Unresolved(index) => [Some(of_caller(model.unresolved[index].caller)), None],
        Subject::Publication(id, index) => {
            let topic = model.service(id).publishes.get(index).map(|one| NodeId::Topic(one.topic));
            [Some(NodeId::Service(id)), topic]
        }
        Subject::Subscription(id, index) => {
            let topic = model.service(id).consumes.get(index).map(|one| NodeId::Topic(one.topic));
            [Some(NodeId::Service(id)), topic]
        }
        Subject::Store(id) => [Some(NodeId::Store(id)), None],
        Subject::Topic(id) => [Some(NodeId::Topic(id)), None],
        Subject::External(id) => [Some(NodeId::External(id)), None],
        Subject::Domain(_) => [None, None],
    }
}
