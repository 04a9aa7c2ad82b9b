//! T02: a callee that may take longer than its caller waits.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::diagnostic::Code;
use crate::model::{Budget, Call, CallId, Caller, Model, Operation, Origin, ServiceKind, Target};
use crate::topology::{CallKind, Timeout};

use super::machinery::{shown, target};
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T02", name: "inverted-budget" },
    page: include_str!("inverted_budget.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let budgets = model.inverted_budgets();
    let inverted: BTreeSet<CallId> = budgets.iter().map(|budget| budget.outer).collect();
    let firsts: Vec<Firsts> = model.operations.iter().map(|o| Firsts::of(model, o)).collect();
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    let others = requests.filter(|call| !inverted.contains(&call.id) && !is_from_load(model, call));
    let judged = budgets.iter().filter(|budget| !is_from_load(model, model.call(budget.outer)));
    let inverted = judged.map(|budget| finding(model, budget));
    inverted.chain(others.filter_map(|call| unlimited(model, &firsts, call))).collect()
}

/// How long a load generator waits is a matter of the test, and nobody's budget.
fn is_from_load(model: &Model, call: &Call) -> bool {
    matches!(call.caller, Caller::Service(id) if model.service(id).kind == ServiceKind::Load)
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
    drawn(Finding::error(words), outer, inner, &patience(inner)).hint(hint)
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
    Some(drawn(Finding::undecidable(words), outer, unsaid, related).hint(hint))
}

fn finding_endless(model: &Model, outer: &Call, inner: &Call) -> Finding {
    let granted = shown(outer.timeout_value().unwrap_or_default());
    let (caller, asked) = (model.caller_name(outer.caller), target(model, outer));
    let words = format!(
        "`{caller}` waits {granted} for `{asked}`, which may wait for ever for `{}`",
        target(model, inner),
    );
    let hint = format!("give that call a timeout below {granted}");
    drawn(Finding::error(words), outer, inner, "waits for ever").hint(hint)
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
