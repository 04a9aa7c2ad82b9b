//! A04: many calls in a row before the first answer.

use crate::diagnostic::Code;
use crate::model::{CallId, Flow, Model};

use super::machinery::{list, most, target};
use super::{Finding, Rule, Subject};
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
    let edges: Vec<Vec<Edge>> = model.operations.iter().map(hops).collect();
    let paths = Paths::heaviest(&edges, 0, u64::saturating_add);
    let deep = model.flows.iter().filter(|flow| paths.weight(flow.entry.0) > most);
    let finding = |flow: &Flow| {
        let entry = flow.entry.0;
        finding(model, flow, paths.weight(entry), &paths.calls(entry, 1))
    };
    deep.map(finding).collect()
}

fn finding(model: &Model, flow: &Flow, hops: u64, calls: &[CallId]) -> Finding {
    let entry = model.operation(flow.entry);
    let names: Vec<String> = calls.iter().map(|id| target(model, model.call(*id))).collect();
    let words = format!(
        "`{}` of `{}` waits for {hops} calls in a row: {}",
        entry.name,
        model.service(entry.service).name,
        list(&names)
    );
    let first = calls.first().map(|id| &model.call(*id).span);
    let finding = Finding::warning(words)
        .at_some(first)
        .hint("let one service ask several at once, or let the far ones tell by events what is needed")
        .about(Subject::Operation(flow.entry));
    calls.iter().fold(finding, |finding, id| finding.about(Subject::Call(*id)))
}
