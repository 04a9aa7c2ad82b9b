//! The JSON Schema of the file, for editors: from the same types, their comments as descriptions.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map as Object, Value, json};

use crate::diagnostic::Spanned;

use super::call::{Call, CircuitBreaker, Retry};
use super::collections::{Key, List, Map, Switch};
use super::interface::{Endpoint, Forward, Port, Public};
use super::irregular::Probes;
use super::lower::{Lower, Word};
use super::messaging::{Consume, Job, Publish};
use super::promises::{Consistency, Resources, Scale, Secret, Setting, Slo};
use super::record::Record;
use super::resource::{External, Store, Topic};
use super::service::Service;
use super::system::{Check, Decision, Defaults, Domain, Environment, Flag, ProtoRoot, Topology};

/// The schema of a topology as a JSON document.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Topology);
    schema.insert("required".to_owned(), json!(["system", "services"]));
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

/// The keys of every record, by its name in the schema; a test holds the two together.
pub fn keys() -> Vec<(String, Vec<&'static str>)> {
    fn of<T: Record + JsonSchema>() -> (String, Vec<&'static str>) {
        (T::schema_name().into_owned(), T::KEYS.to_vec())
    }
    vec![
        of::<Topology>(),
        of::<ProtoRoot>(),
        (Defaults::schema_name().into_owned(), Defaults::keys()),
        of::<Domain>(),
        of::<Environment>(),
        of::<Check>(),
        of::<Decision>(),
        of::<Flag>(),
        of::<Service>(),
        of::<Public>(),
        of::<Port>(),
        of::<Endpoint>(),
        of::<Forward>(),
        of::<Probes>(),
        of::<Publish>(),
        of::<Consume>(),
        of::<Job>(),
        of::<Consistency>(),
        of::<Slo>(),
        of::<Scale>(),
        of::<Resources>(),
        of::<Setting>(),
        of::<Secret>(),
        of::<Call>(),
        of::<Retry>(),
        of::<CircuitBreaker>(),
        of::<Store>(),
        of::<Topic>(),
        of::<External>(),
    ]
}

/// The long form, the short form if there is one, and nothing at all.
pub(super) fn forms_of<T: Record>(schema: &mut Schema) {
    without_nulls(schema);
    let object = std::mem::take(schema.ensure_object());
    let description = object.get("description").cloned();
    let mut forms: Vec<Value> = Vec::new();
    if let Some(short) = T::SHORT {
        let property = object.get("properties").and_then(|all| all.get(short.key));
        forms.extend(
            property.map(|property| if short.list { list_of(property) } else { bare(property) }),
        );
    }
    let mut long = object;
    long.remove("description");
    forms.push(Value::Object(long));
    forms.push(nothing());
    let outer = schema.ensure_object();
    outer.extend(description.map(|words| ("description".to_owned(), words)));
    outer.insert("anyOf".to_owned(), Value::Array(forms));
}

/// A proto root may also be `{ROOT: prefix}`.
pub(super) fn forms_of_root(schema: &mut Schema) {
    forms_of::<ProtoRoot>(schema);
    let keys = ProtoRoot::KEYS.iter().map(|key| json!({ "required": [key] }));
    let pairs = json!({
        "type": "object",
        "additionalProperties": { "type": "string" },
        "not": { "anyOf": keys.collect::<Vec<_>>() },
    });
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.push(pairs);
    }
}

/// A value that is written and empty; the properties of a record are left out instead.
fn nothing() -> Value {
    json!({ "const": null })
}

fn bare(property: &Value) -> Value {
    let mut property = property.clone();
    if let Value::Object(object) = &mut property {
        object.remove("description");
    }
    property
}

fn list_of(property: &Value) -> Value {
    let forms = property.get("anyOf").and_then(Value::as_array);
    let list =
        forms.and_then(|forms| forms.iter().find(|form| form.get("type") == Some(&json!("array"))));
    list.cloned().unwrap_or_else(|| bare(property))
}

/// Properties are there or not; `null` is none of the forms of a single value.
pub(super) fn without_nulls(schema: &mut Schema) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for property in
        properties.into_iter().flat_map(Object::values_mut).filter_map(Value::as_object_mut)
    {
        let null = json!("null");
        if let Some(Value::Array(types)) = property.get_mut("type") {
            types.retain(|name| *name != null);
            if let [only] = types.as_slice() {
                let only = only.clone();
                property.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(values)) = property.get_mut("enum") {
            values.retain(|value| !value.is_null());
        }
        if let Some(Value::Array(forms)) = property.get_mut("anyOf") {
            forms.retain(|form| form.get("type") != Some(&null));
            if let [Value::Object(only)] = forms.as_slice() {
                let only = only.clone();
                property.remove("anyOf");
                property.extend(only);
            }
        }
    }
}

macro_rules! inline {
    () => {
        fn inline_schema() -> bool {
            true
        }
    };
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    inline!();

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    inline!();

    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [item, { "type": "array", "items": item }, nothing()] })
    }
}

impl<K: Key + Word + JsonSchema, V: Lower + JsonSchema> JsonSchema for Map<K, V> {
    inline!();

    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}To{}", K::schema_name(), V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<K>();
        let value = generator.subschema_for::<V>();
        let map = json!({ "type": "object", "propertyNames": name, "additionalProperties": value });
        if V::MAY_BE_EMPTY {
            let list = json!({ "type": "array", "items": { "anyOf": [name, map] } });
            json_schema!({ "anyOf": [list, map, nothing()] })
        } else {
            json_schema!({ "anyOf": [map, nothing()] })
        }
    }
}

impl<T: JsonSchema> JsonSchema for Switch<T> {
    inline!();

    fn schema_name() -> Cow<'static, str> {
        format!("SwitchOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let options = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [{ "type": "boolean" }, options] })
    }
}

impl JsonSchema for Defaults {
    fn schema_name() -> Cow<'static, str> {
        "Defaults".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = properties_of(&Service::json_schema(generator));
        properties.extend(properties_of(&Call::json_schema(generator)));
        let broker = json!({ "type": "string", "description": "The broker that topics live on." });
        properties.insert("broker".to_owned(), broker);
        properties.remove("kind");
        json_schema!({
            "description": "What holds unless a service or a call says otherwise: any of their keys, and `broker`.",
            "anyOf": [
                { "type": "object", "properties": properties, "additionalProperties": false },
                nothing(),
            ],
        })
    }
}

fn properties_of(schema: &Schema) -> Object<String, Value> {
    let forms = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let properties = forms.filter_map(|form| form.get("properties").and_then(Value::as_object));
    properties.flat_map(Object::clone).collect()
}
