//! `docs/openapi/SERVICE.json`: what a service answers over HTTP, as `FastAPI` would say it of the generated routes.

use serde::Serialize;
use serde_json::{Map, Value as Document, json};

use super::inputs::{Place, Value, time_class};
use super::rest_openapi;
use super::routes::{methods, path_of};
use super::schema::{Class, Form, Schemas, answer, body, routes};
use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::names::Written;
use crate::names::written::data;
use crate::openapi::Operation;
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::field::has_presence;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::{Capability, Subject, http_contract, service, value};

/// The view of `blueprints/python/http-api`.
#[derive(Serialize)]
struct View {
    document: Written,
}

/// What any operation may answer instead of what it is for; the same list stands in the runtime's `http.py`.
const REFUSALS: [(u16, &str); 10] = [
    (400, "Bad Request"),
    (404, "Not Found"),
    (409, "Conflict"),
    (422, "Unprocessable Content"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
];

/// What those may answer that want a token.
const REFUSALS_OF_CALLERS: [(u16, &str); 2] = [(401, "Unauthorized"), (403, "Forbidden")];

/// The document of a service that has routes.
pub(in crate::views) fn subject(system: &System, service: &PyService) -> Option<Subject> {
    let capabilities = service::capabilities(system, service);
    capabilities.contains(&Capability::Api).then(|| Subject {
        folder: String::new(),
        words: vec![("SERVICE", service.service.name.as_str().to_owned())],
        capabilities,
        view: value(View { document: data::json(&document(system, service)) }),
    })
}

fn document(system: &System, service: &PyService) -> Document {
    let schemas = Schemas::of(system, service);
    let writer = Writer { system, schemas: &schemas };
    let mut paths = Map::new();
    let all = routes(service);
    for (number, operation) in all.iter().enumerate() {
        let described = system.model.described(operation.operation);
        let path = match described {
            Some(described) => http_contract::routes::path_of(operation, described),
            None => path_of(operation).replace("{rest:path}", "{rest}"),
        };
        let entry = paths.entry(path.clone()).or_insert_with(|| json!({}));
        if let Some(described) = described {
            let method = described.method.to_lowercase();
            entry[method] = writer.described(operation, described, &path);
            continue;
        }
        for method in methods(operation) {
            entry[method.to_lowercase()] = writer.operation(number, operation, method, &path);
        }
    }
    for (path, method, described) in rest_openapi::operations(system, service) {
        paths.entry(path).or_insert_with(|| json!({}))[method] = described;
    }
    let mut components = json!({ "schemas": writer.schemas(&all) });
    for (name, schema) in system
        .http_of(service.service.id)
        .map(http_contract::document::models)
        .into_iter()
        .flatten()
    {
        components["schemas"][name] = schema;
    }
    for (name, schema) in rest_openapi::schemas(system, service) {
        components["schemas"][name] = schema;
    }
    let is_guarded = service.has.rest && service.has.http_guarded;
    if is_guarded || all.iter().any(|operation| wants_token(operation)) {
        components["securitySchemes"] = json!({
            "HTTPBearer": { "type": "http", "description": "An access token", "scheme": "bearer" }
        });
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": service.service.name.as_str(),
            "description": format!("{}.", service.purpose),
            "version": "0.1.0",
        },
        "paths": paths,
        "components": components,
    })
}

fn wants_token(operation: &PyOperation) -> bool {
    operation.flow.values().iter().any(|value| value.place == Place::Token)
}

struct Writer<'a, 'b> {
    system: &'b System<'a>,
    schemas: &'b Schemas<'a>,
}

impl Writer<'_, '_> {
    fn operation(
        &self,
        number: usize,
        operation: &PyOperation,
        method: &str,
        path: &str,
    ) -> Document {
        let mut described = json!({
            "description": operation.doc,
            "operationId": operation_id(&operation.method, path, method),
            "responses": self.responses(operation),
        });
        if wants_token(operation) {
            described["security"] = json!([{ "HTTPBearer": [] }]);
        }
        let parameters = self.parameters(operation);
        if !parameters.is_empty() {
            described["parameters"] = parameters.into();
        }
        if let Some(class) = self.schemas.body_name(number) {
            let content = json!({ "application/json": { "schema": reference(class) } });
            described["requestBody"] = json!({ "content": content, "required": true });
        }
        described
    }

    /// The same for an operation that an OpenAPI document describes.
    fn described(&self, operation: &PyOperation, said: &Operation, path: &str) -> Document {
        let contract = self.system.http_of(operation.operation.service);
        let document =
            contract.map(|contract| http_contract::document::operation(contract, operation, said));
        let mut document = document.unwrap_or_default();
        if said.id.is_none() {
            document["operationId"] = json!(operation_id(&operation.method, path, &said.method));
        }
        if wants_token(operation) {
            document["security"] = json!([{ "HTTPBearer": [] }]);
        }
        let mut responses = refusals(wants_token(operation), said.body.is_some());
        if let (Some(all), Some(good)) =
            (responses.as_object_mut(), document["responses"].as_object_mut())
        {
            all.append(good);
        }
        document["responses"] = responses;
        document
    }

    /// Those of the path come first.
    fn parameters(&self, operation: &PyOperation) -> Vec<Document> {
        let of = |place| operation.flow.values().iter().filter(move |value| value.place == place);
        of(Place::Path)
            .map(|value| self.parameter(value))
            .chain(of(Place::Query).map(|value| self.parameter(value)))
            .collect()
    }

    fn parameter(&self, value: &Value) -> Document {
        let is_path = value.place == Place::Path;
        let text = || json!({ "type": "string" });
        let mut schema = match value.field {
            None => text(),
            Some(field) if is_path => self.one(field, Side::Taken),
            Some(field) => self.schema(field, Side::Taken),
        };
        let default = match value.field {
            Some(field) => self.default(field),
            None => Some(json!("")),
        };
        if let Some(default) = default.filter(|_| !is_path) {
            schema["default"] = default;
        }
        let name = if is_path { &value.argument } else { &value.name };
        let place = if is_path { "path" } else { "query" };
        json!({ "name": name, "in": place, "required": is_path, "schema": schema })
    }

    fn responses(&self, operation: &PyOperation) -> Document {
        let content = match answer(operation) {
            None => {
                let any = reference("JsonValue");
                let schema = json!({ "type": "object", "additionalProperties": any });
                json!({ "application/json": { "schema": schema } })
            }
            Some(message) => {
                let place = self.schemas.output(&message.full_name);
                let class = self.reference(place);
                if operation.flow.passed_on.is_some() {
                    json!({ "application/jsonl": { "schema": class } })
                } else {
                    json!({ "application/json": { "schema": class } })
                }
            }
        };
        let mut responses = refusals(wants_token(operation), !body(operation).is_empty());
        responses["200"] = json!({ "description": "Successful Response", "content": content });
        responses
    }

    fn schemas(&self, all: &[&PyOperation]) -> Document {
        let mut schemas = json!({ "Problem": problem() });
        let is_untold = |operation: &PyOperation| matches!(operation.flow.reply, Reply::Json);
        if all.iter().any(|operation| is_untold(operation)) {
            schemas["JsonValue"] = json!({});
        }
        for class in &self.schemas.classes {
            schemas[&class.name] = self.class(class, all);
        }
        schemas
    }

    fn reference(&self, place: Option<usize>) -> Document {
        place.map_or_else(
            || json!({ "type": "string" }),
            |place| reference(&self.schemas.classes[place].name),
        )
    }

    fn class(&self, class: &Class, all: &[&PyOperation]) -> Document {
        let side = side_of(class.form);
        let fields: Vec<&Field> = match class.form {
            Form::Body(route) => body(all[route]).iter().filter_map(|value| value.field).collect(),
            Form::Output(message) | Form::Input(message) | Form::Both(message) => {
                Schemas::fields(class.form, message)
            }
        };
        let mut properties = Map::new();
        for field in &fields {
            let mut schema = self.schema(field, side);
            if !field.comment.trim().is_empty() && schema.get("$ref").is_none() {
                schema["description"] = json!(field.comment.trim());
            }
            if let Some(default) = self.default(field).filter(|_| side == Side::Taken) {
                schema["default"] = default;
            }
            properties.insert(field.name.clone(), schema);
        }
        let mut schema =
            json!({ "type": "object", "description": class.doc, "properties": properties });
        if side == Side::Answered && !fields.is_empty() {
            schema["required"] = fields.iter().map(|field| json!(field.name)).collect();
        }
        schema
    }

    fn schema(&self, field: &Field, side: Side) -> Document {
        let one = self.one(field, side);
        match field.cardinality {
            Cardinality::Repeated => json!({ "type": "array", "items": one }),
            Cardinality::Map(_) => json!({ "type": "object", "additionalProperties": one }),
            _ if has_presence(field) => json!({ "anyOf": [one, { "type": "null" }] }),
            _ => one,
        }
    }

    /// One value of a field.
    fn one(&self, field: &Field, side: Side) -> Document {
        match &field.kind {
            Kind::Scalar(kind) => scalar(*kind, side),
            Kind::Enum(_) if side == Side::Answered => json!({ "type": "string" }),
            Kind::Enum(name) => {
                let declared = self.system.model.contracts.enums.get(name);
                let values = declared.iter().flat_map(|declared| &declared.values);
                let values: Vec<&str> = values.map(|value| value.name.as_str()).collect();
                match values.as_slice() {
                    [only] => json!({ "type": "string", "const": only }),
                    all => json!({ "type": "string", "enum": all }),
                }
            }
            Kind::Message(name) => match time_class(name) {
                Some("datetime") => json!({ "type": "string", "format": "date-time" }),
                Some(_) => json!({ "type": "string", "format": "duration" }),
                None => {
                    let place = match side {
                        Side::Taken => self.schemas.input(name),
                        Side::Answered => self.schemas.output(name),
                    };
                    self.reference(place)
                }
            },
        }
    }

    /// What stands for a field that is not said, unless it is nothing.
    fn default(&self, field: &Field) -> Option<Document> {
        match (&field.cardinality, &field.kind) {
            (Cardinality::Repeated, _) => Some(json!([])),
            (Cardinality::Map(_), _) => Some(json!({})),
            _ if has_presence(field) => None,
            (_, Kind::Enum(name)) => Some(json!(self.schemas.first_value(name))),
            (_, Kind::Message(_)) => None,
            (_, Kind::Scalar(kind)) => Some(match kind {
                Scalar::String | Scalar::Bytes => json!(""),
                Scalar::Bool => json!(false),
                Scalar::Double | Scalar::Float => json!(0.0),
                _ => json!(0),
            }),
        }
    }
}

/// Which way a value goes: what is taken is bounded, what is answered is as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Taken,
    Answered,
}

/// Which way a class goes; of one for both, what may be left out is never said to be required.
fn side_of(form: Form) -> Side {
    match form {
        Form::Body(_) | Form::Input(_) | Form::Both(_) => Side::Taken,
        Form::Output(_) => Side::Answered,
    }
}

fn scalar(kind: Scalar, side: Side) -> Document {
    let integer = |least: Document, most: Document| match side {
        Side::Taken => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Side::Answered => json!({ "type": "integer" }),
    };
    match kind {
        Scalar::Bytes if side == Side::Taken => {
            json!({
                "type": "string",
                "format": "base64",
                "contentMediaType": "application/octet-stream",
            })
        }
        Scalar::String | Scalar::Bytes => json!({ "type": "string" }),
        Scalar::Bool => json!({ "type": "boolean" }),
        Scalar::Double | Scalar::Float => json!({ "type": "number" }),
        Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => {
            integer(json!(i32::MIN), json!(i32::MAX))
        }
        Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => {
            integer(json!(i64::MIN), json!(i64::MAX))
        }
        Scalar::Uint32 | Scalar::Fixed32 => integer(json!(0), json!(u32::MAX)),
        Scalar::Uint64 | Scalar::Fixed64 => integer(json!(0), json!(u64::MAX)),
    }
}

/// What an operation may answer instead of what it is for.
pub(super) fn refusals(wants_token: bool, has_body: bool) -> Document {
    let mut refusals = REFUSALS.to_vec();
    if wants_token {
        refusals.extend(REFUSALS_OF_CALLERS);
    }
    if has_body {
        refusals.push((413, "Content Too Large"));
    }
    let mut responses = json!({});
    for (status, title) in refusals {
        let problem = json!({ "schema": reference("Problem") });
        let content = json!({ "application/problem+json": problem });
        responses[status.to_string()] = json!({ "description": title, "content": content });
    }
    responses
}

pub(super) fn reference(class: &str) -> Document {
    json!({ "$ref": format!("#/components/schemas/{class}") })
}

/// As `FastAPI` makes it: the function, the path, the method.
fn operation_id(function: &str, path: &str, method: &str) -> String {
    let named = format!("{function}{path}");
    let plain = named.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("{}_{}", plain.collect::<String>(), method.to_lowercase())
}

/// RFC 9457, and what ours have besides.
fn problem() -> Document {
    let text = |words: &str| json!({ "type": "string", "description": words });
    json!({
        "type": "object",
        "description": "Why there is no other answer (RFC 9457).",
        "required": ["type", "title", "status", "instance"],
        "properties": {
            "type": text("What kind of problem it is; about:blank where the status says it."),
            "title": text("The status in words."),
            "status": { "type": "integer", "description": "The status of the response." },
            "instance": text("The path that was asked for."),
            "detail": text("What went wrong this time."),
            "code": text("The name of the error for programs."),
            "request_id": text("The id to name when asking for help."),
            "trace_id": text("The trace in which it happened."),
            "errors": {
                "type": "array",
                "items": { "type": "object", "additionalProperties": true },
                "description": "Which parts of the request are wrong, and how.",
            },
        },
    })
}
