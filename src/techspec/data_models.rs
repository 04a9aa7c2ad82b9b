//! What is stored where, whose it is, how it hangs together, and where classified data goes.

use std::collections::BTreeSet;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::graph::entity_diagrams;
use crate::graph::words::{duration, engine};
use crate::model::{OperationKind, Store};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::subject::Subject;
use super::{Section, cells};

pub(super) const SECTION: Section = Section { name: "data_models", heading: "Data Models", view };

#[derive(Serialize)]
struct View {
    diagrams: Vec<Written>,
    diagram_words: Written,
    entities: Vec<EntityRow>,
    stores: Vec<StoreRow>,
    ownership: Vec<OwnershipRow>,
    classified: Vec<ClassifiedRow>,
}

#[derive(Serialize)]
struct EntityRow {
    name: Written,
    store: Written,
    message: Written,
    key: Written,
    refers: Written,
}

#[derive(Serialize)]
struct StoreRow {
    name: Written,
    engine: Written,
    kind: Written,
    owners: Written,
    users: Written,
    details: Written,
}

#[derive(Serialize)]
struct OwnershipRow {
    service: Written,
    database: Written,
    domain: Written,
    consistency: Written,
}

#[derive(Serialize)]
struct ClassifiedRow {
    field: Written,
    class: Written,
    calls: Written,
    topics: Written,
    externals: Written,
    stores: Written,
}

fn view(subject: &Subject) -> Option<Value> {
    let model = subject.model;
    let stores = subject.stores();
    let diagrams = entity_diagrams(model, &subject.entities);
    let crosses = subject.entities.relations.iter().any(|relation| !relation.same_store);
    let view = View {
        diagram_words: Written::own(if crosses {
            "The fields are those of the message that describes an entity. A dotted line is a reference into another \
             store: no database holds it together."
        } else {
            "The fields are those of the message that describes an entity."
        }),
        entities: (0..subject.entities.all.len()).map(|place| entity(subject, place)).collect(),
        stores: stores.iter().map(|id| store(subject, model.store(*id))).collect(),
        ownership: ownership(subject),
        classified: classified(subject),
        diagrams,
    };
    let is_empty = view.stores.is_empty() && view.classified.is_empty();
    (!is_empty).then(|| Value::from(Serde(&view)))
}

fn entity(subject: &Subject, place: usize) -> EntityRow {
    let entities = &subject.entities;
    let entity = &entities.all[place];
    let store_of = |place: usize| subject.model.store(entities.all[place].store).name.as_str();
    let refers: Vec<Written> = entities
        .relations
        .iter()
        .filter(|relation| relation.from == place)
        .map(|relation| {
            let to = format!("{}.{}", store_of(relation.to), entities.all[relation.to].name);
            Line::default().code(&relation.field).own(" → ").code(&to).end()
        })
        .collect();
    EntityRow {
        name: markdown::code(&entity.name),
        store: markdown::code(store_of(place)),
        message: match &entity.message {
            Some(message) => markdown::code(message),
            None => Written::own("none"),
        },
        key: markdown::codes(entity.key.as_deref()),
        refers: if refers.is_empty() { markdown::nothing() } else { Written::join(&refers, ", ") },
    }
}

fn store(subject: &Subject, store: &Store) -> StoreRow {
    let name = |id: &crate::model::ServiceId| subject.model.service(*id).name.as_str();
    let users: BTreeSet<&str> =
        store.readers.iter().chain(&store.writers).map(|(id, _)| name(id)).collect();
    StoreRow {
        name: markdown::code(store.name.as_str()),
        engine: markdown::text(&engine(store)),
        kind: cells::store_kind(store.kind),
        owners: markdown::codes(store.owners.iter().map(|(id, _)| name(id))),
        users: markdown::codes(users),
        details: details(store),
    }
}

fn details(store: &Store) -> Written {
    let written = &store.written;
    let mut parts = Vec::new();
    if let Some(ttl) = &written.ttl {
        let line = Line::default().own("entries live ").text(&duration(ttl.value.value));
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

/// Which service answers for which data: the seed of every other table here.
fn ownership(subject: &Subject) -> Vec<OwnershipRow> {
    let mut rows = Vec::new();
    for service in subject.services() {
        let promise = service.consistency.as_ref().and_then(|c| c.model.as_ref());
        for owned in &service.owns {
            let store = subject.model.store(owned.store);
            let database = Line::default().text(&engine(store)).own(" ").code(store.name.as_str());
            rows.push(OwnershipRow {
                service: subject.service_link(service),
                database: database.end(),
                domain: markdown::codes(owned.entities.iter().map(|e| e.value.as_str())),
                consistency: promise
                    .map_or_else(|| Written::own("not said"), |p| cells::consistency(p.value)),
            });
        }
    }
    rows
}

/// Every classified field that somebody inside handles, and where it travels.
fn classified(subject: &Subject) -> Vec<ClassifiedRow> {
    let fields = &subject.model.data_classes;
    let rows = fields.iter().map(|(field, class)| (travels(subject, field), field, class));
    let handled = rows.filter(|(travels, ..)| !travels.is_empty());
    let row = |(travels, field, class): (Travels, &String, &String)| ClassifiedRow {
        field: markdown::code(field),
        class: markdown::text(class),
        calls: markdown::codes(travels.calls.iter().map(String::as_str)),
        topics: markdown::codes(travels.topics),
        externals: markdown::codes(travels.externals),
        stores: markdown::codes(travels.stores),
    };
    handled.map(row).collect()
}

#[derive(Default)]
struct Travels<'a> {
    calls: BTreeSet<String>,
    topics: BTreeSet<&'a str>,
    externals: BTreeSet<&'a str>,
    stores: BTreeSet<&'a str>,
}

impl Travels<'_> {
    fn is_empty(&self) -> bool {
        let moves = self.calls.len() + self.topics.len() + self.externals.len();
        moves + self.stores.len() == 0
    }
}

fn travels<'a>(subject: &Subject<'a>, field: &str) -> Travels<'a> {
    let model = subject.model;
    let holds = |message: &str| subject.classes.holds(message, field);
    let mut travels = Travels::default();
    for call in subject.calls() {
        if call.sends.iter().any(|sent| sent == field || holds(sent)) {
            travels.externals.insert(model.target_name(call));
        }
    }
    for service in subject.services() {
        for operation in model.operations_of(service.id) {
            if let OperationKind::Rpc { service: contract, method } = &operation.kind
                && let Some(found) =
                    model.contracts.service(contract).and_then(|s| s.method(method))
                && (holds(&found.input) || holds(&found.output))
            {
                travels.calls.insert(format!("{}.{method}", service.name));
            }
        }
    }
    for id in subject.scope.topics(model) {
        let topic = model.topic(id);
        if topic.payload.as_ref().is_some_and(|payload| holds(&payload.value)) {
            travels.topics.insert(&topic.name);
        }
    }
    for entity in &subject.entities.all {
        if entity.message.as_deref().is_some_and(holds) {
            travels.stores.insert(model.store(entity.store).name.as_str());
        }
    }
    travels
}
