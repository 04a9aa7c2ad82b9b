//! What the doors of routes refuse: a body without what its OpenAPI document wants, a value that its contract forbids.

use super::{TestView, asked, headers, request_but};
use crate::contracts::Limit;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::credentials::Shown;
use crate::views::doors::inputs::{Place, Value};
use crate::views::doors::limited::of_json;
use crate::views::doors::needed::is_needed;
use crate::views::meaning::field::is_text;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::System;
use crate::views::tested::sample_request::{self, Instead};
use crate::views::writing::lines::{Lines, one_line};

/// A test that leaves out what has to be there, or sends a text that is too short or too long; `None` for routes that
/// take all of these.
pub(super) fn forbidden(
    system: &System,
    operation: &PyOperation,
    shown: Option<Shown>,
) -> Option<TestView> {
    let values = operation.flow.values().iter();
    let (value, other) = values.clone().find_map(|value| Some((value, unsound(system, value)?)))?;
    let lines = request_but(system, operation, shown, Some(&other));
    let place = match value.place {
        Place::Path => python::string("path"),
        Place::Query => python::string("query"),
        _ => python::string("body"),
    };
    let name = if value.place == Place::Path { &value.argument } else { &value.name };
    let place = Written::fill("[{}, {}]", &[&place, &python::string(name)]);
    let name = python::identifier(&operation.method);
    let name = Written::fill("{}_refuses_what_its_contract_forbids", &[&name]);
    Some(TestView { name, lines: refused(lines, &place).into_vec() })
}

fn unsound<'a>(system: &System, value: &'a Value) -> Option<Instead<'a>> {
    let field = value.field.filter(|field| value.described.is_none() && field.oneof.is_none())?;
    let instead = |text: Option<String>| Some(Instead { name: &value.name, value: text });
    if value.place != Place::Path && is_needed(field) {
        return instead(None);
    }
    let limits = of_json(&system.model.contracts, field).rules;
    let length = |rule: &str| match limits.get(rule) {
        Some(Limit::Integer(length)) => usize::try_from(*length).ok(),
        _ => None,
    };
    let is_optional_query = value.place == Place::Query && !is_needed(field);
    if !is_text(field) || is_optional_query || limits.contains_key("ignore_zero") {
        return None;
    }
    match (length("min_len"), length("max_len")) {
        (Some(2..), _) => instead(Some("x".to_owned())),
        (_, Some(most @ ..=1000)) => instead(Some("x".repeat(most + 1))),
        _ => None,
    }
}

/// A test that sends an empty object; `None` for routes that take it.
pub(super) fn incomplete(
    system: &System,
    operation: &PyOperation,
    shown: Option<Shown>,
) -> Option<TestView> {
    let mut bodies = operation.flow.values().iter().filter(|value| value.place == Place::Whole);
    let body = bodies.find_map(|value| value.described.as_ref())?;
    let needed = body.properties.iter().find(|property| property.required)?;
    let described = system.model.described(operation.operation)?;
    let path = sample_request::path(system, operation);
    let mut arguments =
        vec![one_line(python::string(&described.method)), one_line(python::string(&path))];
    arguments.extend(headers(system, operation, shown));
    arguments.push(one_line(Written::own("json={}")));
    let place = Written::fill("[\"body\", {}]", &[&python::string(&needed.name)]);
    let name = python::identifier(&operation.method);
    let name = Written::fill("{}_names_what_is_missing", &[&name]);
    Some(TestView { name, lines: refused(asked(arguments), &place).into_vec() })
}

/// The request, and that the answer names a place.
fn refused(mut lines: Lines, place: &Written) -> Lines {
    lines.own(1, "assert response.status_code == 422, response.text");
    lines.own(1, "named = [fault[\"loc\"] for fault in response.json()[\"errors\"]]");
    lines.add(1, Written::fill("assert {} in named", &[place]));
    lines
}
