//! The calls of a use case: one after another, several at once, one of several, one for each item.

use std::ops::Range;

use super::answers::unfilled;
use super::skeleton::{Body, peer_of};
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Times;
use crate::views::meaning::dataflow::Input;
use crate::views::meaning::filled::Filled;
use crate::views::meaning::system::{Peer, PeerKind};
use crate::views::peers::method::{Sent, client_method, sent};
use crate::views::writing::lines::{Lines, call, exploded, exploded_blocks};

impl<'a> Body<'a, '_> {
    /// Calls that belong together: a single one, several at once, or one of several.
    pub(super) fn calls(&mut self, indices: Range<usize>) {
        let step = self.operation.flow.steps[indices.start].step;
        if indices.len() == 1 {
            self.call(indices.start, 0);
        } else if step.either.is_some() {
            self.one_of(indices);
        } else {
            self.at_once(indices);
        }
    }

    /// Every call in a task of its own; the block ends with the last of them.
    fn at_once(&mut self, indices: Range<usize>) {
        self.imports.module("asyncio");
        self.lines.own(0, "async with asyncio.TaskGroup() as group:");
        for index in indices.clone() {
            let mut task = Lines::default();
            task.own(0, "group.create_task(");
            task.nest(1, &self.asked_with_undo(index));
            task.own(0, ")");
            if self.operation.flow.uses_step_beyond(index) {
                task = task.assigned(
                    &Written::fill("{}_task", &[&self.variable(index)]),
                    3 + self.depth(),
                );
            }
            self.lines.nest(1, &task);
        }
        for index in indices.filter(|index| self.operation.flow.uses_step_beyond(*index)) {
            let name = self.variable(index);
            let mut result = Lines::default();
            result.add(0, Written::fill("{}_task.result()", &[&name]));
            self.lines.nest(0, &result.assigned(&name, 2 + self.depth()));
        }
    }

    /// A call that is made and awaited, once or several times; its reply has a name only if it is used.
    pub(super) fn call(&mut self, index: usize, outer: usize) {
        let flow = &self.operation.flow;
        let step = &flow.steps[index];
        let items = step.items.map(|items| self.read(items));
        let level = match (items, step.step.times) {
            (Some((list, _)), _) => {
                self.lines.add(outer, Written::fill("for item in {}:", &[&list]));
                outer + 1
            }
            (None, Times::Count(count)) if step.is_repeated() => {
                let count = Written::from(count.get());
                self.lines.add(outer, Written::fill("for _ in range({}):", &[&count]));
                outer + 1
            }
            (None, _) => outer,
        };
        let mut awaited = self.asked(step, "").with_head(&Written::own("await "));
        if flow.uses_step(index) {
            awaited = awaited.assigned(&self.variable(index), 2 + self.depth() + level);
        }
        self.lines.nest(level, &awaited);
        let pushed = self.pushed(index);
        self.lines.nest(level, &pushed);
    }

    /// A call, or the last reply of one that streams, before it is awaited.
    pub(super) fn asked(&mut self, step: &Filled<'a>, tail: &'static str) -> Lines {
        let Some(peer) = peer_of(self.service, step) else { return Lines::default() };
        if !step.streams_back() {
            return self.call_expression(step, peer, tail);
        }
        self.runtime("streams", "last");
        let mut awaited = Lines::default();
        awaited.own(0, "last(");
        awaited.nest(1, &self.call_expression(step, peer, ","));
        let output = step.method.map(|method| method.output.as_str());
        if let Some(message) = output.and_then(|name| self.system.model.contracts.message(name)) {
            let class = self.class(message);
            awaited.add(1, Written::fill("{}(),", &[&class]));
        }
        awaited.add(0, Written::fill("){}", &[&Written::own(tail)]));
        awaited
    }

    /// `self._auth.get_user(` and its request.
    pub(super) fn call_expression(
        &mut self,
        step: &Filled<'a>,
        peer: &Peer,
        tail: &'static str,
    ) -> Lines {
        let method = client_method(self.system, peer, step.call);
        let head = Written::fill(
            "self._{}.{}",
            &[&python::identifier(&peer.module), &python::identifier(&method)],
        );
        if matches!(peer.kind, PeerKind::Opaque(_)) {
            let bytes = match (&self.operation.operation.kind, &self.operation.flow.input) {
                (OperationKind::Event(_), Input::Message(_)) => "event.SerializeToString()",
                (_, Input::Message(_)) => "request.SerializeToString()",
                _ => "b\"\"",
            };
            return call(&head, Written::own(bytes), tail);
        }
        if let Some(shaped) = &step.described {
            let mut lines = Lines::default();
            lines.add(0, Written::fill("{}(", &[&head]));
            let missing: Vec<Written> = shaped.missing().map(python::comment).collect();
            if !missing.is_empty() {
                let missing = Written::join(&missing, ", ");
                lines.add(1, Written::fill("# So far nothing gives: {}.", &[&missing]));
            }
            lines.nest(1, &self.described(shaped).with_tail(","));
            lines.add(0, Written::fill("){}", &[&Written::own(tail)]));
            return lines;
        }
        let Some(request) = &step.request else {
            return match sent(self.system, step.call) {
                Sent::Nothing => exploded(&head, &[], tail),
                Sent::Message(_) | Sent::Described(_) | Sent::Json if step.variables.is_empty() => {
                    call(&head, Written::own("{}"), tail)
                }
                Sent::Message(_) | Sent::Described(_) | Sent::Json => {
                    exploded_blocks(&head, vec![self.named(step)], tail)
                }
            };
        };
        let mut lines = Lines::default();
        lines.add(0, Written::fill("{}(", &[&head]));
        lines.nest(1, &unfilled(request));
        let wants_stream = step.method.is_some_and(|method| method.streaming.from_client());
        if wants_stream {
            self.runtime("streams", "one");
            lines.own(1, "one(");
            let request = self.parts(request, ",");
            lines.nest(2, &request);
            lines.own(1, "),");
        } else {
            let request = self.parts(request, ",");
            lines.nest(1, &request);
        }
        lines.add(0, Written::fill("){}", &[&Written::own(tail)]));
        lines
    }

    /// What the path needs, by name.
    fn named(&self, step: &Filled<'a>) -> Lines {
        let mut lines = Lines::default();
        lines.own(0, "{");
        for (name, source) in &step.variables {
            let string = python::string(name);
            if let Some(source) = source {
                let head = Written::fill("{}: ", &[&string]);
                lines.nest(1, &self.value(&head, *source).with_tail(","));
            } else {
                let pieces = [&string, &string];
                lines.add(1, Written::fill("{}: {},  # Nothing gives it so far.", &pieces));
            }
        }
        lines.own(0, "}");
        lines
    }
}
