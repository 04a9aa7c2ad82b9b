//! What fills the answer of an RPC, so that the answer keeps to its own contract.

use super::dataflow::{Input, Parts, Source, from_input, from_steps};
use super::field::{is_nameable, is_single};
use super::filled::Filled;
use crate::contracts::{Field, Kind, Message, Method};
use crate::views::doors::needed::is_needed;

/// The answer: each field from a reply of the same name, from what was asked, or from the message of its own type in what
/// was asked. What may break the limits of a field does not fill it.
pub(super) fn answered<'a>(
    message: &'a Message,
    method: &Method,
    input: &Input<'a>,
    steps: &[Filled<'a>],
) -> Parts<'a> {
    let mut parts = Parts { message, filled: Vec::new(), missing: Vec::new() };
    let inner = within(message, input);
    let keeps = |source: &Source, field: &Field| match source {
        Source::Step(index, from) => {
            keeps(from, field) && (!is_needed(field) || !may_be_empty(method, steps, *index))
        }
        Source::Request(from) => keeps(from, field) && (!is_needed(field) || !gathers(method)),
        Source::Within(outer, _) => !is_needed(field) || (is_needed(outer) && !gathers(method)),
        _ => true,
    };
    for field in &message.fields {
        let around = inner.map(|outer| Source::Within(outer, field));
        let mut sources =
            [from_steps(field, steps), from_input(field, input), around].into_iter().flatten();
        match sources.find(|source| is_said(field) && keeps(source, field)) {
            Some(source) => parts.filled.push((field, source)),
            None => parts.missing.push(field),
        }
    }
    parts
}

/// Whether an answer may have the field at all.
pub(in crate::views) fn is_said(field: &Field) -> bool {
    is_nameable(field) && !field.behaviors.iter().any(|word| word == "INPUT_ONLY")
}

/// The field of what was asked that is a message of this type.
fn within<'a>(message: &Message, input: &Input<'a>) -> Option<&'a Field> {
    let Input::Message(asked) = input else { return None };
    let is_it = |field: &&Field| {
        let is_message = matches!(&field.kind, Kind::Message(name) if *name == message.full_name);
        is_message && is_single(field) && is_nameable(field) && field.oneof.is_none()
    };
    asked.fields.iter().find(is_it)
}

/// Whether whatever one field may have is allowed in the other.
fn keeps(from: &Field, to: &Field) -> bool {
    let is_held = |name: &str| !matches!(name, "required" | "ignore_zero" | "example");
    let mut held = to.limits.rules.iter().filter(|(name, _)| is_held(name));
    let is_same = held.all(|(name, limit)| from.limits.rules.get(name) == Some(limit));
    is_same && (!is_needed(to) || is_needed(from))
}

/// Whether one answer stands for all that comes in, which may be nothing.
fn gathers(method: &Method) -> bool {
    method.streaming.from_client() && !method.streaming.from_server()
}

/// Whether the reply of a step is the last piece of a stream, which may have none.
fn may_be_empty(method: &Method, steps: &[Filled], index: usize) -> bool {
    let is_passed_on = method.streaming.from_server() && index + 1 == steps.len();
    steps[index].streams_back() && !is_passed_on
}

impl<'a> Parts<'a> {
    /// The field of what was asked that is the whole answer.
    pub(in crate::views) fn whole(&self) -> Option<&'a Field> {
        let mut outer = self.filled.iter().map(|(_, source)| match source {
            Source::Within(outer, _) => Some(*outer),
            _ => None,
        });
        let first = outer.next()??;
        let is_all = outer.all(|other| other.is_some_and(|other| other.name == first.name));
        (is_all && !self.missing.iter().any(|field| is_nameable(field))).then_some(first)
    }
}
