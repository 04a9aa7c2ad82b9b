//! Collects what is wrong with a topology, and keeps hostile input from costing more than it should.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Span, sort};
use crate::secrecy::masked;

use super::codes;

/// How many faults are shown; the rest is counted.
const MOST_SHOWN: usize = 100;
/// What the typed form of a topology may need: enough for some 4,000 services.
const MOST_MEMORY: usize = 48 << 20;
/// What a value costs at least, once everything that it stands for is resolved.
const LEAST_MEMORY: usize = 256;
/// What a topology may need that is judged in environments: each is a topology and a model of its own.
const MOST_MEMORY_OVERLAID: usize = MOST_MEMORY / 4 * 3;
/// What all its environments may need, one after the other.
const MOST_MEMORY_JUDGED: usize = MOST_MEMORY * 4;
/// How much of a text from the file a message repeats.
const MOST_QUOTED: usize = 60;

/// A range of bytes in the one file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The faults found so far.
pub(crate) struct Faults {
    file: Arc<str>,
    found: Vec<Diagnostic>,
    hidden: usize,
    memory: usize,
}

impl Faults {
    pub(crate) fn new(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), found: Vec::new(), hidden: 0, memory: MOST_MEMORY }
    }

    pub(crate) fn span(&self, place: Place) -> Span {
        Span::new(&self.file, place.start as usize, place.end as usize)
    }

    /// Adds a fault; what it says is not even worked out when there are too many.
    pub(crate) fn add(&mut self, place: Place, say: impl FnOnce(&Self) -> Diagnostic) {
        if self.found.len() < MOST_SHOWN {
            let fault = say(self).at(&self.span(place));
            self.found.push(fault);
        } else {
            self.hidden += 1;
        }
    }

    /// Adds a fault at a place of the typed topology.
    pub(super) fn add_at(&mut self, span: &Span, say: impl FnOnce() -> Diagnostic) {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.add(Place { start: narrow(span.start), end: narrow(span.end) }, |_| say());
    }

    /// How many of `wanted` values of a type may be kept; says so when that is not all of them.
    pub(super) fn room_for<T>(&mut self, wanted: usize, place: Place) -> usize {
        let each = size_of::<T>().max(LEAST_MEMORY);
        let allowed = wanted.min(self.memory / each);
        self.memory -= allowed * each;
        if allowed < wanted {
            self.memory = 0;
            self.add(place, |_| {
                too_large("the topology is larger than scaffold reads (about 4,000 services)")
            });
        }
        allowed
    }

    /// How many of the environments a topology of this size may have; says so when that is not all of them.
    pub(super) fn room_for_environments(&mut self, wanted: usize, span: &Span) -> usize {
        let spent = MOST_MEMORY - self.memory;
        let allowed =
            if spent > MOST_MEMORY_OVERLAID { 0 } else { MOST_MEMORY_JUDGED / spent.max(1) };
        if allowed < wanted {
            self.add_at(span, || {
                let message = format!("a topology of this size can be judged in {allowed} environments, not in {wanted}");
                too_large(&message)
            });
        }
        allowed.min(wanted)
    }

    /// All faults by place, each once, and one more that counts those not shown.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        sort(&mut self.found);
        self.found
            .dedup_by(|a, b| a.place == b.place && a.code == b.code && a.message == b.message);
        if self.hidden > 0 {
            let message = format!("and {} more faults that are not shown", self.hidden);
            self.found.push(
                Diagnostic::error(codes::OVER_LIMIT, message).hint("mend the ones above first"),
            );
        }
        self.found
    }
}

/// Text from the file in backticks, cut short when it is long.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", excerpt(text))
}

/// The beginning of a text from the file, without secrets: what is cut short may not look like one.
pub(super) fn excerpt(text: &str) -> Cow<'_, str> {
    let text = masked(text);
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => text,
    }
}

fn too_large(message: &str) -> Diagnostic {
    Diagnostic::error(codes::OVER_LIMIT, message).hint("split the system into several topologies")
}
