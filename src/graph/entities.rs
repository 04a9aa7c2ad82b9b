//! The entities that services store, the messages that describe them, and how they refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::contracts::{Cardinality, Field, Kind, Message, Origin, Scalar};
use crate::model::{Model, ServiceId, StoreId};
use crate::names::snake;

use super::Scope;

/// Entities, and references between them.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// By owner, store, then as written.
    pub all: Vec<Entity>,
    /// Sorted by the entity that holds the reference.
    pub relations: Vec<Relation>,
}

/// Something that a service stores.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Whose it is.
    pub owner: ServiceId,
    /// Where it rests.
    pub store: StoreId,
    /// As written: `users`.
    pub name: String,
    /// The full name of the message that describes it, if one of the owner's contracts does.
    pub message: Option<String>,
    /// The field that identifies it.
    pub key: Option<String>,
}

/// A field of one entity that holds the key of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The entity with the field, as its place in the list.
    pub from: usize,
    /// The entity that is referred to.
    pub to: usize,
    /// The field.
    pub field: String,
    /// Whether both are in one store, so that the database can hold them together.
    pub same_store: bool,
}

impl Entities {
    /// The entity of an owner in a store with this name.
    pub fn find(&self, owner: ServiceId, store: StoreId, name: &str) -> Option<&Entity> {
        let first = self.all.partition_point(|entity| entity.owner < owner);
        let own = self.all[first..].iter().take_while(|entity| entity.owner == owner);
        own.into_iter().find(|entity| entity.store == store && entity.name == name)
    }
}

/// The entities that services of a scope own.
pub fn entities(model: &Model, scope: &Scope) -> Entities {
    let mut packages: Packages = BTreeMap::new();
    for file in model.contracts.files.values().filter(|file| file.origin == Origin::Project) {
        packages.entry(&file.package).or_default().extend(file.messages.iter().map(String::as_str));
    }
    let mut all = Vec::new();
    for id in scope.services() {
        for owned in &model.service(id).owns {
            for name in &owned.entities {
                let message = message_of(model, &packages, id, &name.value);
                let key = message.and_then(key_of);
                all.push(Entity {
                    owner: id,
                    store: owned.store,
                    name: name.value.clone(),
                    message: message.map(|message| message.full_name.clone()),
                    key,
                });
            }
        }
    }
    let relations = relations(model, &all);
    Entities { all, relations }
}

/// The messages of the project's own files by package, in the order of the files.
type Packages<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// The message in a package of the service's contracts that has the entity's name, alone or as a plural; for a service
/// without contracts the only one of that name anywhere.
fn message_of<'a>(
    model: &'a Model,
    packages: &Packages,
    service: ServiceId,
    entity: &str,
) -> Option<&'a Message> {
    let served: BTreeSet<&str> = model
        .service(service)
        .grpc
        .iter()
        .filter_map(|name| Some(model.contracts.service(name)?.package.as_str()))
        .collect();
    let find =
        |name: &&str| model.contracts.message(name).filter(|message| describes(message, entity));
    if served.is_empty() {
        let mut named = packages.values().flatten().filter_map(find);
        return named.next().filter(|_| named.next().is_none());
    }
    served.iter().filter_map(|package| packages.get(package)).flatten().find_map(find)
}

fn describes(message: &Message, entity: &str) -> bool {
    let plural = message.resource.as_ref().map(|r| r.plural.as_str()).filter(|p| !p.is_empty());
    if let Some(plural) = plural {
        return plural == entity;
    }
    let one = snake(&message.name);
    let many = match one.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if one.ends_with(['s', 'x']) || one.ends_with("ch") || one.ends_with("sh") => {
            format!("{one}es")
        }
        _ => format!("{one}s"),
    };
    [one, many].contains(&snake(entity))
}

/// What the contract names as the key, else the field `NAME_id`, `id` or `name`, else the first text: as the tables have it.
fn key_of(message: &Message) -> Option<String> {
    let is_text = |field: &&Field| {
        field.kind == Kind::Scalar(Scalar::String) && field.cardinality == Cardinality::Singular
    };
    let named = message.resource.as_ref().map(|r| r.key.as_str()).filter(|key| !key.is_empty());
    let usual = format!("{}_id", snake(&message.name));
    let mut candidates = named.into_iter().chain([usual.as_str(), "id", "name"]);
    let known = candidates.find_map(|key| message.field(key));
    known.or_else(|| message.fields.iter().find(is_text)).map(|field| field.name.clone())
}

/// Whether other entities refer to this one by a field of the same name: `user_id` does, `name` does not.
fn is_referred(key: &str) -> bool {
    key.ends_with("_id")
}

/// A field that is called as the key of an entity in the own store refers to it, else to the only one anywhere with that
/// key; of several in other stores nobody knows which is meant.
fn relations(model: &Model, entities: &[Entity]) -> Vec<Relation> {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entity) in entities.iter().enumerate() {
        if let Some(key) = entity.key.as_deref().filter(|key| is_referred(key)) {
            by_key.entry(key).or_default().push(index);
        }
    }
    let mut relations = Vec::new();
    for (from, entity) in entities.iter().enumerate() {
        let message = entity.message.as_deref().and_then(|name| model.contracts.message(name));
        for field in message.map(|message| message.fields.as_slice()).unwrap_or_default() {
            if entity.key.as_deref() == Some(&field.name) {
                continue;
            }
            let Some(targets) = by_key.get(field.name.as_str()) else { continue };
            let near = targets.iter().find(|to| entities[**to].store == entity.store);
            let only = if let [only] = targets.as_slice() { Some(only) } else { None };
            let Some(to) = near.or(only).copied() else { continue };
            let same_store = near.is_some();
            relations.push(Relation { from, to, field: field.name.clone(), same_store });
        }
    }
    relations
}
