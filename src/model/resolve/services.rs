//! Services, without what only their operations and calls tell.

use std::collections::BTreeSet;

use crate::contracts::Contracts;
use crate::diagnostic::Spanned;
use crate::model::{
    Effective, Forwarding, Ownership, Publication, Service, ServiceId, ServiceKind, StoreUse,
    Subscription,
};
use crate::names::Name;
use crate::topology::{self, Ack, Http, List, Map};

use super::{Scope, text, waivers};

pub(super) fn services(scope: &mut Scope) -> Vec<Service> {
    let topology = scope.topology;
    let mut services: Vec<Service> = topology
        .services
        .iter()
        .map(|(name, written)| {
            let id = scope.names.services[name.value.as_str()];
            service(scope, id, name, written)
        })
        .collect();
    services.sort_by_key(|service| service.id);
    services
}

fn service(
    scope: &mut Scope,
    id: ServiceId,
    name: &Spanned<Name>,
    written: &topology::Service,
) -> Service {
    let defaults = &scope.topology.defaults.service;
    let lang = Effective::written(written.lang.as_ref(), defaults.lang.as_ref())
        .unwrap_or_else(|| Effective::built_in("python".to_owned()));
    let replicas = Effective::written(written.replicas.as_ref(), defaults.replicas.as_ref());
    let is_load = written.kind.is_some();
    let wanted = written.generate.as_ref().is_none_or(|generate| generate.value);
    let generated = lang.value == "python" && wanted && !is_load;
    let (grpc, missing_grpc) = grpc(scope.contracts, written);
    let document = document(scope.contracts, written);
    let (http, routes_known) = http(written, document.is_some());
    Service {
        id,
        name: name.value.clone(),
        span: name.span.clone(),
        purpose: text(written.purpose.as_ref().or(written.description.as_ref())),
        kind: if is_load { ServiceKind::Load } else { ServiceKind::Client },
        domain: domain(scope, written),
        names_domain: written.domain.is_some(),
        team: written.team.as_ref().map(|team| team.value.clone()),
        lang,
        generated,
        repo: written.repo.as_ref().map(|repo| repo.value.clone()),
        image: written.image.as_ref().map(|image| image.value.clone()),
        grpc,
        missing_grpc,
        http,
        routes_known,
        document,
        replaces: written.replaces.iter().map(|name| name.value.clone()).collect(),
        when: written.when.as_ref().map(|profile| profile.value.clone()),
        unless: written.unless.as_ref().map(|profile| profile.value.clone()),
        public: written.public.as_ref().filter(|p| p.on.value).map(|p| p.options.clone()),
        http_port: Effective::built_in(0),
        grpc_port: None,
        http_exposed: 0,
        grpc_exposed: None,
        written_ports: Vec::new(),
        operations: 0..0,
        calls: Vec::new(),
        called_by: Vec::new(),
        publishes: publications(scope, written),
        consumes: subscriptions(scope, name, written),
        owns: ownerships(scope, written),
        reads: uses(scope, &written.reads),
        writes: uses(scope, &written.writes),
        jobs: named(&written.jobs, Name::as_str),
        outbox: written.outbox.as_ref().is_some_and(|outbox| outbox.value),
        consistency: written.consistency.clone(),
        slo: written.slo.clone(),
        scale: written.scale.clone(),
        replicas: replicas.unwrap_or_else(|| Effective::built_in(1)),
        resources: written.resources.clone(),
        config: named(&written.config, topology::Variable::as_str),
        secrets: named(&written.secrets, topology::Variable::as_str),
        flags: written.flags.iter().map(|flag| flag.value.clone()).collect(),
        health: written.health.as_ref().map(|health| health.value.clone()),
        auth: Effective::written(written.auth.as_ref(), defaults.auth.as_ref()),
        tls: Effective::written(written.tls.as_ref(), defaults.tls.as_ref()),
        issues_tokens: written.issues.is_some(),
        starts_after: listed(scope, &written.starts_after),
        versions: versions(scope, name, written),
        forwards: forwards(scope, written),
        python: Effective::written(written.python.as_ref(), defaults.python.as_ref()),
        covers: written.covers.iter().cloned().collect(),
        waivers: waivers(&written.allow),
    }
}

/// Its versions; an environment shifts their shares, and has none of its own.
fn versions(
    scope: &mut Scope,
    name: &Spanned<Name>,
    written: &topology::Service,
) -> Vec<(Name, Spanned<u32>)> {
    let topology = scope.topology;
    let services = topology
        .environments
        .iter()
        .filter_map(|(_, environment)| environment.services.get(name.value.as_str()));
    for (version, _) in services.flat_map(|service| &service.versions) {
        if written.versions.get(version.value.as_str()).is_none() {
            let known = written.versions.iter().map(|(known, _)| known.value.as_str());
            scope.faults.unknown("version", version.value.as_str(), &version.span, known);
        }
    }
    let versions = written.versions.iter();
    versions.map(|(version, share)| (version.value.clone(), share.clone())).collect()
}

fn named<K, V: Clone>(map: &Map<K, V>, name: impl Fn(&K) -> &str) -> Vec<(String, V)> {
    map.iter().map(|(key, value)| (name(&key.value).to_owned(), value.clone())).collect()
}

/// The proto services that the contracts have, and those that they lack (unless their file did not compile).
fn grpc(contracts: &Contracts, written: &topology::Service) -> (Vec<String>, Vec<Spanned<String>>) {
    let (mut known, mut missing) = (Vec::new(), Vec::new());
    for name in &written.grpc {
        let full_name = name.value.as_str();
        if contracts.service(full_name).is_some() {
            known.push(full_name.to_owned());
        } else {
            missing.push(Spanned::new(full_name.to_owned(), name.span.clone()));
        }
    }
    (known, missing)
}

/// The OpenAPI document that it names, if it could be read.
fn document(contracts: &Contracts, written: &topology::Service) -> Option<String> {
    match &written.http.as_ref()?.value {
        Http::OpenApi(path) if contracts.documents.contains_key(path) => Some(path.clone()),
        Http::OpenApi(_) | Http::Untold | Http::Routes(_) => None,
    }
}

/// Whether it serves HTTP, and whether all its routes are known.
fn http(written: &topology::Service, is_described: bool) -> (bool, bool) {
    let has_routes = written.endpoints.iter().any(|(name, _)| name.value.as_str().contains(' '));
    match written.http.as_ref().map(|http| &http.value) {
        Some(Http::Routes(_)) => (true, true),
        Some(Http::OpenApi(_)) => (true, is_described),
        Some(Http::Untold) => (true, has_routes),
        None => (has_routes || !written.forwards.is_empty(), written.forwards.is_empty()),
    }
}

fn domain(scope: &mut Scope, written: &topology::Service) -> Option<crate::model::DomainId> {
    let name = written.domain.as_ref()?;
    let found = scope.names.domains.get(name.value.as_str()).copied();
    if found.is_none() {
        let known = scope.names.domains.keys().copied();
        scope.faults.unknown("domain", name.value.as_str(), &name.span, known);
    }
    found
}

fn listed(scope: &mut Scope, names: &List<Spanned<Name>>) -> Vec<ServiceId> {
    names.iter().filter_map(|name| scope.service(name)).collect()
}

/// Those whose target is known.
fn forwards(scope: &mut Scope, written: &topology::Service) -> Vec<Forwarding> {
    let resolve = |(route, forward): &(Spanned<topology::Route>, topology::Forward)| {
        Some(Forwarding {
            path: route.value.path().to_owned(),
            to: scope.service(forward.to.as_ref()?)?,
            strip: forward.strip.as_ref().map(|strip| strip.value.clone()),
        })
    };
    written.forwards.iter().filter_map(resolve).collect()
}

/// What the service says it writes to, and what its endpoints say besides.
fn publications(scope: &Scope, written: &topology::Service) -> Vec<Publication> {
    let mut publications = Vec::new();
    let mut known = BTreeSet::new();
    let of_endpoints = written.endpoints.iter().flat_map(|(_, endpoint)| endpoint.publishes.iter());
    for (name, publish) in written.publishes.iter().chain(of_endpoints) {
        let topic = scope.names.topics[name.value.as_str()].id;
        if !known.insert(topic) {
            continue;
        }
        publications.push(Publication {
            topic,
            span: name.span.clone(),
            acks: publish.acks.as_ref().map(|acks| acks.value),
            waivers: waivers(&publish.allow),
        });
    }
    publications
}

fn subscriptions(
    scope: &Scope,
    service: &Spanned<Name>,
    written: &topology::Service,
) -> Vec<Subscription> {
    let topic_of = |name: &topology::TopicName| scope.names.topics[name.as_str()].id;
    let subscription = |(name, consume): &(Spanned<topology::TopicName>, topology::Consume)| {
        let group = consume.group.as_ref().map(|group| group.value.clone());
        let attempts = consume.retry.as_ref().and_then(|retry| retry.attempts.as_ref());
        let topic = scope.names.topics[name.value.as_str()].written;
        let dead_letter =
            consume.dead_letter.as_ref().or(topic.and_then(|t| t.dead_letter.as_ref()));
        Subscription {
            topic: topic_of(&name.value),
            span: name.span.clone(),
            group: group.unwrap_or_else(|| service.value.as_str().to_owned()),
            attempts: attempts.map(|attempts| attempts.value.get()),
            dead_letter: dead_letter.map(|dead| topic_of(&dead.value)),
            idempotent: consume.idempotent.as_ref().map(|flag| flag.value),
            ordered: consume.ordered.as_ref().map(|flag| flag.value),
            concurrency: consume.concurrency.as_ref().map(|number| number.value.get()),
            at_most_once: consume.ack.as_ref().is_some_and(|ack| ack.value == Ack::Auto),
            waivers: waivers(&consume.allow),
        }
    };
    written.consumes.iter().map(subscription).collect()
}

fn ownerships(scope: &Scope, written: &topology::Service) -> Vec<Ownership> {
    let ownership = |(name, entities): &(Spanned<Name>, List<Spanned<String>>)| Ownership {
        store: scope.names.stores[name.value.as_str()].id,
        entities: entities.iter().cloned().collect(),
        span: name.span.clone(),
    };
    written.owns.iter().map(ownership).collect()
}

pub(super) fn uses(scope: &mut Scope, map: &Map<Name, List<Spanned<String>>>) -> Vec<StoreUse> {
    let mut uses = Vec::new();
    for (name, _) in map {
        if let Some(store) = scope.names.stores.get(name.value.as_str()) {
            uses.push(StoreUse { store: store.id, span: name.span.clone() });
        } else {
            let known = scope.names.stores.keys().copied();
            let near = scope.faults.unknown("store", name.value.as_str(), &name.span, known);
            scope.meant.extend(near.map(|near| scope.names.stores[near].id));
        }
    }
    uses
}
