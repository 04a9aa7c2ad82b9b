//! What is stored where, whose it is, how it hangs together, and where classified data goes.

use std::collections::BTreeSet;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::graph::entity_diagrams;
use crate::graph::words::engine;
use crate::model::{Store, duration_text};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::travels::{Travels, travels};
use super::{Section, cells, kept};

pub(super) const SECTION: Section = Section { name: "data_models", heading: "Data Models", view };

#[derive(Serialize)]
struct View {
    diagrams: Vec<Written>,
    diagram_words: Written,
    entities: Option<Written>,
    stores: Option<Written>,
    ownership: Option<Written>,
    /// How it is held in code.
    kept: Vec<Part>,
    classified: Option<Written>,
}

fn view(subject: &Subject) -> Option<Value> {
    let model = subject.model;
    let stores = subject.stores();
    let stores: Vec<_> = stores.iter().map(|id| store(subject, model.store(*id))).collect();
    let references = references(subject);
    let entities = (0..subject.entities.all.len()).zip(&references);
    let entities: Vec<_> = entities.map(|(place, refers)| entity(subject, place, refers)).collect();
    let is_described = subject.entities.all.iter().any(|entity| entity.message.is_some());
    let diagrams =
        if is_described { entity_diagrams(model, &subject.entities) } else { Vec::new() };
    let crosses = subject.entities.relations.iter().any(|relation| !relation.same_store);
    let view = View {
        diagram_words: Written::own(if !is_described {
            "No message describes an entity, so its fields are not said: one is described by the message of its name, as \
             `Order` describes `orders`."
        } else if crosses {
            "The fields are those of the message that describes an entity. A dotted line is a reference into another \
             store: no database holds it together."
        } else {
            "The fields are those of the message that describes an entity."
        }),
        entities: table(ENTITIES, &entities),
        stores: table(STORES, &stores),
        ownership: ownership(subject),
        kept: part::telling(kept::parts(subject)),
        classified: classified(subject),
        diagrams,
    };
    let is_empty = view.stores.is_none() && view.classified.is_none();
    (!is_empty).then(|| Value::from(Serde(&view)))
}

const ENTITIES: [&str; 5] = ["Entity", "Store", "Message", "Key", "Refers to"];
const STORES: [&str; 6] = ["Store", "Engine", "Kind", "Owner", "Other users", "Details"];

/// For each entity, the references that it holds.
fn references(subject: &Subject) -> Vec<Vec<Written>> {
    let entities = &subject.entities;
    let mut references = vec![Vec::new(); entities.all.len()];
    for relation in &entities.relations {
        let to = &entities.all[relation.to];
        let to = format!("{}.{}", subject.model.store(to.store).name, to.name);
        let words = Line::default().code(&relation.field).own(" → ").code(&to).end();
        references[relation.from].push(words);
    }
    references
}

fn entity(subject: &Subject, place: usize, refers: &[Written]) -> [Written; 5] {
    let entity = &subject.entities.all[place];
    let nothing = markdown::nothing;
    [
        markdown::code(&entity.name),
        markdown::code(subject.model.store(entity.store).name.as_str()),
        markdown::codes(entity.message.as_deref()),
        markdown::codes(entity.key.as_deref()),
        if refers.is_empty() { nothing() } else { Written::join(refers, ", ") },
    ]
}

fn store(subject: &Subject, store: &Store) -> [Written; 6] {
    let name = |id: &crate::model::ServiceId| subject.model.service(*id).name.as_str();
    let users: BTreeSet<&str> =
        store.readers.iter().chain(&store.writers).map(|(id, _)| name(id)).collect();
    [
        markdown::code(store.name.as_str()),
        markdown::text(&engine(store)),
        cells::store_kind(store.kind),
        markdown::codes(store.owners.iter().map(|(id, _)| name(id))),
        markdown::codes(users),
        details(store),
    ]
}

/// What is said of how a store keeps what is in it.
pub(super) fn details(store: &Store) -> Written {
    let written = &store.written;
    let mut parts = Vec::new();
    if let Some(ttl) = &written.ttl {
        let line = Line::default().own("entries live ").text(&duration_text(ttl.value.value));
        parts.push(line.end());
    }
    if let Some(size) = &written.size {
        parts.push(Line::default().text(&size.value.text).end());
    }
    if let Some(replicas) = &written.replicas {
        let line = Line::default().count(replicas.value as usize, "replica", "replicas");
        parts.push(line.end());
    }
    if let Some(backup) = &written.backup {
        parts.push(Line::default().own("backup ").text(&backup.value).end());
    }
    if let Some(persistence) = &written.persistence {
        parts.push(Line::default().own("persistence ").text(&persistence.value).end());
    }
    if let Some(server) = &written.server {
        parts.push(Line::default().own("on server ").code(server.value.as_str()).end());
    }
    if !written.oneof.is_empty() {
        let engines = markdown::codes(written.oneof.iter().map(|engine| engine.value.as_str()));
        parts.push(Line::default().own("one of ").written(&engines).end());
    }
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, ", ") }
}

/// Which service answers for which data.
fn ownership(subject: &Subject) -> Option<Written> {
    let mut rows = Vec::new();
    for service in subject.services() {
        let promise = service.consistency.as_ref().and_then(|c| c.model.as_ref());
        for owned in &service.owns {
            let store = subject.model.store(owned.store);
            let database = Line::default().text(&engine(store)).own(" ").code(store.name.as_str());
            rows.push([
                subject.service_link(service),
                database.end(),
                markdown::codes(owned.entities.iter().map(|e| e.value.as_str())),
                promise.map_or_else(|| Written::own("not said"), |p| cells::consistency(p.value)),
            ]);
        }
    }
    table(["Service", "Database", "Data domain", "Consistency"], &rows)
}

/// Every classified field that somebody inside handles, and where it travels.
fn classified(subject: &Subject) -> Option<Written> {
    let travels = travels(subject);
    let fields = subject.model.data_classes.iter().zip(&travels);
    let handled = fields.filter(|(_, travels)| !travels.is_empty());
    let row = |((field, class), travels): (&(String, String), &Travels)| {
        [
            markdown::code(field),
            markdown::text(class),
            markdown::codes(travels.calls.iter().map(String::as_str)),
            markdown::codes(travels.topics.iter().copied()),
            markdown::codes(travels.externals.iter().copied()),
            markdown::codes(travels.stores.iter().copied()),
        ]
    };
    let rows: Vec<_> = handled.map(row).collect();
    let headings = ["Field", "Class", "In calls", "On topics", "To externals", "At rest in"];
    table(headings, &rows)
}
