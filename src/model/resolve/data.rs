//! Stores, topics and data classes.

use std::collections::BTreeSet;

use crate::model::{Model, OperationKind, Store, Topic};
use crate::topology::{self, StoreKind};

use super::{Scope, waivers};

pub(super) fn stores(scope: &Scope) -> Vec<Store> {
    let mut stores = Vec::new();
    for declared in scope.names.stores.values() {
        let written = declared.written.cloned().unwrap_or_default();
        let engine = written.engine.as_ref().map_or("postgres", |engine| engine.value.name());
        stores.push(Store {
            id: declared.id,
            name: declared.name.value.clone(),
            span: declared.name.span.clone(),
            engine: engine.to_owned(),
            version: written.engine.as_ref().and_then(|e| e.value.version()).map(str::to_owned),
            kind: kind(&written, engine),
            waivers: waivers(&written.allow),
            written,
            owners: Vec::new(),
            readers: Vec::new(),
            writers: Vec::new(),
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
    for declared in scope.names.topics.values() {
        let written = declared.written.cloned().unwrap_or_default();
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
            starts: Vec::new(),
            dead_letters_of: Vec::new(),
        });
    }
    topics
}

/// Who owns, reads, writes, publishes and consumes.
pub(super) fn link_back(model: &mut Model) {
    for operation in &model.operations {
        if let OperationKind::Event(topic) = operation.kind {
            model.topics[topic.0].starts.push(operation.id);
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
    let topology = scope.topology;
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
    for (class, fields) in &topology.data {
        for field in fields {
            let written = field.value.as_str();
            let known = written
                .rsplit_once('.')
                .and_then(|(message, name)| contracts.message(message)?.field(name));
            if known.is_some() {
                classes.insert((written.to_owned(), class.value.as_str().to_owned()));
            } else if contracts.unread_services.is_empty() {
                let near = near_field(scope, written);
                scope.unknown("message field", written, &field.span, near.as_deref());
            }
        }
    }
    classes.into_iter().collect()
}

fn near_field(scope: &Scope, written: &str) -> Option<String> {
    let names: Vec<String> = scope
        .contracts
        .messages
        .values()
        .filter(|message| !message.map_entry)
        .flat_map(|m| m.fields.iter().map(|field| format!("{}.{}", m.full_name, field.name)))
        .collect();
    scope.near(written, names.iter().map(String::as_str))
}
