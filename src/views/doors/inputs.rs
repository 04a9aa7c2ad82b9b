//! What a route is given, and where it comes from: the token, the path, the query, the body.

use super::credentials::Shown;
use super::door;
use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::model::{Model, Operation, OperationKind, ServiceId};
use crate::names::{Written, python_identifier, snake};
use crate::openapi::{self, Property, Schema, Shape};
use crate::views::http_contract::classes::default_of;
use crate::views::http_contract::filling::properties;
use crate::views::http_contract::types::{
    Types, operation_name, parameter_context, python_name, special,
};
use crate::views::meaning::field::{has_presence, is_nameable, is_single, is_text, same_type};
use crate::views::meaning::system::System;
use crate::views::writing::imports::Imports;

/// A value that a route is given.
#[derive(Debug)]
pub(in crate::views) struct Value<'a> {
    /// The name of the field that it fills, or of the variable in the path.
    pub(in crate::views) name: String,
    /// The same as the name of a parameter.
    pub(in crate::views) argument: String,
    pub(in crate::views) place: Place,
    /// The field that it was first needed for, which has its type; `None`: a text that nothing needs so far.
    pub(in crate::views) field: Option<&'a Field>,
    /// What an OpenAPI document says of it.
    pub(in crate::views) described: Option<Described<'a>>,
}

/// A value that an OpenAPI document describes.
#[derive(Clone, Debug)]
pub(in crate::views) struct Described<'a> {
    pub(in crate::views) schema: &'a Schema,
    pub(in crate::views) required: bool,
    /// What is in it, where it is an object.
    pub(in crate::views) properties: &'a [Property],
    /// Where it stands, for the name of its type.
    pub(in crate::views) context: String,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::views) enum Place {
    /// The caller's access token.
    Token,
    /// A variable of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A part of the JSON body.
    Body,
    /// The JSON body as an OpenAPI document describes it.
    Whole,
}

/// What the functions that take the arguments call something else; ruff takes `l` for a one.
const RESERVED: [&str; 8] =
    ["self", "work", "use_cases", "body", "reply", "response", "schemas", "l"];

impl<'a> Value<'a> {
    fn new(name: &str, place: Place, field: Option<&'a Field>) -> Self {
        let is_mixed = name.contains(|c: char| c.is_ascii_uppercase());
        let argument = python_identifier(&if is_mixed { snake(name) } else { name.to_owned() });
        let reserved = RESERVED.contains(&argument.as_str()) || argument.ends_with("_pb2");
        let argument = if reserved { format!("{argument}_") } else { argument };
        Self { name: name.to_owned(), argument, place, field, described: None }
    }

    /// Whether a field of a message can be filled with it.
    pub(in crate::views) fn fills(&self, field: &Field) -> bool {
        self.name == field.name
            && match (&self.described, self.field) {
                (Some(described), _) => described.required && fits(described.schema, field),
                (None, Some(own)) => same_type(own, field),
                (None, None) => is_text(field),
            }
    }
}

/// What every request of a route brings: its token, and what stands in its path.
pub(in crate::views) fn given<'a>(model: &'a Model, operation: &Operation) -> Vec<Value<'a>> {
    let OperationKind::Route { path, .. } = &operation.kind else { return Vec::new() };
    let service = model.service(operation.service);
    let mut values = Vec::new();
    if door::http_door(service) == Some(Shown::Token) && !door::is_open(service, operation) {
        values.push(Value::new("token", Place::Token, None));
    }
    if let Some(described) = model.described(operation) {
        values.extend(of_document(model, service.id, described));
        return values;
    }
    for name in variables(path) {
        if values.iter().all(|value| value.name != name) {
            values.push(Value::new(name, Place::Path, None));
        }
    }
    values
}

/// What an OpenAPI document says that a request brings: what it has to bring comes first.
fn of_document<'a>(
    model: &'a Model,
    service: ServiceId,
    operation: &'a openapi::Operation,
) -> Vec<Value<'a>> {
    let mut values = Vec::new();
    for parameter in &operation.parameters {
        let place = match parameter.place {
            openapi::Place::Path => Place::Path,
            openapi::Place::Query => Place::Query,
            openapi::Place::Header => Place::Header,
        };
        let mut value = Value::new(&parameter.name, place, None);
        value.argument = python_name(&parameter.name);
        value.described = Some(Described {
            schema: &parameter.schema,
            required: parameter.required,
            properties: &[],
            context: parameter_context(operation, parameter),
        });
        let taken = |argument: &str| values.iter().any(|one: &Value| one.argument == argument);
        let is_free = |argument: &str| {
            argument != "token" && !RESERVED.contains(&argument) && !taken(argument)
        };
        while !is_free(&value.argument) {
            value.argument.push('_');
        }
        values.push(value);
    }
    if let Some(body) = &operation.body {
        let context = format!("{}Body", operation_name(operation));
        let mut value = Value::new("body", Place::Whole, None);
        "body".clone_into(&mut value.argument);
        let schema = &body.schema;
        let properties = properties(model, service, schema);
        value.described = Some(Described { schema, required: body.required, properties, context });
        values.push(value);
    }
    values.sort_by_key(|value| value.described.as_ref().is_some_and(|one| !one.required));
    values
}

/// Whether a field of a message can be filled with a value of a document.
pub(in crate::views) fn fits(schema: &Schema, field: &Field) -> bool {
    let Kind::Scalar(scalar) = &field.kind else { return false };
    let same = match &schema.shape {
        Shape::Text(format) => special(format.as_deref()).is_none() && *scalar == Scalar::String,
        Shape::Boolean => *scalar == Scalar::Bool,
        Shape::Integer => scalar_type(*scalar) == "int",
        Shape::Number => scalar_type(*scalar) == "float",
        _ => false,
    };
    same && !schema.nullable && is_single(field)
}

/// The names in braces.
pub(in crate::views) fn variables(path: &str) -> impl Iterator<Item = &str> {
    let path = path.split('?').next().unwrap_or(path);
    path.split('{').skip(1).filter_map(|part| {
        let inner = part.split('}').next()?;
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        Some(&inner[..end.unwrap_or(inner.len())])
    })
}

/// The value for a field that a route has to ask for; `None` when its kind cannot come from there.
pub(in crate::views) fn asked<'a>(operation: &Operation, field: &'a Field) -> Option<Value<'a>> {
    let OperationKind::Route { method, .. } = &operation.kind else { return None };
    let place = match method.as_str() {
        "GET" | "HEAD" | "DELETE" | "OPTIONS" | "ANY" => Place::Query,
        _ => Place::Body,
    };
    let possible = match place {
        Place::Query => is_plain(field),
        Place::Token | Place::Path | Place::Header | Place::Body | Place::Whole => is_json(field),
    };
    let sound = is_nameable(field) && !field.name.starts_with('_') && !is_output_only(field);
    (possible && sound).then(|| Value::new(&field.name, place, Some(field)))
}

/// The value for a variable of a path that a route asks another for: a text in the query.
pub(in crate::views) fn asked_by_name<'a>(operation: &Operation, name: &str) -> Option<Value<'a>> {
    let is_route = matches!(operation.kind, OperationKind::Route { .. });
    is_route.then(|| Value::new(name, Place::Query, None))
}

/// A value that is only a name takes the type of the first field that it can fill.
pub(in crate::views) fn typed<'a>(
    values: &mut [Value<'a>],
    operation: &Operation,
    field: &'a Field,
) {
    let untyped = values.iter_mut().find(|value| {
        value.name == field.name && value.field.is_none() && value.described.is_none()
    });
    match untyped {
        Some(value) if value.place == Place::Path && is_plain(field) => value.field = Some(field),
        // What was only a name so far stands where the other fields do.
        Some(value) if value.place == Place::Query && is_text(field) && !has_presence(field) => {
            if let Some(asked) = asked(operation, field) {
                *value = asked;
            }
        }
        _ => {}
    }
}

/// Whether it can stand in a path or a query: one number, text, flag or name of an enum.
fn is_plain(field: &Field) -> bool {
    let plain = match &field.kind {
        Kind::Scalar(scalar) => *scalar != Scalar::Bytes,
        Kind::Enum(_) => true,
        Kind::Message(_) => false,
    };
    plain && is_single(field)
}

/// Whether JSON bodies can have it: of protobuf's own messages only a single moment or duration; no maps of enums, which
/// messages do not take by name.
pub(in crate::views) fn is_json(field: &Field) -> bool {
    match &field.kind {
        Kind::Message(name) if name.starts_with("google.protobuf.") => {
            is_single(field) && time_class(name).is_some()
        }
        Kind::Enum(_) => !matches!(field.cardinality, Cardinality::Map(_)),
        Kind::Message(_) | Kind::Scalar(_) => true,
    }
}

/// Whether only the service says it, so that nobody is asked for it; a key and an etag say which one is meant.
pub(super) fn is_output_only(field: &Field) -> bool {
    let is_said_back =
        matches!(field.name.as_str(), "etag" | "id" | "name") || field.name.ends_with("_id");
    !is_said_back && field.behaviors.iter().any(|word| word == "OUTPUT_ONLY")
}

/// The class of `datetime` that stands for one of protobuf's messages.
pub(in crate::views) fn time_class(message: &str) -> Option<&'static str> {
    match message {
        "google.protobuf.Timestamp" => Some("datetime"),
        "google.protobuf.Duration" => Some("timedelta"),
        _ => None,
    }
}

/// The type of a use case's argument.
pub(in crate::views) fn argument_type(
    value: &Value,
    system: &System,
    service: ServiceId,
    imports: &mut Imports,
) -> Written {
    if let Some(described) = &value.described
        && let Some(contract) = system.http_of(service)
    {
        let mut types = Types { contract, imports, outside: true };
        let kind = if value.place == Place::Whole {
            types.full(described.schema, &described.context)
        } else {
            types.beside(described.schema, &described.context)
        };
        let is_absent = !described.required && default_of(described.schema).is_none();
        let is_optional = is_absent && !described.schema.nullable;
        return if is_optional { Written::fill("{} | None", &[&kind]) } else { kind };
    }
    let Some(field) = value.field else { return Written::own("str") };
    let one = match &field.kind {
        Kind::Scalar(scalar) => Written::own(scalar_type(*scalar)),
        Kind::Enum(_) => Written::own("str"),
        Kind::Message(name) => match time_class(name).filter(|_| is_single(field)) {
            Some(class) => {
                imports.name("datetime", class);
                Written::own(class)
            }
            None => system.messages.class(name, imports),
        },
    };
    match field.cardinality {
        Cardinality::Repeated => {
            imports.name("collections.abc", "Sequence");
            Written::fill("Sequence[{}]", &[&one])
        }
        Cardinality::Map(key) => {
            imports.name("collections.abc", "Mapping");
            Written::fill("Mapping[{}, {}]", &[&Written::own(scalar_type(key)), &one])
        }
        // A variable of the path is always there.
        _ if has_presence(field) && value.place != Place::Path => {
            Written::fill("{} | None", &[&one])
        }
        _ => one,
    }
}

/// The type of a scalar in Python.
pub(in crate::views) fn scalar_type(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Double | Scalar::Float => "float",
        Scalar::Bool => "bool",
        Scalar::String => "str",
        Scalar::Bytes => "bytes",
        Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::Sint32
        | Scalar::Sint64
        | Scalar::Fixed32
        | Scalar::Fixed64
        | Scalar::Sfixed32
        | Scalar::Sfixed64 => "int",
    }
}
