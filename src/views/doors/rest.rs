//! `api/rest.py`: the HTTP door of RPCs, as `google.api.http` binds them.

use serde::Serialize;

use super::bound::{Bound, Part, Variable};
use super::constraints::is_limited;
use super::door;
use super::idempotency::{claimed, is_bound_keyed};
use super::limited::annotated;
use super::openapi::limits::in_path;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded};

/// The view of `api/rest.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    /// `APIRouter()`, or one that asks the doorkeeper first.
    router: Written,
    /// Which way leads to which RPC.
    bindings: Vec<Written>,
    routes: Vec<RouteView>,
    /// Whether it holds anything in a path to limits.
    #[serde(skip)]
    pub(in crate::views) needs_limited: bool,
}

/// A route.
#[derive(Serialize)]
struct RouteView {
    /// `get`
    verb: Written,
    path: Written,
    /// `dependencies=[Claimed]`, where it takes a key.
    claimed: Option<Written>,
    /// `GET_PRODUCT`
    binding: Written,
    function: Written,
    /// `product_id: str`
    parameters: Vec<Written>,
    docstring: Written,
    /// `serve`, or `stream`.
    serves: Written,
    /// The method of the use cases.
    method: Written,
    /// The fields that stand in the path, each with its value: `{`, `"product_id": product_id,`, `},`.
    path_fields: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    for name in ["APIRouter", "Request", "Response"] {
        imports.name("fastapi", name);
    }
    imports.name(&format!("{}.api.deps", service.package), "UseCasesDep");
    imports.name(&format!("{}.rest", system.runtime), "Binding");
    let mut bindings = Lines::default();
    for bound in &service.bound {
        bindings.nest(0, &binding(system, bound, &mut imports));
    }
    let router = door::router(system, service, &mut imports);
    let needs_limited = service.bound.iter().any(|bound| {
        bound.parameters().any(|name| in_path(&system.model.contracts, bound, name).is_some())
    });
    if needs_limited {
        imports.name("typing", "Annotated");
        imports.name(&format!("{}.limited", system.runtime), "Limited");
    }
    let all = service.bound.iter().map(|bound| route(system, service, bound, &mut imports));
    let all = all.collect();
    View {
        router,
        needs_limited,
        imports: imports.written(),
        bindings: bindings.into_vec(),
        routes: all,
    }
}

/// `GET_PRODUCT`
pub(in crate::views) fn constant(bound: &Bound) -> Written {
    python::identifier(&bound.function.to_uppercase())
}

fn binding(system: &System, bound: &Bound, imports: &mut Imports) -> Lines {
    let mut arguments = vec![
        Written::fill("rpc={}", &[&python::string(&bound.rpc())]),
        Written::fill("operation_id={}", &[&python::string(&bound.function)]),
    ];
    for (head, message) in [("asks={}", bound.binding.input), ("answers={}", bound.binding.output)]
    {
        arguments.push(Written::fill(head, &[&system.messages.class(&message.full_name, imports)]));
    }
    let path: Vec<Written> =
        bound.variables.iter().map(|variable| python::string(&variable.field)).collect();
    if !path.is_empty() {
        arguments.push(Written::fill("path=[{}]", &[&Written::join(&path, ", ")]));
    }
    let etag = bound.etag(system.model).unwrap_or_default();
    let answer = bound.binding.rule.response_body.as_str();
    for (head, field) in [("body={}", bound.body()), ("answer={}", answer), ("etag={}", &etag)] {
        if !field.is_empty() {
            arguments.push(Written::fill(head, &[&python::string(field)]));
        }
    }
    if bound.streams() {
        arguments.push(Written::own("streams=True"));
    }
    if is_limited(&system.model.contracts, bound.binding.input) {
        imports.name(&format!("{}.constraints", system.contracts), "LIMITS");
        arguments.push(Written::own("limits=LIMITS"));
    }
    exploded(&Written::fill("{} = Binding", &[&constant(bound)]), &arguments, "")
}

fn route(system: &System, service: &PyService, bound: &Bound, imports: &mut Imports) -> RouteView {
    let operation = service.operations.iter().find(|one| one.operation.id == bound.operation.id);
    let keyed = service.has.http_keys && is_bound_keyed(bound);
    RouteView {
        claimed: keyed.then(|| claimed(system, imports)),
        verb: python::identifier(&bound.binding.rule.method.to_lowercase()),
        path: python::string(&bound.path),
        binding: constant(bound),
        function: python::identifier(&bound.function),
        parameters: bound.parameters().map(|name| parameter(system, bound, name)).collect(),
        docstring: python::docstring(operation.map_or("", |one| &one.doc), 4),
        serves: Written::own(if bound.streams() { "stream" } else { "serve" }),
        method: python::identifier(&bound.method),
        path_fields: fields(&bound.variables).into_vec(),
    }
}

/// A part of the path, held to the limits of its field.
fn parameter(system: &System, bound: &Bound, name: &str) -> Written {
    let name_written = python::identifier(name);
    let Some(limits) = in_path(&system.model.contracts, bound, name) else {
        return Written::fill("{}: str", &[&name_written]);
    };
    let (kind, tail) = (Written::own("str"), Written::default());
    let lines = annotated(&name_written, &kind, (&limits, None), &tail).into_vec();
    Written::join(&lines, "\n    ")
}

fn fields(variables: &[Variable]) -> Lines {
    let mut lines = Lines::default();
    if variables.is_empty() {
        return lines;
    }
    lines.own(0, "{");
    for variable in variables {
        lines.add(1, Written::fill("{},", &[&field(variable)]));
    }
    lines.own(0, "},");
    lines
}

/// `"product_id": product_id`, `"name": f"shelves/{name}"`
fn field(variable: &Variable) -> Written {
    let value = match variable.parts.as_slice() {
        [Part::Parameter(name)] => python::identifier(name),
        parts => {
            let pieces: Vec<Written> = parts.iter().map(piece).collect();
            let has_parameter = parts.iter().any(|part| matches!(part, Part::Parameter(_)));
            let head = Written::own(if has_parameter { "f\"" } else { "\"" });
            Written::concat([&head, &Written::join(&pieces, "/"), &Written::own("\"")])
        }
    };
    Written::fill("{}: {}", &[&python::string(&variable.field), &value])
}

/// Literal words hold no quotes and no braces.
fn piece(part: &Part) -> Written {
    match part {
        Part::Literal(words) => python::comment(words),
        Part::Parameter(name) => {
            let name = python::identifier(name);
            Written::concat([&Written::own("{"), &name, &Written::own("}")])
        }
    }
}
