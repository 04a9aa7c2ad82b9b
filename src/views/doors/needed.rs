//! Which fields a request has to have.

use crate::contracts::{Cardinality, Field, Limit, Message};
use crate::views::meaning::field::has_presence;

/// Whether nothing, which proto3 does not tell from zero, would be refused.
pub(in crate::views) fn is_needed(field: &Field) -> bool {
    let limits = &field.limits;
    let is_required = limits.rules.get("required") == Some(&Limit::Flag(true));
    if is_required || field.cardinality == Cardinality::Required {
        return true;
    }
    if has_presence(field) || limits.rules.contains_key("ignore_zero") {
        return false;
    }
    limits.rules.iter().any(|(name, limit)| refuses_zero(name, limit))
}

/// Whether a sound message has the field: it is needed, or the first of those of which one is.
pub(in crate::views) fn is_wanted(message: &Message, field: &Field) -> bool {
    let mut choices = message.choices.iter().filter(|choice| choice.required);
    is_needed(field) || choices.any(|choice| choice.fields.first() == Some(&field.name))
}

fn refuses_zero(name: &str, limit: &Limit) -> bool {
    match (name, limit) {
        ("const", limit) => !is_zero(limit),
        ("in", Limit::List(values)) => !values.iter().any(is_zero),
        ("not_in", Limit::List(values)) => values.iter().any(is_zero),
        ("gt", limit) => sign(limit) >= 0,
        ("gte", limit) => sign(limit) > 0,
        ("lt", limit) => sign(limit) <= 0,
        ("lte", limit) => sign(limit) < 0,
        (
            "len" | "min_len" | "len_bytes" | "min_bytes" | "min_items" | "min_pairs",
            Limit::Integer(number),
        ) => *number > 0,
        ("pattern", Limit::Text(pattern)) => !matches(pattern, ""),
        (
            "prefix" | "suffix" | "contains" | "email" | "hostname" | "ip" | "ipv4" | "ipv6"
            | "uri" | "uuid" | "tuuid",
            _,
        ) => true,
        _ => false,
    }
}

fn is_zero(limit: &Limit) -> bool {
    match limit {
        Limit::Flag(flag) => !flag,
        Limit::Integer(_) | Limit::Number(_) => sign(limit) == 0,
        Limit::Text(text) => text.is_empty(),
        Limit::Bytes(bytes) => bytes.is_empty(),
        Limit::List(_) | Limit::Each(_) => false,
    }
}

fn sign(limit: &Limit) -> i8 {
    match limit {
        Limit::Integer(number) => i8::try_from(number.signum()).unwrap_or(0),
        Limit::Number(number) if *number > 0.0 => 1,
        Limit::Number(number) if *number < 0.0 => -1,
        _ => 0,
    }
}

/// Whether a text matches a pattern; a pattern that cannot be read matches nothing.
pub(in crate::views) fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}
