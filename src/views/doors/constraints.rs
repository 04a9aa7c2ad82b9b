//! The limits of fields as Python: the table that doors check requests by, and values that keep to it.

use std::collections::BTreeSet;

use crate::contracts::{Contracts, Kind, Limit, Limits, Message, OneOf, Origin};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::System;
use crate::views::writing::lines::Lines;

/// Whether a message, or one within it, has limits.
pub(super) fn is_limited(contracts: &Contracts, message: &Message) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![message];
    while let Some(message) = open.pop() {
        if !seen.insert(&message.full_name) {
            continue;
        }
        if has_own(message) {
            return true;
        }
        open.extend(message.fields.iter().filter_map(|field| match &field.kind {
            Kind::Message(name) => contracts.message(name),
            Kind::Scalar(_) | Kind::Enum(_) => None,
        }));
    }
    false
}

/// Whether a message has limits itself.
fn has_own(message: &Message) -> bool {
    !message.choices.is_empty() || message.fields.iter().any(|field| !field.limits.is_empty())
}

/// The rows of the table, those of choices behind those of fields: `"acme.v1.Request": {` ..
pub(in crate::views) fn table(system: &System) -> Vec<Written> {
    let mut lines = Lines::default();
    let messages = system.model.contracts.messages.values();
    for message in messages.filter(|message| message.origin != Origin::BuiltIn) {
        if !has_own(message) {
            continue;
        }
        let limited = message.fields.iter().filter(|field| !field.limits.is_empty());
        lines.add(1, Written::fill("{}: {", &[&python::string(&message.full_name)]));
        for field in limited {
            let head = Written::fill("{}: ", &[&python::string(&field.name)]);
            lines.nest(2, &rows(&head, &field.limits));
        }
        for choice in &message.choices {
            lines.nest(2, &chosen(choice));
        }
        lines.own(1, "},");
    }
    lines.into_vec()
}

/// `"label": {`, the fields of which one is chosen, and whether one has to be.
fn chosen(choice: &OneOf) -> Lines {
    let mut lines = Lines::default();
    lines.add(0, Written::fill("{}: {", &[&python::string(&choice.name)]));
    lines.own(1, "\"one_of\": [");
    for field in &choice.fields {
        lines.add(2, Written::fill("{},", &[&python::string(field)]));
    }
    lines.own(1, "],");
    if choice.required {
        lines.own(1, "\"required\": True,");
    }
    lines.own(0, "},");
    lines
}

/// `head{` and a rule a line and `},`
pub(super) fn rows(head: &Written, limits: &Limits) -> Lines {
    let mut lines = Lines::default();
    lines.add(0, Written::concat([head, &Written::own("{")]));
    for (name, limit) in limits.rules.iter().filter(|(name, _)| *name != "example") {
        let head = Written::fill("{}: ", &[&python::string(name)]);
        match limit {
            Limit::Each(inner) => lines.nest(1, &rows(&head, inner)),
            limit => lines.add(1, Written::fill("{}{},", &[&head, &literal(limit)])),
        }
    }
    lines.own(0, "},");
    lines
}

/// A limit as Python.
pub(in crate::views) fn literal(limit: &Limit) -> Written {
    match limit {
        Limit::Flag(true) => Written::own("True"),
        Limit::Flag(false) => Written::own("False"),
        Limit::Integer(number) => python::number(&number.to_string()),
        Limit::Number(number) => python::number(&format!("{number:?}")),
        Limit::Text(text) => python::string(text),
        Limit::Bytes(bytes) => {
            let numbers = bytes.iter().map(|byte| Written::from(u32::from(*byte)));
            let numbers: Vec<Written> = numbers.collect();
            Written::fill("bytes([{}])", &[&Written::join(&numbers, ", ")])
        }
        Limit::List(values) => {
            let values: Vec<Written> = values.iter().map(literal).collect();
            Written::concat([&Written::own("["), &Written::join(&values, ", "), &Written::own("]")])
        }
        Limit::Each(_) => Written::own("{}"),
    }
}
