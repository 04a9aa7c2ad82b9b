//! What tests send to a route: its path with a value for each variable, and its body as JSON.

use super::dataflow::is_single;
use super::inputs::{Place, Value};
use super::lines::Lines;
use super::operation::PyOperation;
use super::routes::parts;
use super::sample::{first_name, item};
use super::schema::body;
use super::system::System;
use super::valid;
use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::names::Written;
use crate::names::written::python;

/// The path with a value for each variable, and with what the query must have.
pub(super) fn path(system: &System, operation: &PyOperation) -> String {
    let (_, path) = parts(operation);
    let mut path = path.replace("/**", "/rest");
    let mut query = String::new();
    for value in operation.flow.values() {
        match (value.place, value.field) {
            (Place::Path, _) => {
                let name = format!("{{{}}}", value.name);
                path = path.replace(&name, &in_url(system, value));
            }
            (Place::Query, None) => {
                let before = if query.is_empty() { '?' } else { '&' };
                query.push_str(&format!("{before}{0}={0}", value.name));
            }
            (Place::Query, Some(_)) | (Place::Token | Place::Body, _) => {}
        }
    }
    path.replace(['{', '}'], "") + &query
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
pub(super) fn json(system: &System, operation: &PyOperation) -> Option<Lines> {
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
