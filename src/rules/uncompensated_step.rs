//! X01: money has moved, a later step fails, and nothing brings it back.

use crate::analysis::waiting::groups;
use crate::contracts::Idempotency;
use crate::diagnostic::Code;
use crate::model::{Call, Model, Operation, Step, Target};
use crate::names::snake;

use super::machinery::target;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "X01", name: "uncompensated-step" },
    page: include_str!("uncompensated_step.md"),
    stops: false,
    check,
};

/// What operations do that cannot be left behind half done.
const WEIGHTY: [&str; 12] = [
    "book", "buy", "capture", "charge", "debit", "pay", "payment", "payout", "purchase",
    "transfer", "wire", "withdraw",
];

/// What the names of RPCs begin with that only look.
const READING: [&str; 5] = ["Count", "Get", "List", "Search", "Watch"];

fn check(model: &Model) -> Vec<Finding> {
    model.operations.iter().flat_map(|operation| of_operation(model, operation)).collect()
}

/// Each weighty step, with the next one that may fail behind it.
fn of_operation(model: &Model, operation: &Operation) -> Vec<Finding> {
    let groups = groups(model.request_steps(operation));
    let mut findings = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        for step in group.iter().filter(|step| is_left_behind(model, model.call(step.call))) {
            // What runs beside it may fail when it is done; of those of which one is made, no other is.
            let beside = group.iter().filter(|_| step.either.is_none());
            let mut others = beside.chain(groups[index + 1..].iter().flatten());
            let call = model.call(step.call);
            let may_fail =
                |other: &&&Step| model.call(other.call).is_critical() && other.call != call.id;
            let next = others.find(may_fail).map(|other| model.call(other.call));
            findings.extend(next.map(|next| finding(model, operation, call, next)));
        }
    }
    findings
}

/// Whether it does something weighty that nothing takes back.
fn is_left_behind(model: &Model, call: &Call) -> bool {
    !call.names_compensation && is_weighty(model, call) && !only_reads(model, call)
}

fn is_weighty(model: &Model, call: &Call) -> bool {
    let Some(operation) = model.target_operation(call) else { return false };
    let path = operation.split_once(' ').map_or(operation, |(_, path)| path);
    let words = snake(path);
    words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        WEIGHTY.contains(&word) || word.strip_suffix('s').is_some_and(|one| WEIGHTY.contains(&one))
    })
}

fn only_reads(model: &Model, call: &Call) -> bool {
    let is_read = |route: &str| matches!(route.split(' ').next(), Some("GET" | "HEAD" | "OPTIONS"));
    match &call.target {
        Target::External { route, .. } => route.as_deref().is_some_and(is_read),
        Target::Service(_) => false,
        Target::Operation(id) => {
            let operation = model.operation(*id);
            let found = operation.rpc(&model.contracts);
            is_read(&operation.name)
                || READING.iter().any(|verb| operation.name.starts_with(verb))
                || found.is_some_and(|(_, rpc)| rpc.idempotency == Idempotency::NoSideEffects)
        }
    }
}

fn finding(model: &Model, operation: &Operation, call: &Call, next: &Call) -> Finding {
    let (done, failing) = (target(model, call), target(model, next));
    let words = format!(
        "`{}` of `{}` does `{done}` first; when `{failing}` fails then, nothing takes it back",
        operation.name,
        model.service(operation.service).name,
    );
    Finding::warning(words)
        .at(&call.span)
        .with(&next.span, "may fail after it")
        .hint("write `compensated-by` with the operation that takes it back, or do it last")
        .about(Subject::Operation(operation.id))
        .about(Subject::Call(call.id))
}
