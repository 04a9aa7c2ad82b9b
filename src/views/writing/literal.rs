//! JSON as Python: on one line, or a value a line.

use serde_json::Value as Json;

use super::lines::Lines;
use crate::names::Written;
use crate::names::written::python;

/// `{"a": [1, True]}`
pub(in crate::views) fn one_line_json(value: &Json) -> Written {
    match value {
        Json::Array(items) => {
            let items: Vec<Written> = items.iter().map(one_line_json).collect();
            Written::fill("[{}]", &[&Written::join(&items, ", ")])
        }
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                Written::fill("{}: {}", &[&python::string(key), &one_line_json(value)])
            });
            let entries = Written::join(&entries.collect::<Vec<_>>(), ", ");
            Written::concat(&[Written::own("{"), entries, Written::own("}")])
        }
        Json::Null => Written::own("None"),
        Json::Bool(true) => Written::own("True"),
        Json::Bool(false) => Written::own("False"),
        Json::Number(number) => python::number(&number.to_string()),
        Json::String(text) => python::string(text),
    }
}

/// The same with every item and every entry on a line of its own.
pub(in crate::views) fn json_lines(value: &Json) -> Lines {
    let mut lines = Lines::default();
    match value {
        Json::Array(items) if !items.is_empty() => {
            lines.own(0, "[");
            for item in items {
                lines.nest(1, &json_lines(item).with_tail(","));
            }
            lines.own(0, "]");
        }
        Json::Object(entries) if !entries.is_empty() => {
            let entries = entries.iter().map(|(key, value)| (key.as_str(), json_lines(value)));
            return dict_lines(entries.collect());
        }
        plain => lines.add(0, one_line_json(plain)),
    }
    lines
}

/// `{` and an entry a line and `}`
pub(in crate::views) fn dict_lines(entries: Vec<(&str, Lines)>) -> Lines {
    let mut lines = Lines::default();
    if entries.is_empty() {
        lines.own(0, "{}");
        return lines;
    }
    lines.own(0, "{");
    for (key, value) in entries {
        let head = Written::fill("{}: ", &[&python::string(key)]);
        lines.nest(1, &value.with_head(&head).with_tail(","));
    }
    lines.own(0, "}");
    lines
}
