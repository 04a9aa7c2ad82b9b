//! Steps that belong together: those that run at once, those of which one is made.

use super::dataflow::Dataflow;
use super::filled::Filled;
use crate::model::Step;

/// How many of the steps before this one are over when it begins: those that run beside it, or instead of it, are not.
pub(super) fn known_before(steps: &[Filled<'_>], step: &Step) -> usize {
    let is_beside = |other: &&Filled| {
        let (parallel, either) = (&other.step.parallel, &other.step.either);
        (parallel.is_some() && *parallel == step.parallel)
            || (either.is_some() && *either == step.either)
    };
    steps.len() - steps.iter().rev().take_while(is_beside).count()
}

impl Dataflow<'_> {
    /// The end of the steps that belong together with this one: those that run at once, those of which one is made.
    /// The one that is passed on stands alone.
    pub(in crate::views) fn beside(&self, first: usize) -> usize {
        let step = self.steps[first].step;
        let is_beside = |other: &Filled| {
            (step.either.is_some() && other.step.either == step.either)
                || (step.either.is_none()
                    && step.parallel.is_some()
                    && other.step.parallel == step.parallel)
        };
        let last = self.passed_on.unwrap_or(self.steps.len());
        let more = self.steps[(first + 1).min(last)..last].iter();
        first + 1 + more.take_while(|other| is_beside(other)).count()
    }
}
