//! What OpenAPI says of routes that are bound to RPCs: proto3 JSON, as the runtime's `rest_document.py` says it.

use serde_json::{Map, Value as Document, json};

use super::headers;
use super::limits::{Held, in_path, keep_referred, said};
use super::reference;
use super::refusals::refusals;
use crate::contracts::{Binding, Cardinality, Contracts, Field, Kind, Message, Scalar};
use crate::views::doors::bound::Bound;
use crate::views::doors::idempotency::is_bound_keyed;
use crate::views::doors::limited::describe;
use crate::views::doors::needed::is_needed;
use crate::views::meaning::system::{PyService, System};

/// The operations, each with its path and its method.
pub(super) fn operations(system: &System, service: &PyService) -> Vec<(String, String, Document)> {
    let contracts = &system.model.contracts;
    let described = service.bound.iter().map(|bound| {
        let path = bound.path.replace(":path}", "}");
        let method = bound.binding.rule.method.to_lowercase();
        let etag = bound.etag(system.model);
        (path, method, operation(contracts, service, bound, etag.is_some()))
    });
    described.collect()
}

/// The messages that the operations refer to.
pub(super) fn schemas(system: &System, service: &PyService) -> Map<String, Document> {
    let contracts = &system.model.contracts;
    let (mut schemas, mut roots) = (Map::new(), Vec::new());
    for binding in service.bound.iter().map(|bound| &bound.binding) {
        roots.push(part(contracts, binding.output, binding.answer, &mut schemas));
        if !binding.rule.body.is_empty() {
            let plain = part(contracts, binding.input, binding.body, &mut schemas);
            roots.push(taken(contracts, binding, plain, &mut schemas));
        }
    }
    keep_referred(roots, &mut schemas);
    schemas
}

fn operation(contracts: &Contracts, service: &PyService, bound: &Bound, etag: bool) -> Document {
    let binding = &bound.binding;
    let has_body = !bound.body().is_empty();
    let answer = part(contracts, binding.output, binding.answer, &mut Map::new());
    let kinds: &[&str] = if bound.streams() {
        &["application/jsonl", "text/event-stream"]
    } else {
        &["application/json"]
    };
    let content: Map<String, Document> =
        kinds.iter().map(|kind| ((*kind).to_owned(), json!({ "schema": answer }))).collect();
    let doc = service.operations.iter().find(|one| one.operation.id == bound.operation.id);
    let mut responses = refusals(service.has.http_guarded(), has_body);
    responses["200"] = json!({ "description": "Successful Response", "content": content });
    if etag {
        let problem = json!({ "schema": reference("Problem") });
        let content = json!({ "application/problem+json": problem });
        responses["412"] = json!({ "description": "Precondition Failed", "content": content });
    }
    let mut described = json!({
        "summary": bound.contract.name,
        "description": doc.map_or("", |one| &one.doc),
        "operationId": bound.function,
        "responses": responses,
    });
    let parameters = parameters(contracts, service, bound, etag);
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if has_body {
        let mut schemas = Map::new();
        let plain = part(contracts, binding.input, binding.body, &mut schemas);
        let taken = taken(contracts, binding, plain, &mut schemas);
        described["requestBody"] =
            json!({ "content": { "application/json": { "schema": taken } } });
    }
    if let Some(shown) = service.has.http_door {
        described["security"] = shown.security();
    }
    described
}

/// What the schema of a body is where it has limits.
fn taken(
    contracts: &Contracts,
    binding: &Binding,
    plain: Document,
    schemas: &mut Map<String, Document>,
) -> Document {
    let mut held = Held { contracts, schemas };
    held.body(binding.input, binding.body, plain, &binding.path.variables)
}

/// Those of the path, then the key, then those of the query, then the etag.
fn parameters(
    contracts: &Contracts,
    service: &PyService,
    bound: &Bound,
    etag: bool,
) -> Vec<Document> {
    let path_parameter = |name: &str| {
        let mut schema = json!({ "type": "string" });
        if let Some(limits) = in_path(contracts, bound, name) {
            describe(&mut schema, &limits);
        }
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    };
    let mut parameters: Vec<Document> = bound.parameters().map(path_parameter).collect();
    if service.has.http_keys && is_bound_keyed(bound) {
        parameters.push(headers::key());
    }
    if bound.body() != "*" {
        let mut walk = Walk { contracts, bound, found: &mut parameters };
        walk.message(bound.binding.input, &[], &[]);
    }
    if etag {
        parameters.push(headers::if_match());
    }
    parameters
}

/// Collects the fields that a query can fill.
struct Walk<'a, 'b> {
    contracts: &'a Contracts,
    bound: &'b Bound<'a>,
    found: &'b mut Vec<Document>,
}

impl<'a> Walk<'a, '_> {
    fn message(&mut self, message: &'a Message, path: &[&Field], above: &[&str]) {
        for field in &message.fields {
            let path = [path, &[field]].concat();
            let Kind::Message(name) = &field.kind else {
                if !matches!(field.cardinality, Cardinality::Map(_)) {
                    self.add(&path, field);
                }
                continue;
            };
            let is_map = matches!(field.cardinality, Cardinality::Map(_));
            let is_single = !is_map && field.cardinality != Cardinality::Repeated;
            if is_text(name) && !is_map {
                self.add(&path, field);
            } else if is_single && !name.starts_with("google.protobuf.") {
                let known = [above, &[message.full_name.as_str()]].concat();
                if let Some(inner) = self.contracts.message(name)
                    && !known.contains(&name.as_str())
                {
                    self.message(inner, &path, &known);
                }
            }
        }
    }

    fn add(&mut self, path: &[&Field], field: &Field) {
        let names: Vec<&str> = path.iter().map(|field| field.name.as_str()).collect();
        let in_path = self.bound.binding.path.variables.contains(&names.join("."));
        let in_body = names.first().is_some_and(|first| *first == self.bound.body());
        if in_path || in_body {
            return;
        }
        let json_names: Vec<&str> = path.iter().map(|field| field.json_name.as_str()).collect();
        let mut one = one(self.contracts, field, &mut Map::new());
        if let Some(first) = one["type"].get(0).cloned() {
            one["type"] = first;
        }
        let is_list = field.cardinality == Cardinality::Repeated;
        let mut schema = if is_list { json!({ "type": "array", "items": one }) } else { one };
        describe(&mut schema, &said(field));
        self.found.push(json!({
            "name": json_names.join("."),
            "in": "query",
            // What is within a message is needed only where that is there.
            "required": names.len() == 1 && is_needed(field),
            "description": field.comment.trim(),
            "schema": schema,
        }));
    }
}

/// Messages that stand in one text.
fn is_text(message: &str) -> bool {
    let known = well_known(message);
    known.is_some_and(|schema| {
        !matches!(schema["type"][0].as_str(), None | Some("object" | "array"))
    })
}

fn part(
    contracts: &Contracts,
    message: &Message,
    part: Option<&Field>,
    schemas: &mut Map<String, Document>,
) -> Document {
    match part {
        Some(part) => field(contracts, part, schemas),
        None => named(contracts, &message.full_name, schemas),
    }
}

/// A reference to the message; it is added to the schemas with all that it refers to.
fn named(contracts: &Contracts, name: &str, schemas: &mut Map<String, Document>) -> Document {
    if let Some(schema) = well_known(name) {
        return schema;
    }
    if let Some(message) = contracts.message(name)
        && !schemas.contains_key(name)
    {
        schemas.insert(name.to_owned(), json!({}));
        let mut properties = Map::new();
        for one in &message.fields {
            let mut schema = field(contracts, one, schemas);
            if !one.comment.trim().is_empty() && schema != json!({}) {
                schema["description"] = json!(one.comment.trim());
            }
            properties.insert(one.json_name.clone(), schema);
        }
        let mut schema = json!({ "type": "object", "properties": properties });
        if !message.comment.trim().is_empty() {
            schema["description"] = json!(message.comment.trim());
        }
        schemas.insert(name.to_owned(), schema);
    }
    reference(name)
}

/// Null stands for a field that is not set.
fn field(contracts: &Contracts, field: &Field, schemas: &mut Map<String, Document>) -> Document {
    let one = one(contracts, field, schemas);
    let mut schema = match field.cardinality {
        Cardinality::Map(_) => json!({ "type": ["object"], "additionalProperties": one }),
        Cardinality::Repeated => json!({ "type": ["array"], "items": one }),
        Cardinality::Singular | Cardinality::Optional | Cardinality::Required => one,
    };
    for kinds in ["type", "anyOf"] {
        if let Some(all) = schema.get_mut(kinds).and_then(Document::as_array_mut) {
            all.push(if kinds == "type" { json!("null") } else { json!({ "type": "null" }) });
            return schema;
        }
    }
    if schema == json!({}) { schema } else { json!({ "anyOf": [schema, { "type": "null" }] }) }
}

/// One value of a field.
fn one(contracts: &Contracts, field: &Field, schemas: &mut Map<String, Document>) -> Document {
    match &field.kind {
        Kind::Scalar(kind) => scalar(*kind),
        Kind::Message(name) => named(contracts, name, schemas),
        Kind::Enum(name) => {
            let declared = contracts.enums.get(name);
            let values = declared.iter().flat_map(|declared| &declared.values);
            let names: Vec<&str> = values.map(|value| value.name.as_str()).collect();
            let number = json!({
                "type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX,
            });
            json!({ "anyOf": [{ "type": "string", "enum": names }, number] })
        }
    }
}

/// Numbers may come as texts; those of 64 bits leave as texts.
fn scalar(kind: Scalar) -> Document {
    match kind {
        Scalar::Double => json!({ "type": ["number", "string"], "format": "double" }),
        Scalar::Float => json!({ "type": ["number", "string"], "format": "float" }),
        Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => json!({
            "type": ["integer", "string"], "format": "int32",
            "minimum": i32::MIN, "maximum": i32::MAX,
        }),
        Scalar::Uint32 | Scalar::Fixed32 => json!({
            "type": ["integer", "string"], "format": "uint32", "minimum": 0, "maximum": u32::MAX,
        }),
        Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => {
            json!({ "type": ["string", "integer"], "format": "int64" })
        }
        Scalar::Uint64 | Scalar::Fixed64 => {
            json!({ "type": ["string", "integer"], "format": "uint64" })
        }
        Scalar::Bool => json!({ "type": ["boolean"] }),
        Scalar::String => json!({ "type": ["string"] }),
        Scalar::Bytes => json!({ "type": ["string"], "contentEncoding": "base64" }),
    }
}

/// Protobuf's own messages, which JSON has in forms of their own.
fn well_known(name: &str) -> Option<Document> {
    Some(match name.strip_prefix("google.protobuf.")? {
        "Any" | "Struct" => json!({ "type": ["object"], "additionalProperties": true }),
        "BoolValue" => scalar(Scalar::Bool),
        "BytesValue" => scalar(Scalar::Bytes),
        "DoubleValue" => scalar(Scalar::Double),
        "Duration" => json!({ "type": ["string"], "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?s$" }),
        "Empty" => json!({ "type": ["object"] }),
        "FieldMask" => json!({ "type": ["string"] }),
        "FloatValue" => scalar(Scalar::Float),
        "Int32Value" => scalar(Scalar::Int32),
        "Int64Value" => scalar(Scalar::Int64),
        "ListValue" => json!({ "type": ["array"], "items": {} }),
        "StringValue" => scalar(Scalar::String),
        "Timestamp" => json!({ "type": ["string"], "format": "date-time" }),
        "UInt32Value" => scalar(Scalar::Uint32),
        "UInt64Value" => scalar(Scalar::Uint64),
        "Value" => json!({}),
        _ => return None,
    })
}
