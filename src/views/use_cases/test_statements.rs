//! Statements of the tests of use cases: calls, and what stands in the outbox.

use crate::names::Written;
use crate::views::peers::client_tests::collected;
use crate::views::writing::lines::{Lines, call, exploded, fit};

/// A call of an operation, not yet on lines.
pub(super) struct Call {
    /// `use_cases.send_message`
    pub(super) head: Written,
    pub(super) arguments: Vec<Written>,
    /// Whether each argument has a line of its own, however short.
    pub(super) is_exploded: bool,
}

impl Call {
    pub(super) fn written(&self, level: usize, before: &'static str, tail: &'static str) -> Lines {
        let head = Written::fill("{}{}", &[&Written::own(before), &self.head]);
        if self.is_exploded {
            exploded(&head, &self.arguments, tail)
        } else {
            fit(level, &head, &self.arguments, tail)
        }
    }

    /// `replies = [reply async for reply in CALL]`
    pub(super) fn collected(&self) -> Lines {
        if !self.is_exploded || self.arguments.is_empty() {
            return collected(1, &self.head, &self.arguments);
        }
        let mut lines = Lines::default();
        lines.own(0, "replies = [");
        lines.own(1, "reply");
        lines.nest(1, &self.written(2, "async for reply in ", ""));
        lines.own(0, "]");
        lines
    }
}

/// `events = [EVENT.FromString(row.payload) for row in rows]`, which is too long for one line with more behind it.
pub(super) fn parsed_rows(class: &Written) -> Lines {
    let parsed = call(&Written::fill("{}.FromString", &[class]), Written::own("row.payload"), "");
    let inner = Written::fill("{}.FromString(row.payload) for row in rows", &[class]);
    let (mut apart, mut folded, mut lines) = (Lines::default(), Lines::default(), Lines::default());
    apart.nest(0, &parsed);
    apart.own(0, "for row in rows");
    folded.own(0, "events = [");
    folded.add_folding(1, inner.clone(), apart);
    folded.own(0, "]");
    lines.add_folding(0, Written::fill("events = [{}]", &[&inner]), folded);
    lines
}

/// `query = select(outbox).where(outbox.c.topic == TOPIC)`
pub(super) fn query(topic: &Written) -> Lines {
    let mut parted = Lines::default();
    parted.own(0, "outbox.c.topic");
    parted.add(0, Written::fill("== {}", &[topic]));
    let condition = Written::fill("outbox.c.topic == {}", &[topic]);
    let (mut folded, mut lines) = (Lines::default(), Lines::default());
    folded.own(0, "query = select(outbox).where(");
    folded.add_folding(1, condition.clone(), parted);
    folded.own(0, ")");
    lines.add_folding(0, Written::fill("query = select(outbox).where({})", &[&condition]), folded);
    lines
}
