//! What tests send to a route: its path with a value for each variable, and its body as JSON.

use super::sample::{first_name, item};
use super::valid_json;
use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::inputs::{Place, Value};
use crate::views::doors::needed::is_needed;
use crate::views::doors::routes::parts;
use crate::views::doors::schema::body;
use crate::views::http_contract::samples::sample;
use crate::views::meaning::field::is_single;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::System;
use crate::views::writing::lines::{Lines, one_line};
use crate::views::writing::literal::{dict_lines, json_lines};

/// A value that a test sends instead of a sound one, or leaves out.
pub(in crate::views) struct Instead<'a> {
    pub(in crate::views) name: &'a str,
    pub(in crate::views) value: Option<String>,
}

/// The method by which a route is asked.
pub(in crate::views) fn method<'a>(operation: &PyOperation<'a>) -> &'a str {
    match parts(operation).0 {
        "ANY" => "GET",
        method => method,
    }
}

/// The path with a value for each variable, and with what the query must have.
pub(in crate::views) fn path(system: &System, operation: &PyOperation) -> String {
    path_but(system, operation, None)
}

/// The same with one value that is another.
pub(in crate::views) fn path_but(
    system: &System,
    operation: &PyOperation,
    instead: Option<&Instead>,
) -> String {
    let (_, path) = parts(operation);
    let mut path = path.replace("/**", "/rest");
    let mut query = String::new();
    for value in operation.flow.values() {
        let described = value.described.as_ref().zip(system.http_of(operation.operation.service));
        if let Some((described, contract)) = described.filter(|_| value.place != Place::Path) {
            if value.place == Place::Query && described.required {
                let before = if query.is_empty() { '?' } else { '&' };
                let sample = plain(&sample(contract.document, described.schema, &value.name));
                query.push_str(&format!("{before}{}={sample}", value.name));
            }
            continue;
        }
        match (value.place, value.field) {
            (Place::Path, _) if let Some((described, contract)) = described => {
                let name = format!("{{{}}}", value.name);
                let sample = plain(&sample(contract.document, described.schema, &value.name));
                path = path.replace(&name, &sample);
            }
            (Place::Path, _) => {
                let name = format!("{{{}}}", value.name);
                let other = instead.filter(|one| one.name == value.name);
                let other = other.and_then(|one| one.value.clone());
                path = path.replace(&name, &other.unwrap_or_else(|| in_url(system, value)));
            }
            (Place::Query, None) => {
                let before = if query.is_empty() { '?' } else { '&' };
                query.push_str(&format!("{before}{0}={0}", value.name));
            }
            (Place::Query, Some(field)) if is_needed(field) => {
                let before = if query.is_empty() { '?' } else { '&' };
                let sample = valid_json::value(system, field).as_ref().map(plain);
                let sample = match instead.filter(|one| one.name == value.name) {
                    Some(other) => other.value.clone(),
                    None => Some(sample.unwrap_or_default()),
                };
                let given = sample.map(|sample| format!("{before}{}={sample}", value.name));
                query.push_str(&given.unwrap_or_default());
            }
            (Place::Query, Some(_))
            | (Place::Token | Place::Header | Place::Body | Place::Whole, _) => {}
        }
    }
    path.replace(['{', '}'], "") + &query
}

/// A plain value as a URL has it.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.first().map(plain).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// The headers that a route has to be given, as Python.
pub(super) fn headers(system: &System, operation: &PyOperation) -> Vec<(Written, Written)> {
    let mut headers = Vec::new();
    for value in operation.flow.values().iter().filter(|value| value.place == Place::Header) {
        let contract = system.http_of(operation.operation.service);
        let described = value.described.as_ref().filter(|one| one.required);
        if let Some((described, contract)) = described.zip(contract) {
            let sample = plain(&sample(contract.document, described.schema, &value.name));
            headers.push((python::string(&value.name), python::string(&sample)));
        }
    }
    headers
}

fn in_url(system: &System, value: &Value) -> String {
    if let Some(sample) = value.field.and_then(|field| valid_json::value(system, field)) {
        return plain(&sample);
    }
    match value.field.map(|field| &field.kind) {
        None | Some(Kind::Scalar(Scalar::String) | Kind::Message(_)) => value.name.clone(),
        Some(Kind::Scalar(Scalar::Bool)) => "true".to_owned(),
        Some(Kind::Scalar(_)) => "1".to_owned(),
        Some(Kind::Enum(name)) => {
            let declared = system.model.contracts.enums.get(name);
            let first = declared.and_then(|declared| declared.values.first());
            first.map_or("0", |value| value.name.as_str()).to_owned()
        }
    }
}

/// `json={` .. `}`, as far as values can be made up; `None` for a route without a body.
pub(in crate::views) fn json(system: &System, operation: &PyOperation) -> Option<Lines> {
    json_but(system, operation, None)
}

/// The same with one value that is another.
pub(in crate::views) fn json_but(
    system: &System,
    operation: &PyOperation,
    instead: Option<&Instead>,
) -> Option<Lines> {
    if let Some(value) = operation.flow.values().iter().find(|one| one.place == Place::Whole)
        && let Some(described) = &value.described
    {
        let contract = system.http_of(operation.operation.service)?;
        let sample = sample(contract.document, described.schema, "value");
        return Some(json_lines(&sample).with_head(&Written::own("json=")));
    }
    let values = body(operation);
    if values.is_empty() {
        return None;
    }
    let fields: Vec<&Field> = values.iter().filter_map(|value| value.field).collect();
    let mut pairs = Vec::new();
    for field in fields.into_iter().filter(|field| field.oneof.is_none()) {
        let value = match instead.filter(|one| one.name == field.name) {
            Some(other) => other.value.as_ref().map(|text| one_line(python::string(text))),
            None => value(system, field),
        };
        pairs.extend(value.map(|value| (field.name.as_str(), value)));
    }
    Some(dict_lines(pairs).with_head(&Written::own("json=")))
}

fn value(system: &System, field: &Field) -> Option<Lines> {
    if let Some(value) = valid_json::value(system, field) {
        return Some(json_lines(&value));
    }
    if matches!(field.cardinality, Cardinality::Map(_)) {
        return None;
    }
    let one = match &field.kind {
        Kind::Scalar(Scalar::Bytes) => Written::own("\"Ynl0ZXM=\""),
        Kind::Scalar(_) => item(field)?,
        Kind::Enum(_) => first_name(system, field),
        Kind::Message(_) => return None,
    };
    Some(one_line(if is_single(field) { one } else { Written::fill("[{}]", &[&one]) }))
}
