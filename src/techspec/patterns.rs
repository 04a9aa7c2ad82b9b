//! How the parts talk in detail: topics, who writes and reads them, systems of others, what may be repeated.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::contracts::Idempotency;
use crate::graph::words::{duration, proper};
use crate::model::{Call, External, Service, Subscription, Target, Topic};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::Acks;

use super::subject::Subject;
use super::{Section, cells};

pub(super) const SECTION: Section =
    Section { name: "patterns", heading: "Communication Patterns", view };

#[derive(Serialize)]
struct View {
    topics: Vec<TopicRow>,
    publishers: Vec<PublisherRow>,
    consumers: Vec<ConsumerRow>,
    externals: Vec<ExternalRow>,
    repeated: Vec<RepeatedRow>,
}

#[derive(Serialize)]
struct TopicRow {
    name: Written,
    broker: Written,
    payload: Written,
    key: Written,
    partitions: Written,
    retention: Written,
    accepts: Written,
}

#[derive(Serialize)]
struct PublisherRow {
    service: Written,
    topic: Written,
    how: Written,
    acks: Written,
}

#[derive(Serialize)]
struct ConsumerRow {
    service: Written,
    topic: Written,
    group: Written,
    delivery: Written,
    attempts: Written,
    dead_letter: Written,
    idempotent: Written,
    order: Written,
}

#[derive(Serialize)]
struct ExternalRow {
    name: Written,
    protocol: Written,
    address: Written,
    auth: Written,
    region: Written,
    promise: Written,
    accepts: Written,
    callers: Written,
}

#[derive(Serialize)]
struct RepeatedRow {
    caller: Written,
    callee: Written,
    attempts: Written,
    harmless: Written,
}

fn view(subject: &Subject) -> Option<Value> {
    let model = subject.model;
    let topics = subject.scope.topics(model);
    let calls = subject.calls();
    let mut publishers = Vec::new();
    let mut consumers = Vec::new();
    for service in subject.services() {
        publishers.extend(published(subject, service));
        let subscriptions = service.consumes.iter();
        consumers.extend(subscriptions.map(|known| consumed(subject, service, known)));
    }
    let repeated = calls.iter().filter(|call| call.attempts.value > 1);
    let view = View {
        topics: topics.into_iter().map(|id| topic(model.topic(id))).collect(),
        publishers,
        consumers,
        externals: externals(subject, &calls),
        repeated: repeated.map(|call| repetition(subject, call)).collect(),
    };
    let is_empty = view.topics.is_empty() && view.externals.is_empty() && view.repeated.is_empty();
    (!is_empty).then(|| Value::from(Serde(&view)))
}

fn topic(topic: &Topic) -> TopicRow {
    let written = &topic.written;
    TopicRow {
        name: markdown::code(&topic.name),
        broker: markdown::text(&proper(&topic.broker)),
        payload: match &topic.payload {
            Some(payload) => markdown::code(&payload.value),
            None => Written::own("not said"),
        },
        key: markdown::codes(written.key.as_ref().map(|key| key.value.as_str())),
        partitions: match &written.partitions {
            Some(count) => Written::from(count.value.get() as usize),
            None => markdown::nothing(),
        },
        retention: match &written.retention {
            Some(retention) => markdown::text(&retention.value.text),
            None => markdown::nothing(),
        },
        accepts: markdown::codes(written.accepts.iter().map(|class| class.value.as_str())),
    }
}

fn published(subject: &Subject, service: &Service) -> Vec<PublisherRow> {
    let row = |publication: &crate::model::Publication| PublisherRow {
        service: subject.service_link(service),
        topic: markdown::code(&subject.model.topic(publication.topic).name),
        how: Written::own(if service.outbox {
            "through the outbox, in the transaction that the event tells of"
        } else {
            "directly"
        }),
        acks: Written::own(match publication.acks {
            None => "not said",
            Some(Acks::None) => "none",
            Some(Acks::Leader) => "first broker",
            Some(Acks::All) => "all brokers",
        }),
    };
    service.publishes.iter().map(row).collect()
}

fn consumed(subject: &Subject, service: &Service, known: &Subscription) -> ConsumerRow {
    let dead_letter = known.dead_letter.map(|id| subject.model.topic(id).name.as_str());
    let concurrency = known.concurrency.map(|count| count as usize);
    let order = Written::own(match known.ordered {
        None => "not said",
        Some(true) => "by key",
        Some(false) => "none",
    });
    ConsumerRow {
        service: subject.service_link(service),
        topic: markdown::code(&subject.model.topic(known.topic).name),
        group: markdown::code(&known.group),
        delivery: Written::own(if known.at_most_once { "at most once" } else { "at least once" }),
        attempts: match known.attempts {
            Some(attempts) => Written::from(attempts as usize),
            None => Written::own("not said"),
        },
        dead_letter: markdown::codes(dead_letter),
        idempotent: Written::own(said(known.idempotent)),
        order: match concurrency {
            Some(count) => {
                Line::default().written(&order).own(", ").number(count).own(" at once").end()
            }
            None => order,
        },
    }
}

fn said(flag: Option<bool>) -> &'static str {
    match flag {
        None => "not said",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

fn externals(subject: &Subject, calls: &[&Call]) -> Vec<ExternalRow> {
    let mut callers: std::collections::BTreeMap<_, Vec<&str>> = std::collections::BTreeMap::new();
    for call in calls {
        if let Target::External { id, .. } = &call.target {
            callers.entry(*id).or_default().push(subject.model.caller_name(call.caller));
        }
    }
    let row = |(id, mut callers): (_, Vec<&str>)| {
        callers.dedup();
        external(subject.model.external(id), callers)
    };
    callers.into_iter().map(row).collect()
}

fn external(external: &External, callers: Vec<&str>) -> ExternalRow {
    let written = &external.written;
    ExternalRow {
        name: markdown::code(external.name.as_str()),
        protocol: markdown::text(&proper(&external.protocol)),
        address: match &written.url {
            Some(url) => markdown::code(&url.value),
            None => Written::own("none: an in-process double answers"),
        },
        auth: written
            .auth
            .as_ref()
            .map_or_else(|| Written::own("not said"), |a| cells::auth(a.value)),
        region: match &written.region {
            Some(region) => markdown::text(&region.value),
            None => markdown::nothing(),
        },
        promise: written.slo.as_ref().and_then(cells::slo).unwrap_or_else(markdown::nothing),
        accepts: markdown::codes(written.accepts.iter().map(|class| class.value.as_str())),
        callers: markdown::codes(callers),
    }
}

/// A call that is made again when it fails, and why that does no harm.
fn repetition(subject: &Subject, call: &Call) -> RepeatedRow {
    let line = Line::default().number(call.attempts.value as usize);
    let line = match call.backoff {
        Some(backoff) => line.own(", first after ").text(&duration(backoff)),
        None => line,
    };
    RepeatedRow {
        caller: markdown::code(subject.model.caller_name(call.caller)),
        callee: cells::callee(subject.model, call),
        attempts: line.end(),
        harmless: harmless(subject, call),
    }
}

fn harmless(subject: &Subject, call: &Call) -> Written {
    let of_contract = match &call.target {
        Target::Operation(id) => {
            let path = subject.model.operation(*id).grpc_path();
            path.and_then(|path| Some(subject.model.contracts.method(&path)?.1.idempotency))
        }
        Target::Service(_) | Target::External { .. } => None,
    };
    Written::own(match (of_contract, call.idempotent) {
        (Some(Idempotency::NoSideEffects), _) => "no side effects, says the contract",
        (Some(Idempotency::Idempotent), _) => "idempotent, says the contract",
        (_, Some(true)) => "idempotent, says the topology",
        (_, Some(false)) => "**no**, says the topology",
        (_, None) => "not said",
    })
}
