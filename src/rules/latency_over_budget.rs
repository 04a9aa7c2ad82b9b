//! T06: calls that together may take longer than their operation promises.

use std::time::Duration;

use crate::diagnostic::{Code, Spanned};
use crate::model::{Call, Model, Operation, Step, duration_text};
use crate::topology::{self, Times};

use super::machinery::target;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T06", name: "latency-over-budget" },
    page: include_str!("latency_over_budget.md"),
    stops: false,
    check,
};

/// What an operation waits for, in the order in which it waits.
#[derive(Default)]
struct Waits<'a> {
    /// Each with the call that takes longest, where several run at once or one of several is made.
    parts: Vec<(Duration, &'a Call)>,
    /// A call of which nobody says how long it may take, or how often it is made.
    open: Option<&'a Call>,
}

fn check(model: &Model) -> Vec<Finding> {
    model.operations.iter().filter_map(|operation| of_operation(model, operation)).collect()
}

fn of_operation(model: &Model, operation: &Operation) -> Option<Finding> {
    let promise = promise(model, operation)?;
    let waits = waits(model, operation);
    let all = waits.parts.iter().fold(Duration::ZERO, |sum, (part, _)| sum.saturating_add(*part));
    let what = format!("`{}` of `{}`", operation.name, model.service(operation.service).name);
    let promised = duration_text(promise.value.value);
    let finding = if all > promise.value.value {
        let sum: Vec<String> = waits.parts.iter().map(|part| shown(model, part)).collect();
        let words = format!(
            "{what} promises {promised}, and may wait {}: {}",
            duration_text(all),
            sum.join(" + ")
        );
        Finding::warning(words)
            .hint("shorten timeouts, take attempts away, run calls in `parallel`, or promise less")
    } else {
        let open = waits.open?;
        let words = format!(
            "whether {what} can promise {promised} is open: nobody says how long `{}` may take",
            target(model, open)
        );
        Finding::undecidable(words).hint("write a `timeout`, and a number for `times: per-item`")
    };
    let finding = finding.at(&promise.span).about(Subject::Operation(operation.id));
    Some(
        waits
            .parts
            .iter()
            .fold(finding, |finding, (_, call)| finding.about(Subject::Call(call.id))),
    )
}

/// What the operation promises; a promise of its service counts for it only where it waits for anybody.
fn promise<'a>(
    model: &'a Model,
    operation: &'a Operation,
) -> Option<&'a Spanned<topology::Duration>> {
    let own = operation.slo.as_ref().and_then(|slo| slo.p99.as_ref());
    let of_service = model.service(operation.service).slo.as_ref();
    own.or_else(|| of_service.and_then(|slo| slo.p99.as_ref()))
}

fn waits<'a>(model: &'a Model, operation: &'a Operation) -> Waits<'a> {
    let mut waits = Waits::default();
    let mut before: Option<&Step> = None;
    for step in model.request_steps(operation) {
        let call = model.call(step.call);
        let is_beside = before.is_some_and(|other| are_together(other, step));
        match (longest(call, step), is_beside) {
            (None, _) => waits.open = waits.open.or(Some(call)),
            (Some(time), true) if !waits.parts.is_empty() => waits.beside(time, call),
            (Some(time), _) => waits.parts.push((time, call)),
        }
        before = Some(step);
    }
    waits
}

impl<'a> Waits<'a> {
    /// The longer of two that run at once counts.
    fn beside(&mut self, time: Duration, call: &'a Call) {
        if let Some(last) = self.parts.last_mut().filter(|last| last.0 < time) {
            *last = (time, call);
        }
    }
}

fn are_together(one: &Step, other: &Step) -> bool {
    (one.parallel.is_some() && one.parallel == other.parallel)
        || (one.either.is_some() && one.either == other.either)
}

fn longest(call: &Call, step: &Step) -> Option<Duration> {
    match step.times {
        Times::Count(times) => call.longest()?.checked_mul(times.get()),
        Times::PerItem => None,
    }
}

/// `` 2s `auth.Check` ``
fn shown(model: &Model, (time, call): &(Duration, &Call)) -> String {
    format!("{} `{}`", duration_text(*time), target(model, call))
}
