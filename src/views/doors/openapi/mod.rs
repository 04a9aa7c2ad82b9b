//! `docs/openapi/SERVICE.json`: what a service answers over HTTP, as `FastAPI` would say it of the generated routes.

mod headers;
pub(super) mod limits;
mod refusals;
mod rest;
mod schemas;

use serde::Serialize;
use serde_json::{Map, Value as Document, json};

use refusals::refusals;
use schemas::Side;

use super::credentials::Shown;
use super::door;
use super::idempotency::takes_key;
use super::inputs::{Place, Value};
use super::job_routes;
use super::needed::is_needed;
use super::routes::{methods, path_of};
use super::schema::{Schemas, answer, body, routes};
use crate::names::Written;
use crate::names::written::data;
use crate::openapi::Operation;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::{Capability, Subject, http_contract, service};

/// The view of `blueprints/python/http-api`.
#[derive(Serialize)]
struct View {
    document: Written,
}

/// The document of a service that has routes.
pub(in crate::views) fn subject(system: &System, service: &PyService) -> Option<Subject> {
    let capabilities = service::capabilities(system, service);
    capabilities.contains(&Capability::Api).then(|| Subject {
        folder: String::new(),
        words: vec![("SERVICE", service.service.name.as_str().to_owned())],
        capabilities,
        view: system.seen(|| View { document: data::json(&document(system, service)) }),
    })
}

fn document(system: &System, service: &PyService) -> Document {
    let schemas = Schemas::of(system, service);
    let writer = Writer { service, system, schemas: &schemas };
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
            entry[&method] = writer.described(operation, described, &path);
            if takes_key(service, operation, &described.method) {
                headers::with_key(&mut entry[&method]);
            }
            continue;
        }
        for method in methods(operation) {
            let mut said = writer.operation(number, operation, method, &path);
            if takes_key(service, operation, method) {
                headers::with_key(&mut said);
            }
            entry[method.to_lowercase()] = said;
        }
    }
    for (path, method, described) in rest::operations(system, service) {
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
    for (name, schema) in rest::schemas(system, service) {
        components["schemas"][name] = schema;
    }
    let is_guarded = service.has.rest && service.has.http_guarded();
    let is_guarded = is_guarded || all.iter().any(|one| door::asked(service, one).is_some());
    if let Some((name, scheme)) = service.has.http_door.filter(|_| is_guarded).map(Shown::scheme) {
        components["securitySchemes"] = json!({ name: scheme });
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

struct Writer<'a, 'b> {
    service: &'b PyService<'a>,
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
        if let Some(shown) = door::asked(self.service, operation) {
            described["security"] = shown.security();
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
        let shown = door::asked(self.service, operation);
        if let Some(shown) = shown {
            document["security"] = shown.security();
        }
        let mut responses = refusals(shown.is_some(), said.body.is_some());
        if let (Some(all), Some(good)) =
            (responses.as_object_mut(), document["responses"].as_object_mut())
        {
            all.append(good);
        }
        document["responses"] = responses;
        document
    }

    /// Those of the path come first, then what has to be there.
    fn parameters(&self, operation: &PyOperation) -> Vec<Document> {
        let of = |place| operation.flow.values().iter().filter(move |value| value.place == place);
        of(Place::Path)
            .map(|value| self.parameter(value))
            .chain(of(Place::Query).filter(|one| is_required(one)).map(|one| self.parameter(one)))
            .chain(of(Place::Query).filter(|one| !is_required(one)).map(|one| self.parameter(one)))
            .collect()
    }

    fn parameter(&self, value: &Value) -> Document {
        let is_path = value.place == Place::Path;
        let text = || json!({ "type": "string" });
        let mut schema = match value.field {
            None => text(),
            Some(field) if is_path => self.limited(self.one(field, Side::Taken), field),
            Some(field) => self.schema(field, Side::Taken),
        };
        let is_required = is_path || is_required(value);
        let default = match value.field {
            Some(field) => self.default(field),
            None => Some(json!("")),
        };
        if let Some(default) = default.filter(|_| !is_required) {
            schema["default"] = default;
        }
        let name = if is_path { &value.argument } else { &value.name };
        let place = if is_path { "path" } else { "query" };
        json!({ "name": name, "in": place, "required": is_required, "schema": schema })
    }

    fn responses(&self, operation: &PyOperation) -> Document {
        let mut responses =
            refusals(door::asked(self.service, operation).is_some(), !body(operation).is_empty());
        if let Some((status, response)) = job_routes::response(operation) {
            responses[status] = response;
            return responses;
        }
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
        responses["200"] = json!({ "description": "Successful Response", "content": content });
        responses
    }
}

/// Whether a value has to be there.
fn is_required(value: &Value) -> bool {
    value.field.is_some_and(is_needed)
}

/// The place of a class in the document.
pub(super) fn reference(class: &str) -> Document {
    json!({ "$ref": format!("#/components/schemas/{class}") })
}

/// As `FastAPI` makes it: the function, the path, the method.
fn operation_id(function: &str, path: &str, method: &str) -> String {
    let named = format!("{function}{path}");
    let plain = named.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("{}_{}", plain.collect::<String>(), method.to_lowercase())
}
