//! Every name that the topology declares, and its place in the model.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::model::codes::UNKNOWN_NAME;
use crate::model::{DomainId, ExternalId, ServiceId, StoreId, TopicId};
use crate::names::{Name, nearest};
use crate::topology::{Key, Map, Topology};

use super::Scope;

/// Ids by name. Numbered in the order of the names.
pub(super) struct Names<'a> {
    pub(super) services: BTreeMap<&'a str, ServiceId>,
    pub(super) externals: BTreeMap<&'a str, ExternalId>,
    pub(super) domains: BTreeMap<&'a str, DomainId>,
    /// Those under `stores`, and those that a service owns; with the place where each is declared.
    pub(super) stores: BTreeMap<&'a str, (StoreId, &'a Span)>,
    /// Those under `topics`, and those that a service writes to or reads from; with the place.
    pub(super) topics: BTreeMap<&'a str, (TopicId, &'a Span)>,
}

impl<'a> Names<'a> {
    pub(super) fn of(topology: &'a Topology) -> Self {
        Self {
            services: numbered(&topology.services, ServiceId),
            externals: numbered(&topology.externals, ExternalId),
            domains: numbered(&topology.domains, DomainId),
            stores: stores(topology),
            topics: topics(topology),
        }
    }
}

fn numbered<V, Id>(map: &Map<Name, V>, id: impl Fn(usize) -> Id) -> BTreeMap<&str, Id> {
    let sorted: BTreeSet<&str> = map.iter().map(|(name, _)| name.value.as_str()).collect();
    sorted.into_iter().enumerate().map(|(index, name)| (name, id(index))).collect()
}

fn stores(topology: &Topology) -> BTreeMap<&str, (StoreId, &Span)> {
    let mut places: BTreeMap<&str, &Span> = BTreeMap::new();
    for (name, _) in &topology.stores {
        places.entry(name.value.as_str()).or_insert(&name.span);
    }
    for (_, service) in &topology.services {
        for (name, _) in &service.owns {
            places.entry(name.value.as_str()).or_insert(&name.span);
        }
    }
    let numbered = places.into_iter().enumerate();
    numbered.map(|(index, (name, span))| (name, (StoreId(index), span))).collect()
}

fn topics(topology: &Topology) -> BTreeMap<&str, (TopicId, &Span)> {
    let mut places: BTreeMap<&str, &Span> = BTreeMap::new();
    for (name, topic) in &topology.topics {
        places.insert(name.value.as_str(), &name.span);
        for named in topic.dead_letter.iter().chain(&topic.reply) {
            places.entry(named.value.as_str()).or_insert(&named.span);
        }
    }
    for (_, service) in &topology.services {
        let published = service.publishes.iter().map(|(name, _)| name);
        let by_endpoints = service
            .endpoints
            .iter()
            .flat_map(|(_, endpoint)| endpoint.publishes.iter().map(|(name, _)| name));
        let consumed = service.consumes.iter().map(|(name, _)| name);
        let dead = service.consumes.iter().filter_map(|(_, consume)| consume.dead_letter.as_ref());
        for name in published.chain(by_endpoints).chain(consumed).chain(dead) {
            places.entry(name.value.text()).or_insert(&name.span);
        }
    }
    let numbered = places.into_iter().enumerate();
    numbered.map(|(index, (name, span))| (name, (TopicId(index), span))).collect()
}

impl Scope<'_> {
    /// The service of a name that stands somewhere else; reported when there is none.
    pub(super) fn service(&mut self, name: &Spanned<Name>) -> Option<ServiceId> {
        let found = self.names.services.get(name.value.as_str()).copied();
        if found.is_none() {
            let near = nearest(name.value.as_str(), self.names.services.keys().copied());
            let near = near.map(str::to_owned);
            self.unknown("service", name.value.as_str(), &name.span, near.as_deref());
        }
        found
    }

    /// Reports a name that is not declared.
    pub(super) fn unknown(&mut self, what: &str, name: &str, span: &Span, near: Option<&str>) {
        let diagnostic =
            Diagnostic::error(UNKNOWN_NAME, format!("there is no {what} `{name}`")).at(span);
        self.diagnostics.push(match near {
            Some(near) => diagnostic.hint(format!("write `{near}` if that is meant")),
            None => diagnostic.hint(format!("declare `{name}`, or take it out here")),
        });
    }
}
