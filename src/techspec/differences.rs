//! What an environment changes: every value that an overlay can change and a reader would miss, compared thing by thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::words::{engine, proper};
use crate::model::{Call, Effective, External, Model, Origin, Service, Store, Subscription, Topic};
use crate::names::written::markdown::{self, Line};
use crate::names::{Name, Written};
use crate::topology::{Mesh, Slo};

use super::configuration;
use super::data_models;
use super::subject::Subject;
use super::{cells, environments};

/// What is different, as it is in the file and as it is there.
pub(super) type Difference = (&'static str, Written, Written);

/// A value with what it is called; things of one kind give theirs in one order.
type Trait = (&'static str, Written);

/// All differences of an environment, each with the things that it is about, sorted.
pub(super) fn differences(subject: &Subject, there: &Model) -> BTreeMap<Difference, Vec<String>> {
    let here = subject.model;
    let mut found = Found::default();
    found.compare("", &of_system(here), &of_system(there));
    for service in subject.services() {
        of_services(subject, there, service, &mut found);
    }
    let stores: BTreeMap<&str, &Store> =
        there.stores.iter().map(|store| (store.name.as_str(), store)).collect();
    for store in subject.stores().into_iter().map(|id| here.store(id)) {
        let twin = stores.get(store.name.as_str());
        found.pair(store.name.as_str(), &of_store(store), twin.map(|twin| of_store(twin)));
    }
    let topics: BTreeMap<&str, &Topic> =
        there.topics.iter().map(|topic| (topic.name.as_str(), topic)).collect();
    for topic in subject.scope.topics(here).into_iter().map(|id| here.topic(id)) {
        let twin = topics.get(topic.name.as_str());
        found.pair(&topic.name, &of_topic(topic), twin.map(|twin| of_topic(twin)));
    }
    for external in &here.externals {
        let twin = there.externals.iter().find(|one| one.name == external.name);
        found.pair(external.name.as_str(), &of_external(external), twin.map(of_external));
    }
    if subject.scope.is_whole(here) {
        added(here, there, &mut found);
    }
    found.0
}

/// What is only there: nothing in the file has its name.
fn added(here: &Model, there: &Model, found: &mut Found) {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    known.extend(here.services.iter().map(|one| one.name.as_str()));
    known.extend(here.stores.iter().map(|one| one.name.as_str()));
    known.extend(here.topics.iter().map(|one| one.name.as_str()));
    known.extend(here.externals.iter().map(|one| one.name.as_str()));
    let services = there.services.iter().map(|one| one.name.as_str());
    let stores = there.stores.iter().map(|one| one.name.as_str());
    let topics = there.topics.iter().map(|one| one.name.as_str());
    let externals = there.externals.iter().map(|one| one.name.as_str());
    let all = services.chain(stores).chain(topics).chain(externals);
    all.filter(|name| !known.contains(name)).for_each(|name| found.present(name));
}

/// Differences in the making.
#[derive(Default)]
struct Found(BTreeMap<Difference, Vec<String>>);

impl Found {
    fn add(&mut self, difference: Difference, thing: &str) {
        self.0.entry(difference).or_default().push(thing.to_owned());
    }

    fn compare(&mut self, thing: &str, here: &[Trait], there: &[Trait]) {
        for ((what, one), (_, other)) in here.iter().zip(there).filter(|(a, b)| a != b) {
            self.add((what, one.clone(), other.clone()), thing);
        }
    }

    /// A thing that may not be there at all.
    fn pair(&mut self, thing: &str, here: &[Trait], there: Option<Vec<Trait>>) {
        match there {
            Some(there) => self.compare(thing, here, &there),
            None => self.absent(thing),
        }
    }

    /// A thing that the file does not have.
    fn present(&mut self, thing: &str) {
        self.add(("presence", Written::own("is not there"), Written::own("is there")), thing);
    }

    fn absent(&mut self, thing: &str) {
        self.add(("presence", Written::own("is there"), Written::own("is not there")), thing);
    }
}

/// A service, and what it calls and reads; one that is not there has none of that either.
fn of_services(subject: &Subject, there: &Model, service: &Service, found: &mut Found) {
    let here = subject.model;
    let name = service.name.as_str();
    let Some(twin) = there.service_named(name) else { return found.absent(name) };
    found.compare(name, &of_service(service), &of_service(twin));
    for call in here.calls_of(service.id) {
        let callee = cells::callee_name(here, call);
        let mut twins = there.calls_of(twin.id);
        let other = twins.find(|other| cells::callee_name(there, other) == callee);
        // What it calls may be left out with whoever it asks.
        if let Some(other) = other {
            found.compare(&format!("{name} → {callee}"), &of_call(call), &of_call(other));
        }
    }
    let asked: BTreeSet<String> =
        here.calls_of(service.id).map(|call| cells::callee_name(here, call)).collect();
    let others = there.calls_of(twin.id).map(|call| cells::callee_name(there, call));
    others
        .filter(|callee| !asked.contains(callee))
        .for_each(|callee| found.present(&format!("{name} → {callee}")));
    for known in &service.consumes {
        let topic = &here.topic(known.topic).name;
        let other = twin.consumes.iter().find(|other| there.topic(other.topic).name == *topic);
        if let Some(other) = other {
            let (one, other) = (of_subscription(known), of_subscription(other));
            found.compare(&format!("{name} ← {topic}"), &one, &other);
        }
    }
    for operation in here.operations_of(service.id) {
        let mut twins = there.operations_of(twin.id).iter();
        if let Some(other) = twins.find(|other| other.name == operation.name) {
            let shown = |slo: &Option<Slo>| vec![("promise", promise(slo.as_ref()))];
            let thing = format!("{name} {}", operation.name);
            found.compare(&thing, &shown(&operation.slo), &shown(&other.slo));
        }
    }
}

fn of_system(model: &Model) -> Vec<Trait> {
    let mesh = model.mesh.as_ref().map(|mesh| match mesh.value {
        Mesh::Istio => "Istio",
        Mesh::Linkerd => "Linkerd",
    });
    vec![("service mesh", Written::own(mesh.unwrap_or("none")))]
}

fn of_service(service: &Service) -> Vec<Trait> {
    let resources = service.resources.as_ref();
    let cpu = resources.and_then(|one| one.cpu.as_ref()).map(|cpu| cpu.value.text.as_ref());
    let memory = resources.and_then(|one| one.memory.as_ref());
    let memory = memory.map(|memory| memory.value.text.as_ref());
    let gpu = resources.and_then(|one| one.gpu.as_ref()).map(|gpu| Written::from(gpu.value));
    let above = service.scale.as_ref().and_then(|scale| scale.cpu.as_ref());
    let model = service.consistency.as_ref().and_then(|said| said.model.as_ref());
    let auth = service.auth.as_ref().filter(|auth| service.generated || is_written(auth));
    vec![
        ("instances", if is_counted(service) { environments::instances(service) } else { none() }),
        ("scaled above CPU", text(above.map(|cpu| cpu.value.text.as_ref()))),
        ("proof of callers", said(auth.map(|auth| cells::auth(auth.value)))),
        ("TLS", flag(service.tls.as_ref().map(|tls| tls.value))),
        ("door to the outside", said(service.public.as_ref().map(cells::public))),
        ("promise", promise(service.slo.as_ref())),
        ("CPU", text(cpu)),
        ("memory", text(memory)),
        ("GPU", said(gpu)),
        ("versions", versions(service)),
        ("HTTP port", port(Some(&service.http_port))),
        ("gRPC port", port(service.grpc_port.as_ref())),
        ("consistency", said(model.map(|model| cells::consistency(model.value)))),
        ("outbox", flag(Some(service.outbox))),
        ("image", markdown::codes(service.image.as_deref())),
        ("settings", settings(service)),
        ("feature flags", markdown::codes(service.flags.iter().map(Name::as_str))),
        ("secrets", secrets(service)),
    ]
}

fn of_call(call: &Call) -> Vec<Trait> {
    // What holds for all calls shows at the services.
    let auth = call.auth.as_ref().filter(|auth| is_written(auth));
    let tls = call.tls.as_ref().filter(|tls| is_written(tls));
    vec![
        ("timeout", cells::timeout(call)),
        ("attempts", cells::attempts(call)),
        ("on failure", cells::on_failure(call).unwrap_or_else(|| Written::own("fails"))),
        ("proof of the caller", said(auth.map(|auth| cells::auth(auth.value)))),
        ("TLS of the call", flag(tls.map(|tls| tls.value))),
    ]
}

/// Whether it is known how many of it run: of what is written elsewhere, only where somebody says so.
fn is_counted(service: &Service) -> bool {
    service.generated || service.scale.is_some() || is_written(&service.replicas)
}

fn is_written<T>(value: &Effective<T>) -> bool {
    matches!(value.origin, Origin::Written(_))
}

/// A port that somebody chose; others are given in the order of the services.
fn port(port: Option<&Effective<u16>>) -> Written {
    let chosen = port.filter(|port| is_written(port));
    said(chosen.map(|port| usize::from(port.value).into()))
}

fn none() -> Written {
    Written::own("not said")
}

fn of_subscription(known: &Subscription) -> Vec<Trait> {
    let number = |count: Option<u32>| said(count.map(Written::from));
    vec![
        ("attempts", number(known.attempts)),
        ("events at once", number(known.concurrency)),
        ("order kept", flag(known.ordered)),
        ("idempotent", flag(known.idempotent)),
    ]
}

fn of_store(store: &Store) -> Vec<Trait> {
    let connections = store.written.connections.as_ref();
    vec![
        ("engine", markdown::text(&engine(store))),
        ("store", data_models::details(store)),
        ("connections", said(connections.map(|one| Written::from(one.value.get())))),
    ]
}

fn of_topic(topic: &Topic) -> Vec<Trait> {
    let written = &topic.written;
    let partitions = written.partitions.as_ref().map(|one| Written::from(one.value.get()));
    let retention = written.retention.as_ref().map(|kept| kept.value.text.as_ref());
    let key = written.key.as_ref().map(|key| key.value.as_str());
    vec![
        ("broker", markdown::text(&proper(&topic.broker))),
        ("partitions", said(partitions)),
        ("retention", text(retention)),
        ("key", markdown::codes(key)),
        ("may carry", markdown::codes(written.accepts.iter().map(|one| one.value.as_str()))),
    ]
}

fn of_external(external: &External) -> Vec<Trait> {
    let written = &external.written;
    let url = written.url.as_ref().map(|url| url.value.as_str());
    let region = written.region.as_ref().map(|region| region.value.as_ref());
    vec![
        ("address", url.map_or_else(|| Written::own("a double in the process"), markdown::code)),
        ("proof of the caller", said(written.auth.as_ref().map(|auth| cells::auth(auth.value)))),
        ("promise", promise(written.slo.as_ref())),
        ("region", text(region)),
        ("may receive", markdown::codes(written.accepts.iter().map(|one| one.value.as_str()))),
    ]
}

fn said(value: Option<Written>) -> Written {
    value.unwrap_or_else(none)
}

fn text(value: Option<&str>) -> Written {
    said(value.map(markdown::text))
}

fn flag(value: Option<bool>) -> Written {
    said(value.map(|value| Written::own(if value { "yes" } else { "no" })))
}

fn promise(slo: Option<&Slo>) -> Written {
    slo.and_then(cells::slo).unwrap_or_else(|| Written::own("none"))
}

/// `` `stable` 95%, `canary` 5% ``
fn versions(service: &Service) -> Written {
    let parts = service.versions.iter().map(|(name, share)| {
        let line = Line::default().code(name.as_str()).own(" ");
        line.number(share.value as usize).own("%").end()
    });
    let parts: Vec<Written> = parts.collect();
    if parts.is_empty() { Written::own("one") } else { Written::join(&parts, ", ") }
}

fn settings(service: &Service) -> Written {
    let parts = service.config.iter().map(|(name, setting)| {
        let line = Line::default().code(name);
        match configuration::value(name, setting) {
            Some(value) => line.own(" = ").written(&value).end(),
            None => line.end(),
        }
    });
    let parts: Vec<Written> = parts.collect();
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, ", ") }
}

fn secrets(service: &Service) -> Written {
    let parts = service.secrets.iter().map(|(name, secret)| {
        let line = Line::default().code(name);
        match &secret.from {
            Some(from) => line.own(" from ").code(&from.value).end(),
            None => line.end(),
        }
    });
    let parts: Vec<Written> = parts.collect();
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, ", ") }
}
