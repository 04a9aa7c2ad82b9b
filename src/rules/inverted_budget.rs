//! T02: a callee that may take longer than its caller waits.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::analysis::budgets::{Budget, inverted};
use crate::analysis::cycles::{of_operations, parts};
use crate::diagnostic::{Code, Span};
use crate::model::{Call, CallId, Caller, Model, Operation, Origin, ServiceKind, Target};
use crate::topology::{CallKind, Timeout};

use super::machinery::{shown, target};
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T02", name: "inverted-budget" },
    page: include_str!("inverted_budget.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let budgets = inverted(model);
    let knots = parts(&of_operations(model));
    let inverted: BTreeSet<CallId> = budgets.iter().map(|budget| budget.outer).collect();
    let firsts: Vec<Firsts> = model.operations.iter().map(|o| Firsts::of(model, o)).collect();
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    let others = requests.filter(|call| !inverted.contains(&call.id) && !is_from_load(model, call));
    let judged = budgets.iter().filter(|budget| {
        !is_from_load(model, model.call(budget.outer)) && !is_in_circle(model, &knots, budget)
    });
    let inverted = judged.map(|budget| finding(model, budget));
    inverted.chain(others.filter_map(|call| unlimited(model, &firsts, call))).collect()
}

/// How long a load generator waits is a matter of the test, and nobody's budget.
fn is_from_load(model: &Model, call: &Call) -> bool {
    matches!(call.caller, Caller::Service(id) if model.service(id).kind == ServiceKind::Load)
}

/// No timeouts fit into a circle, which is the business of `call-cycle`; a call to oneself ends at another replica.
fn is_in_circle(model: &Model, knots: &[usize], budget: &Budget) -> bool {
    let asked = |id: CallId| match model.call(id).target {
        Target::Operation(id) => Some(id),
        Target::Service(_) | Target::External { .. } => None,
    };
    let (Some(outer), Some(inner)) = (asked(budget.outer), asked(budget.inner)) else {
        return false;
    };
    knots[outer.0] == knots[inner.0]
}

/// The first call of a callee that does not fit into what its caller grants.
fn finding(model: &Model, budget: &Budget) -> Finding {
    let (outer, inner) = (model.call(budget.outer), model.call(budget.inner));
    let granted = outer.timeout_value().unwrap_or_default();
    let (caller, answerer) = (model.caller_name(outer.caller), model.caller_name(inner.caller));
    let left = if budget.left == granted {
        String::new()
    } else {
        format!(" when {} are left", shown(budget.left))
    };
    let words = format!(
        "`{caller}` waits {} for `{}`, which may wait {} for `{}`{left}",
        shown(granted),
        target(model, outer),
        shown(budget.needs),
        target(model, inner),
    );
    let spent = granted.saturating_sub(budget.left);
    let hint = format!(
        "let `{caller}` wait longer than {}, or `{answerer}` less than {}",
        shown(budget.needs.saturating_add(spent)),
        shown(budget.left.max(Duration::from_millis(1))),
    );
    let finding = drawn(Finding::error(words), outer, inner, &patience(inner)).hint(hint);
    match (default_of(outer), default_of(inner)) {
        (Some(one), Some(other)) if one == other => {
            finding.because(one_for_all(one), target(model, outer))
        }
        _ => finding,
    }
}

/// Where its timeout stands, when that is under `defaults`.
fn default_of(call: &Call) -> Option<&Span> {
    match &call.timeout.as_ref()?.origin {
        Origin::Defaults(span) => Some(span),
        Origin::Written(_) | Origin::BuiltIn => None,
    }
}

fn one_for_all(default: &Span) -> Cause {
    let hint =
        "let calls wait longer the nearer they are to the user: write their `timeout` at them";
    let words = "by one default for all, the callees of # calls may wait as long as their callers";
    Cause::new(words, hint).at_some(Some(default))
}

/// `25s`, `2 attempts of 10s`.
fn patience(call: &Call) -> String {
    let each = call.timeout_value().map_or_else(|| "no end".to_owned(), shown);
    match call.attempts.value {
        0 | 1 => format!("waits {each}"),
        attempts => format!("{attempts} attempts of {each}"),
    }
}

/// A chain in which a timeout is endless below one that ends, or not said at all.
fn unlimited(model: &Model, firsts: &[Firsts], outer: &Call) -> Option<Finding> {
    let Target::Operation(id) = outer.target else { return None };
    let first = &firsts[id.0];
    if outer.timeout_value().is_some()
        && let Some(endless) = first.endless
    {
        return Some(finding_endless(model, outer, endless));
    }
    let unsaid = match outer.timeout {
        None => first.ending?,
        Some(_) if outer.timeout_value().is_some() => first.unsaid?,
        Some(_) => return None,
    };
    let which = if outer.timeout.is_none() { outer } else { unsaid };
    let (caller, asked) = (model.caller_name(outer.caller), target(model, outer));
    let words = format!(
        "whether `{caller}` waits long enough for `{asked}` is open: no timeout is said for `{}`",
        target(model, which),
    );
    let hint = "write `timeout: 1s` at the call or under `defaults`";
    let related =
        if outer.timeout.is_none() { "and waits for this one in turn" } else { "for this one" };
    let of_all = "write `defaults: {timeout: 1s}`, and at the calls what is worth more or less";
    let cause = Cause::new("whether the callers of # calls wait long enough is open", of_all);
    let finding = drawn(Finding::undecidable(words), outer, unsaid, related).hint(hint);
    Some(finding.because(cause, asked))
}

fn finding_endless(model: &Model, outer: &Call, inner: &Call) -> Finding {
    let granted = shown(outer.timeout_value().unwrap_or_default());
    let (caller, asked) = (model.caller_name(outer.caller), target(model, outer));
    let words = format!(
        "`{caller}` waits {granted} for `{asked}`, which may wait for ever for `{}`",
        target(model, inner),
    );
    let hint = format!("give that call a timeout below {granted}");
    let finding = drawn(Finding::error(words), outer, inner, "waits for ever").hint(hint);
    let Some(default) = default_of(inner) else { return finding };
    let of_all = "write a default that ends, shorter than what stands at the calls";
    let words = "the callees of # calls that end may wait for ever";
    finding.because(Cause::new(words, of_all).at_some(Some(default)), asked)
}

fn is_endless(call: &Call) -> bool {
    call.timeout.as_ref().is_some_and(|timeout| timeout.value == Timeout::Never)
}

/// The first calls of an operation that say something of time, or nothing.
struct Firsts<'a> {
    /// Endless, and may be silent as long.
    endless: Option<&'a Call>,
    /// Not endless.
    ending: Option<&'a Call>,
    /// Without any word.
    unsaid: Option<&'a Call>,
}

impl<'a> Firsts<'a> {
    fn of(model: &'a Model, operation: &'a Operation) -> Self {
        let first = |wanted: &dyn Fn(&Call) -> bool| {
            let mut calls = model.request_steps(operation).map(|step| model.call(step.call));
            calls.find(|call| wanted(call))
        };
        Self {
            endless: first(&|call| is_endless(call) && call.stream_idle.is_none()),
            ending: first(&|call| !is_endless(call)),
            unsaid: first(&|call| call.timeout.is_none()),
        }
    }
}

/// Points at the two timeouts, or at the calls where they are not written there.
fn drawn(finding: Finding, outer: &Call, inner: &Call, words: &str) -> Finding {
    let place = |call: &Call| match call.timeout.as_ref().map(|timeout| timeout.origin.clone()) {
        Some(Origin::Written(span)) => span,
        Some(Origin::Defaults(_) | Origin::BuiltIn) | None => call.span.clone(),
    };
    finding
        .at(&place(outer))
        .with(&place(inner), words)
        .about(Subject::Call(outer.id))
        .about(Subject::Call(inner.id))
}
