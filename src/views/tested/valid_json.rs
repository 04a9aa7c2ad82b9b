//! Values in JSON that keep to the limits of their fields, for tests that send them to a route.

use serde_json::{Map, Value as Json, json};

use super::valid;
use crate::contracts::{Cardinality, Field, Kind, Limit, Limits, Scalar};
use crate::views::doors::inputs::{is_json, time_class};
use crate::views::doors::limited::{document, of_json};
use crate::views::doors::needed::{is_needed, is_wanted};
use crate::views::meaning::system::System;

/// How deep messages that have to be there are filled.
const DEEPEST: usize = 4;

/// The value of a field that is held to limits, or has to be there; `None` where it may be anything, or none can be made
/// up.
pub(super) fn value(system: &System, field: &Field) -> Option<Json> {
    let is_held = !of_json(&system.model.contracts, field).is_empty() || is_needed(field);
    if is_held && is_json(field) { value_to(system, field, DEEPEST) } else { None }
}

fn value_to(system: &System, field: &Field, depth: usize) -> Option<Json> {
    let limits = of_json(&system.model.contracts, field);
    let each = |name: &str| match limits.rules.get(name) {
        Some(Limit::Each(limits)) => limits.clone(),
        _ => Limits::default(),
    };
    let count = |name: &str| match limits.rules.get(name) {
        Some(Limit::Integer(count)) => usize::try_from((*count).clamp(1, 100)).unwrap_or(1),
        _ => 1,
    };
    match field.cardinality {
        Cardinality::Repeated => {
            let one = one(system, field, &each("items"), depth)?;
            Some(Json::Array(vec![one; count("min_items")]))
        }
        Cardinality::Map(_) => {
            let one = one(system, field, &each("values"), depth)?;
            let key = valid::text("key", &each("keys"))?;
            let name = |number| if number == 0 { key.clone() } else { format!("{key}{number}") };
            let pairs = (0..count("min_pairs")).map(|number| (name(number), one.clone()));
            Some(pairs.collect::<Map<_, _>>().into())
        }
        Cardinality::Singular | Cardinality::Optional | Cardinality::Required => {
            one(system, field, &limits, depth)
        }
    }
}

fn one(system: &System, field: &Field, limits: &Limits, depth: usize) -> Option<Json> {
    match &field.kind {
        Kind::Scalar(Scalar::Bytes) => match valid::plain(&field.kind, &field.name, limits)? {
            Limit::Bytes(bytes) => Some(json!(base64(&bytes))),
            _ => None,
        },
        Kind::Scalar(_) => Some(document(&valid::plain(&field.kind, &field.name, limits)?)),
        Kind::Enum(name) => {
            let declared = system.model.contracts.enums.get(name)?;
            let names = declared.values.iter().map(|value| value.name.as_str());
            let is_allowed = |name: &&str| {
                let is = |limit: &Limit| *limit == Limit::Text((*name).to_owned());
                let among = |rule: &str| match limits.rules.get(rule) {
                    Some(Limit::List(values)) => Some(values.iter().any(is)),
                    Some(one) => Some(is(one)),
                    None => None,
                };
                among("const") != Some(false)
                    && among("in") != Some(false)
                    && among("not_in") != Some(true)
            };
            names.rev().find(is_allowed).map(|name| json!(name))
        }
        Kind::Message(name) => match time_class(name) {
            Some("datetime") => Some(json!("2026-01-31T12:00:00Z")),
            Some(_) => Some(json!("PT1S")),
            None => message(system, name, depth.checked_sub(1)?),
        },
    }
}

/// With all that has to be in it.
fn message(system: &System, name: &str, depth: usize) -> Option<Json> {
    let message = system.model.contracts.message(name)?;
    let needed = message.fields.iter().filter(|field| is_wanted(message, field) && is_json(field));
    let pair = |field: &Field| Some((field.name.clone(), value_to(system, field, depth)?));
    Some(needed.filter_map(pair).collect::<Map<_, _>>().into())
}

/// Bytes as JSON has them.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > group.len() { '=' } else { digit.into() });
        }
    }
    text
}
