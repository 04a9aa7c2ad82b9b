//! Schemas: what a value may be, and the objects that values are.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::names::pascal;
use crate::topology::faults::quoted;
use crate::topology::yaml::{Node, Value};

use super::facts::{Bounds, Model, Others, Property, Schema, Shape};
use super::node::{count_at, entries, find, is_true, items, json, number_at, text, text_at};
use super::reader::Reader;
use super::texts;

/// Words that are left out, each with the way round.
const UNREAD: [(&str, &str); 12] = [
    ("not", "say what the value is, not what it is not"),
    ("if", "write two schemas and `oneOf`"),
    ("patternProperties", "use `additionalProperties`"),
    ("propertyNames", "check the names in the use case"),
    ("dependentSchemas", "write two schemas and `oneOf`"),
    ("dependentRequired", "write two schemas and `oneOf`"),
    ("unevaluatedProperties", "use `additionalProperties`"),
    ("contains", "check the items in the use case"),
    ("prefixItems", "use an object with named values"),
    ("uniqueItems", "check the items in the use case"),
    ("xml", "JSON is the only form"),
    ("$dynamicRef", "use `$ref`"),
];

impl<'d, 'a> Reader<'d, 'a> {
    /// What a schema says. `name` is what an object without a name is called.
    pub(super) fn schema(&mut self, node: &'d Node<'a>, name: &str) -> Schema {
        if !self.goes_on(node.place) {
            return Schema::default();
        }
        match &node.value {
            Value::Map(_) => {}
            Value::Scalar(_) if json(node) == Json::Bool(true) => return Schema::default(),
            Value::Empty | Value::Scalar(_) | Value::List(_) => {
                self.invalid(node.place, "a schema is a map", "write `{type: string}` or the like");
                return Schema::default();
            }
        }
        if let Some(reference) = find(node, "$ref") {
            return self.described(node, |reader| reader.referred(reference));
        }
        if let Some(parts) = find(node, "allOf") {
            return self.described(node, |reader| reader.all_of(node, parts, name));
        }
        for word in ["oneOf", "anyOf"] {
            if let Some(options) = find(node, word) {
                return self.described(node, |reader| reader.one_of(node, options, name));
            }
        }
        self.described(node, |reader| reader.plain(node, name))
    }

    /// What is said beside the form: words, default, example, whether it may be null.
    fn described(&mut self, node: &'d Node<'a>, read: impl FnOnce(&mut Self) -> Schema) -> Schema {
        self.pass_over(node);
        let mut schema = read(self);
        let description = text_at(node, "description");
        if !description.is_empty() {
            schema.description = description;
        }
        schema.nullable |= is_true(node, "nullable");
        let first = find(node, "examples").and_then(|examples| items(examples).first());
        let example = find(node, "example").or(first).map(json);
        schema.example = example.or(schema.example);
        schema.default = find(node, "default").map(json).or(schema.default);
        schema
    }

    fn pass_over(&mut self, node: &'d Node<'a>) {
        for (label, value) in entries(node) {
            let unread = UNREAD.iter().find(|(word, _)| *word == label.text);
            if let Some((word, hint)) = unread.filter(|_| json(value) != Json::Bool(false)) {
                self.unsupported(label.place, &format!("`{word}` is not held to"), hint);
            }
        }
    }

    /// A schema by its name: an object stays a name, anything else takes the place of its reference.
    fn referred(&mut self, reference: &'d Node<'a>) -> Schema {
        let Some(found) = self.target(reference) else { return Schema::default() };
        let Some(name) = found.name else {
            let name = text(reference).unwrap_or_default();
            return self.inlined(reference, found.node, name, &pascal(name));
        };
        if is_object(found.node) {
            let shape = self.model(name, found.node);
            return Schema { shape, ..Schema::default() };
        }
        let mut schema = self.inlined(reference, found.node, name, name);
        name.clone_into(&mut schema.name);
        schema
    }

    fn inlined(
        &mut self,
        reference: &'d Node<'a>,
        node: &'d Node<'a>,
        key: &'d str,
        name: &str,
    ) -> Schema {
        if self.open.contains(&key) {
            let message = format!("{} is made of itself", quoted(key));
            self.invalid(reference.place, &message, "put an object with a name in between");
            return Schema::default();
        }
        self.open.push(key);
        let schema = self.schema(node, name);
        self.open.pop();
        schema
    }

    /// The object of a name, read once.
    pub(super) fn model(&mut self, name: &str, node: &'d Node<'a>) -> Shape {
        if !self.models.contains_key(name) {
            self.models.insert(name.to_owned(), None);
            let open = std::mem::take(&mut self.open);
            let model = self.object(node, name);
            self.open = open;
            self.models.insert(name.to_owned(), Some(model));
        }
        Shape::Model(name.to_owned())
    }

    fn object(&mut self, node: &'d Node<'a>, name: &str) -> Model {
        let mut model = Model { description: text_at(node, "description"), ..Model::default() };
        self.collect(node, name, 0, &mut model);
        model
    }

    /// The values that an object names, into a model.
    pub(super) fn properties(&mut self, node: &'d Node<'a>, name: &str, model: &mut Model) {
        let required = find(node, "required").map(items).unwrap_or_default();
        let required: BTreeSet<&str> = required.iter().filter_map(text).collect();
        for field in &mut model.fields {
            field.required |= required.contains(field.name.as_str());
        }
        let own = find(node, "properties").map(entries).unwrap_or_default();
        let own: BTreeSet<&str> = own.iter().map(|(label, _)| label.text.as_ref()).collect();
        model.fields.retain(|field| !own.contains(field.name.as_str()));
        for (label, value) in find(node, "properties").map(entries).unwrap_or_default() {
            let key = label.text.as_ref();
            let schema = self.schema(value, &format!("{name}{}", pascal(key)));
            let is_given_by_one_side = is_true(value, "readOnly") || is_true(value, "writeOnly");
            if is_given_by_one_side {
                let message = format!("{} may be left out in both directions", quoted(key));
                let hint = "write two schemas, one that is sent and one that is answered";
                self.unsupported(label.place, &message, hint);
            }
            model.fields.push(Property {
                name: key.to_owned(),
                required: required.contains(key) && !is_given_by_one_side,
                schema,
            });
        }
        if let Some(others) = find(node, "additionalProperties") {
            model.others = match json(others) {
                Json::Bool(false) => Others::Refused,
                Json::Bool(true) => Others::Kept,
                _ => {
                    let message = "values of other names are kept, but not checked";
                    let hint = "put them into an object of their own";
                    self.unsupported(others.place, message, hint);
                    Others::Kept
                }
            };
        }
    }

    /// A schema without `$ref`, `allOf`, `oneOf`.
    fn plain(&mut self, node: &'d Node<'a>, name: &str) -> Schema {
        let mut kinds = types(node);
        let nullable = kinds.iter().any(|kind| kind == "null");
        kinds.retain(|kind| kind != "null");
        if let Some(values) = find(node, "enum").or_else(|| find(node, "const")) {
            return choice(values, nullable);
        }
        if kinds.len() > 1 {
            let options = kinds.iter().map(|kind| self.of_kind(node, kind, name)).collect();
            let shape = Shape::OneOf { options, discriminator: None };
            return Schema { shape, nullable, ..Schema::default() };
        }
        let kind = kinds.pop().unwrap_or_else(|| implied(node).to_owned());
        let mut schema = self.of_kind(node, &kind, name);
        schema.nullable = nullable;
        schema
    }

    fn of_kind(&mut self, node: &'d Node<'a>, kind: &str, name: &str) -> Schema {
        let shape = match kind {
            "boolean" => Shape::Boolean,
            "integer" => Shape::Integer,
            "number" => Shape::Number,
            "string" => return self.text_schema(node),
            "array" => {
                let inner =
                    find(node, "items").map(|items| self.schema(items, &format!("{name}Item")));
                Shape::List(Box::new(inner.unwrap_or_default()))
            }
            "object" if is_object(node) => {
                let name = self.free(name);
                self.model(&name, node)
            }
            "object" => {
                let others = find(node, "additionalProperties").filter(|a| !entries(a).is_empty());
                let inner = others.map(|others| self.schema(others, &format!("{name}Value")));
                Shape::Map(Box::new(inner.unwrap_or_default()))
            }
            "" => Shape::Any,
            other => {
                let message = format!("{} is no type", quoted(other));
                let hint = "use `string`, `integer`, `number`, `boolean`, `array` or `object`";
                self.invalid(node.place, &message, hint);
                Shape::Any
            }
        };
        Schema { bounds: bounds(node, &shape), shape, ..Schema::default() }
    }

    fn text_schema(&mut self, node: &'d Node<'a>) -> Schema {
        let format = Some(text_at(node, "format")).filter(|format| !format.is_empty());
        let shape = Shape::Text(format);
        let mut bounds = bounds(node, &shape);
        if let Some(pattern) = find(node, "pattern")
            && let Some(fault) = text(pattern).and_then(texts::unread_pattern)
        {
            let hint = "write it without looking around or back";
            self.unsupported(pattern.place, &format!("this pattern is not held to: {fault}"), hint);
            bounds.pattern = None;
        }
        Schema { shape, bounds, ..Schema::default() }
    }
}

/// Whether a schema is an object with named values.
fn is_object(node: &Node) -> bool {
    let refuses = || find(node, "additionalProperties").is_some_and(|a| json(a) == false);
    let is_map = types(node).iter().all(|kind| kind == "object" || kind == "null");
    let combined = find(node, "allOf").map(items).unwrap_or_default();
    let is_renamed = combined.len() == 1 && find(node, "properties").is_none();
    find(node, "properties").is_some()
        || (find(node, "type").is_some() && is_map && refuses())
        || (!combined.is_empty() && !is_renamed)
}

/// `type`, one or several.
pub(super) fn types(node: &Node) -> Vec<String> {
    let Some(written) = find(node, "type") else { return Vec::new() };
    match &written.value {
        Value::Empty => vec!["null".to_owned()],
        Value::List(all) => {
            let name = |one: &Node| text(one).map_or_else(|| "null".to_owned(), str::to_owned);
            all.iter().map(name).collect()
        }
        Value::Scalar(_) | Value::Map(_) => text(written).map(str::to_owned).into_iter().collect(),
    }
}

/// The type of a schema that does not say it.
fn implied(node: &Node) -> &'static str {
    let has = |keys: &[&str]| keys.iter().any(|key| find(node, key).is_some());
    match () {
        () if has(&["properties", "additionalProperties"]) => "object",
        () if has(&["items"]) => "array",
        () if has(&["pattern", "minLength", "maxLength"]) => "string",
        () if has(&["minimum", "maximum", "multipleOf"]) => "number",
        () => "",
    }
}

/// The values of `enum`, or the one of `const`; null is said apart.
fn choice(written: &Node, nullable: bool) -> Schema {
    let values = match json(written) {
        Json::Array(values) => values,
        one => vec![one],
    };
    let nullable = nullable || values.contains(&Json::Null);
    let is_plain =
        |value: &Json| matches!(value, Json::String(_) | Json::Bool(_)) || value.is_i64();
    let (values, others): (Vec<Json>, Vec<Json>) =
        values.into_iter().filter(|value| *value != Json::Null).partition(is_plain);
    let is_closed = others.is_empty() && !values.is_empty();
    let shape = if is_closed { Shape::Choice(values) } else { Shape::Any };
    Schema { shape, nullable, ..Schema::default() }
}

fn bounds(node: &Node, shape: &Shape) -> Bounds {
    let (least, most) = match shape {
        Shape::List(_) => ("minItems", "maxItems"),
        Shape::Map(_) => ("minProperties", "maxProperties"),
        Shape::Text(_) => ("minLength", "maxLength"),
        _ => ("", ""),
    };
    let mut bounds = Bounds {
        min_length: count_at(node, least).filter(|least| *least > 0),
        max_length: count_at(node, most),
        ..Bounds::default()
    };
    if matches!(shape, Shape::Text(_)) {
        bounds.pattern = find(node, "pattern").and_then(text).map(str::to_owned);
    }
    if matches!(shape, Shape::Integer | Shape::Number) {
        of_numbers(node, &mut bounds);
    }
    bounds
}

/// OpenAPI 3.0 says with a flag that a bound is not reached, 3.1 with a number.
fn of_numbers(node: &Node, bounds: &mut Bounds) {
    bounds.multiple_of = number_at(node, "multipleOf");
    bounds.above = number_at(node, "exclusiveMinimum");
    bounds.below = number_at(node, "exclusiveMaximum");
    let (least, most) = (number_at(node, "minimum"), number_at(node, "maximum"));
    if is_true(node, "exclusiveMinimum") {
        bounds.above = least;
    } else {
        bounds.minimum = least.or_else(|| texts::bound(node, false));
    }
    if is_true(node, "exclusiveMaximum") {
        bounds.below = most;
    } else {
        bounds.maximum = most.or_else(|| texts::bound(node, true));
    }
}
