//! O03: an order that the calls contradict: of services that start, of the calls of an operation.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Model, Operation, Service, ServiceId, Step, Target};
use crate::topology::CallKind;

use super::machinery::target;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "O03", name: "contradicted-order" },
    page: include_str!("contradicted_order.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let ordered = model.services.iter().filter(|service| !service.starts_after.is_empty());
    let of_calls = model.operations.iter().flat_map(|operation| of_operation(model, operation));
    ordered.flat_map(|service| of_service(model, service)).chain(of_calls).collect()
}

/// The calls that are made before, or beside, what they say they come after.
fn of_operation(model: &Model, operation: &Operation) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, step) in operation.steps.iter().enumerate() {
        let beside = |other: &Step| other.parallel.is_some() && other.parallel == step.parallel;
        let done = operation.steps[..place].iter().filter(|other| !beside(other));
        let done: BTreeSet<_> = done.map(|other| other.call).collect();
        for missed in step.after.iter().filter(|call| !done.contains(call)) {
            let (call, first) = (model.call(step.call), model.call(*missed));
            let words = format!(
                "`{}` calls `{}` before `{}`, after which it comes",
                operation.name,
                target(model, call),
                target(model, first)
            );
            let finding = Finding::info(words)
                .at(&call.span)
                .with(&first.span, "comes before, says `after`")
                .hint("write the calls in the order in which they are made, or take `after` away")
                .about(Subject::Call(call.id));
            findings.push(finding);
        }
    }
    findings
}

/// The services that start before this one, and cannot work without it.
fn of_service(model: &Model, service: &Service) -> Vec<Finding> {
    let before = service.starts_after.iter().filter(|id| **id != service.id);
    let contradicted = before.filter(|id| needs(model, **id, service.id));
    contradicted.map(|id| finding(service, model.service(*id))).collect()
}

/// Whether a service asks another, directly or through others, for what it cannot do without.
fn needs(model: &Model, from: ServiceId, to: ServiceId) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        let hard =
            model.calls_of(id).filter(|call| call.kind == CallKind::Request && call.is_critical());
        for call in hard {
            let callee = match call.target {
                Target::Operation(id) => model.operation(id).service,
                Target::Service(id) => id,
                Target::External { .. } => continue,
            };
            if callee == to {
                return true;
            }
            if seen.insert(callee) {
                open.push(callee);
            }
        }
    }
    false
}

fn finding(service: &Service, first: &Service) -> Finding {
    let words =
        format!("`{}` starts after `{}`, which cannot answer without it", service.name, first.name);
    Finding::info(words)
        .at(&service.span)
        .with(&first.span, "needs it")
        .hint("take `starts-after` away, or turn it round")
        .about(Subject::Service(service.id))
}
