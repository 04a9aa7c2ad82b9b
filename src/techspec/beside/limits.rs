//! What a field may be, in words.

use crate::contracts::{Contracts, Field, Kind, Limit, Limits, Message};
use crate::names::Written;
use crate::names::written::markdown::Line;
use crate::openapi::{Bounds, Operation, Schema, Shape};

/// How deep messages are followed into each other.
const DEEPEST: usize = 4;
/// More limits than anybody reads of one request.
const MOST: usize = 60;

/// The limits of the fields of a request, a line each: `text`: at least 1 character, at most 4000 characters.
pub(super) fn of_message(contracts: &Contracts, name: &str) -> Vec<Written> {
    let mut found = Vec::new();
    if let Some(message) = contracts.message(name) {
        follow(contracts, message, "", 0, &mut found);
    }
    found
}

fn follow(
    contracts: &Contracts,
    message: &Message,
    before: &str,
    depth: usize,
    found: &mut Vec<Written>,
) {
    for field in &message.fields {
        if found.len() >= MOST {
            return;
        }
        let path = format!("{before}{}", field.name);
        let rules = rules(&field.limits);
        if !rules.is_empty() {
            found.push(
                Line::default().code(&path).own(": ").written(&Written::join(&rules, ", ")).end(),
            );
        }
        if let Some(inner) = inner(contracts, field).filter(|_| depth < DEEPEST) {
            follow(contracts, inner, &format!("{path}."), depth + 1, found);
        }
    }
}

fn inner<'a>(contracts: &'a Contracts, field: &Field) -> Option<&'a Message> {
    match &field.kind {
        Kind::Message(name) => contracts.message(name),
        Kind::Scalar(_) | Kind::Enum(_) => None,
    }
}

fn rules(limits: &Limits) -> Vec<Written> {
    let rules = limits.rules.iter().filter(|(name, _)| *name != "example");
    rules.filter_map(|(name, limit)| rule(name, limit)).collect()
}

const CHARACTERS: (&str, &str) = ("character", "characters");
const BYTES: (&str, &str) = ("byte", "bytes");
const ENTRIES: (&str, &str) = ("entry", "entries");

fn rule(name: &str, limit: &Limit) -> Option<Written> {
    let (before, counted) = match name {
        "min_len" => ("at least ", Some(CHARACTERS)),
        "max_len" => ("at most ", Some(CHARACTERS)),
        "len" => ("exactly ", Some(CHARACTERS)),
        "min_bytes" => ("at least ", Some(BYTES)),
        "max_bytes" => ("at most ", Some(BYTES)),
        "len_bytes" => ("exactly ", Some(BYTES)),
        "min_items" | "min_pairs" => ("at least ", Some(ENTRIES)),
        "max_items" | "max_pairs" => ("at most ", Some(ENTRIES)),
        "gt" => ("more than ", None),
        "gte" => ("at least ", None),
        "lt" => ("less than ", None),
        "lte" => ("at most ", None),
        "const" => ("always ", None),
        "in" => ("one of ", None),
        "not_in" => ("none of ", None),
        "pattern" => ("matches ", None),
        "prefix" => ("begins with ", None),
        "suffix" => ("ends with ", None),
        "contains" => ("contains ", None),
        "not_contains" => ("does not contain ", None),
        "items" | "values" => ("each ", None),
        "keys" => ("each key ", None),
        "required" => return Some(Written::own("has to be there")),
        "unique" => return Some(Written::own("no entry twice")),
        "defined_only" => return Some(Written::own("a value that the contract names")),
        "ignore_zero" => return Some(Written::own("or nothing")),
        "finite" => return Some(Written::own("a finite number")),
        "email" => return Some(Written::own("a mail address")),
        "hostname" => return Some(Written::own("a host name")),
        "ip" => return Some(Written::own("an IP address")),
        "ipv4" => return Some(Written::own("an IPv4 address")),
        "ipv6" => return Some(Written::own("an IPv6 address")),
        "uri" => return Some(Written::own("a URI")),
        "uuid" | "tuuid" => return Some(Written::own("a UUID")),
        _ => return None,
    };
    let line = Line::default().own(before);
    match (limit, counted) {
        (Limit::Integer(count), Some((one, more))) => {
            Some(line.count(usize::try_from(*count).ok()?, one, more).end())
        }
        _ => Some(line.written(&value(limit)?).end()),
    }
}

fn value(limit: &Limit) -> Option<Written> {
    Some(match limit {
        Limit::Flag(flag) => Written::own(if *flag { "true" } else { "false" }),
        Limit::Integer(number) => Line::default().code(&number.to_string()).end(),
        Limit::Number(number) => Line::default().code(&number.to_string()).end(),
        Limit::Text(text) => Line::default().code(text).end(),
        Limit::Bytes(bytes) => Line::default().count(bytes.len(), "byte", "bytes").end(),
        Limit::List(all) => {
            let all: Vec<Written> = all.iter().filter_map(value).collect();
            Written::join(&all, ", ")
        }
        Limit::Each(inner) => {
            let rules = rules(inner);
            if rules.is_empty() {
                return None;
            }
            Written::join(&rules, " and ")
        }
    })
}

/// The same for what an OpenAPI document says of the parameters and the body of an operation.
pub(super) fn of_route(document: &crate::openapi::Document, operation: &Operation) -> Vec<Written> {
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        found.extend(bounded(&parameter.name, parameter.required, &parameter.schema));
    }
    let Some(body) = &operation.body else { return found };
    if let Shape::Model(name) = &body.schema.shape
        && let Some(model) = document.models.get(name)
    {
        for field in &model.fields {
            found.extend(bounded(&field.name, field.required, &field.schema));
        }
    }
    found
}

fn bounded(name: &str, required: bool, schema: &Schema) -> Option<Written> {
    let mut rules = Vec::new();
    if required {
        rules.push(Written::own("has to be there"));
    }
    rules.extend(bounds(&schema.bounds));
    let line = Line::default().code(name).own(": ").written(&Written::join(&rules, ", "));
    (!rules.is_empty()).then(|| line.end())
}

fn bounds(bounds: &Bounds) -> Vec<Written> {
    let count = |words: &'static str, count: Option<u64>| {
        let line = |count: u64| Line::default().own(words).text(&count.to_string());
        count.map(|count| line(count).own(" characters or entries").end())
    };
    let number = |words: &'static str, number: &Option<serde_json::Number>| {
        number.as_ref().map(|number| Line::default().own(words).code(&number.to_string()).end())
    };
    let pattern = bounds.pattern.as_ref();
    [
        count("at least ", bounds.min_length),
        count("at most ", bounds.max_length),
        pattern.map(|pattern| Line::default().own("matches ").code(pattern).end()),
        number("at least ", &bounds.minimum),
        number("at most ", &bounds.maximum),
        number("more than ", &bounds.above),
        number("less than ", &bounds.below),
        number("a multiple of ", &bounds.multiple_of),
    ]
    .into_iter()
    .flatten()
    .collect()
}
