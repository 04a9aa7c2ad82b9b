//! Sample messages for tests: one argument a field, as far as a value can be made up.

use crate::contracts::{Cardinality, Field, Kind, Message, Scalar};
use crate::model::ServiceId;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::inputs::{Place, Value};
use crate::views::http_contract;
use crate::views::http_contract::classes::default_of;
use crate::views::meaning::field::{has_presence, is_nameable};
use crate::views::meaning::system::System;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks, one_line};

/// The value of a field in a sample; `None` where it is left out.
pub(in crate::views) fn value(
    system: &System,
    field: &Field,
    imports: &mut Imports,
) -> Option<Written> {
    let one = match &field.kind {
        Kind::Scalar(scalar) => scalar_value(*scalar, &field.name),
        Kind::Enum(_) if field.cardinality == Cardinality::Required => first_name(system, field),
        Kind::Enum(_) => return None,
        Kind::Message(name) if name.starts_with("google.protobuf.") => return None,
        Kind::Message(name) => empty(system, name, imports),
    };
    match field.cardinality {
        Cardinality::Map(_) => None,
        Cardinality::Repeated => Some(Written::fill("[{}]", &[&one])),
        Cardinality::Singular | Cardinality::Optional | Cardinality::Required => Some(one),
    }
}

/// A message with nothing but what proto2 will not do without: `auth_pb2.User()`.
pub(super) fn empty(system: &System, name: &str, imports: &mut Imports) -> Written {
    let message = system.model.contracts.message(name);
    let fields = message.map_or(&[][..], |message| &message.fields);
    let mut needed = Vec::new();
    for field in fields.iter().filter(|field| field.cardinality == Cardinality::Required) {
        if let Some(value) = value(system, field, imports) {
            needed.push(Written::fill("{}={}", &[&python::identifier(&field.name), &value]));
        }
    }
    let class = system.messages.class(name, imports);
    Written::fill("{}({})", &[&class, &Written::join(&needed, ", ")])
}

/// The item of a list of plain values in a sample.
pub(in crate::views) fn item(list: &Field) -> Option<Written> {
    match &list.kind {
        Kind::Scalar(scalar) => Some(scalar_value(*scalar, &list.name)),
        Kind::Enum(_) | Kind::Message(_) => None,
    }
}

/// A sample message as an expression: `auth_pb2.User(` .. `)tail`.
pub(in crate::views) fn message(
    system: &System,
    message: &Message,
    tail: &'static str,
    imports: &mut Imports,
) -> Lines {
    message_around(system, message, None, imports).with_tail(tail)
}

/// The same with one message in it that is a sample too: a field of a oneof only if it is the first of it.
pub(in crate::views) fn message_around(
    system: &System,
    message: &Message,
    inner: Option<&Field>,
    imports: &mut Imports,
) -> Lines {
    let class = system.messages.class(&message.full_name, imports);
    let mut arguments = Vec::new();
    for field in message.fields.iter().filter(|field| is_chosen(message, field)) {
        let value = match &field.kind {
            Kind::Message(kind) if inner.is_some_and(|inner| inner.name == field.name) => {
                let kind = system.model.contracts.message(kind);
                kind.map(|kind| message_around(system, kind, None, imports))
            }
            _ => value(system, field, imports).map(one_line),
        };
        let name = Written::fill("{}=", &[&python::identifier(&field.name)]);
        arguments.extend(value.map(|value| value.with_head(&name)));
    }
    exploded_blocks(&class, arguments, "")
}

/// Whether a sample has the field, as far as a value can be made up.
fn is_chosen(message: &Message, field: &Field) -> bool {
    let mut members = message.fields.iter().filter(|other| other.oneof == field.oneof);
    let is_first = members.next().is_some_and(|first| first.name == field.name);
    (field.oneof.is_none() || is_first) && is_nameable(field)
}

fn scalar_value(scalar: Scalar, name: &str) -> Written {
    match scalar {
        Scalar::String => python::string(name),
        Scalar::Bytes => Written::fill("b{}", &[&python::string(name)]),
        Scalar::Bool => Written::own("True"),
        Scalar::Float | Scalar::Double => Written::own("1.0"),
        _ => Written::own("1"),
    }
}

/// The value of a field in a sample of its message; `None` where it is left out.
pub(in crate::views) fn value_in(
    system: &System,
    message: &Message,
    field: &Field,
    imports: &mut Imports,
) -> Option<Written> {
    if is_chosen(message, field) { value(system, field, imports) } else { None }
}

/// What a test gives a route for something, and what stands then in a message that is filled with it.
pub(in crate::views) fn given(
    system: &System,
    service: ServiceId,
    input: &Value,
    imports: &mut Imports,
) -> (Written, Option<Written>) {
    if let Some(described) = &input.described
        && let Some(contract) = system.http_of(service)
    {
        if !described.required {
            let default = default_of(described.schema);
            return (default.unwrap_or_else(|| Written::own("None")), None);
        }
        let sample =
            http_contract::samples::sample(contract.document, described.schema, &input.name);
        let value = http_contract::samples::python_value(described.schema, &sample, imports);
        return (value.clone(), Some(value));
    }
    let Some(field) = input.field else {
        let text = python::string(&input.name);
        return (text.clone(), Some(text));
    };
    if let Some(sample) = value(system, field, imports).filter(|_| field.oneof.is_none()) {
        return (sample.clone(), Some(sample));
    }
    let absent = match field.cardinality {
        Cardinality::Repeated => Written::own("[]"),
        Cardinality::Map(_) => Written::own("{}"),
        _ if has_presence(field) && input.place != Place::Path => Written::own("None"),
        _ => first_name(system, field),
    };
    (absent, None)
}

/// The name of an enum's first value, which is zero in proto3.
pub(in crate::views) fn first_name(system: &System, field: &Field) -> Written {
    let Kind::Enum(name) = &field.kind else { return Written::own("\"\"") };
    let values = system.model.contracts.enums.get(name).map(|found| &found.values);
    python::string(values.and_then(|values| values.first()).map_or("", |value| &value.name))
}
