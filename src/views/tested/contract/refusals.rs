//! What the door of a route that an OpenAPI document describes refuses: a body without what it has to have.

use super::{TestView, headers};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::credentials::Shown;
use crate::views::doors::inputs::Place;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::System;
use crate::views::tested::sample_request;
use crate::views::writing::lines::{Lines, exploded_blocks, one_line};

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
    let mut lines = Lines::default();
    let head = Written::own("response = await http.request");
    lines.nest(1, &exploded_blocks(&head, arguments, ""));
    lines.own(1, "assert response.status_code == 422, response.text");
    lines.own(1, "named = [fault[\"loc\"] for fault in response.json()[\"errors\"]]");
    let place = Written::fill("[\"body\", {}]", &[&python::string(&needed.name)]);
    lines.add(1, Written::fill("assert {} in named", &[&place]));
    let name = python::identifier(&operation.method);
    let name = Written::fill("{}_names_what_is_missing", &[&name]);
    Some(TestView { name, lines: lines.into_vec() })
}
