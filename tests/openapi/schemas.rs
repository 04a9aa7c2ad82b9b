//! What schemas say.

use scaffold::openapi::{Document, Others, Place, Shape};

use super::{read, with_schemas};

fn sound(text: &str) -> Document {
    let (document, faults) = read(text);
    assert!(faults.is_empty(), "{faults:#?}");
    document.expect("it could be read")
}

#[test]
fn objects_that_are_put_together_have_the_values_of_all() {
    let document = sound(&with_schemas(
        "    A: {allOf: [{$ref: '#/components/schemas/B'}, {required: [b], properties: {c: {type: integer}}}]}\n\
         \x20   B: {properties: {b: {type: [string, 'null'], maxLength: 3}}, additionalProperties: false}\n",
    ));
    let model = &document.models["A"];
    let fields: Vec<(&str, bool)> =
        model.fields.iter().map(|field| (field.name.as_str(), field.required)).collect();
    assert_eq!(fields, [("b", true), ("c", false)]);
    assert_eq!(model.others, Others::Refused);
    let first = &model.fields[0].schema;
    assert!(first.nullable && first.bounds.max_length == Some(3));
    assert!(!document.models.contains_key("B"), "nothing needs it by itself");
}

#[test]
fn both_versions_say_bounds_that_are_not_reached() {
    let document = sound(&with_schemas(
        "    A:\n      properties:\n        a: {type: number, minimum: 1, exclusiveMinimum: true}\n\
         \x20       b: {type: integer, exclusiveMaximum: 9, format: int32}\n",
    ));
    let fields = &document.models["A"].fields;
    let above = fields[0].schema.bounds.above.as_ref().and_then(serde_json::Number::as_i64);
    assert_eq!((above, fields[0].schema.bounds.minimum.is_none()), (Some(1), true));
    let below = fields[1].schema.bounds.below.as_ref().and_then(serde_json::Number::as_i64);
    assert_eq!(below, Some(9));
}

#[test]
fn objects_may_hold_themselves_and_are_read_once() {
    let document = sound(&with_schemas(
        "    A: {properties: {next: {$ref: '#/components/schemas/A'}, inner: {properties: {x: {}}}}}\n",
    ));
    let names: Vec<&String> = document.models.keys().collect();
    assert_eq!(names, ["A", "AInner"]);
    let next = &document.models["A"].fields[0].schema.shape;
    assert!(matches!(next, Shape::Model(name) if name == "A"));
}

#[test]
fn json_is_read_like_yaml_and_servers_and_paths_go_together() {
    let document = sound(
        r#"{"openapi": "3.0.3", "servers": [{"url": "https://example.com/api/"}], "security": [{"k": []}],
        "paths": {"/a/{id}": {"parameters": [{"name": "X-V", "in": "header", "schema": {"type": "string"}}],
        "get": {"operationId": "readA", "security": [], "responses": {"201": {"description": "Ok"}}}}}}"#,
    );
    let [only] = document.operations.as_slice() else { panic!("{document:#?}") };
    assert_eq!(only.route(), "GET /api/a/{id}");
    assert_eq!((only.secured, only.answer.status), (Some(false), 201));
    let places: Vec<Place> = only.parameters.iter().map(|one| one.place).collect();
    assert_eq!(places, [Place::Header, Place::Path]);
}
