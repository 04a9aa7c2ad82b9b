//! A04: many calls in a row before the first answer.

use crate::analysis::unplaced::unplaced;
use crate::diagnostic::Code;
use crate::model::{CallId, Flow, Model};

use super::machinery::{list, most, target};
use super::{Cause, Finding, Rule, Subject};
use crate::analysis::paths::{Edge, Paths};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A04", name: "deep-chain" },
    page: include_str!("deep_chain.md"),
    stops: false,
    check,
};

const MOST: usize = 4;

fn check(model: &Model) -> Vec<Finding> {
    let most = most(model, RULE.code).unwrap_or(MOST) as u64;
    let hops = |operation| {
        let steps = model.request_steps(operation);
        steps.map(|step| Edge::of(model, step.call, 1)).collect()
    };
    let said: Vec<Vec<Edge>> = model.operations.iter().map(hops).collect();
    let mut possible = said.clone();
    for service in &model.services {
        let edges = unplaced(model, service.id).map(|call| Edge::of(model, call.id, 1));
        let edges: Vec<Edge> = edges.collect();
        model.operations_of(service.id).iter().for_each(|one| possible[one.id.0].extend(&edges));
    }
    let said = Paths::heaviest(&said, 0, u64::saturating_add);
    let possible = Paths::heaviest(&possible, 0, u64::saturating_add);
    let deep = model.flows.iter().filter(|flow| possible.weight(flow.entry.0) > most);
    let finding = |flow: &Flow| {
        let entry = flow.entry.0;
        let is_said = said.weight(entry) > most;
        let paths = if is_said { &said } else { &possible };
        finding(model, flow, (paths.weight(entry), is_said), &paths.calls(entry, 1))
    };
    deep.map(finding).collect()
}

/// Where it is not said which operation makes which call, the chain may be one, and it is an info.
fn finding(model: &Model, flow: &Flow, (hops, is_said): (u64, bool), calls: &[CallId]) -> Finding {
    let (waits, wait) = if is_said { ("waits", "wait") } else { ("may wait", "may wait") };
    let entry = model.operation(flow.entry);
    let names: Vec<String> = calls.iter().map(|id| target(model, model.call(*id))).collect();
    let words = format!(
        "`{}` of `{}` {waits} for {hops} calls in a row: {}",
        entry.name,
        model.service(entry.service).name,
        list(&names)
    );
    let first = calls.first().map(|id| &model.call(*id).span);
    let hint =
        "let one service ask several at once, or let the far ones tell by events what is needed";
    let last = names.last().map(String::as_str).unwrap_or_default();
    let cause =
        Cause::new(format!("# operations {wait} for {hops} calls in a row, on to `{last}`"), hint);
    let asked = format!("{} {}", model.service(entry.service).name, entry.name);
    let finding = if is_said { Finding::warning(words) } else { Finding::info(words) };
    let finding = finding
        .at_some(first)
        .hint(hint)
        .because(cause, asked)
        .about(Subject::Operation(flow.entry));
    calls.iter().fold(finding, |finding, id| finding.about(Subject::Call(*id)))
}
