//! Questions to the tree of a document.

use std::borrow::Cow;

use serde_json::{Map, Number, Value as Json};

use crate::topology::lower::Kind;
use crate::topology::yaml::{Label, Node, Scalar, Value};

/// The value of a key.
pub(super) fn find<'d, 'a>(node: &'d Node<'a>, key: &str) -> Option<&'d Node<'a>> {
    entries(node).iter().find(|(label, _)| label.text == key).map(|(_, value)| value)
}

/// The entries of a map; none of anything else.
pub(super) fn entries<'d, 'a>(node: &'d Node<'a>) -> &'d [(Label<'a>, Node<'a>)] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Empty | Value::Scalar(_) | Value::List(_) => &[],
    }
}

/// The items of a list; none of anything else.
pub(super) fn items<'d, 'a>(node: &'d Node<'a>) -> &'d [Node<'a>] {
    match &node.value {
        Value::List(items) => items,
        Value::Empty | Value::Scalar(_) | Value::Map(_) => &[],
    }
}

/// A single value as text.
pub(super) fn text<'d>(node: &'d Node) -> Option<&'d str> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar.text.as_ref()),
        Value::Empty | Value::List(_) | Value::Map(_) => None,
    }
}

/// The text of a key, or nothing.
pub(super) fn text_at(node: &Node, key: &str) -> String {
    find(node, key).and_then(text).unwrap_or_default().trim().to_owned()
}

/// Whether a key says `true`.
pub(super) fn is_true(node: &Node, key: &str) -> bool {
    find(node, key).is_some_and(|value| json(value) == Json::Bool(true))
}

/// The number of a key.
pub(super) fn number_at(node: &Node, key: &str) -> Option<Number> {
    match json(find(node, key)?) {
        Json::Number(number) => Some(number),
        _ => None,
    }
}

/// The whole number of a key, from zero.
pub(super) fn count_at(node: &Node, key: &str) -> Option<u64> {
    number_at(node, key)?.as_u64()
}

/// A value as JSON.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Empty => Json::Null,
        Value::Scalar(scalar) => single(scalar),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(label, value)| (label.text.to_string(), json(value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn single(scalar: &Scalar) -> Json {
    let text = || Json::String(scalar.text.to_string());
    match scalar.kind() {
        Kind::Text => text(),
        Kind::Boolean => Json::Bool(scalar.text.eq_ignore_ascii_case("true")),
        Kind::Integer => {
            let digits = scalar.text.trim_start_matches('+');
            let number = digits.parse::<i64>().map(Number::from);
            let number = number.or_else(|_| digits.parse::<u64>().map(Number::from));
            number.map_or_else(|_| float(digits).unwrap_or_else(text), Json::Number)
        }
        Kind::Float => float(&scalar.text).unwrap_or_else(text),
    }
}

fn float(text: &str) -> Option<Json> {
    text.parse().ok().and_then(Number::from_f64).map(Json::Number)
}

/// A segment of a JSON pointer as it is meant.
pub(super) fn unescaped(segment: &str) -> Cow<'_, str> {
    if !segment.contains(['~', '%']) {
        return Cow::Borrowed(segment);
    }
    let plain = segment.replace("%7B", "{").replace("%7D", "}").replace("%20", " ");
    Cow::Owned(plain.replace("~1", "/").replace("~0", "~"))
}
