//! What a use case writes for a value: the message, the field, the reply that it is taken from.

use super::skeleton::{Body, peer_of};
use crate::contracts::Field;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::dataflow::{Parts, Source};
use crate::views::meaning::field::has_presence;
use crate::views::peers::method::client_method;
use crate::views::writing::attribute::attributes;
use crate::views::writing::lines::{Lines, call, exploded_blocks};

impl<'a> Body<'a, '_> {
    /// A message with all that fills it: `auth_pb2.GetUserRequest(` ..
    pub(super) fn parts(&mut self, parts: &Parts<'a>, tail: &'static str) -> Lines {
        let class = self.class(parts.message);
        let filled = parts.filled.iter().map(|(field, source)| self.filled(field, *source));
        exploded_blocks(&class, filled.collect(), tail)
    }

    /// `user_id=request.user_id`
    pub(super) fn filled(&self, target: &Field, source: Source) -> Lines {
        self.value(&Written::fill("{}=", &[&python::identifier(&target.name)]), source)
    }

    /// What a source has, behind a name.
    pub(super) fn value(&self, head: &Written, source: Source) -> Lines {
        let mut lines = Lines::default();
        let (expression, place) = self.read(source);
        let value = Written::concat([head, &expression]);
        let Some((owner, field)) = place.filter(|(_, field)| has_presence(field)) else {
            lines.add(0, value);
            return lines;
        };
        let name = python::string(&field.name);
        let pieces = [&value, &owner, &name];
        let line = Written::fill("{} if {}.HasField({}) else None", &pieces);
        let mut folded = Lines::default();
        folded.add(0, value);
        folded.nest(0, &call(&Written::fill("if {}.HasField", &[&owner]), name, ""));
        folded.own(0, "else None");
        lines.add_folding(0, line, folded);
        lines
    }

    /// The expression for a source; where it is a field, also whose and which.
    pub(super) fn read<'s>(&self, source: Source<'s>) -> (Written, Option<(Written, &'s Field)>) {
        let (owner, field) = match source {
            Source::Value(index) => {
                let argument = python::identifier(&self.operation.flow.values()[index].argument);
                return (argument, None);
            }
            Source::Item(None) => return (Written::own("item"), None),
            Source::Job(known) => return (Written::own(known), None),
            Source::Body(properties, property) => {
                let names = attributes(properties.iter().map(|one| one.name.as_str()));
                let place = properties.iter().position(|one| one.name == property.name);
                let name = place.and_then(|place| names.get(place)).map(|one| one.name.clone());
                return (Written::fill("body.{}", &[&name.unwrap_or_default()]), None);
            }
            Source::Item(Some(field)) => (Written::own("item"), field),
            Source::Request(field) => {
                let is_event = matches!(self.operation.operation.kind, OperationKind::Event(_));
                (Written::own(if is_event { "event" } else { "request" }), field)
            }
            Source::Within(outer, field) => {
                (Written::fill("request.{}", &[&python::identifier(&outer.name)]), field)
            }
            Source::Step(index, field) => (self.variable(index), field),
        };
        let expression = Written::fill("{}.{}", &[&owner, &python::identifier(&field.name)]);
        (expression, Some((owner, field)))
    }

    /// The name of a reply: `auth_authenticate`.
    pub(super) fn variable(&self, index: usize) -> Written {
        let step = &self.operation.flow.steps[index];
        let Some(peer) = peer_of(self.service, step) else { return Written::own("reply") };
        let method = client_method(self.system, peer, step.call);
        python::identifier(&format!("{}_{method}", peer.module))
    }
}
