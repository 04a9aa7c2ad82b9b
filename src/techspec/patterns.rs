//! How the parts talk in detail: topics, who writes and reads them, systems of others, what may be repeated.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::contracts::Idempotency;
use crate::graph::words::proper;
use crate::model::{Call, External, Service, Subscription, Target, Topic, duration_text};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::Acks;

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, cells, clients, errors};

pub(super) const SECTION: Section =
    Section { name: "patterns", heading: "Communication Patterns", view };

#[derive(Serialize)]
struct View {
    clients: Vec<Part>,
    errors: Vec<Part>,
    topics: Option<Written>,
    publishers: Option<Written>,
    consumers: Option<Written>,
    externals: Option<Written>,
    repeated: Option<Written>,
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
    let topics: Vec<_> = topics.into_iter().map(|id| topic(model.topic(id))).collect();
    let repeated = calls.iter().filter(|call| call.attempts.value > 1);
    let repeated: Vec<_> = repeated.map(|call| repetition(subject, call)).collect();
    let view = View {
        clients: part::telling(clients::parts(subject)),
        errors: part::telling([errors::part(subject)]),
        topics: table(TOPICS, &topics),
        publishers: table(["Service", "Topic", "How", "Receipts waited for"], &publishers),
        consumers: table(CONSUMERS, &consumers),
        externals: table(EXTERNALS, &externals(subject, &calls)),
        repeated: table(["Caller", "Calls", "Attempts", "Safe to repeat"], &repeated),
    };
    let is_empty = calls.is_empty() && view.topics.is_none() && view.externals.is_none();
    (!is_empty).then(|| Value::from(Serde(&view)))
}

const TOPICS: [&str; 7] =
    ["Topic", "Broker", "Payload", "Key", "Partitions", "Retention", "May carry"];
const CONSUMERS: [&str; 8] =
    ["Service", "Topic", "Group", "Delivery", "Attempts", "Dead letters", "Idempotent", "Order"];
const EXTERNALS: [&str; 8] =
    ["System", "Protocol", "Address", "Auth", "Region", "Promise", "May receive", "Called by"];

/// What is said of a topic beside its name and its payload: headings, and words.
pub(crate) fn properties(topic: &Topic) -> Vec<(&'static str, Written)> {
    let known = TOPICS.into_iter().zip(self::topic(topic));
    let is_shown = |(heading, words): &(&str, Written)| {
        !["Topic", "Payload"].contains(heading) && *words != markdown::nothing()
    };
    known.filter(is_shown).collect()
}

fn topic(topic: &Topic) -> [Written; 7] {
    let written = &topic.written;
    [
        markdown::code(&topic.name),
        markdown::text(&proper(&topic.broker)),
        match &topic.payload {
            Some(payload) => markdown::code(&payload.value),
            None => Written::own("not said"),
        },
        markdown::codes(written.key.as_ref().map(|key| key.value.as_str())),
        match &written.partitions {
            Some(count) => Written::from(count.value.get() as usize),
            None => markdown::nothing(),
        },
        match &written.retention {
            Some(retention) => markdown::text(&retention.value.text),
            None => markdown::nothing(),
        },
        markdown::codes(written.accepts.iter().map(|class| class.value.as_str())),
    ]
}

fn published(subject: &Subject, service: &Service) -> Vec<[Written; 4]> {
    let row = |publication: &crate::model::Publication| {
        [
            subject.service_link(service),
            markdown::code(&subject.model.topic(publication.topic).name),
            Written::own(if service.outbox {
                "through the outbox, in the transaction that the event tells of"
            } else {
                "directly"
            }),
            match publication.acks {
                None => markdown::nothing(),
                Some(Acks::None) => Written::own("none"),
                Some(Acks::Leader) => Written::own("first broker"),
                Some(Acks::All) => Written::own("all brokers"),
            },
        ]
    };
    service.publishes.iter().map(row).collect()
}

fn consumed(subject: &Subject, service: &Service, known: &Subscription) -> [Written; 8] {
    let dead_letter = known.dead_letter.map(|id| subject.model.topic(id).name.as_str());
    let concurrency = known.concurrency.map(|count| count as usize);
    let order = Written::own(match known.ordered {
        None => "not said",
        Some(true) => "by key",
        Some(false) => "none",
    });
    [
        subject.service_link(service),
        markdown::code(&subject.model.topic(known.topic).name),
        markdown::code(&known.group),
        Written::own(if known.at_most_once { "at most once" } else { "at least once" }),
        match known.attempts {
            Some(attempts) => Written::from(attempts as usize),
            None => Written::own("not said"),
        },
        markdown::codes(dead_letter),
        Written::own(said(known.idempotent)),
        match concurrency {
            Some(count) => {
                Line::default().written(&order).own(", ").number(count).own(" at once").end()
            }
            None => order,
        },
    ]
}

fn said(flag: Option<bool>) -> &'static str {
    match flag {
        None => "not said",
        Some(true) => "yes",
        Some(false) => "no",
    }
}

fn externals(subject: &Subject, calls: &[&Call]) -> Vec<[Written; 8]> {
    let mut callers: std::collections::BTreeMap<_, Vec<&str>> = std::collections::BTreeMap::new();
    if subject.scope.is_whole(subject.model) {
        callers.extend(subject.model.externals.iter().map(|external| (external.id, Vec::new())));
    }
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

fn external(external: &External, callers: Vec<&str>) -> [Written; 8] {
    let written = &external.written;
    [
        markdown::code(external.name.as_str()),
        markdown::text(&proper(&external.protocol)),
        match &written.url {
            Some(url) => markdown::code(&url.value),
            None => Written::own("none: an in-process double answers"),
        },
        written.auth.as_ref().map_or_else(|| Written::own("not said"), |a| cells::auth(a.value)),
        match &written.region {
            Some(region) => markdown::text(&region.value),
            None => markdown::nothing(),
        },
        written.slo.as_ref().and_then(cells::slo).unwrap_or_else(markdown::nothing),
        markdown::codes(written.accepts.iter().map(|class| class.value.as_str())),
        markdown::codes(callers),
    ]
}

/// A call that is made again when it fails, and why that does no harm.
fn repetition(subject: &Subject, call: &Call) -> [Written; 4] {
    let line = Line::default().number(call.attempts.value as usize);
    let line = match call.backoff {
        Some(backoff) => line.own(", first after ").text(&duration_text(backoff)),
        None => line,
    };
    [
        markdown::code(subject.model.caller_name(call.caller)),
        cells::callee(subject.model, call),
        line.end(),
        harmless(subject, call),
    ]
}

fn harmless(subject: &Subject, call: &Call) -> Written {
    let of_contract = match &call.target {
        Target::Operation(id) => {
            let rpc = subject.model.operation(*id).rpc(&subject.model.contracts);
            rpc.map(|(_, method)| method.idempotency)
        }
        Target::Service(_) | Target::External { .. } => None,
    };
    Written::own(match (of_contract, call.idempotent) {
        (Some(Idempotency::NoSideEffects), _) => "no side effects, says the contract",
        (Some(Idempotency::Idempotent), _) => "idempotent, says the contract",
        (_, Some(true)) => "idempotent, says the topology",
        (_, Some(false)) => "**no**, says the topology",
        (_, None) => of_method(subject, call),
    })
}

/// What the method of a route promises (RFC 9110).
fn of_method(subject: &Subject, call: &Call) -> &'static str {
    let operation = subject.model.target_operation(call).unwrap_or_default();
    match operation.split(' ').next() {
        Some("GET" | "HEAD" | "OPTIONS") => "only reads, says the method",
        Some("PUT" | "DELETE") => "idempotent, says the method",
        _ => "not said",
    }
}
