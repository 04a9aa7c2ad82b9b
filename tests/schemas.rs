//! The schemas in `schemas/` are current, and say what the compiler reads.

mod support;

use std::sync::Arc;

use scaffold::topology;
use serde_json::{Value, json};

use support::golden::assert_equals_file;

/// The topologies of the starters, and one that uses what they do not.
const SOUND: [&str; 3] = [
    include_str!("../blueprints/starters/tiny/topology.yaml"),
    include_str!("../blueprints/starters/ai-chat/topology.yaml"),
    include_str!("topology/every-form.yaml"),
];

fn schema() -> Value {
    serde_json::from_str(&topology::schema()).expect("the schema is JSON")
}

#[test]
fn the_schema_in_the_repository_is_current() {
    assert_equals_file("schemas/topology-v1.json", &topology::schema());
}

#[test]
fn the_schema_and_the_compiler_know_the_same_keys() {
    let schema = schema();
    let mut known = topology::keys();
    let root = known.remove(0);
    assert_eq!(root.0, "Topology");
    assert_eq!(sorted(root.1), properties_of(&schema));
    let records = schema["$defs"].as_object().expect("the schema has definitions").clone();
    for (name, definition) in &records {
        let properties = properties_of(definition);
        let keys = known.iter().find(|(record, _)| record == name);
        let listed = keys.is_some() || properties.is_empty();
        assert!(listed, "add `of::<{name}>()` to `keys` in src/topology/schema.rs");
        let keys = keys.map(|(_, keys)| sorted(keys.clone())).unwrap_or_default();
        assert_eq!(keys, properties, "the keys of {name} in `keys!` and its fields");
    }
    let missing = known.iter().find(|(record, _)| !records.contains_key(record));
    assert!(missing.is_none(), "{missing:?} is not in the schema");
}

fn sorted(mut keys: Vec<&str>) -> Vec<String> {
    keys.sort_unstable();
    keys.into_iter().map(str::to_owned).collect()
}

fn properties_of(definition: &Value) -> Vec<String> {
    let forms = definition["anyOf"].as_array().cloned().unwrap_or_default();
    let mut keys: Vec<String> = forms
        .iter()
        .chain([definition])
        .filter_map(|form| form["properties"].as_object())
        .flat_map(|properties| properties.keys().cloned())
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn every_key_of_the_schema_says_what_it_is() {
    let schema = schema();
    let definitions = schema["$defs"].as_object().expect("the schema has definitions");
    for (name, definition) in definitions.iter().chain([(&"Topology".to_owned(), &schema)]) {
        let forms = definition["anyOf"].as_array().cloned().unwrap_or_default();
        for form in forms.iter().chain([definition]) {
            for (key, property) in form["properties"].as_object().into_iter().flatten() {
                assert!(property["description"].is_string(), "describe `{key}` of {name}");
            }
        }
    }
}

#[test]
fn sound_topologies_satisfy_both_the_compiler_and_the_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    for text in SOUND {
        let (_, faults) = topology::parse(&Arc::from("topology.yaml"), text);
        assert!(faults.is_empty(), "{faults:#?}");
        let value: Value = serde_yaml::from_str(text).expect("YAML");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| format!("{} at {}", e, e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// A value of a service, and whether it is right.
const VALUES: [(&str, &str, bool); 34] = [
    ("purpose", "text", true),
    ("purpose", "5", false),
    ("purpose", "true", false),
    ("domain", "chat", true),
    ("domain", "Chat", false),
    ("grpc", "acme.v1.Chat", true),
    ("grpc", "[acme.v1.Chat, acme.v1.Admin]", true),
    ("grpc", "acme/v1", false),
    ("http", "true", true),
    ("http", "false", false),
    ("http", "openapi.yaml", true),
    ("http", "[GET /users]", true),
    ("http", "[users]", false),
    ("public", "false", true),
    ("public", "{rate: 5/s}", true),
    ("public", "{rate: 5}", false),
    ("port", "0", false),
    ("port", "8080", true),
    ("port", "{listen: 8080, expose: 80}", true),
    ("port", "70000", false),
    ("calls", "[a.B]", true),
    ("calls", "{a.B: 3s}", true),
    ("calls", "{a.B: none}", true),
    ("calls", "{a.B: 3}", false),
    ("calls", "{a.B: }", true),
    ("calls", "{a.B: {retry: 0}}", false),
    ("calls", "{a.B: {retry: {attempts: 2, codes: [UNAVAILABLE, 503]}}}", true),
    ("calls", "a.B", false),
    ("scale", "{cpu: 60%}", true),
    ("resources", "{memory: 1GB}", false),
    ("health", "{live: /live}", true),
    ("allow", "[S01]", false),
    ("allow", "{S01: because}", true),
    ("auth", "kerberos", false),
];

#[test]
fn the_schema_and_the_compiler_agree_on_values() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    for (key, value, right) in VALUES {
        let text =
            format!("system: a\nservices:\n  web:\n    cron: every 1h\n    {key}: {value}\n");
        let (_, faults) = topology::parse(&Arc::from("topology.yaml"), &text);
        assert_eq!(faults.is_empty(), right, "the compiler on `{key}: {value}`: {faults:#?}");
        let written: Value = serde_yaml::from_str(&text).unwrap_or(json!(null));
        assert_eq!(validator.is_valid(&written), right, "the schema on `{key}: {value}`");
    }
}
