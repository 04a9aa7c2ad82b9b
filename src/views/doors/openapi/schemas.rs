//! The classes that routes take and answer, as JSON Schema: what is taken is bounded, what is answered is as it is.

use serde_json::{Map, Value as Document, json};

use super::refusals::problem;
use super::{Writer, reference};
use crate::contracts::{Cardinality, Field, Kind, Scalar};
use crate::views::doors::inputs::time_class;
use crate::views::doors::job_routes;
use crate::views::doors::limited::{describe, of_json};
use crate::views::doors::needed::is_needed;
use crate::views::doors::schema::{Class, Form, Schemas, body};
use crate::views::meaning::dataflow::Reply;
use crate::views::meaning::field::has_presence;
use crate::views::meaning::operation::PyOperation;

impl Writer<'_, '_> {
    /// All of them, and what every answer may refer to.
    pub(super) fn schemas(&self, all: &[&PyOperation]) -> Document {
        let mut schemas = json!({ "Problem": problem() });
        let is_untold =
            |operation: &PyOperation| matches!(operation.flow.reply, Reply::Json | Reply::Outcome);
        if all.iter().any(|operation| is_untold(operation)) {
            schemas["JsonValue"] = json!({});
        }
        for (name, schema) in job_routes::schemas(all) {
            schemas[name] = schema;
        }
        for class in &self.schemas.classes {
            schemas[&class.name] = self.class(class, all);
        }
        schemas
    }

    pub(super) fn reference(&self, place: Option<usize>) -> Document {
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
            let may_be_absent = side == Side::Taken && !is_needed(field);
            if let Some(default) = self.default(field).filter(|_| may_be_absent) {
                schema["default"] = default;
            }
            properties.insert(field.name.clone(), schema);
        }
        let mut schema =
            json!({ "type": "object", "description": class.doc, "properties": properties });
        let is_required = |field: &&&Field| side == Side::Answered || is_needed(field);
        let required: Vec<Document> =
            fields.iter().filter(is_required).map(|field| json!(field.name)).collect();
        if !required.is_empty() {
            schema["required"] = required.into();
        }
        schema
    }

    pub(super) fn schema(&self, field: &Field, side: Side) -> Document {
        let one = self.one(field, side);
        let is_taken = side == Side::Taken;
        let schema = match field.cardinality {
            Cardinality::Repeated => json!({ "type": "array", "items": one }),
            Cardinality::Map(_) => json!({ "type": "object", "additionalProperties": one }),
            _ if has_presence(field) && !(is_taken && is_needed(field)) => {
                json!({ "anyOf": [one, { "type": "null" }] })
            }
            _ => one,
        };
        if is_taken { self.limited(schema, field) } else { schema }
    }

    /// What is taken is held to the limits of its field.
    pub(super) fn limited(&self, mut schema: Document, field: &Field) -> Document {
        describe(&mut schema, &of_json(&self.system.model.contracts, field));
        schema
    }

    /// One value of a field.
    pub(super) fn one(&self, field: &Field, side: Side) -> Document {
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
    pub(super) fn default(&self, field: &Field) -> Option<Document> {
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
pub(super) enum Side {
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
