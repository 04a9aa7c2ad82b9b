//! The place of what takes a call back: a block around all that follows it, and what is pushed behind it.

use super::skeleton::Body;
use crate::names::Written;
use crate::names::written::python;
use crate::views::writing::lines::Lines;

impl Body<'_, '_> {
    /// From here on what is done is taken back when something fails: all that follows stands in a block.
    pub(super) fn compensating(&mut self) {
        self.runtime("compensation", "compensating");
        self.lines.own(0, "async with compensating() as undo:");
        self.open();
    }

    /// `undo.push("payments POST /refunds", lambda: ` and the call, behind the step that it takes back.
    ///
    /// What a loop gives another value each time is handed over, not captured.
    pub(super) fn pushed(&mut self, index: usize) -> Lines {
        let step = &self.operation.flow.steps[index];
        let Some(undoing) = step.undone_by.as_deref() else { return Lines::default() };
        let mut lines = Lines::default();
        let bound = if step.items.is_some() {
            Some(Written::own("item"))
        } else {
            Some(self.variable(index)).filter(|_| step.is_repeated() && step.is_undone_with(index))
        };
        let parameter = bound.iter().map(|name| Written::fill(" {}", &[name]));
        let parameter = Written::join(&parameter.collect::<Vec<_>>(), "");
        lines.own(0, "undo.push(");
        lines.add(1, Written::fill("{},", &[&python::string(&undoing.call.written)]));
        let head = Written::fill("lambda{}: ", &[&parameter]);
        lines.nest(1, &self.asked(undoing, ",").with_head(&head));
        if let Some(bound) = bound {
            lines.add(1, Written::fill("{},", &[&bound]));
        }
        lines.own(0, ")");
        lines
    }

    /// `undo.after(`, a call that is made beside others, and what takes it back as soon as it is done.
    pub(super) fn asked_with_undo(&mut self, index: usize) -> Lines {
        let step = &self.operation.flow.steps[index];
        let Some(undoing) = step.undone_by.as_deref() else { return self.asked(step, ",") };
        let reply = Some(self.variable(index)).filter(|_| step.is_undone_with(index));
        let reply = reply.unwrap_or(Written::own("_"));
        let mut lines = Lines::default();
        lines.own(0, "undo.after(");
        lines.nest(1, &self.asked(step, ","));
        lines.add(1, Written::fill("{},", &[&python::string(&undoing.call.written)]));
        let head = Written::fill("lambda {}: ", &[&reply]);
        lines.nest(1, &self.asked(undoing, ",").with_head(&head));
        lines.own(0, "),");
        lines
    }
}
