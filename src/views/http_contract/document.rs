//! What an OpenAPI document says, as `FastAPI` says it of the classes and routes that are made of it.

use serde_json::{Map, Value as Json, json};

use super::classes::pattern_of;
use super::types::{HttpContract, format_of, operation_name, parameter_context, special};
use crate::openapi::{Operation, Others, Parameter, Place, Schema, Shape};
use crate::views::doors::inputs::Value;
use crate::views::meaning::operation::PyOperation;

/// Everything of an operation but its refusals and its security.
pub(in crate::views) fn operation(
    contract: &HttpContract,
    operation: &PyOperation,
    described: &Operation,
) -> Json {
    let name = operation_name(described);
    let mut said = json!({ "description": operation.doc });
    if !described.summary.is_empty() {
        said["summary"] = json!(described.summary);
    }
    if let Some(id) = &described.id {
        said["operationId"] = json!(id);
    }
    if described.deprecated {
        said["deprecated"] = json!(true);
    }
    let parameters = parameters(contract, operation, described);
    if !parameters.is_empty() {
        said["parameters"] = parameters.into();
    }
    if let Some(body) = &described.body {
        let mut schema = inner(contract, &body.schema, &format!("{name}Body"));
        if !body.required && !body.schema.nullable {
            schema = or_null(schema);
        }
        said["requestBody"] = json!({ "content": { "application/json": { "schema": schema } } });
        if body.required {
            said["requestBody"]["required"] = json!(true);
        }
    }
    let answer = &described.answer;
    let words =
        if answer.description.is_empty() { "Successful Response" } else { &answer.description };
    let mut response = json!({ "description": words });
    if let Some(schema) = &answer.schema {
        let schema = inner(contract, schema, &format!("{name}Answer"));
        response["content"] = json!({ "application/json": { "schema": schema } });
    }
    said["responses"] = json!({ answer.status.to_string(): response });
    said
}

/// Those of the path come first, then those of the query.
fn parameters(
    contract: &HttpContract,
    operation: &PyOperation,
    described: &Operation,
) -> Vec<Json> {
    let values = operation.flow.values();
    let find = |value: &Value| {
        described.parameters.iter().find(|one| one.name == value.name && is_at(one.place, value))
    };
    let mut all: Vec<(&Value, &Parameter)> =
        values.iter().filter_map(|value| Some((value, find(value)?))).collect();
    all.sort_by_key(|(_, parameter)| parameter.place as u8);
    let parameter = |(value, parameter): (&Value, &Parameter)| {
        let context = parameter_context(described, parameter);
        let optional = !parameter.required && parameter.schema.default.is_none();
        let schema = field(contract, &parameter.schema, &context, optional);
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
        };
        let name = path_name(value);
        let name = if parameter.place == Place::Path { name } else { &parameter.name };
        json!({ "name": name, "in": place, "required": parameter.required, "schema": schema })
    };
    all.into_iter().map(parameter).collect()
}

fn is_at(place: Place, value: &Value) -> bool {
    use crate::views::doors::inputs::Place as Given;
    matches!(
        (place, value.place),
        (Place::Path, Given::Path) | (Place::Query, Given::Query) | (Place::Header, Given::Header)
    )
}

/// The name of a variable of the path, as far as `FastAPI` takes it.
pub(super) fn path_name<'a>(value: &'a Value) -> &'a str {
    if value.name.contains('-') { &value.argument } else { &value.name }
}

/// The objects of a document.
pub(in crate::views) fn models(contract: &HttpContract) -> Map<String, Json> {
    let models = contract.document.models.iter();
    let mut all: Map<String, Json> = models
        .map(|(name, model)| {
            let mut properties = Map::new();
            for one in &model.fields {
                let context = super::types::field_context(name, &one.name);
                let optional = !one.required && super::classes::default_of(&one.schema).is_none();
                properties
                    .insert(one.name.clone(), field(contract, &one.schema, &context, optional));
            }
            let mut said = json!({ "type": "object", "properties": properties });
            let required = model.fields.iter().filter(|field| field.required);
            let required: Vec<&str> = required.map(|field| field.name.as_str()).collect();
            if !required.is_empty() {
                said["required"] = json!(required);
            }
            match model.others {
                Others::Ignored => {}
                Others::Kept => said["additionalProperties"] = json!(true),
                Others::Refused => said["additionalProperties"] = json!(false),
            }
            if !model.description.is_empty() {
                said["description"] = json!(model.description);
            }
            (contract.class(name).as_str().to_owned(), said)
        })
        .collect();
    if contract.has_any() {
        all.insert("JsonValue".to_owned(), json!({}));
    }
    all
}

/// A value with a name: its bounds are said there, and so is a format without a type of its own.
fn field(contract: &HttpContract, schema: &Schema, context: &str, optional: bool) -> Json {
    let mut said = bounded(contract, schema, context);
    if optional || schema.nullable {
        said = or_null(said);
    }
    if let Some(format) = format_of(schema) {
        said["format"] = json!(format);
    }
    if !schema.description.is_empty() && !matches!(schema.shape, Shape::Model(_)) {
        said["description"] = json!(schema.description);
    }
    said
}

/// A value inside of something else.
fn inner(contract: &HttpContract, schema: &Schema, context: &str) -> Json {
    let mut said = bounded(contract, schema, context);
    if let Some(format) = format_of(schema) {
        said["format"] = json!(format);
    }
    if schema.nullable { or_null(said) } else { said }
}

fn or_null(said: Json) -> Json {
    match said {
        Json::Object(mut entries) if entries.len() == 1 && entries.contains_key("anyOf") => {
            if let Some(Json::Array(options)) = entries.get_mut("anyOf") {
                options.push(json!({ "type": "null" }));
            }
            Json::Object(entries)
        }
        one => json!({ "anyOf": [one, { "type": "null" }] }),
    }
}

fn bounded(contract: &HttpContract, schema: &Schema, context: &str) -> Json {
    let mut said = bare(contract, schema, context);
    if matches!(&schema.shape, Shape::Text(format) if special(format.as_deref()).is_some()) {
        return said;
    }
    let bounds = &schema.bounds;
    let (least, most) = match schema.shape {
        Shape::List(_) => ("minItems", "maxItems"),
        Shape::Map(_) => ("minProperties", "maxProperties"),
        _ => ("minLength", "maxLength"),
    };
    let mut say = |key: &str, value: Option<Json>| {
        if let Some(value) = value {
            said[key] = value;
        }
    };
    say(least, bounds.min_length.map(|count| json!(count)));
    say(most, bounds.max_length.map(|count| json!(count)));
    say("pattern", pattern_of(schema).map(|pattern| json!(pattern)));
    say("minimum", bounds.minimum.as_ref().map(|number| json!(number)));
    say("maximum", bounds.maximum.as_ref().map(|number| json!(number)));
    say("exclusiveMinimum", bounds.above.as_ref().map(|number| json!(number)));
    say("exclusiveMaximum", bounds.below.as_ref().map(|number| json!(number)));
    say("multipleOf", bounds.multiple_of.as_ref().map(|number| json!(number)));
    said
}

fn bare(contract: &HttpContract, schema: &Schema, context: &str) -> Json {
    match &schema.shape {
        Shape::Any => reference("JsonValue"),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Text(format) => match format.as_deref().filter(|f| special(Some(*f)).is_some()) {
            Some(format) => json!({ "type": "string", "format": format }),
            None => json!({ "type": "string" }),
        },
        Shape::Choice(values) => choice(values),
        Shape::List(items) => {
            json!({ "type": "array", "items": inner(contract, items, &format!("{context}Item")) })
        }
        Shape::Map(values) => {
            let values = inner(contract, values, &format!("{context}Value"));
            json!({ "type": "object", "additionalProperties": values })
        }
        Shape::Model(name) => reference(contract.class(name).as_str()),
        Shape::OneOf { options, discriminator } => {
            one_of(contract, options, discriminator.as_deref(), context)
        }
    }
}

fn choice(values: &[Json]) -> Json {
    let mut said = match values {
        [only] => json!({ "const": only }),
        all => json!({ "enum": all }),
    };
    let kinds = [
        ("string", values.iter().all(Json::is_string)),
        ("integer", values.iter().all(Json::is_i64)),
        ("boolean", values.iter().all(Json::is_boolean)),
    ];
    if let Some((kind, _)) = kinds.iter().find(|(_, all)| *all) {
        said["type"] = json!(kind);
    }
    said
}

fn one_of(
    contract: &HttpContract,
    options: &[Schema],
    discriminator: Option<&str>,
    context: &str,
) -> Json {
    let said = options.iter().enumerate();
    let said = said.map(|(index, one)| inner(contract, one, &format!("{context}{}", index + 1)));
    let said: Vec<Json> = said.collect();
    let told = discriminator.filter(|field| contract.is_told_by(field, options));
    let Some(field) = told else { return json!({ "anyOf": said }) };
    let mut mapping = Map::new();
    for option in options {
        let Shape::Model(name) = &option.shape else { continue };
        let model = contract.document.models.get(name);
        let fields = model.map(|model| model.fields.as_slice()).unwrap_or_default();
        let own = fields.iter().find(|one| one.name == field).map(|one| &one.schema.shape);
        if let Some(Shape::Choice(values)) = own {
            for value in values.iter().filter_map(Json::as_str) {
                let target = reference(contract.class(name).as_str())["$ref"].clone();
                mapping.insert(value.to_owned(), target);
            }
        }
    }
    json!({ "oneOf": said, "discriminator": { "propertyName": field, "mapping": mapping } })
}

fn reference(class: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{class}") })
}
