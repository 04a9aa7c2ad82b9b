//! A05: one service asks another again and again for one answer.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{Call, CallId, Model, Operation, ServiceId, Target};
use crate::topology::Times;

use super::machinery::{list, most, target};
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A05", name: "chatty-pair" },
    page: include_str!("chatty_pair.md"),
    stops: false,
    check,
};

const MOST: usize = 5;

/// What one operation asks of one service.
#[derive(Default)]
struct Talk {
    requests: usize,
    calls: Vec<CallId>,
}

fn check(model: &Model) -> Vec<Finding> {
    let most = most(model, RULE.code).unwrap_or(MOST);
    model.operations.iter().flat_map(|operation| of_operation(model, operation, most)).collect()
}

fn of_operation(model: &Model, operation: &Operation, most: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut talks: BTreeMap<ServiceId, Talk> = BTreeMap::new();
    for step in model.request_steps(operation) {
        let call = model.call(step.call);
        let times = match step.times {
            Times::Count(times) => usize::try_from(times.get()).unwrap_or(usize::MAX),
            Times::PerItem => {
                findings.push(per_item(model, operation, call));
                continue;
            }
        };
        if let Some(callee) = callee(model, call) {
            let talk = talks.entry(callee).or_default();
            talk.requests = talk.requests.saturating_add(times);
            talk.calls.push(call.id);
        }
    }
    let chatty = talks.into_iter().filter(|(_, talk)| talk.requests > most);
    findings.extend(chatty.map(|(callee, talk)| chat(model, operation, callee, &talk)));
    findings
}

fn callee(model: &Model, call: &Call) -> Option<ServiceId> {
    match call.target {
        Target::Operation(id) => Some(model.operation(id).service),
        Target::Service(id) => Some(id),
        Target::External { .. } => None,
    }
}

fn per_item(model: &Model, operation: &Operation, call: &Call) -> Finding {
    let words = format!(
        "`{}` of `{}` asks `{}` once for each item",
        operation.name,
        model.service(operation.service).name,
        target(model, call)
    );
    let hint = "let the callee take all items in one request, as `BatchGet` does";
    let caller = model.caller_name(call.caller);
    let cause = Cause::new(format!("in # places `{caller}` asks others once for each item"), hint);
    Finding::warning(words)
        .at(&call.span)
        .hint(hint)
        .because(cause, target(model, call))
        .about(Subject::Operation(operation.id))
        .about(Subject::Call(call.id))
}

fn chat(model: &Model, operation: &Operation, callee: ServiceId, talk: &Talk) -> Finding {
    let calls: Vec<&Call> = talk.calls.iter().map(|id| model.call(*id)).collect();
    let names: Vec<String> = calls.iter().map(|call| target(model, call)).collect();
    let words = format!(
        "`{}` of `{}` makes {} requests to `{}`: {}",
        operation.name,
        model.service(operation.service).name,
        talk.requests,
        model.service(callee).name,
        list(&names)
    );
    let finding = Finding::warning(words)
        .at_some(calls.first().map(|call| &call.span))
        .hint("give the callee one operation for what is needed together")
        .about(Subject::Operation(operation.id));
    calls.iter().fold(finding, |finding, call| finding.about(Subject::Call(call.id)))
}
