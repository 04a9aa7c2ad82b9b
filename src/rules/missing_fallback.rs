//! A06: nothing is said of what happens when a callee fails.

use crate::diagnostic::Code;
use crate::model::{Call, Model, Target};
use crate::topology::CallKind;

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A06", name: "missing-fallback" },
    page: include_str!("missing_fallback.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    requests
        .filter(|call| !model.is_from_client(call.id))
        .filter_map(|call| finding(model, call))
        .collect()
}

fn finding(model: &Model, call: &Call) -> Option<Finding> {
    let (caller, asked) = (model.caller_name(call.caller), target(model, call));
    let is_external = matches!(call.target, Target::External { .. });
    let (words, shared, hint) = if call.optional && call.fallback.is_none() {
        (
            format!("`{caller}` can do without `{asked}`, but not a word says how"),
            format!("`{caller}` can do without # others, but not a word says how"),
            "write `fallback: none`, `cached`, `default` or what stands in for the answer",
        )
    } else if call.is_critical() && is_external && call.breaker.is_none() {
        let name = model.target_name(call);
        (
            format!("`{caller}` needs `{asked}`, and keeps calling when that is down"),
            format!("# calls need `{name}`, and go on when that is down"),
            "write `circuit-breaker: true`, or make the call optional with a fallback",
        )
    } else {
        return None;
    };
    let finding = Finding::warning(words).hint(hint).because(Cause::new(shared, hint), asked);
    Some(finding.at(&call.span).about(Subject::Call(call.id)))
}
