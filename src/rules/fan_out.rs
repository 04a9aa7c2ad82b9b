//! A03: one operation needs many services.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{CallId, Model, Operation, Service};
use crate::topology::CallKind;

use super::machinery::{list, most};
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A03", name: "fan-out" },
    page: include_str!("fan_out.md"),
    stops: false,
    check,
};

const MOST: usize = 7;

fn check(model: &Model) -> Vec<Finding> {
    let most = most(model, RULE.code).unwrap_or(MOST);
    let operations = model.operations.iter().filter_map(|o| of_operation(model, o, most));
    operations.chain(model.services.iter().filter_map(|s| of_service(model, s, most))).collect()
}

fn of_operation(model: &Model, operation: &Operation, most: usize) -> Option<Finding> {
    let calls: Vec<CallId> = model.request_steps(operation).map(|step| step.call).collect();
    let targets = targets(model, &calls, most)?;
    let service = &model.service(operation.service).name;
    let words = format!(
        "`{}` of `{service}` needs {} others: {}",
        operation.name,
        targets.len(),
        list(&targets)
    );
    Some(finding(model, Finding::warning(words), &calls).about(Subject::Operation(operation.id)))
}

/// Where it is not said which operation makes which call; a client is no operation.
fn of_service(model: &Model, service: &Service, most: usize) -> Option<Finding> {
    let is_told = model.operations_of(service.id).iter().any(|o| !o.steps.is_empty());
    if is_told {
        return None;
    }
    let requests = model.calls_of(service.id).filter(|call| call.kind == CallKind::Request);
    let calls: Vec<CallId> = requests.map(|call| call.id).collect();
    let targets = targets(model, &calls, most)?;
    let words = format!("`{}` calls {} others: {}", service.name, targets.len(), list(&targets));
    Some(finding(model, Finding::info(words), &calls).about(Subject::Service(service.id)))
}

fn targets<'a>(model: &'a Model, calls: &[CallId], most: usize) -> Option<Vec<&'a str>> {
    let targets: BTreeSet<&str> =
        calls.iter().map(|id| model.target_name(model.call(*id))).collect();
    (targets.len() > most).then(|| targets.into_iter().collect())
}

fn finding(model: &Model, finding: Finding, calls: &[CallId]) -> Finding {
    let first = calls.first().map(|id| &model.call(*id).span);
    finding
        .at_some(first)
        .hint("give a service in between what belongs together, or keep copies made from events")
}
