//! What the topology answers to the technical questions.

use std::collections::BTreeSet;

use crate::contracts::Streaming;
use crate::graph::words::{engine, pattern, proper, streaming as streams};
use crate::model::{Call, ServiceKind, Store, Target};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::{Auth, Fallback, StoreKind};
use crate::views;

use super::cells;
use super::communication::auth_said;
use super::subject::Subject;

pub(super) fn granularity(subject: &Subject) -> Option<Written> {
    let model = subject.model;
    let sizes = model.domains.iter().map(|domain| {
        let inside = domain.services.iter().filter(|id| subject.scope.has(**id)).count();
        (domain.name.as_str(), inside)
    });
    let sizes: Vec<(&str, usize)> = sizes.filter(|(_, size)| *size > 0).collect();
    let words: Vec<Written> = sizes
        .iter()
        .map(|(name, size)| Line::default().code(name).own(" ").number(*size).end())
        .collect();
    let line = Line::default().own("One service a capability, grouped by bounded context: ");
    (!words.is_empty()).then(|| line.written(&Written::join(&words, ", ")).end())
}

pub(super) fn communication(subject: &Subject) -> Option<Written> {
    let calls = subject.calls().len();
    let topics = subject.scope.topics(subject.model).len();
    if calls + topics == 0 {
        return None;
    }
    let line = Line::default().own("Synchronous where the answer is needed: ");
    let line = line.count(calls, "call", "calls").own("; ");
    Some(match topics {
        0 => line.own("nothing is told by events").end(),
        _ => line
            .own("asynchronous what others only learn of: ")
            .count(topics, "topic", "topics")
            .end(),
    })
}

pub(super) fn discovery(subject: &Subject) -> Option<Written> {
    let words = "Kubernetes DNS: a headless Service each, so that gRPC clients see every pod";
    subject.is_deployed().then(|| Written::own(words))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every answer has this form; this one is always known"
)]
pub(super) fn databases(subject: &Subject) -> Option<Written> {
    let stores = stores(subject, |store| store.kind == StoreKind::Truth);
    if stores.is_empty() {
        return Some(Written::own("None: no service keeps a source of truth"));
    }
    let shared: Vec<&str> = stores
        .iter()
        .filter(|store| store.owners.len() > 1)
        .map(|store| store.name.as_str())
        .collect();
    let line = Line::default();
    Some(if shared.is_empty() {
        let line = line.own("Database per service: ").count(stores.len(), "source", "sources");
        line.own(" of truth, each with one owner").end()
    } else {
        line.own("Shared: ").written(&markdown::codes(shared)).own(" with several owners").end()
    })
}

pub(super) fn state(subject: &Subject) -> Option<Written> {
    let owners = subject.services().filter(|service| !service.owns.is_empty());
    let (generated, others): (Vec<_>, Vec<_>) = owners.partition(|service| service.generated);
    if generated.is_empty() {
        return others.is_empty().then(|| Written::own("Neither: no service keeps state"));
    }
    let told: Vec<&str> =
        generated.iter().filter(|one| one.outbox).map(|one| one.name.as_str()).collect();
    let line = Line::default().own("CRUD: the row is the state");
    Some(if told.is_empty() {
        line.end()
    } else {
        line.own("; events tell of changes through the outbox of ")
            .written(&subject.listed(told))
            .end()
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every answer has this form; this one is always known"
)]
pub(super) fn caching(subject: &Subject) -> Option<Written> {
    let caches = stores(subject, |store| store.kind == StoreKind::Cache);
    let mut parts: Vec<Written> = caches
        .iter()
        .map(|store| {
            let line = Line::default().code(store.name.as_str()).own(" (").text(&engine(store));
            match &store.written.ttl {
                Some(ttl) => line.own(", entries live ").text(&ttl.value.text).own(")").end(),
                None => line.own(", how long entries live is not said)").end(),
            }
        })
        .collect();
    let calls = subject.calls();
    let remembered = calls.iter().filter(|call| call.fallback == Some(Fallback::Cached));
    let remembered: Vec<Written> =
        remembered.map(|call| cells::callee(subject.model, call)).collect();
    if !remembered.is_empty() {
        let line = Line::default().own("the last good answer in memory for ");
        parts.push(line.written(&Written::join(&remembered, ", ")).end());
    }
    Some(if parts.is_empty() {
        Written::own("None: no store is a cache, and no call falls back to a cached answer")
    } else {
        Written::join(&parts, "; ")
    })
}

pub(super) fn migration(subject: &Subject) -> Option<Written> {
    let truths = stores(subject, |store| store.kind == StoreKind::Truth);
    if truths.is_empty() {
        return Some(Written::own("None: there is nothing to migrate"));
    }
    let migrated: Vec<&str> = subject
        .services()
        .filter(|one| one.generated && views::has_tables(subject.model, one))
        .map(|one| one.name.as_str())
        .collect();
    let line = Line::default().own("Alembic, one history a service, run before its pods start: ");
    (!migrated.is_empty()).then(|| line.written(&subject.listed(migrated)).end())
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every answer has this form; this one is always known"
)]
pub(super) fn streaming(subject: &Subject) -> Option<Written> {
    let calls = subject.calls();
    let streamed: BTreeSet<Written> = calls
        .iter()
        .filter(|call| streams(subject.model, call) != Streaming::Unary)
        .map(|call| {
            let line = Line::default().written(&cells::callee(subject.model, call)).own(" (");
            line.own(pattern(subject.model, call)).own(")").end()
        })
        .collect();
    Some(if streamed.is_empty() {
        Written::own("None: no RPC that is called streams")
    } else {
        Written::join(&streamed, ", ")
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every answer has this form; this one is always known"
)]
pub(super) fn queue(subject: &Subject) -> Option<Written> {
    let topics = subject.scope.topics(subject.model);
    let topics: Vec<_> = topics.into_iter().map(|id| subject.model.topic(id)).collect();
    let brokers: BTreeSet<String> = topics.iter().map(|topic| proper(&topic.broker)).collect();
    let brokers: Vec<Written> = brokers.iter().map(|broker| markdown::text(broker)).collect();
    if brokers.is_empty() {
        return Some(Written::own("None: nothing is told by events"));
    }
    let line = Line::default().written(&Written::join(&brokers, ", ")).own(", with ");
    Some(line.count(topics.len(), "topic", "topics").end())
}

pub(super) fn gateway(subject: &Subject) -> Option<Written> {
    let named = |kind: ServiceKind| -> Vec<&str> {
        let services = subject.services().filter(|service| service.kind == kind);
        services.map(|service| service.name.as_str()).collect()
    };
    let gateways = named(ServiceKind::Gateway);
    let public = subject.services().filter(|service| service.public.is_some()).count();
    let line = match (gateways.as_slice(), public) {
        ([], 0) => return Some(Written::own("None: nothing is public")),
        ([], _) => return None,
        ([one], _) => Line::default().own("A service of our own, ").code(one),
        (more, _) => {
            let all = markdown::codes(more.iter().copied());
            Line::default().own("Services of our own, one a kind of client: ").written(&all)
        }
    };
    Some(if subject.is_deployed() {
        line.own("; before it the Gateway API of the cluster, which ends TLS").end()
    } else {
        line.end()
    })
}

pub(super) fn mesh(subject: &Subject) -> Option<Written> {
    if !subject.is_deployed() {
        return None;
    }
    let meshes: Vec<Written> = subject.meshes().collect();
    if !meshes.is_empty() {
        let line = Line::default().written(&Written::join(&meshes, ", "));
        let line = line
            .own(": it encrypts what services say to each other, and lets in who is declared; ");
        return Some(line.own("deadlines, retries and breakers are in the clients").end());
    }
    let calls = subject.calls();
    let is_inner = |call: &&&Call| {
        let is_external = matches!(call.target, Target::External { .. });
        !is_external && !subject.model.is_from_client(call.id)
    };
    let inner: Vec<&&Call> = calls.iter().filter(is_inner).collect();
    let is_mutual = |call: &&&&Call| auth_said(subject, call) == Some(Auth::Mtls);
    let mutual = inner.iter().filter(is_mutual).count();
    let line = Line::default().own("None: deadlines, retries and breakers are in the clients, ");
    if mutual == 0 {
        return Some(line.own("and no inner edge asks for a certificate").end());
    }
    Some(
        line.own("mutual TLS in the services themselves (")
            .number(mutual)
            .own(" of ")
            .count(inner.len(), "inner edge", "inner edges")
            .own(")")
            .end(),
    )
}

pub(super) fn orchestration(subject: &Subject) -> Option<Written> {
    let names: Vec<&str> = subject.deployed().map(|(name, _)| name.as_str()).collect();
    let line = Line::default().own("Kubernetes, one overlay an environment: ");
    subject.is_deployed().then(|| line.written(&markdown::codes(names)).end())
}

pub(super) fn rollout(subject: &Subject) -> Option<Written> {
    if !subject.is_deployed() {
        return None;
    }
    let versioned = subject.services().filter(|service| !service.versions.is_empty());
    let versioned: Vec<&str> = versioned.map(|service| service.name.as_str()).collect();
    let line = if versioned.is_empty() {
        Line::default().own("Neither: ")
    } else {
        let line = Line::default()
            .own("Canary: versions side by side, each with its share of the requests, of ");
        line.written(&subject.listed(versioned)).own("; ")
    };
    Some(line.own("rolling updates, one pod more while one is replaced, none fewer").end())
}

pub(super) fn secrets(subject: &Subject) -> Option<Written> {
    let count: usize = subject.services().map(|service| service.secrets.len()).sum();
    let sources: BTreeSet<&str> = subject
        .services()
        .flat_map(|service| &service.secrets)
        .filter_map(|(_, secret)| secret.from.as_ref().map(|from| from.value.as_str()))
        .collect();
    if count == 0 && subject.stores().is_empty() {
        return Some(Written::own("None: no service has a secret"));
    }
    let named = Line::default().count(count, "named secret", "named secrets");
    let line = if subject.is_deployed() {
        named.own(", in one Kubernetes Secret a service, made outside of the repository")
    } else if sources.is_empty() {
        return None;
    } else {
        named
    };
    Some(if sources.is_empty() {
        line.end()
    } else {
        line.own("; values come from ").written(&markdown::codes(sources)).end()
    })
}

pub(super) fn configuration(subject: &Subject) -> Option<Written> {
    let generated = subject.services().filter(|service| service.generated).count();
    let words = "Environment variables, read and checked once at the start";
    let line = Line::default().own(words);
    let line = if subject.is_deployed() {
        line.own("; a ConfigMap a service and environment")
    } else {
        line
    };
    (generated > 0).then(|| line.end())
}

fn stores<'a>(subject: &Subject<'a>, is_it: impl Fn(&Store) -> bool) -> Vec<&'a Store> {
    let stores = subject.stores().into_iter().map(|id| subject.model.store(id));
    stores.filter(|store| is_it(store)).collect()
}
