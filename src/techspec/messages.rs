//! The messages of each package, with what each is for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::contracts::{Cardinality, Contracts, Field, File, Kind, Message};
use crate::graph::words::simple;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::subject::Subject;

/// A package and its messages.
#[derive(Serialize)]
pub(super) struct Details {
    name: Written,
    messages: Vec<MessageRow>,
}

#[derive(Serialize)]
struct MessageRow {
    name: Written,
    role: Written,
    fields: Written,
}

/// In the order in which they are found: RPCs, topics, entities, calls.
type Roles<'a> = BTreeMap<&'a str, Vec<Written>>;
type FieldClasses<'a> = BTreeMap<&'a str, Vec<Written>>;

/// The messages of packages, in the order of their files.
pub(super) fn details(
    subject: &Subject,
    packages: &BTreeSet<&str>,
    files: &BTreeMap<&str, Vec<&File>>,
) -> Vec<Details> {
    let contracts = &subject.model.contracts;
    let (roles, parts) = (roles(subject), parts(contracts));
    let mut classes: FieldClasses = BTreeMap::new();
    for (field, class) in &subject.model.data_classes {
        classes.entry(field).or_default().push(markdown::text(class));
    }
    let of_package = |name: &&str| {
        let messages = files.get(name).into_iter().flatten().flat_map(|file| &file.messages);
        let messages = messages.filter_map(|name| contracts.message(name));
        let messages: Vec<MessageRow> =
            messages.map(|message| row(message, &roles, &parts, &classes)).collect();
        (!messages.is_empty()).then(|| Details { name: markdown::code(name), messages })
    };
    packages.iter().filter_map(of_package).collect()
}

/// What each message is for: request, response, event, entity.
fn roles<'a>(subject: &'a Subject<'_>) -> Roles<'a> {
    let model = subject.model;
    let mut roles: Roles = BTreeMap::new();
    for service in model.contracts.services.values() {
        for method in &service.methods {
            let request = Line::default().own("request of ").code(&method.name).end();
            roles.entry(&method.input).or_default().push(request);
            let response = Line::default().own("response of ").code(&method.name).end();
            roles.entry(&method.output).or_default().push(response);
        }
    }
    for topic in &model.topics {
        if let Some(payload) = &topic.payload {
            let event = Line::default().own("event on ").code(&topic.name).end();
            roles.entry(&payload.value).or_default().push(event);
        }
    }
    for entity in &subject.entities.all {
        if let Some(message) = &entity.message {
            let store = &model.store(entity.store).name;
            let role = Line::default().own("entity ").code(&entity.name).own(" in ");
            let role = role.code(store.as_str()).end();
            roles.entry(message).or_default().push(role);
        }
    }
    for call in &model.calls {
        for sent in &call.sends {
            let role = Line::default().own("sent to ").code(model.target_name(call)).end();
            roles.entry(sent).or_default().push(role);
        }
    }
    for roles in roles.values_mut() {
        let mut seen = BTreeSet::new();
        roles.retain(|role| seen.insert(role.clone()));
    }
    roles
}

/// The messages that fields of other messages have as their type.
fn parts(contracts: &Contracts) -> BTreeSet<&str> {
    let parts = contracts.messages.values().flat_map(|message| {
        message.fields.iter().filter_map(|field| match &field.kind {
            Kind::Message(name) if *name != message.full_name => Some(name.as_str()),
            Kind::Message(_) | Kind::Scalar(_) | Kind::Enum(_) => None,
        })
    });
    parts.collect()
}

fn row(
    message: &Message,
    roles: &Roles,
    parts: &BTreeSet<&str>,
    classes: &FieldClasses,
) -> MessageRow {
    let fields: Vec<Written> =
        message.fields.iter().map(|field| field_words(message, field, classes)).collect();
    MessageRow {
        name: markdown::code(&message.name),
        role: match roles.get(message.full_name.as_str()) {
            Some(roles) => Written::join(roles, ", "),
            None if parts.contains(message.full_name.as_str()) => Written::own("part of others"),
            None => Written::own("used by nothing here"),
        },
        fields: if fields.is_empty() { Written::own("none") } else { Written::join(&fields, ", ") },
    }
}

fn field_words(message: &Message, field: &Field, classes: &FieldClasses) -> Written {
    let of_value = match &field.kind {
        Kind::Scalar(scalar) => scalar.word(),
        Kind::Message(name) | Kind::Enum(name) => simple(name),
    };
    let line = Line::default().code(&field.name).own(" ");
    let line = match field.cardinality {
        Cardinality::Singular | Cardinality::Required => line.text(of_value),
        Cardinality::Optional => line.own("optional ").text(of_value),
        Cardinality::Repeated => line.own("repeated ").text(of_value),
        Cardinality::Map(key) => line.own("map of ").own(key.word()).own(" to ").text(of_value),
    };
    let line = if field.deprecated { line.own(", deprecated") } else { line };
    let full_name = format!("{}.{}", message.full_name, field.name);
    match classes.get(full_name.as_str()) {
        Some(classes) => line.own(" **").written(&Written::join(classes, ", ")).own("**").end(),
        None => line.end(),
    }
}
