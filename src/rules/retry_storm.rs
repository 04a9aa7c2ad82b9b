//! T03: attempts of attempts, which multiply when something is slow.

use crate::analysis::attempts::{edges, heaviest};
use crate::diagnostic::Code;
use crate::model::{Call, CallId, Model};

use super::machinery::{most, target};
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T03", name: "retry-storm" },
    page: include_str!("retry_storm.md"),
    stops: false,
    check,
};

const MOST: usize = 4;
const ERROR: usize = 9;

fn check(model: &Model) -> Vec<Finding> {
    let most = most(model, RULE.code).unwrap_or(MOST) as u64;
    let edges = edges(model);
    let paths = heaviest(&edges);
    let mut is_reached = vec![false; edges.len()];
    for to in edges.iter().flatten().filter_map(|edge| edge.to) {
        is_reached[to] = true;
    }
    let starts = (0..edges.len()).filter(|node| !is_reached[*node] && paths.weight(*node) > most);
    let finding = |node| finding(model, paths.weight(node), &paths.calls(node, 2), most);
    starts.filter_map(finding).collect()
}

fn finding(model: &Model, weight: u64, calls: &[CallId], most: u64) -> Option<Finding> {
    let repeated: Vec<&Call> = calls.iter().map(|id| model.call(*id)).collect();
    let last = repeated.last()?;
    let words = format!(
        "one request may become {weight} of `{}`: {}",
        target(model, last),
        repeated.iter().map(|call| call.attempts.value.to_string()).collect::<Vec<_>>().join(" × "),
    );
    let finding = if weight > most.max(ERROR as u64) {
        Finding::error(words)
    } else {
        Finding::warning(words)
    };
    let hint = "repeat in one place only, the nearest to the fault; or write `budget` or `circuit-breaker` there";
    let shared =
        format!("# ways make up to {weight} of `{}` out of one request", target(model, last));
    let cause = Cause::new(shared, hint).at_some(Some(&last.span));
    let from = repeated.first().map_or("", |call| model.caller_name(call.caller));
    let mut finding = finding.at(&last.span).hint(hint).because(cause, from);
    for call in repeated.iter().rev().skip(1) {
        let caller = model.caller_name(call.caller);
        finding = finding.with(&call.span, format!("`{caller}` makes {}", call.attempts.value));
    }
    let about = |finding: Finding, call: &&Call| finding.about(Subject::Call(call.id));
    Some(repeated.iter().fold(finding, about))
}
