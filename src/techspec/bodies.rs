//! What HTTP operations take and answer, as their OpenAPI document says, or the routes that are generated.

use crate::model::{Operation, OperationKind, Service};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::openapi::{self, Place, Schema, Shape};
use crate::views::{ToldParameter, ToldRoute};

use super::subject::Subject;
use super::table::table;

/// Where the contract over HTTP stands: the document that is written, and the one that is made of the routes.
pub(super) fn contract(subject: &Subject, service: &Service) -> Option<Written> {
    let made = format!("docs/openapi/{}.json", service.name);
    let made = subject.documents.files.contains(&made).then(|| Subject::file(&made));
    let written = service.document.as_deref().map(Subject::file);
    let line = match (written, made) {
        (None, None) => return None,
        (Some(written), None) => Line::default().own("OpenAPI: ").written(&written),
        (None, Some(made)) => Line::default().own("OpenAPI: ").written(&made),
        (Some(written), Some(made)) => {
            let line = Line::default().own("OpenAPI: ").written(&written);
            line.own("; as it is served, with refusals and security: ").written(&made)
        }
    };
    Some(line.own(".").end())
}

/// What each route of a service takes and answers when all is well.
pub(super) fn bodies(subject: &Subject, service: &Service) -> Option<Written> {
    let operations = subject.model.operations_of(service.id).iter();
    let routes = operations.filter(|one| matches!(one.kind, OperationKind::Route { .. }));
    let rows: Vec<_> = routes.filter_map(|operation| row(subject, operation)).collect();
    table(["Operation", "Parameters", "Body", "Answer"], &rows)
}

/// The routes of a service of which nobody says what they answer.
pub(super) fn unanswered<'a>(subject: &Subject<'a>, service: &Service) -> Vec<&'a str> {
    let operations = subject.model.operations_of(service.id).iter();
    let is_open = |one: &&Operation| {
        subject.code.routes.get(&one.id).is_some_and(|route| route.answer.is_none())
    };
    operations.filter(is_open).map(|one| one.name.as_str()).collect()
}

/// The same of one operation, as a sentence.
pub(super) fn sentence(subject: &Subject, operation: &Operation) -> Option<Written> {
    let [name, parameters, body, answer] = row(subject, operation)?;
    let line = Line::default().own("Answers ").written(&name).own(" with ").written(&answer);
    let nothing = markdown::nothing();
    let taken = [parameters, body].into_iter().filter(|cell| *cell != nothing);
    let taken: Vec<Written> = taken.collect();
    if taken.is_empty() {
        return Some(line.own(".").end());
    }
    Some(line.own("; takes ").written(&Written::join(&taken, ", ")).own(".").end())
}

fn row(subject: &Subject, operation: &Operation) -> Option<[Written; 4]> {
    let name = markdown::code(&operation.name);
    if let Some(described) = subject.model.described(operation) {
        return Some(of_document(name, described));
    }
    subject.code.routes.get(&operation.id).map(|route| of_route(name, route))
}

fn of_document(name: Written, described: &openapi::Operation) -> [Written; 4] {
    let parameters = described.parameters.iter().map(|parameter| {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
        };
        shown(&parameter.name, place, parameter.required)
    });
    let body = described.body.as_ref().map(|body| {
        let line = Line::default().written(&form(&body.schema));
        if body.required { line.end() } else { line.own(", optional").end() }
    });
    let status = Line::default().number(described.answer.status.into());
    let answer = match &described.answer.schema {
        Some(schema) => status.own(" ").written(&form(schema)).end(),
        None => status.own(" without a body").end(),
    };
    [name, joined(&parameters.collect::<Vec<_>>()), body.unwrap_or_else(markdown::nothing), answer]
}

fn of_route(name: Written, route: &ToldRoute) -> [Written; 4] {
    let parameter = |one: &ToldParameter| shown(&one.name, one.place, one.required);
    let line = Line::default().number(route.status.into());
    let answer = match &route.answer {
        Some(answer) if route.streams => line.own(" lines of ").code(answer),
        Some(answer) => line.own(" ").code(answer),
        None => line.own(", fields not said"),
    };
    let parameters: Vec<Written> = route.parameters.iter().map(parameter).collect();
    let body = markdown::codes(route.body.iter().map(String::as_str));
    [name, joined(&parameters), body, answer.end()]
}

fn shown(name: &str, place: &'static str, required: bool) -> Written {
    let line = Line::default().code(name).own(" (").own(place);
    line.own(if required { ")" } else { ", optional)" }).end()
}

fn joined(parts: &[Written]) -> Written {
    if parts.is_empty() { markdown::nothing() } else { Written::join(parts, ", ") }
}

/// What a value is, by its name where it has one.
fn form(schema: &Schema) -> Written {
    if !schema.name.is_empty() {
        return markdown::code(&schema.name);
    }
    match &schema.shape {
        Shape::Any => Written::own("any JSON"),
        Shape::Boolean => Written::own("true or false"),
        Shape::Integer => Written::own("a whole number"),
        Shape::Number => Written::own("a number"),
        Shape::Text(_) => Written::own("a text"),
        Shape::Choice(_) => Written::own("one of several values"),
        Shape::List(item) => Line::default().own("a list of ").written(&form(item)).end(),
        Shape::Map(item) => Line::default().own("a map of ").written(&form(item)).end(),
        Shape::Model(name) => markdown::code(name),
        Shape::OneOf { options, .. } => {
            let options: Vec<Written> = options.iter().map(form).collect();
            Line::default().own("one of ").written(&Written::join(&options, ", ")).end()
        }
    }
}
