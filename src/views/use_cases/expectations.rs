//! What the tests of a use case expect: its requests and replies, filled with what the samples have.

use super::answers::{made_up, named};
use super::jobs::said_back;
use super::skeleton::peer_of;
use super::unit_tests::Test;
use crate::contracts::{Field, Kind};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Times;
use crate::views::http_contract;
use crate::views::http_contract::filling::Shaped;
use crate::views::meaning::dataflow::{Input, Parts, Source};
use crate::views::meaning::field::has_presence;
use crate::views::meaning::filled::Filled;
use crate::views::meaning::system::PeerKind;
use crate::views::peers::method::{Sent, client_method, sent};
use crate::views::tested::sample;
use crate::views::writing::lines::{Lines, exploded, exploded_blocks, one_line};
use crate::views::writing::literal::{dict_lines, json_lines, one_line_json};

impl<'a> Test<'a, '_> {
    /// A message as it is filled when everything that fills it is made up.
    pub(super) fn expected(&mut self, parts: &Parts, items: Option<&Field>) -> Lines {
        let class = self.class(parts.message);
        let mut arguments = Vec::new();
        for (field, source) in &parts.filled {
            if let Some(value) = self.expected_value(field, *source, items) {
                arguments.push(Written::fill("{}={}", &[&python::identifier(&field.name), &value]));
            }
        }
        exploded(&class, &arguments, "")
    }

    /// The message of an answer, with what is made up in it.
    pub(super) fn expected_answer(&mut self, parts: &Parts<'a>) -> Lines {
        if let Some(field) = parts.whole() {
            return one_line(Written::fill("request.{}", &[&python::identifier(&field.name)]));
        }
        let class = self.class(parts.message);
        let mut fields = made_up(self.system, parts, self.imports);
        for (field, source) in &parts.filled {
            let value = self.expected_value(field, *source, None);
            fields.extend(value.map(|value| (*field, one_line(value))));
        }
        fields.sort_by_key(|(field, _)| field.number);
        let fields = fields.into_iter().map(|(field, value)| named(field, value));
        exploded_blocks(&class, fields.collect(), "")
    }

    /// What a route says back of what it is given.
    pub(super) fn expected_values(&mut self) -> Lines {
        let operation = self.operation;
        let given = said_back(self.system.model, operation).into_iter();
        let entries = given.filter_map(|(name, source)| match source {
            Source::Value(index) => {
                let value = &operation.flow.values()[index];
                let service = operation.operation.service;
                let (sample, _) = sample::given(self.system, service, value, self.imports);
                Some((name, one_line(sample)))
            }
            _ => None,
        });
        dict_lines(entries.collect())
    }

    /// A value of an OpenAPI document, filled in the same way.
    pub(super) fn expected_described(&mut self, shaped: &Shaped<'a>) -> Lines {
        let mut imports = std::mem::replace(self.imports, self.system.imports());
        let operation = self.operation;
        let system = self.system;
        let lines = shaped.lines(system, &mut imports, |property, source, imports| {
            let service = operation.operation.service;
            let document = system.http_of(service).map(|contract| contract.document);
            let sampled = |schema, name: &str| {
                document.map(|document| {
                    json_lines(&http_contract::samples::sample(document, schema, name))
                })
            };
            let value = match source {
                Source::Value(index) => {
                    let value = &operation.flow.values()[index];
                    Some(one_line(sample::given(system, service, value, imports).0))
                }
                Source::Body(_, part) => sampled(&part.schema, &part.name),
                Source::Request(field) | Source::Within(_, field) | Source::Step(_, field) => {
                    sample::value(system, field, imports).map(one_line)
                }
                Source::Item(_) | Source::Job(_) => None,
            };
            value.or_else(|| sampled(&property.schema, &property.name)).unwrap_or_default()
        });
        *self.imports = imports;
        lines
    }

    /// What a field then has; `None` when it is not set.
    fn expected_value(
        &mut self,
        target: &Field,
        source: Source,
        items: Option<&Field>,
    ) -> Option<Written> {
        let flow = &self.operation.flow;
        let (system, imports) = (self.system, &mut *self.imports);
        let (sample, always_there) = match source {
            Source::Value(index) => {
                let value = &flow.values()[index];
                let is_there = value.field.is_none_or(|field| !has_presence(field));
                let service = self.operation.operation.service;
                (sample::given(system, service, value, imports).1, is_there)
            }
            Source::Request(field)
                if flow.answer_within().is_some_and(|one| one.name == field.name) =>
            {
                (Some(Written::fill("request.{}", &[&python::identifier(&field.name)])), true)
            }
            Source::Within(outer, field) => {
                let Kind::Message(name) = &outer.kind else { return None };
                let message = system.model.contracts.message(name)?;
                (sample::value_in(system, message, field, imports), !has_presence(field))
            }
            Source::Request(field) => {
                let Input::Message(message) = flow.input else { return None };
                (sample::value_in(system, message, field, imports), !has_presence(field))
            }
            Source::Step(index, field) => {
                let message = flow.steps[index].provides?;
                (sample::value_in(system, message, field, imports), !has_presence(field))
            }
            Source::Body(_, property) => {
                let document = self.system.http_of(self.operation.operation.service)?.document;
                let value =
                    http_contract::samples::sample(document, &property.schema, &property.name);
                (Some(one_line_json(&value)), true)
            }
            // The item of a sample is empty, or the only one of plain values.
            Source::Item(None) => (items.and_then(sample::item), true),
            Source::Item(Some(_)) | Source::Job(_) => (None, true),
        };
        // An enum has no sample; where absent and zero differ, it is set to zero.
        let is_zero = matches!(target.kind, Kind::Enum(_)) && has_presence(target) && always_there;
        sample.or_else(|| is_zero.then(|| sample::first_name(system, target)))
    }

    /// What the peers are asked; of calls of which one is made, the chosen one or the first.
    pub(super) fn expected_requests(&mut self, chosen: Option<usize>) -> Lines {
        let operation = self.operation;
        let mut lines = Lines::default();
        let mut next = 0;
        while next < operation.flow.steps.len() {
            let beside = next..operation.flow.beside(next);
            let is_choice = operation.flow.steps[next].step.either.is_some();
            let made = chosen.filter(|step| is_choice && beside.contains(step)).unwrap_or(next);
            let step = &operation.flow.steps[made];
            let times = match step.step.times {
                Times::Count(count)
                    if Some(next) != operation.flow.passed_on && !self.is_at_once(next) =>
                {
                    count.get()
                }
                Times::Count(_) | Times::PerItem => 1,
            };
            for _ in 0..times {
                let request = self.expected_request(step);
                lines.nest(0, &request.with_tail(","));
            }
            next = if is_choice { beside.end } else { next + 1 };
        }
        lines
    }

    /// Whether a step runs together with others: then it is made once.
    fn is_at_once(&self, index: usize) -> bool {
        let flow = &self.operation.flow;
        let starts = (0..=index).rev().take_while(|first| flow.beside(*first) > index);
        starts.last().is_some_and(|first| flow.beside(first) > first + 1)
            && flow.steps[index].step.either.is_none()
    }

    pub(super) fn expected_request(&mut self, step: &Filled<'a>) -> Lines {
        let mut lines = Lines::default();
        let Some(peer) = peer_of(self.service, step) else { return lines };
        if matches!(peer.kind, PeerKind::Opaque(_)) {
            match &self.operation.flow.input {
                Input::Message(_) => {
                    let name = Written::own(self.input_name());
                    lines.add(0, Written::fill("{}.SerializeToString()", &[&name]));
                }
                Input::Values(_) | Input::Nothing => lines.own(0, "b\"\""),
            }
            return lines;
        }
        if let Some(shaped) = &step.described {
            return self.expected_described(shaped);
        }
        match (&step.request, sent(self.system, step.call)) {
            (Some(parts), _) if step.method.is_some() => return self.expected(parts, list(step)),
            (Some(parts), Sent::Message(_)) => return self.expected(parts, list(step)),
            (_, Sent::Nothing) => {
                let name = client_method(self.system, peer, step.call);
                lines.add(0, python::string(&name));
            }
            _ if step.variables.is_empty() => lines.own(0, "{}"),
            _ => {
                lines.own(0, "{");
                for (name, source) in &step.variables {
                    let string = python::string(name);
                    let value = match source {
                        Some(source) => self.expected_variable(*source),
                        None => string.clone(),
                    };
                    lines.add(1, Written::fill("{}: {},", &[&string, &value]));
                }
                lines.own(0, "}");
            }
        }
        lines
    }

    /// What the variable of a path is then filled with.
    fn expected_variable(&mut self, source: Source) -> Written {
        let field = match source {
            Source::Value(index) => {
                let value = &self.operation.flow.values()[index];
                let service = self.operation.operation.service;
                let (sample, _) = sample::given(self.system, service, value, self.imports);
                return sample;
            }
            Source::Request(field)
            | Source::Within(_, field)
            | Source::Step(_, field)
            | Source::Item(Some(field)) => field,
            Source::Item(None) | Source::Body(..) | Source::Job(_) => return Written::own("None"),
        };
        self.expected_value(field, source, None).unwrap_or_else(|| Written::own("None"))
    }
}

/// The list that a call is made for each item of.
fn list<'a>(step: &Filled<'a>) -> Option<&'a Field> {
    match step.items? {
        Source::Request(field) | Source::Step(_, field) => Some(field),
        _ => None,
    }
}
