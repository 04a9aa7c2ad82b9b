//! Values that keep to the limits of their fields, for tests that go through a door, and for answers that nothing fills so
//! far.

use crate::contracts::{Cardinality, Field, Kind, Limit, Limits, Message, Scalar};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::constraints::literal;
use crate::views::doors::needed::{is_wanted, matches};
use crate::views::meaning::field::is_nameable;
use crate::views::meaning::system::System;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks, one_line};

/// How deep messages that have to be there are filled.
const DEEPEST: usize = 4;

/// The arguments without which a message would be refused.
pub(super) fn arguments(system: &System, message: &Message, imports: &mut Imports) -> Vec<Lines> {
    arguments_to(system, message, imports, DEEPEST)
}

fn arguments_to(
    system: &System,
    message: &Message,
    imports: &mut Imports,
    depth: usize,
) -> Vec<Lines> {
    let is_wanted = |field: &&Field| is_nameable(field) && is_wanted(message, field);
    let needed = message.fields.iter().filter(is_wanted);
    needed.filter_map(|field| argument(system, field, imports, depth)).collect()
}

/// `device_id="device_id"`
fn argument(system: &System, field: &Field, imports: &mut Imports, depth: usize) -> Option<Lines> {
    let value = value_to(system, field, imports, depth)?;
    Some(value.with_head(&Written::fill("{}=", &[&python::identifier(&field.name)])))
}

/// A value of a field; `None` where none can be made up.
pub(in crate::views) fn value(
    system: &System,
    field: &Field,
    imports: &mut Imports,
) -> Option<Lines> {
    value_to(system, field, imports, DEEPEST)
}

/// What keeps to the rules that know a form by name.
const WELL_KNOWN: [(&str, &str); 8] = [
    ("email", "someone@example.com"),
    ("hostname", "example.com"),
    ("ip", "127.0.0.1"),
    ("ipv4", "127.0.0.1"),
    ("ipv6", "::1"),
    ("uri", "https://example.com/"),
    ("uuid", "0af76519-16cd-43dd-8448-eb211c80319c"),
    ("tuuid", "0af7651916cd43dd8448eb211c80319c"),
];

fn value_to(system: &System, field: &Field, imports: &mut Imports, depth: usize) -> Option<Lines> {
    let rules = &field.limits.rules;
    let each = |name: &str| match rules.get(name) {
        Some(Limit::Each(limits)) => limits.clone(),
        _ => Limits::default(),
    };
    match field.cardinality {
        Cardinality::Repeated => {
            let one = one(system, field, &each("items"), imports, depth)?;
            let count = integer(rules.get("min_items")).unwrap_or(1).clamp(1, 100);
            Some(gathered(("[", "]"), vec![one; usize::try_from(count).unwrap_or(1)]))
        }
        Cardinality::Map(key) => {
            let key = literal(&plain(&Kind::Scalar(key), "key", &each("keys"))?);
            let one = one(system, field, &each("values"), imports, depth)?;
            let entry = one.with_head(&Written::concat([&key, &Written::own(": ")]));
            Some(gathered(("{", "}"), vec![entry]))
        }
        Cardinality::Singular | Cardinality::Optional | Cardinality::Required => {
            one(system, field, &field.limits, imports, depth)
        }
    }
}

/// Items in brackets: on one line where they are plain, else each on lines of its own.
fn gathered((open, close): (&'static str, &'static str), items: Vec<Lines>) -> Lines {
    let plain: Option<Vec<&Written>> = items.iter().map(Lines::single).collect();
    if let Some(plain) = plain {
        let plain: Vec<Written> = plain.into_iter().cloned().collect();
        let items = Written::join(&plain, ", ");
        return one_line(Written::concat([&Written::own(open), &items, &Written::own(close)]));
    }
    let mut lines = one_line(Written::own(open));
    for item in items {
        lines.nest(1, &item.with_tail(","));
    }
    lines.own(0, close);
    lines
}

fn one(
    system: &System,
    field: &Field,
    limits: &Limits,
    imports: &mut Imports,
    depth: usize,
) -> Option<Lines> {
    let Kind::Message(name) = &field.kind else {
        let Kind::Enum(name) = &field.kind else {
            return plain(&field.kind, &field.name, limits).map(|limit| one_line(literal(&limit)));
        };
        let declared = system.model.contracts.enums.get(name)?;
        let number = integer(limits.rules.get("const"));
        let values = match limits.rules.get("in") {
            Some(Limit::List(values)) => integer(values.first()),
            _ => None,
        };
        let wanted = number.or(values);
        let is_it = |number: i32| wanted.map_or(number != 0, |wanted| wanted == number.into());
        let value = declared.values.iter().find(|value| is_it(value.number))?;
        return Some(one_line(python::string(&value.name)));
    };
    if depth == 0 {
        return None;
    }
    let class = system.messages.class(name, imports);
    let inner = system.model.contracts.message(name);
    let arguments = inner.map(|inner| arguments_to(system, inner, imports, depth - 1));
    Some(exploded_blocks(&class, arguments.unwrap_or_default(), ""))
}

/// A value that is no message.
pub(super) fn plain(kind: &Kind, name: &str, limits: &Limits) -> Option<Limit> {
    let rules = &limits.rules;
    if let Some(limit) = rules.get("const") {
        return Some(limit.clone());
    }
    for list in ["in", "example"] {
        if let Some(Limit::List(values)) = rules.get(list)
            && let Some(first) = values.first()
        {
            return Some(first.clone());
        }
    }
    match kind {
        Kind::Scalar(Scalar::String) => text(name, limits).map(Limit::Text),
        Kind::Scalar(Scalar::Bytes) => text(name, limits).map(|text| Limit::Bytes(text.into())),
        Kind::Scalar(Scalar::Bool) => Some(Limit::Flag(true)),
        Kind::Scalar(Scalar::Float | Scalar::Double) => Some(number(limits, 0.5)),
        Kind::Scalar(_) => Some(number(limits, 1.0)),
        Kind::Enum(_) | Kind::Message(_) => None,
    }
}

/// A number within the bounds, a step away from those that do not belong to them.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a sample")]
fn number(limits: &Limits, step: f64) -> Limit {
    let bound = |name: &str| match limits.rules.get(name) {
        Some(Limit::Integer(number)) => Some(*number as f64),
        Some(Limit::Number(number)) => Some(*number),
        _ => None,
    };
    let least = bound("gte").or_else(|| bound("gt").map(|number| number + step));
    let most = bound("lte").or_else(|| bound("lt").map(|number| number - step));
    let wanted = least.map_or(1.0, |least| least.max(1.0));
    let found = most.map_or(wanted, |most| wanted.min(most));
    if step < 1.0 { Limit::Number(found) } else { Limit::Integer(found as i128) }
}

fn integer(limit: Option<&Limit>) -> Option<i128> {
    match limit {
        Some(Limit::Integer(number)) => Some(*number),
        _ => None,
    }
}

/// A text of the length, with what it must begin with, end with, contain and match; `None` where none is found.
pub(in crate::views) fn text(name: &str, limits: &Limits) -> Option<String> {
    let rules = &limits.rules;
    let part = |rule: &str| match rules.get(rule) {
        Some(Limit::Text(text)) => text.as_str(),
        _ => "",
    };
    if let Some((_, known)) = WELL_KNOWN.iter().find(|(rule, _)| rules.contains_key(*rule)) {
        return Some((*known).to_owned());
    }
    let size = |rules_of: [&str; 2]| rules_of.iter().find_map(|rule| integer(rules.get(*rule)));
    let exact = size(["len", "len_bytes"]);
    let least = exact.or_else(|| size(["min_len", "min_bytes"])).unwrap_or(0).clamp(0, 1000);
    let most = exact.or_else(|| size(["max_len", "max_bytes"])).unwrap_or(1000).clamp(0, 1000);
    let (prefix, suffix, contained) = (part("prefix"), part("suffix"), part("contains"));
    let fitting = |middle: &str| {
        let around = prefix.len() + suffix.len() + contained.len();
        let least = usize::try_from(least).unwrap_or(0).saturating_sub(around);
        let most = usize::try_from(most).unwrap_or(0).saturating_sub(around);
        let filler = middle.chars().last().unwrap_or('x');
        let mut middle: String = middle.chars().take(most).collect();
        while middle.chars().count() < least {
            middle.push(filler);
        }
        format!("{prefix}{middle}{contained}{suffix}")
    };
    let pattern = part("pattern");
    let candidates = [
        name,
        "a",
        "A",
        "1",
        "a1",
        "A1",
        "ab-cd",
        "AB",
        "en",
        "en-US",
        "+4915112345678",
        "2026-01-31",
    ];
    candidates.iter().map(|middle| fitting(middle)).find(|text| matches(pattern, text))
}

/// The arguments for these fields, as far as they are held to limits.
pub(super) fn only(
    system: &System,
    message: &Message,
    names: &[&str],
    imports: &mut Imports,
) -> Vec<Lines> {
    let is_wanted = |field: &&Field| {
        names.contains(&field.name.as_str()) && is_nameable(field) && !field.limits.is_empty()
    };
    let wanted = message.fields.iter().filter(is_wanted);
    wanted.filter_map(|field| argument(system, field, imports, DEEPEST)).collect()
}

/// Arguments that are refused, these fields left aside: none where something is needed, or too much; `None` where nothing
/// is refused.
pub(super) fn refused(message: &Message, aside: &[&str]) -> Option<Vec<Written>> {
    if message.fields.iter().any(|field| field.cardinality == Cardinality::Required) {
        // What proto2 requires, no client can leave out.
        return None;
    }
    let is_open = |field: &&Field| is_nameable(field) && !aside.contains(&field.name.as_str());
    if message.fields.iter().filter(is_open).any(|field| is_wanted(message, field)) {
        return Some(Vec::new());
    }
    message.fields.iter().filter(is_open).find_map(|field| {
        let longest = integer(field.limits.rules.get("max_len"))?;
        let name = python::identifier(&field.name);
        let is_text = field.kind == Kind::Scalar(Scalar::String);
        let too_long = usize::try_from(longest + 1).ok().filter(|_| is_text)?;
        Some(vec![Written::fill("{}=\"x\" * {}", &[&name, &Written::from(too_long)])])
    })
}
