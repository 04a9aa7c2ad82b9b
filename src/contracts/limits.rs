//! What a field may be, as `buf.validate` says it: rules by name, of the field, of its items, of its keys.

use std::collections::BTreeMap;

use prost_reflect::{DynamicMessage, Value};

/// The limits of a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// By the name that the option has for them: `min_len`, `gte`, `required` ..
    pub rules: BTreeMap<String, Limit>,
    /// Those of the same option that generated services do not hold to.
    pub unread: Vec<String>,
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// `required`, `email`, `unique` ..
    Flag(bool),
    /// A length, a number, a value of an enum.
    Integer(i128),
    /// A number with a fraction.
    Number(f64),
    /// A text, a pattern.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Several values: `in`, `not_in`.
    List(Vec<Limit>),
    /// The limits of items, keys, values.
    Each(Limits),
}

/// The rules that the runtime knows.
const KNOWN: [&str; 38] = [
    "const",
    "contains",
    "defined_only",
    "email",
    "example",
    "finite",
    "gt",
    "gte",
    "hostname",
    "in",
    "ip",
    "ipv4",
    "ipv6",
    "items",
    "keys",
    "len",
    "len_bytes",
    "lt",
    "lte",
    "max_bytes",
    "max_items",
    "max_len",
    "max_pairs",
    "min_bytes",
    "min_items",
    "min_len",
    "min_pairs",
    "not_contains",
    "not_in",
    "pattern",
    "prefix",
    "required",
    "suffix",
    "tuuid",
    "unique",
    "uri",
    "uuid",
    "values",
];

const IGNORE_ALWAYS: i32 = 3;

impl Limits {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.rules.keys().all(|name| name == "example")
    }

    pub(super) fn of(rules: &DynamicMessage) -> Self {
        let mut limits = Self::default();
        for (field, value) in rules.fields() {
            match (field.name(), value) {
                ("ignore", Value::EnumNumber(IGNORE_ALWAYS)) => return Self::default(),
                ("ignore", Value::EnumNumber(1)) => {
                    limits.rules.insert("ignore_zero".to_owned(), Limit::Flag(true));
                }
                ("required", value) => limits.add("required", value),
                ("duration" | "timestamp" | "any" | "cel" | "cel_expression", _) => {
                    limits.unread.push(field.name().to_owned());
                }
                (_, Value::Message(of_type)) => {
                    for (field, value) in of_type.fields() {
                        limits.add(field.name(), value);
                    }
                }
                (_, _) => {}
            }
        }
        limits
    }

    fn add(&mut self, name: &str, value: &Value) {
        if name != "const" && *value == Value::Bool(false) {
            return;
        }
        match limit(value).filter(|_| KNOWN.contains(&name)) {
            Some(limit) => _ = self.rules.insert(name.to_owned(), limit),
            None => self.unread.push(name.to_owned()),
        }
    }
}

fn limit(value: &Value) -> Option<Limit> {
    Some(match value {
        Value::Bool(flag) => Limit::Flag(*flag),
        Value::I32(number) | Value::EnumNumber(number) => Limit::Integer((*number).into()),
        Value::I64(number) => Limit::Integer((*number).into()),
        Value::U32(number) => Limit::Integer((*number).into()),
        Value::U64(number) => Limit::Integer((*number).into()),
        Value::F32(number) => Limit::Number((*number).into()),
        Value::F64(number) => Limit::Number(*number),
        Value::String(text) => Limit::Text(text.clone()),
        Value::Bytes(bytes) => Limit::Bytes(bytes.to_vec()),
        Value::List(values) => Limit::List(values.iter().filter_map(limit).collect()),
        Value::Message(rules) => Limit::Each(Limits::of(rules)),
        Value::Map(_) => return None,
    })
}
