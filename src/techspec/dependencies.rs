//! What a service needs, inside the system and outside, and who needs it.

use crate::graph::words::engine;
use crate::model::{Call, Service, Target};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::cells;
use super::subject::Subject;
use super::table::table;

/// Services and externals that it calls, topics, stores of others, in this order. Its own stores are its data.
pub(super) fn dependencies(subject: &Subject, service: &Service) -> Option<Written> {
    let model = subject.model;
    let mut rows: Vec<[Written; 4]> =
        model.calls_of(service.id).map(|call| of_call(subject, call)).collect();
    for subscription in &service.consumes {
        let topic = markdown::code(&model.topic(subscription.topic).name);
        let how = Line::default().own("consumes as group ").code(&subscription.group).end();
        rows.push([topic, Written::own("topic"), how, Written::own("work waits until it is back")]);
    }
    for publication in &service.publishes {
        let topic = markdown::code(&model.topic(publication.topic).name);
        let (how, without) = if service.outbox {
            ("publishes through its outbox", "events wait in the outbox")
        } else {
            ("publishes", "the operation fails")
        };
        rows.push([topic, Written::own("topic"), Written::own(how), Written::own(without)]);
    }
    let read = service.reads.iter().map(|used| (used.store, "reads"));
    let written = service.writes.iter().map(|used| (used.store, "writes"));
    for (id, how) in read.chain(written) {
        let store = model.store(id);
        let how = Line::default().own(how).own(", ").text(&engine(store)).end();
        let name = markdown::code(store.name.as_str());
        rows.push([name, Written::own("store"), how, markdown::nothing()]);
    }
    table(["Needs", "Kind", "How", "When it fails"], &rows)
}

fn of_call(subject: &Subject, call: &Call) -> [Written; 4] {
    let kind = Written::own(match &call.target {
        Target::External { .. } => "external",
        Target::Service(_) | Target::Operation(_) => "internal",
    });
    let how = match call.timeout_value() {
        Some(_) => Line::default().own("calls, waits ").written(&cells::timeout(call)),
        None => Line::default().own("calls, timeout ").written(&cells::timeout(call)),
    };
    let how = match call.attempts.value {
        1 => how,
        attempts => how.own(", ").number(attempts as usize).own(" attempts"),
    };
    let without = cells::on_failure(call).unwrap_or_else(|| Written::own("the operation fails"));
    [cells::callee(subject.model, call), kind, how.end(), without]
}

/// The services and clients that call it.
pub(super) fn needed_by(subject: &Subject, service: &Service) -> Option<Written> {
    let mut callers: Vec<&str> = subject
        .model
        .callers_of(service.id)
        .map(|call| subject.model.caller_name(call.caller))
        .collect();
    callers.sort_unstable();
    callers.dedup();
    let line = Line::default().own("Called by: ");
    (!callers.is_empty()).then(|| line.written(&markdown::codes(callers)).end())
}
