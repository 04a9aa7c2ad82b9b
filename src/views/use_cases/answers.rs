//! What a use case answers, and the line that says where a person goes on.

use super::jobs::said_back;
use super::skeleton::{Body, peer_of};
use crate::contracts::{Field, Kind, Scalar};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::needed::{is_needed, is_wanted};
use crate::views::http_contract::filling::Shaped;
use crate::views::meaning::answered::is_said;
use crate::views::meaning::dataflow::{Parts, Reply};
use crate::views::meaning::field::{has_presence, is_single};
use crate::views::meaning::system::System;
use crate::views::tested::valid;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks, fit, one_line};

/// What stands in an answer although nothing fills it: what its contract does not let be empty, and names.
pub(super) fn made_up<'a>(
    system: &System,
    parts: &Parts<'a>,
    imports: &mut Imports,
) -> Vec<(&'a Field, Lines)> {
    let missing = parts.missing.iter().filter(|field| is_said(field));
    let is_filled = |name: &String| parts.filled.iter().any(|(field, _)| field.name == *name);
    let is_chosen = |field: &Field| {
        let mut choices = parts.message.choices.iter();
        choices.any(|one| one.fields.contains(&field.name) && one.fields.iter().any(is_filled))
    };
    let wanted = missing
        .filter(|field| is_name(field) || (is_wanted(parts.message, field) && !is_chosen(field)));
    wanted.filter_map(|field| Some((*field, valid::value(system, field, imports)?))).collect()
}

/// Whether a field says which one is meant: who asks again by an empty name asks for something else.
fn is_name(field: &Field) -> bool {
    let is_text = field.kind == Kind::Scalar(Scalar::String) && is_single(field);
    let is_named = matches!(field.name.as_str(), "id" | "name") || field.name.ends_with("_id");
    is_text && is_named && !has_presence(field)
}

impl<'a> Body<'a, '_> {
    /// The answer; says whether it is a line in the log.
    pub(super) fn answer(&mut self, streamed: Option<usize>, told: bool) -> bool {
        let operation = self.operation;
        let made_up = match &operation.flow.reply {
            Reply::Message(parts) => made_up(self.system, parts, self.imports),
            _ => Vec::new(),
        };
        self.rule(told, &made_up);
        match (&operation.flow.reply, streamed) {
            (reply, Some(index)) => self.pieces(reply, index, made_up),
            (Reply::Message(parts), None) => {
                let word = if operation.streaming.from_server() { "yield " } else { "return " };
                let answer = self.message(parts, made_up);
                self.lines.nest(0, &answer.with_head(&Written::own(word)));
            }
            (Reply::Step(index), None) => {
                let name = self.variable(*index);
                self.lines.add(0, Written::fill("return {}", &[&name]));
            }
            (Reply::Described(shaped), None) => {
                let value = self.described(shaped);
                self.lines.nest(0, &value.with_head(&Written::own("return ")));
            }
            (Reply::Accepted | Reply::Outcome, None) => self.answer_of_job(),
            (Reply::Json, None) => {
                let values = self.by_name(said_back(self.system.model, operation));
                self.lines.nest(0, &values.with_head(&Written::own("return ")));
            }
            (Reply::Nothing, None) => {
                self.logged();
                return true;
            }
        }
        false
    }

    /// Where the business rule goes, unless that was said with the events, and what the answer lacks so far.
    fn rule(&mut self, told: bool, made_up: &[(&Field, Lines)]) {
        let is_open = |name: &&str| !made_up.iter().any(|(field, _)| field.name == *name);
        let missing: Vec<&str> = match &self.operation.flow.reply {
            Reply::Message(parts) => parts.missing.iter().map(|field| &*field.name).collect(),
            Reply::Described(shaped) => shaped.missing().collect(),
            _ => Vec::new(),
        };
        let lacking = lacking(
            made_up.iter().map(|(field, _)| field.name.as_str()),
            missing.into_iter().filter(is_open),
        );
        match (told, lacking) {
            (false, lacking) => self.lines.add(0, rule_comment(lacking)),
            (true, Some(lacking)) => self.lines.add(0, Written::fill("# So far {}.", &[&lacking])),
            (true, None) => {}
        }
    }

    /// The message of the contract: that of the request, or field by field.
    fn message(&mut self, parts: &Parts<'a>, made_up: Vec<(&Field, Lines)>) -> Lines {
        if let Some(field) = parts.whole() {
            return one_line(Written::fill("request.{}", &[&python::identifier(&field.name)]));
        }
        let filled = parts.filled.iter();
        let mut fields: Vec<(&Field, Lines)> =
            filled.map(|(field, source)| (*field, self.filled(field, *source))).collect();
        fields.extend(made_up.into_iter().map(|(field, value)| (field, named(field, value))));
        fields.sort_by_key(|(field, _)| field.number);
        let class = self.class(parts.message);
        exploded_blocks(&class, fields.into_iter().map(|(_, lines)| lines).collect(), "")
    }

    /// Every piece of the last call becomes a piece of the answer.
    fn pieces(&mut self, reply: &Reply<'a>, index: usize, made_up: Vec<(&Field, Lines)>) {
        let operation = self.operation;
        let step = &operation.flow.steps[index];
        let Some(peer) = peer_of(self.service, step) else { return };
        let name = self.variable(index);
        let call = self.call_expression(step, peer, ":");
        self.lines.nest(0, &call.looped(&name));
        match reply {
            Reply::Message(parts) => {
                let answer = self.message(parts, made_up);
                self.lines.nest(1, &answer.with_head(&Written::own("yield ")));
            }
            _ => self.lines.add(1, Written::fill("yield {}", &[&name])),
        }
    }

    /// That it is done, where nobody waits for an answer.
    fn logged(&mut self) {
        let name = python::string(&self.operation.method);
        let arguments =
            [Written::own("\"use_case.done\""), Written::fill("operation={}", &[&name])];
        self.lines.nest(0, &fit(2 + self.depth(), &Written::own("log.info"), &arguments, ""));
        if self.operation.keeps_result {
            self.lines.own(0, "return {}");
        }
    }

    /// A value of an OpenAPI document: `orders_http.Order.model_validate(` ..
    pub(super) fn described(&mut self, shaped: &Shaped<'a>) -> Lines {
        let mut imports = std::mem::replace(self.imports, self.system.imports());
        let lines =
            shaped.lines(self.system, &mut imports, |_, source, _| one_line(self.read(source).0));
        *self.imports = imports;
        lines
    }
}

/// `name=` before the value of a field.
pub(super) fn named(field: &Field, value: Lines) -> Lines {
    value.with_head(&Written::fill("{}=", &[&python::identifier(&field.name)]))
}

/// The line that says where a person goes on.
pub(super) fn rule_comment(lacking: Option<Written>) -> Written {
    match lacking {
        Some(lacking) => Written::fill("# The business rule goes here; so far {}.", &[&lacking]),
        None => Written::own("# The business rule goes here."),
    }
}

/// `made up: device_id; nothing fills: labels`
pub(super) fn lacking<'a>(
    made_up: impl IntoIterator<Item = &'a str>,
    missing: impl IntoIterator<Item = &'a str>,
) -> Option<Written> {
    let (made_up, missing) = (listed(made_up), listed(missing));
    match (made_up.is_empty(), missing.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Written::fill("nothing fills: {}", &[&missing])),
        (false, true) => Some(Written::fill("made up: {}", &[&made_up])),
        (false, false) => {
            Some(Written::fill("made up: {}; nothing fills: {}", &[&made_up, &missing]))
        }
    }
}

fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> Written {
    Written::join(&names.into_iter().map(python::comment).collect::<Vec<_>>(), ", ")
}

/// What a request is refused without, or asks for nothing without, and nothing fills so far.
pub(super) fn unfilled(parts: &Parts) -> Lines {
    let wanted = parts.missing.iter().filter(|field| is_needed(field) || is_name(field));
    let wanted = lacking([], wanted.map(|field| field.name.as_str()));
    wanted
        .map_or_else(Lines::default, |lacking| one_line(Written::fill("# So far {}.", &[&lacking])))
}
