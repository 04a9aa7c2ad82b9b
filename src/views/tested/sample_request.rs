//! What tests send to a route: its path with a value for each variable, and its body as JSON.

use super::sample::{first_name, item};
use super::valid;
use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::inputs::{Place, Value};
use crate::views::doors::routes::parts;
use crate::views::doors::schema::body;
use crate::views::http_contract::samples::sample;
use crate::views::meaning::field::is_single;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::System;
use crate::views::writing::lines::Lines;
use crate::views::writing::literal::json_lines;

/// The path with a value for each variable, and with what the query must have.
pub(in crate::views) fn path(system: &System, operation: &PyOperation) -> String {
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
                path = path.replace(&name, &in_url(system, value));
            }
            (Place::Query, None) => {
                let before = if query.is_empty() { '?' } else { '&' };
                query.push_str(&format!("{before}{0}={0}", value.name));
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
    let mut lines = Lines::default();
    let fields: Vec<&Field> = values.iter().filter_map(|value| value.field).collect();
    let pairs = pairs(system, &fields);
    if pairs.is_empty() {
        lines.own(0, "json={}");
        return Some(lines);
    }
    lines.own(0, "json={");
    for pair in pairs {
        lines.add(1, Written::fill("{},", &[&pair]));
    }
    lines.own(0, "}");
    Some(lines)
}

fn pairs(system: &System, fields: &[&Field]) -> Vec<Written> {
    let pair = |field: &&Field| {
        let value = value(system, field)?;
        Some(Written::fill("{}: {}", &[&python::string(&field.name), &value]))
    };
    fields.iter().filter(|field| field.oneof.is_none()).filter_map(pair).collect()
}

fn value(system: &System, field: &Field) -> Option<Written> {
    if matches!(field.cardinality, Cardinality::Map(_)) {
        return None;
    }
    let one = match &field.kind {
        Kind::Scalar(_) | Kind::Enum(_) if valid::value(system, field).is_some() => {
            return valid::value(system, field);
        }
        Kind::Scalar(Scalar::Bytes) => Written::own("\"Ynl0ZXM=\""),
        Kind::Scalar(_) => item(field)?,
        Kind::Enum(_) => first_name(system, field),
        Kind::Message(_) => return None,
    };
    Some(if is_single(field) { one } else { Written::fill("[{}]", &[&one]) })
}
