//! Stores, topics and data classes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::contracts::{Contracts, Message};
use crate::model::{Model, OperationKind, Store, Topic};
use crate::topology::{self, StoreKind};

use super::servers::servers;
use super::{Scope, waivers};

pub(super) fn stores(scope: &Scope) -> Vec<Store> {
    let servers = servers(scope);
    let mut stores = Vec::new();
    let unwritten = Arc::default();
    for declared in scope.names.stores.values() {
        let written =
            declared.written.map_or_else(|| Arc::clone(&unwritten), |w| Arc::new(w.clone()));
        let chosen = written.engine.as_ref().or(written.oneof.first());
        let engine = chosen.map_or("postgres", |engine| engine.value.name());
        stores.push(Store {
            id: declared.id,
            name: declared.name.value.clone(),
            span: declared.name.span.clone(),
            engine: engine.to_owned(),
            version: chosen.and_then(|e| e.value.version()).map(str::to_owned),
            kind: kind(&written, engine),
            waivers: waivers(&written.allow),
            written,
            server: Arc::clone(&servers[&declared.id]),
            owners: Vec::new(),
            readers: Vec::new(),
            writers: Vec::new(),
            is_meant: false,
        });
    }
    stores
}

fn kind(written: &topology::Store, engine: &str) -> StoreKind {
    const CACHES: [&str; 5] = ["redis", "valkey", "memcached", "keydb", "dragonfly"];
    match &written.kind {
        Some(kind) => kind.value,
        None if CACHES.contains(&engine) => StoreKind::Cache,
        None => StoreKind::Truth,
    }
}

pub(super) fn topics(scope: &Scope) -> Vec<Topic> {
    let broker = scope.topology.defaults.broker.as_ref();
    let default_broker = broker.map_or("kafka", |broker| broker.value.as_str());
    let mut topics = Vec::new();
    let unwritten = Arc::default();
    for declared in scope.names.topics.values() {
        let written =
            declared.written.map_or_else(|| Arc::clone(&unwritten), |w| Arc::new(w.clone()));
        let broker = written.broker.as_ref().map_or(default_broker, |b| b.value.as_str());
        topics.push(Topic {
            id: declared.id,
            name: declared.name.value.as_str().to_owned(),
            span: declared.name.span.clone(),
            declared: declared.written.is_some(),
            payload: written.payload.clone().map(|p| p.map(|name| name.as_str().to_owned())),
            broker: broker.to_owned(),
            waivers: waivers(&written.allow),
            written,
            publishers: Vec::new(),
            consumers: Vec::new(),
            dead_letters_of: Vec::new(),
            started: Vec::new(),
        });
    }
    topics
}

/// Who owns, reads, writes, publishes and consumes.
pub(super) fn link_back(model: &mut Model) {
    for operation in &model.operations {
        if let OperationKind::Event(topic) = operation.kind {
            model.topics[topic.0].started.push(operation.id);
        }
    }
    for service in &model.services {
        for owned in &service.owns {
            model.stores[owned.store.0].owners.push((service.id, owned.span.clone()));
        }
        for used in &service.reads {
            model.stores[used.store.0].readers.push((service.id, used.span.clone()));
        }
        for used in &service.writes {
            model.stores[used.store.0].writers.push((service.id, used.span.clone()));
        }
        for publication in &service.publishes {
            let place = (service.id, publication.span.clone());
            model.topics[publication.topic.0].publishers.push(place);
        }
        for subscription in &service.consumes {
            let place = (service.id, subscription.span.clone());
            model.topics[subscription.topic.0].consumers.push(place.clone());
            if let Some(dead) = subscription.dead_letter {
                model.topics[dead.0].dead_letters_of.push(place);
            }
        }
    }
}

/// Full field name and class, from `data` and from the contracts, sorted.
pub(super) fn classes(scope: &mut Scope) -> Vec<(String, String)> {
    let contracts = scope.contracts;
    let mut classes = BTreeSet::new();
    for message in contracts.messages.values() {
        for field in &message.fields {
            let name = format!("{}.{}", message.full_name, field.name);
            if field.debug_redact {
                classes.insert((name.clone(), "secret".to_owned()));
            }
            for class in &field.data_classes {
                classes.insert((name.clone(), class.clone()));
            }
        }
    }
    let fields = if scope.topology.data.is_empty() { BTreeSet::new() } else { fields(contracts) };
    for (class, written) in &scope.topology.data {
        for field in written {
            let name = field.value.as_str();
            if fields.contains(name) {
                classes.insert((name.to_owned(), class.value.as_str().to_owned()));
            } else if !contracts.may_declare_message(name) {
                let known = fields.iter().map(String::as_str);
                scope.faults.unknown("message field", name, &field.span, known);
            }
        }
    }
    classes.into_iter().collect()
}

/// The full names of all fields that somebody wrote.
fn fields(contracts: &Contracts) -> BTreeSet<String> {
    let messages = contracts.messages.values().filter(|message| !message.map_entry);
    let names = |message: &Message| -> Vec<String> {
        let fields = message.fields.iter();
        fields.map(|field| format!("{}.{}", message.full_name, field.name)).collect()
    };
    messages.flat_map(names).collect()
}
