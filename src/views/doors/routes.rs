//! `api/routes.py`: the HTTP door.

use serde::Serialize;

use super::door;
use super::idempotency::{claimed, takes_key};
use super::inputs::{Place, Value};
use super::job_routes;
use super::schema::{Schemas, answer, body, routes};
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::needed::is_needed;
use crate::views::http_contract;
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::attribute::attributes;
use crate::views::writing::expression::Expression;
use crate::views::writing::json::Json;
use crate::views::writing::lines::{Lines, fit};

/// The view of `api/routes.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    /// `APIRouter()`, or one that asks the doorkeeper first.
    router: Written,
    /// Whether it takes anything from the runtime's `messages`.
    #[serde(skip)]
    pub(in crate::views) needs_messages: bool,
    /// Whether it holds anything to limits.
    #[serde(skip)]
    pub(in crate::views) needs_limited: bool,
    routes: Vec<RouteView>,
}

/// A route.
#[derive(Serialize)]
pub(in crate::views) struct RouteView {
    /// `@router.get("/v1/conversations")`
    pub(in crate::views) decorator: Vec<Written>,
    pub(in crate::views) method: Written,
    pub(in crate::views) parameters: Vec<Written>,
    pub(in crate::views) answer: Written,
    pub(in crate::views) docstring: Written,
    /// Asks the use case, and gives its answer.
    pub(in crate::views) lines: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService, schemas: &Schemas) -> View {
    let mut imports = system.imports();
    imports.name("fastapi", "APIRouter");
    imports.name(&format!("{}.api.deps", service.package), "UseCasesDep");
    if !schemas.is_empty() {
        imports.name(&format!("{}.api", service.package), "schemas");
    }
    let all = routes(service);
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|number| rank(all[*number]));
    let mut views = Vec::new();
    for number in order {
        let imports = &mut imports;
        if let Some(described) = system.model.described(all[number].operation) {
            let pair = (all[number], described);
            views.push(http_contract::routes::route(system, service, pair, imports));
            continue;
        }
        let current = schemas.classes.len();
        let mut json = Json { system, schemas, imports, qualifier: "schemas.", current };
        views.push(route(&mut json, service, number, all[number]));
    }
    let router = door::router(system, service, &mut imports);
    View {
        router,
        needs_messages: imports.has(&format!("{}.messages", system.runtime)),
        needs_limited: imports.has(&format!("{}.limited", system.runtime)),
        imports: imports.written(),
        routes: views,
    }
}

/// The first route that matches is taken: those with variables come after those without.
fn rank(operation: &PyOperation) -> (Vec<u8>, bool) {
    let (method, path) = parts(operation);
    let rank = |segment: &str| match segment {
        "**" => 2,
        segment => u8::from(segment.contains('{')),
    };
    (precedence(path.split('/').map(rank)), method == "ANY")
}

/// The place of a path among others by the ranks of its segments, 0 for literal ones: those without variables come first.
pub(super) fn precedence(ranks: impl Iterator<Item = u8>) -> Vec<u8> {
    let ranks: Vec<u8> = ranks.collect();
    let is_literal = ranks.iter().all(|rank| *rank == 0);
    if is_literal { Vec::new() } else { ranks }
}

/// Method and path, without the query.
pub(in crate::views) fn parts<'a>(operation: &PyOperation<'a>) -> (&'a str, &'a str) {
    let OperationKind::Route { method, path } = &operation.operation.kind else {
        unreachable!("only routes are asked for their paths")
    };
    (method, path.split('?').next().unwrap_or(path))
}

fn route(
    json: &mut Json,
    service: &PyService,
    number: usize,
    operation: &PyOperation,
) -> RouteView {
    let mut parameters = parameters(json, number, operation);
    let mut lines = Lines::default();
    let call = Written::fill("use_cases.{}", &[&python::identifier(&operation.method)]);
    let arguments = arguments(operation);
    let answer = match answer(operation) {
        None if let Some(class) = job_routes::class(operation) => {
            json.imports.name(&format!("{}.jobs", json.system.runtime), class);
            if let Some(location) = job_routes::location(service, operation) {
                json.imports.name("fastapi", "Response");
                parameters.insert(1, Written::own("response: Response"));
                lines.nest(1, &asked(&Written::fill("reply = await {}", &[&call]), &arguments, ""));
                lines.add(1, Written::fill("response.headers[\"location\"] = {}", &[&location]));
                lines.own(1, "return reply");
            } else {
                lines.nest(1, &asked(&Written::fill("return await {}", &[&call]), &arguments, ""));
            }
            Written::own(class)
        }
        None => {
            json.imports.name("pydantic", "JsonValue");
            lines.nest(1, &asked(&Written::fill("return await {}", &[&call]), &arguments, ""));
            Written::own("dict[str, JsonValue]")
        }
        Some(message) => {
            let place = json.schemas.output(&message.full_name);
            let class = json.own(place.map_or("", |place| &json.schemas.classes[place].name));
            if operation.flow.passed_on.is_some() {
                json.imports.name("collections.abc", "AsyncIterator");
                let head = Written::fill("async for reply in {}", &[&call]);
                lines.nest(1, &asked(&head, &arguments, ":"));
                lines.nest(2, &converted(&class).lines(2, &Written::own("yield "), ""));
                Written::fill("AsyncIterator[{}]", &[&class])
            } else {
                lines.nest(1, &asked(&Written::fill("reply = await {}", &[&call]), &arguments, ""));
                lines.nest(1, &converted(&class).lines(1, &Written::own("return "), ""));
                class
            }
        }
    };
    RouteView {
        decorator: decorator(json, service, operation),
        method: python::identifier(&operation.method),
        parameters,
        answer,
        docstring: python::docstring(&operation.doc, 4),
        lines: lines.into_vec(),
    }
}

fn converted(class: &Written) -> Expression {
    Expression::call(Written::fill("{}.from_message", &[class]), [Written::own("reply")], "")
}

/// The path as `FastAPI` takes it; a variable is called as its parameter is.
pub(super) fn path_of(operation: &PyOperation) -> String {
    let (_, path) = parts(operation);
    let mut path = path.to_owned();
    for value in operation.flow.values().iter().filter(|value| value.place == Place::Path) {
        path = path.replace(&format!("{{{}}}", value.name), &format!("{{{}}}", value.argument));
    }
    let rest = path.strip_suffix("/**").map(|before| format!("{before}/{{rest:path}}"));
    rest.unwrap_or(path)
}

/// The methods that a route answers: each is an operation with an id of its own.
pub(super) fn methods<'a>(operation: &PyOperation<'a>) -> Vec<&'a str> {
    match parts(operation).0 {
        "ANY" => vec!["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        method => vec![method],
    }
}

/// `@router.get("/users/{user_id}")`, once a method.
fn decorator(json: &mut Json, service: &PyService, operation: &PyOperation) -> Vec<Written> {
    let path = path_of(operation);
    // Nobody asks for the rest of the path so far; ruff says so at the first decorator.
    let unasked = path.ends_with("{rest:path}");
    let decorator = |(index, method): (usize, &str)| {
        let head = Written::fill("@router.{}", &[&python::identifier(&method.to_lowercase())]);
        let tail = if unasked && index == 0 { "  # noqa: FAST003" } else { "" };
        let mut said = vec![python::string(&path)];
        if matches!(operation.flow.reply, Reply::Accepted) {
            said.push(Written::own("status_code=202"));
        }
        if takes_key(service, operation, method) {
            said.push(claimed(json.system, json.imports));
        }
        noted(fit(0, &head, &said, ""), tail)
    };
    methods(operation).into_iter().enumerate().flat_map(decorator).collect()
}

/// A remark for ruff behind the line that has the path.
fn noted(lines: Lines, remark: &'static str) -> Vec<Written> {
    let mut lines = lines.into_vec();
    let place = usize::from(lines.len() > 1);
    lines[place] = Written::fill("{}{}", &[&lines[place], &Written::own(remark)]);
    lines
}

fn parameters(json: &mut Json, number: usize, operation: &PyOperation) -> Vec<Written> {
    let mut parameters = vec![Written::own("use_cases: UseCasesDep")];
    // In Python, what has a default stands last.
    let mut defaulted = Vec::new();
    for value in operation.flow.values() {
        let name = python::identifier(&value.argument);
        parameters.extend(match value.place {
            Place::Token => {
                json.imports.name(&format!("{}.http_door", json.system.runtime), "AccessToken");
                Some(Written::fill("{}: AccessToken", &[&name]))
            }
            Place::Path => {
                let annotation = value.field.map(|field| json.in_path(field));
                Some(match annotation {
                    Some(annotation) => annotation.parameter(&name, None, &Written::default()),
                    None => Written::fill("{}: str", &[&name]),
                })
            }
            Place::Query if value.field.is_some_and(is_needed) => Some(queried(json, value, &name)),
            Place::Query => {
                defaulted.push(queried(json, value, &name));
                None
            }
            Place::Header | Place::Body | Place::Whole => None,
        });
    }
    if let Some(class) = json.schemas.body_name(number) {
        parameters.push(Written::fill("body: {}", &[&json.own(class)]));
    }
    parameters.extend(defaulted);
    parameters
}

fn queried(json: &mut Json, value: &Value, name: &Written) -> Written {
    let alias = (value.argument != value.name).then(|| {
        json.imports.name("typing", "Annotated");
        json.imports.name("fastapi", "Query");
        Written::fill("Query(alias={})", &[&python::string(&value.name)])
    });
    let Some(field) = value.field else {
        return match alias {
            Some(alias) => Written::fill("{}: Annotated[str, {}] = \"\"", &[name, &alias]),
            None => Written::fill("{}: str = \"\"", &[name]),
        };
    };
    let default = (!is_needed(field)).then(|| Written::fill(" = {}", &[&json.default(field)]));
    json.in_query(field).parameter(name, alias.as_ref(), &default.unwrap_or_default())
}

/// What the use case is given, each argument in finished lines.
fn arguments(operation: &PyOperation) -> Lines {
    let in_body = body(operation);
    let attributes = attributes(in_body.iter().map(|value| value.name.as_str()));
    let mut attributes = attributes.iter();
    let mut lines = Lines::default();
    for value in operation.flow.values() {
        let name = python::identifier(&value.argument);
        let head = Written::fill("{}=", &[&name]);
        match (value.place, value.field) {
            (Place::Body, Some(field)) => {
                let attribute = attributes.next().map_or(&name, |attribute| &attribute.name);
                lines.nest(0, &Json::into_message(field, "body", attribute).lines(2, &head, ","));
            }
            _ => lines.add(0, Written::fill("{}={},", &[&name, &name])),
        }
    }
    lines
}

/// `head(` .. `)tail` round finished arguments.
pub(in crate::views) fn asked(head: &Written, arguments: &Lines, tail: &'static str) -> Lines {
    let tail = Written::own(tail);
    let mut lines = Lines::default();
    if arguments.is_empty() {
        lines.add(0, Written::fill("{}(){}", &[head, &tail]));
        return lines;
    }
    lines.add(0, Written::fill("{}(", &[head]));
    lines.nest(1, arguments);
    lines.add(0, Written::fill("){}", &[&tail]));
    lines
}
