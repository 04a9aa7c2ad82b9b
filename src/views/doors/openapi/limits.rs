//! What OpenAPI says of the limits of bound RPCs, as the runtime's `rest_limits.py` says it: what is taken has schemas of
//! its own, beside those of what is answered.

use serde_json::{Map, Value as Document, json};

use super::reference;
use crate::contracts::{Cardinality, Contracts, Field, Kind, Limit, Limits, Message, Scalar};
use crate::views::doors::bound::{Bound, Part};
use crate::views::doors::constraints::is_limited;
use crate::views::doors::limited::{describe, least};
use crate::views::doors::needed::is_needed;
use crate::views::meaning::field::has_presence;

/// What stands behind the name of a message that is held to limits.
const TAKEN: &str = "-Input";

const REFERENCE: &str = "#/components/schemas/";

/// Schemas of what is taken, made from the plain ones.
pub(in crate::views) struct Held<'a, 'b> {
    pub(in crate::views) contracts: &'a Contracts,
    pub(in crate::views) schemas: &'b mut Map<String, Document>,
}

impl Held<'_, '_> {
    /// The body of a request: all of it, or one field; what the path has need not be in it.
    pub(in crate::views) fn body(
        &mut self,
        asks: &Message,
        body: Option<&Field>,
        plain: Document,
        path: &[String],
    ) -> Document {
        let Some(field) = body else {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            return self.message(asks, plain, &path);
        };
        let inside = format!("{}.", field.name);
        let within: Vec<&str> = path.iter().filter_map(|one| one.strip_prefix(&inside)).collect();
        match &field.kind {
            Kind::Message(name) if !within.is_empty() => match self.contracts.message(name) {
                Some(message) => self.message(message, plain, &within),
                None => plain,
            },
            _ => self.field(field, plain),
        }
    }

    /// The schema of a field, its limits and those within it.
    pub(in crate::views) fn field(&mut self, field: &Field, mut plain: Document) -> Document {
        if let Some(inner) = message_in(self.contracts, field)
            && is_limited(self.contracts, inner)
        {
            self.named(inner);
            rename(&mut plain, &reference(&inner.full_name)["$ref"]);
        }
        if is_needed(field) {
            plain = without_null(plain);
        }
        describe(&mut plain, &said(field));
        plain
    }

    fn message(&mut self, message: &Message, plain: Document, path: &[&str]) -> Document {
        match (is_limited(self.contracts, message), path) {
            (false, _) => plain,
            (true, []) => self.named(message),
            (true, path) => self.object(message, path),
        }
    }

    fn named(&mut self, message: &Message) -> Document {
        let name = format!("{}{TAKEN}", message.full_name);
        if !self.schemas.contains_key(&name) {
            self.schemas.insert(name.clone(), json!({}));
            let object = self.object(message, &[]);
            self.schemas.insert(name.clone(), object);
        }
        reference(&name)
    }

    fn object(&mut self, message: &Message, path: &[&str]) -> Document {
        let plain = self.schemas.get(&message.full_name).cloned().unwrap_or_default();
        let mut schema = plain.clone();
        for field in &message.fields {
            let held = self.field(field, plain["properties"][&field.json_name].clone());
            schema["properties"][&field.json_name] = held;
        }
        let is_open = |field: &&Field| !path.contains(&field.name.as_str()) && is_needed(field);
        let needed = message.fields.iter().filter(is_open);
        let needed: Vec<Document> = needed.map(|field| json!(field.json_name)).collect();
        if !needed.is_empty() {
            schema["required"] = needed.into();
        }
        let choices = choices(self.contracts, message, path);
        if !choices.is_empty() {
            schema["allOf"] = choices.into();
        }
        schema
    }
}

/// What a message says of fields of which at most one may be set, unless the path has one.
fn choices(contracts: &Contracts, message: &Message, path: &[&str]) -> Vec<Document> {
    let mut said = Vec::new();
    for choice in &message.choices {
        if choice.fields.iter().any(|name| path.contains(&name.as_str())) {
            continue;
        }
        let members = message.fields.iter().filter(|field| choice.fields.contains(&field.name));
        let ways: Vec<Document> = members.map(|field| is_set(contracts, field)).collect();
        if choice.required {
            said.push(json!({ "oneOf": ways }));
            continue;
        }
        for (index, one) in ways.iter().enumerate() {
            let others = ways[index + 1..].iter();
            said.extend(others.map(|other| json!({ "not": { "allOf": [one, other] } })));
        }
    }
    said
}

/// That a field is there with a value that is not the same as none.
fn is_set(contracts: &Contracts, field: &Field) -> Document {
    let mut unset = vec![Document::Null];
    match (&field.cardinality, &field.kind) {
        _ if has_presence(field) => {}
        (Cardinality::Repeated, _) => unset.push(json!([])),
        (Cardinality::Map(_), _) => unset.push(json!({})),
        (_, Kind::Scalar(Scalar::String | Scalar::Bytes)) => unset.push(json!("")),
        (_, Kind::Scalar(Scalar::Bool)) => unset.push(json!(false)),
        (_, Kind::Enum(name)) => {
            let values = contracts.enums.get(name).into_iter().flat_map(|found| &found.values);
            let zero = values.filter(|value| value.number == 0).map(|value| json!(value.name));
            unset.extend(std::iter::once(json!(0)).chain(zero));
        }
        _ => unset.extend([json!(0), json!("0")]),
    }
    let properties = json!({ &field.json_name: { "not": { "enum": unset } } });
    json!({ "properties": properties, "required": [field.json_name] })
}

/// Leaves the schemas that these documents refer to, and those that they refer to.
pub(in crate::views) fn keep_referred(roots: Vec<Document>, schemas: &mut Map<String, Document>) {
    let mut kept = Map::new();
    let mut waiting = roots;
    while let Some(one) = waiting.pop() {
        match one {
            Document::Array(items) => waiting.extend(items),
            Document::Object(entries) => waiting.extend(entries.into_iter().map(|(_, one)| one)),
            Document::String(text) => {
                let name = text.strip_prefix(REFERENCE).filter(|name| !kept.contains_key(*name));
                if let Some((name, schema)) = name.and_then(|name| schemas.get_key_value(name)) {
                    kept.insert(name.clone(), schema.clone());
                    waiting.push(schema.clone());
                }
            }
            Document::Null | Document::Bool(_) | Document::Number(_) => {}
        }
    }
    *schemas = kept;
}

/// What a part of a path is held to, where it is all of a text.
pub(in crate::views) fn in_path(
    contracts: &Contracts,
    bound: &Bound,
    name: &str,
) -> Option<Limits> {
    let is_it = |part: &Part| matches!(part, Part::Parameter(parameter) if parameter == name);
    let variable = bound
        .variables
        .iter()
        .find(|variable| variable.parts.len() == 1 && variable.parts.iter().any(is_it))?;
    let field = contracts.field_at(bound.binding.input, &variable.field)?;
    let limits = said(field);
    let is_text = field.kind == Kind::Scalar(Scalar::String);
    (is_text && !limits.is_empty()).then_some(limits)
}

fn message_in<'a>(contracts: &'a Contracts, field: &Field) -> Option<&'a Message> {
    match &field.kind {
        Kind::Message(name) if !name.starts_with("google.protobuf.") => contracts.message(name),
        Kind::Message(_) | Kind::Scalar(_) | Kind::Enum(_) => None,
    }
}

/// The rules, with what `required` means for a field that is there in any case.
pub(in crate::views) fn said(field: &Field) -> Limits {
    let mut limits = field.limits.clone();
    if matches!(field.kind, Kind::Enum(_)) {
        for rule in ["const", "in", "not_in"] {
            limits.rules.remove(rule);
        }
    }
    let is_required = limits.rules.remove("required").is_some();
    if let Some(rule) = least(field).filter(|_| is_required && !has_presence(field)) {
        limits.rules.entry(rule.to_owned()).or_insert(Limit::Integer(1));
    }
    limits
}

fn rename(schema: &mut Document, reference: &Document) {
    match schema {
        Document::Object(entries) => {
            entries.values_mut().for_each(|value| rename(value, reference));
        }
        Document::Array(items) => items.iter_mut().for_each(|item| rename(item, reference)),
        other if other == reference => {
            let name = other.as_str().unwrap_or_default();
            *other = json!(format!("{name}{TAKEN}"));
        }
        _ => {}
    }
}

fn without_null(mut schema: Document) -> Document {
    if let Some(kinds) = schema.get_mut("anyOf").and_then(Document::as_array_mut) {
        kinds.retain(|kind| kind["type"] != "null");
        if let [only] = kinds.as_slice() {
            return only.clone();
        }
    } else if let Some(kinds) = schema.get_mut("type").and_then(Document::as_array_mut) {
        kinds.retain(|kind| kind != "null");
    }
    schema
}
