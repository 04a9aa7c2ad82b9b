//! Every name that the topology declares, and its place in the model.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Spanned;
use crate::model::{DomainId, ExternalId, ServiceId, StoreId, TopicId};
use crate::names::Name;
use crate::topology::{self, Key, Map, TopicName, Topology};

use super::Scope;

/// Ids by name. Numbered in the order of the names.
pub(super) struct Names<'a> {
    pub(super) services: BTreeMap<&'a str, ServiceId>,
    /// What is written of each service.
    pub(super) written: BTreeMap<&'a str, &'a topology::Service>,
    pub(super) externals: BTreeMap<&'a str, ExternalId>,
    pub(super) domains: BTreeMap<&'a str, DomainId>,
    /// Those under `stores`, and those that a service owns.
    pub(super) stores: BTreeMap<&'a str, Declared<'a, StoreId, Name, topology::Store>>,
    /// Those under `topics`, and those that a service writes to or reads from.
    pub(super) topics: BTreeMap<&'a str, Declared<'a, TopicId, TopicName, topology::Topic>>,
}

/// Something that can be declared in its own right, or by being used.
#[derive(Clone)]
pub(super) struct Declared<'a, Id, K, V> {
    pub(super) id: Id,
    /// Its name where it is declared, or first used.
    pub(super) name: &'a Spanned<K>,
    /// What is written of it.
    pub(super) written: Option<&'a V>,
}

impl<'a> Names<'a> {
    pub(super) fn of(topology: &'a Topology) -> Self {
        Self {
            services: with_replaced(topology, numbered(&topology.services, ServiceId)),
            written: topology.services.iter().map(|(name, s)| (name.value.as_str(), s)).collect(),
            externals: numbered(&topology.externals, ExternalId),
            domains: numbered(&topology.domains, DomainId),
            stores: stores(topology),
            topics: topics(topology),
        }
    }
}

/// A service answers to the name of another one that it replaces, once that is not there.
fn with_replaced<'a>(
    topology: &'a Topology,
    mut services: BTreeMap<&'a str, ServiceId>,
) -> BTreeMap<&'a str, ServiceId> {
    for (name, service) in &topology.services {
        let id = services[name.value.as_str()];
        for replaced in &service.replaces {
            services.entry(replaced.value.as_str()).or_insert(id);
        }
    }
    services
}

fn numbered<V, Id>(map: &Map<Name, V>, id: impl Fn(usize) -> Id) -> BTreeMap<&str, Id> {
    let sorted: BTreeSet<&str> = map.iter().map(|(name, _)| name.value.as_str()).collect();
    sorted.into_iter().enumerate().map(|(index, name)| (name, id(index))).collect()
}

fn stores(topology: &Topology) -> BTreeMap<&str, Declared<'_, StoreId, Name, topology::Store>> {
    let written = topology.stores.iter().map(|(name, store)| (name, Some(store)));
    let owned = topology.services.iter().flat_map(|(_, service)| service.owns.iter());
    declared(written.chain(owned.map(|(name, _)| (name, None))), StoreId)
}

fn topics(
    topology: &Topology,
) -> BTreeMap<&str, Declared<'_, TopicId, TopicName, topology::Topic>> {
    let written = topology.topics.iter().map(|(name, topic)| (name, Some(topic)));
    let named =
        topology.topics.iter().flat_map(|(_, topic)| topic.dead_letter.iter().chain(&topic.reply));
    let used = topology.services.iter().flat_map(|(_, service)| used_topics(service));
    declared(written.chain(named.chain(used).map(|name| (name, None))), TopicId)
}

/// The topics that a service writes to, reads from, or leaves failed events in.
fn used_topics(service: &topology::Service) -> impl Iterator<Item = &Spanned<TopicName>> {
    let of_endpoints = service
        .endpoints
        .iter()
        .flat_map(|(_, endpoint)| endpoint.publishes.iter().map(|(name, _)| name));
    let consumed = service.consumes.iter().map(|(name, _)| name);
    let dead = service.consumes.iter().filter_map(|(_, consume)| consume.dead_letter.as_ref());
    service.publishes.iter().map(|(name, _)| name).chain(of_endpoints).chain(consumed).chain(dead)
}

/// Each name once, the first mention first, numbered in the order of the names.
fn declared<'a, Id, K: Key, V>(
    mentions: impl Iterator<Item = (&'a Spanned<K>, Option<&'a V>)>,
    id: impl Fn(usize) -> Id,
) -> BTreeMap<&'a str, Declared<'a, Id, K, V>> {
    let mut first = BTreeMap::new();
    for (name, written) in mentions {
        first.entry(name.value.text()).or_insert((name, written));
    }
    let numbered = first.into_iter().enumerate();
    numbered
        .map(|(index, (text, (name, written)))| (text, Declared { id: id(index), name, written }))
        .collect()
}

impl Scope<'_> {
    /// The service of a name that stands somewhere else; reported when there is none.
    pub(super) fn service(&mut self, name: &Spanned<Name>) -> Option<ServiceId> {
        let found = self.names.services.get(name.value.as_str()).copied();
        if found.is_none() {
            let known = self.names.services.keys().copied();
            self.faults.unknown("service", name.value.as_str(), &name.span, known);
        }
        found
    }
}
