//! Values that keep to an OpenAPI document, for tests and for answers that nothing fills so far.

use serde_json::{Map, Number, Value as Json, json};

use super::classes::pattern_of;
use super::types::special;
use crate::contracts::{Limit, Limits};
use crate::names::Written;
use crate::names::written::python;
use crate::openapi::{Document, Schema, Shape};
use crate::views::doors::needed::matches;
use crate::views::tested::valid;
use crate::views::writing::imports::Imports;
use crate::views::writing::literal::one_line_json;

/// How deep objects are filled that have to be there.
const DEEPEST: usize = 8;

/// A value that keeps to a schema, as JSON.
pub(in crate::views) fn sample(document: &Document, schema: &Schema, name: &str) -> Json {
    sample_to(document, schema, name, DEEPEST)
}

fn sample_to(document: &Document, schema: &Schema, name: &str, depth: usize) -> Json {
    let count = usize::try_from(schema.bounds.min_length.unwrap_or(0).min(20)).unwrap_or(0);
    match &schema.shape {
        Shape::Any => json!({}),
        Shape::Boolean => json!(true),
        Shape::Integer => number(schema, true),
        Shape::Number => number(schema, false),
        Shape::Text(format) => json!(text(schema, format.as_deref(), name)),
        Shape::Choice(values) => values.first().cloned().unwrap_or_default(),
        Shape::List(_) | Shape::Map(_) | Shape::Model(_) if depth == 0 => Json::Null,
        Shape::List(inner) => Json::Array(vec![sample_to(document, inner, name, depth - 1); count]),
        Shape::Map(inner) => {
            let one = |number: usize| {
                (format!("key{number}"), sample_to(document, inner, name, depth - 1))
            };
            (1..=count).map(one).collect::<Map<_, _>>().into()
        }
        Shape::Model(model) => {
            let fields = document.models.get(model).map(|model| model.fields.as_slice());
            let needed = fields.unwrap_or_default().iter().filter(|field| field.required);
            let entries = needed.map(|field| {
                let value = sample_to(document, &field.schema, &field.name, depth - 1);
                (field.name.clone(), value)
            });
            entries.collect::<Map<_, _>>().into()
        }
        Shape::OneOf { options, .. } => {
            options.first().map_or(Json::Null, |first| sample_to(document, first, name, depth))
        }
    }
}

fn number(schema: &Schema, is_whole: bool) -> Json {
    let bounds = &schema.bounds;
    let read = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let step = read(&bounds.multiple_of).unwrap_or(if is_whole { 1.0 } else { 0.5 });
    let least = read(&bounds.minimum).or_else(|| read(&bounds.above).map(|above| above + step));
    let most = read(&bounds.maximum).or_else(|| read(&bounds.below).map(|below| below - step));
    let wanted = least.map_or(1.0, |least| least.max(1.0));
    let found = most.map_or(wanted, |most| wanted.min(most));
    let found = match read(&bounds.multiple_of) {
        Some(step) if step > 0.0 => (found / step).ceil() * step,
        _ => found,
    };
    #[allow(clippy::cast_possible_truncation, reason = "a sample")]
    if is_whole { json!(found.ceil() as i64) } else { json!(found) }
}

fn text(schema: &Schema, format: Option<&str>, name: &str) -> String {
    let bounds = &schema.bounds;
    let known = match format {
        Some("uuid") => Some("0af76519-16cd-43dd-8448-eb211c80319c"),
        Some("date") => Some("2026-01-31"),
        Some("date-time") => Some("2026-01-31T12:00:00Z"),
        Some("time") => Some("12:00:00"),
        Some("duration") => Some("PT1H"),
        Some("ipv4") => Some("127.0.0.1"),
        Some("ipv6") => Some("::1"),
        Some("email") => Some("someone@example.com"),
        Some("uri" | "url") => Some("https://example.com/"),
        _ => None,
    };
    let shown = schema.example.as_ref().and_then(Json::as_str);
    let fits = |text: &&str| {
        let length = text.chars().count() as u64;
        bounds.min_length.is_none_or(|least| length >= least)
            && bounds.max_length.is_none_or(|most| length <= most)
            && pattern_of(schema).is_none_or(|pattern| matches(pattern, text))
    };
    if let Some(text) = shown.into_iter().chain(known).find(fits) {
        return text.to_owned();
    }
    let mut limits = Limits::default();
    let mut rule = |name: &str, limit: Option<Limit>| {
        limit.map(|limit| limits.rules.insert(name.to_owned(), limit))
    };
    rule("min_len", bounds.min_length.map(|least| Limit::Integer(least.into())));
    rule("max_len", bounds.max_length.map(|most| Limit::Integer(most.into())));
    rule("pattern", bounds.pattern.clone().map(Limit::Text));
    valid::text(name, &limits).unwrap_or_else(|| name.to_owned())
}

/// The same as Python has it: an id is no text there.
pub(in crate::views) fn python_value(
    schema: &Schema,
    value: &Json,
    imports: &mut Imports,
) -> Written {
    let (Shape::Text(format), Json::String(text)) = (&schema.shape, value) else {
        return one_line_json(value);
    };
    let Some((module, name)) = special(format.as_deref()) else { return python::string(text) };
    imports.name(module, if name == "AwareDatetime" { "TypeAdapter" } else { name });
    match name {
        "UUID" | "IPv4Address" | "IPv6Address" => {
            Written::fill("{}({})", &[&Written::own(name), &python::string(text)])
        }
        "date" | "time" => {
            Written::fill("{}.fromisoformat({})", &[&Written::own(name), &python::string(text)])
        }
        "timedelta" => Written::own("timedelta(hours=1)"),
        _ => {
            imports.name("pydantic", "AwareDatetime");
            let text = python::string(text);
            Written::fill("TypeAdapter(AwareDatetime).validate_python({})", &[&text])
        }
    }
}
