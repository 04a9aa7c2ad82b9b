//! O03: a start order that the calls contradict.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Model, Service, ServiceId, Target};
use crate::topology::CallKind;

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "O03", name: "contradicted-order" },
    page: include_str!("contradicted_order.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let ordered = model.services.iter().filter(|service| !service.starts_after.is_empty());
    ordered.flat_map(|service| of_service(model, service)).collect()
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
