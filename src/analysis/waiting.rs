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

/// What the operation promises; a promise of its service counts for it only where somebody waits for it.
pub fn promise<'a>(
    model: &'a Model,
    operation: &'a Operation,
) -> Option<&'a Spanned<topology::Duration>> {
    let own = operation.slo.as_ref().and_then(|slo| slo.p99.as_ref());
    let of_service = model.service(operation.service).slo.as_ref();
    let of_service = of_service.filter(|_| operation.is_asked());
    own.or_else(|| of_service.and_then(|slo| slo.p99.as_ref()))
}

/// What an operation waits for: each attempt for as long as it may take.
pub fn waits<'a>(model: &'a Model, operation: &'a Operation) -> Waits<'a> {
    let mut waits = Waits::default();
    for group in groups(model.request_steps(operation)) {
        let mut longest: Option<(Duration, &Call)> = None;
        for (step, call) in group.into_iter().map(|step| (step, model.call(step.call))) {
            match wanted(call, step) {
                None => waits.open = waits.open.or(Some(call)),
                Some(time) if longest.is_none_or(|(known, _)| known < time) => {
                    longest = Some((time, call));
                }
                Some(_) => {}
            }
        }
        waits.parts.extend(longest);
    }
    waits
}

/// Steps one after the other; those together that run at once, or of which one is made.
pub fn groups<'a>(steps: impl Iterator<Item = &'a Step>) -> Vec<Vec<&'a Step>> {
    let mut groups: Vec<Vec<&Step>> = Vec::new();
    for step in steps {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|other| are_together(other, step)) => {
                group.push(step);
            }
            _ => groups.push(vec![step]),
        }
    }
    groups
}

impl Waits<'_> {
    /// All of it together.
    pub fn longest(&self) -> Duration {
        let parts = self.parts.iter().map(|(part, _)| *part);
        parts.fold(Duration::ZERO, Duration::saturating_add)
    }
}

fn are_together(one: &Step, other: &Step) -> bool {
    (one.parallel.is_some() && one.parallel == other.parallel)
        || (one.either.is_some() && one.either == other.either)
}

fn wanted(call: &Call, step: &Step) -> Option<Duration> {
    match step.times {
        Times::Count(times) => call.longest()?.checked_mul(times.get()),
        Times::PerItem => None,
    }
}
