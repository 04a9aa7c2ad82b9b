//! How long an operation may wait for its calls, one after the other.

use std::time::Duration;

use crate::diagnostic::Spanned;
use crate::model::{Call, Model, Operation, Step};
use crate::topology::{self, Times};

/// What an operation waits for, in the order in which it waits.
#[derive(Default)]
pub struct Waits<'a> {
    /// Each with the call that takes longest, where several run at once or one of several is made.
    pub parts: Vec<(Duration, &'a Call)>,
    /// A call of which nobody says how long it may take, or how often it is made.
    pub open: Option<&'a Call>,
}

/// What the operation promises; a promise of its service counts for it only where it waits for anybody.
pub fn promise<'a>(
    model: &'a Model,
    operation: &'a Operation,
) -> Option<&'a Spanned<topology::Duration>> {
    let own = operation.slo.as_ref().and_then(|slo| slo.p99.as_ref());
    let of_service = model.service(operation.service).slo.as_ref();
    own.or_else(|| of_service.and_then(|slo| slo.p99.as_ref()))
}

/// What an operation waits for: each attempt for as long as it may take.
pub fn waits<'a>(model: &'a Model, operation: &'a Operation) -> Waits<'a> {
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
    /// All of it together.
    pub fn longest(&self) -> Duration {
        let parts = self.parts.iter().map(|(part, _)| *part);
        parts.fold(Duration::ZERO, Duration::saturating_add)
    }

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
