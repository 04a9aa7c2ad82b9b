//! The limits of fields in JSON: as pydantic's annotations, and in the words of JSON Schema.

use serde_json::{Map, Value as Document, json};

use super::constraints::{literal, rows};
use crate::contracts::{Cardinality, Contracts, Field, Kind, Limit, Limits, Scalar};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::field::has_presence;
use crate::views::writing::lines::Lines;

/// The limits of a field as JSON has it: names for the values of enums, and a rule for what has to be there.
pub(in crate::views) fn of_json(contracts: &Contracts, field: &Field) -> Limits {
    let mut limits = field.limits.clone();
    for name in ["example", "defined_only"] {
        limits.rules.remove(name);
    }
    let required = limits.rules.remove("required").is_some();
    for part in ["items", "values"] {
        if let Some(Limit::Each(inner)) = limits.rules.get_mut(part) {
            inner.rules.remove("defined_only");
            inner.rules.remove("example");
            name_values(contracts, &field.kind, inner);
        }
    }
    name_values(contracts, &field.kind, &mut limits);
    if required && !has_presence(field) {
        let (name, limit) = not_nothing(contracts, field);
        limits.rules.entry(name.to_owned()).or_insert(limit);
    }
    let says_something =
        |limit: &Limit| !matches!(limit, Limit::Each(inner) if inner.rules.is_empty());
    limits.rules.retain(|_, limit| says_something(limit));
    limits
}

/// JSON has the names of an enum's values.
fn name_values(contracts: &Contracts, kind: &Kind, limits: &mut Limits) {
    let Kind::Enum(name) = kind else { return };
    let Some(declared) = contracts.enums.get(name) else { return };
    let name_of = |limit: &Limit| match limit {
        Limit::Integer(number) => {
            let found = declared.values.iter().find(|value| i128::from(value.number) == *number);
            found.map(|value| Limit::Text(value.name.clone()))
        }
        _ => None,
    };
    for rule in ["const", "in", "not_in"] {
        let named = match limits.rules.get(rule) {
            Some(Limit::List(values)) => Limit::List(values.iter().filter_map(name_of).collect()),
            Some(other) => name_of(other).unwrap_or_else(|| other.clone()),
            None => continue,
        };
        limits.rules.insert(rule.to_owned(), named);
    }
}

/// What proto3 does not tell from nothing is no answer where something is required.
fn not_nothing(contracts: &Contracts, field: &Field) -> (&'static str, Limit) {
    if let Some(rule) = least(field) {
        return (rule, Limit::Integer(1));
    }
    match &field.kind {
        Kind::Scalar(Scalar::Bool) => ("const", Limit::Flag(true)),
        Kind::Scalar(_) | Kind::Message(_) => ("not_in", Limit::List(vec![Limit::Integer(0)])),
        Kind::Enum(name) => {
            let values = contracts.enums.get(name).map(|declared| declared.values.as_slice());
            let zero = values.unwrap_or_default().iter().find(|value| value.number == 0);
            let zero = zero.map(|value| Limit::Text(value.name.clone()));
            ("not_in", Limit::List(zero.into_iter().collect()))
        }
    }
}

/// The rule that says how much of it there is at least, where it has a length.
pub(super) fn least(field: &Field) -> Option<&'static str> {
    match (&field.cardinality, &field.kind) {
        (Cardinality::Repeated, _) => Some("min_items"),
        (Cardinality::Map(_), _) => Some("min_pairs"),
        (_, Kind::Scalar(Scalar::String | Scalar::Bytes)) => Some("min_len"),
        _ => None,
    }
}

/// `name: Annotated[`, the type, `Limited(` .. `),`, a remark, `]` and what stands behind it.
pub(in crate::views) fn annotated(
    name: &Written,
    kind: &Written,
    (limits, remark): (&Limits, Option<&Written>),
    tail: &Written,
) -> Lines {
    let mut lines = Lines::default();
    lines.add(0, Written::fill("{}: Annotated[", &[name]));
    lines.add(1, Written::fill("{},", &[kind]));
    lines.own(1, "Limited(");
    for (name, limit) in &limits.rules {
        let name = if name == "in" { Written::own("in_") } else { python::identifier(name) };
        let head = Written::fill("{}=", &[&name]);
        match limit {
            Limit::Each(inner) => lines.nest(2, &rows(&head, inner)),
            limit => lines.add(2, Written::fill("{}{},", &[&head, &literal(limit)])),
        }
    }
    lines.own(1, "),");
    if let Some(remark) = remark {
        lines.add(1, Written::fill("{},", &[remark]));
    }
    lines.add(0, Written::fill("]{}", &[tail]));
    lines
}

/// The schema with the limits, as the runtime's `limits_document.py` says them.
pub(in crate::views) fn describe(schema: &mut Document, limits: &Limits) {
    let is_base64 = ["format", "contentEncoding"].iter().any(|word| schema[word] == "base64");
    if limits.rules.contains_key("ignore_zero") || is_base64 {
        return;
    }
    for (name, limit) in &limits.rules {
        if let (Limit::Each(inner), Some(part)) = (limit, part(name)) {
            let mut within = schema.get(part).cloned().unwrap_or_else(|| json!({}));
            describe(&mut within, inner);
            schema[part] = within;
        }
        for (word, value) in words(name, limit) {
            schema[word] = value;
        }
    }
}

fn part(rule: &str) -> Option<&'static str> {
    match rule {
        "items" => Some("items"),
        "keys" => Some("propertyNames"),
        "values" => Some("additionalProperties"),
        _ => None,
    }
}

fn words(rule: &str, limit: &Limit) -> Map<String, Document> {
    let limit = document(limit);
    let found = match rule {
        "pattern" => json!({ "pattern": limit }),
        "const" => json!({ "const": limit }),
        "in" => json!({ "enum": limit }),
        "not_in" => json!({ "not": { "enum": limit } }),
        "lt" => json!({ "exclusiveMaximum": limit }),
        "lte" => json!({ "maximum": limit }),
        "gt" => json!({ "exclusiveMinimum": limit }),
        "gte" => json!({ "minimum": limit }),
        "len" => json!({ "minLength": limit, "maxLength": limit }),
        "min_len" => json!({ "minLength": limit }),
        "max_len" => json!({ "maxLength": limit }),
        "email" | "hostname" | "ipv4" | "ipv6" | "uri" | "uuid" => json!({ "format": rule }),
        "min_items" => json!({ "minItems": limit }),
        "max_items" => json!({ "maxItems": limit }),
        "unique" => json!({ "uniqueItems": true }),
        "min_pairs" => json!({ "minProperties": limit }),
        "max_pairs" => json!({ "maxProperties": limit }),
        _ => json!({}),
    };
    found.as_object().cloned().unwrap_or_default()
}

/// A limit as JSON; numbers beyond it stand as near as it can say.
#[allow(clippy::cast_precision_loss, reason = "JSON has no wider numbers")]
pub(in crate::views) fn document(limit: &Limit) -> Document {
    match limit {
        Limit::Flag(flag) => json!(flag),
        Limit::Integer(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => json!(number),
            (_, Ok(number)) => json!(number),
            _ => json!(*number as f64),
        },
        Limit::Number(number) => json!(number),
        Limit::Text(text) => json!(text),
        Limit::Bytes(_) | Limit::Each(_) => Document::Null,
        Limit::List(values) => values.iter().map(document).collect(),
    }
}
