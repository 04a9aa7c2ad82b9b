//! Routes that an OpenAPI document describes: its names, its status, its parameters with all that they keep to.

use super::classes::{arguments, default_of};
use super::document::path_name;
use crate::names::Written;
use crate::names::written::python;
use crate::openapi::{Operation, Shape};
use crate::views::doors::idempotency::{claimed, takes_key};
use crate::views::doors::inputs::{Described, Place, Value, argument_type};
use crate::views::doors::routes::{RouteView, asked};
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded};
use crate::views::writing::method;

pub(in crate::views) fn route(
    system: &System,
    service: &PyService,
    (operation, described): (&PyOperation, &Operation),
    imports: &mut Imports,
) -> RouteView {
    let values = operation.flow.values();
    let mut parameters = vec![Written::own("use_cases: UseCasesDep")];
    for value in values {
        parameters.push(parameter(system, service, value, imports));
    }
    let mut passed = Lines::default();
    for value in values {
        let name = python::identifier(&value.argument);
        passed.add(0, Written::fill("{}={},", &[&name, &name]));
    }
    let call = Written::fill("use_cases.{}", &[&python::identifier(&operation.method)]);
    let signature = method::signature(system, service, operation, imports);
    let mut lines = Lines::default();
    let word = if described.answer.schema.is_some() { "return await {}" } else { "await {}" };
    lines.nest(1, &asked(&Written::fill(word, &[&call]), &passed, ""));
    RouteView {
        decorator: decorator(system, service, (operation, described), imports).into_vec(),
        method: python::identifier(&operation.method),
        parameters,
        answer: signature.returns,
        docstring: python::docstring(&operation.doc, 4),
        lines: lines.into_vec(),
    }
}

fn decorator(
    system: &System,
    service: &PyService,
    (operation, described): (&PyOperation, &Operation),
    imports: &mut Imports,
) -> Lines {
    let path = path_of(operation, described);
    let mut said = vec![python::string(&path)];
    let mut say = |pattern: &'static str, words: &str| {
        if !words.is_empty() {
            said.push(Written::fill(pattern, &[&python::string(words)]));
        }
    };
    say("operation_id={}", described.id.as_deref().unwrap_or_default());
    say("summary={}", &described.summary);
    say("response_description={}", &described.answer.description);
    let status = described.answer.status;
    if status != 200 {
        let status = python::number(&status.to_string());
        said.push(Written::fill("status_code={}", &[&status]));
    }
    if described.deprecated {
        said.push(Written::own("deprecated=True"));
    }
    if described.answer.schema.is_some() {
        said.push(Written::own("response_model_exclude_unset=True"));
    } else if status != 204 {
        imports.name("fastapi", "Response");
        said.push(Written::own("response_class=Response"));
    }
    if takes_key(service, operation, &described.method) {
        said.push(claimed(system, imports));
    }
    let method = python::identifier(&described.method.to_lowercase());
    exploded(&Written::fill("@router.{}", &[&method]), &said, "")
}

/// The path as the document has it, as far as its names can be parameters.
pub(in crate::views) fn path_of(operation: &PyOperation, described: &Operation) -> String {
    let mut path = described.path.clone();
    for value in operation.flow.values().iter().filter(|value| value.place == Place::Path) {
        let (written, taken) = (&value.name, path_name(value));
        path = path.replace(&format!("{{{written}}}"), &format!("{{{taken}}}"));
    }
    path
}

fn parameter(
    system: &System,
    service: &PyService,
    value: &Value,
    imports: &mut Imports,
) -> Written {
    let name = python::identifier(&value.argument);
    let Some(described) = &value.described else {
        imports.name(&format!("{}.http_door", system.runtime), "AccessToken");
        return Written::fill("{}: AccessToken", &[&name]);
    };
    let kind = argument_type(value, system, service.service.id, imports);
    let said = said(value, described);
    let is_list = matches!(described.schema.shape, Shape::List(_));
    let is_object = matches!(described.schema.shape, Shape::Model(_));
    let maker = match value.place {
        Place::Header => Some("Header"),
        Place::Path => (!said.is_empty()).then_some("Path"),
        Place::Query => (!said.is_empty() || is_list).then_some("Query"),
        Place::Whole => (!is_object).then_some("Body"),
        Place::Token | Place::Body => None,
    };
    let default = default_of(described.schema).unwrap_or_else(|| Written::own("None"));
    let tail =
        if described.required { Written::default() } else { Written::fill(" = {}", &[&default]) };
    let Some(maker) = maker else {
        return Written::fill("{}: {}{}", &[&name, &kind, &tail]);
    };
    imports.name("fastapi", maker);
    imports.name("typing", "Annotated");
    let maker = Written::own(maker);
    if said.is_empty() {
        return Written::fill("{}: Annotated[{}, {}()]{}", &[&name, &kind, &maker, &tail]);
    }
    let said = Written::join(&said, ",\n            ");
    let pattern = "{}: Annotated[\n        {},\n        {}(\n            {},\n        ),\n    ]{}";
    Written::fill(pattern, &[&name, &kind, &maker, &said, &tail])
}

/// What `Path`, `Query`, `Header` and `Body` are told.
fn said(value: &Value, described: &Described) -> Vec<Written> {
    let mut said = Vec::new();
    let is_path = value.place == Place::Path;
    let wire = if is_path { path_name(value) } else { &value.name };
    if wire != value.argument && value.place != Place::Whole {
        said.push(Written::fill("alias={}", &[&python::string(wire)]));
    }
    let is_named = matches!(described.schema.shape, Shape::Choice(_) | Shape::OneOf { .. });
    if !is_named && value.place != Place::Whole {
        said.extend(arguments(described.schema));
    }
    if !described.schema.description.is_empty() && value.place != Place::Whole {
        let words = python::string(&described.schema.description);
        said.push(Written::fill("description={}", &[&words]));
    }
    said
}
