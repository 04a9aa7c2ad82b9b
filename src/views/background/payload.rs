//! The payloads of events as JSON Schema: protobuf's own mapping to JSON, with the names of the contract.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Document, json};

use crate::contracts::{Cardinality, Contracts, Field, Kind, Message, Scalar};

/// The schemas of messages and of all that they hold, by full name.
pub(super) fn schemas<'a>(
    contracts: &'a Contracts,
    messages: impl Iterator<Item = &'a Message>,
) -> Document {
    let mut open: Vec<&Message> = messages.collect();
    let mut schemas = BTreeMap::new();
    while let Some(message) = open.pop() {
        if schemas.contains_key(&message.full_name) {
            continue;
        }
        schemas.insert(message.full_name.clone(), schema(contracts, message));
        let held = message.fields.iter().filter_map(|field| match &field.kind {
            Kind::Message(name) if well_known(name).is_none() => contracts.message(name),
            _ => None,
        });
        open.extend(held);
    }
    json!(schemas)
}

fn schema(contracts: &Contracts, message: &Message) -> Document {
    let fields = message.fields.iter();
    let properties: Map<_, _> =
        fields.map(|field| (field.name.clone(), property(contracts, field))).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if !message.comment.trim().is_empty() {
        schema["description"] = json!(message.comment.trim());
    }
    schema
}

fn property(contracts: &Contracts, field: &Field) -> Document {
    let one = one(contracts, field);
    let mut property = match field.cardinality {
        Cardinality::Repeated => json!({ "type": "array", "items": one }),
        Cardinality::Map(_) => json!({ "type": "object", "additionalProperties": one }),
        Cardinality::Singular | Cardinality::Optional | Cardinality::Required => one,
    };
    if !field.comment.trim().is_empty() && property.get("$ref").is_none() {
        property["description"] = json!(field.comment.trim());
    }
    property
}

fn one(contracts: &Contracts, field: &Field) -> Document {
    match &field.kind {
        Kind::Scalar(kind) => scalar(*kind),
        Kind::Enum(name) => {
            let values = contracts.enums.get(name).map_or(&[][..], |found| &found.values);
            let names: Vec<&str> = values.iter().map(|value| value.name.as_str()).collect();
            json!({ "type": "string", "enum": names })
        }
        Kind::Message(name) => well_known(name)
            .unwrap_or_else(|| json!({ "$ref": format!("#/components/schemas/{name}") })),
    }
}

/// 64 bits are text in JSON: its numbers have fewer.
fn scalar(kind: Scalar) -> Document {
    match kind {
        Scalar::String => json!({ "type": "string" }),
        Scalar::Bytes => json!({ "type": "string", "contentEncoding": "base64" }),
        Scalar::Bool => json!({ "type": "boolean" }),
        Scalar::Double | Scalar::Float => json!({ "type": "number" }),
        Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => {
            json!({ "type": "integer", "format": "int32" })
        }
        Scalar::Uint32 | Scalar::Fixed32 => json!({ "type": "integer", "format": "uint32" }),
        Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => {
            json!({ "type": "string", "format": "int64" })
        }
        Scalar::Uint64 | Scalar::Fixed64 => json!({ "type": "string", "format": "uint64" }),
    }
}

/// How JSON has protobuf's own messages; the same table stands in the runtime's `testing_asyncapi.py`.
fn well_known(message: &str) -> Option<Document> {
    let name = message.strip_prefix("google.protobuf.")?;
    Some(match name {
        "Timestamp" => json!({ "type": "string", "format": "date-time" }),
        "Duration" | "FieldMask" => json!({ "type": "string" }),
        "ListValue" => json!({ "type": "array" }),
        "Struct" | "Any" | "Empty" => json!({ "type": "object" }),
        _ => json!({}),
    })
}
