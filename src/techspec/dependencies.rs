//! What a service needs, inside the system and outside, and who needs it.

use serde::Serialize;

use crate::graph::words::engine;
use crate::model::{Call, Service, Target};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::cells;
use super::subject::Subject;

/// A row of the table of dependencies.
#[derive(Serialize)]
pub(super) struct Dependency {
    what: Written,
    kind: Written,
    how: Written,
    without: Written,
}

/// Services and externals that it calls, topics, stores, in this order.
pub(super) fn dependencies(subject: &Subject, service: &Service) -> Vec<Dependency> {
    let model = subject.model;
    let mut rows: Vec<Dependency> =
        model.calls_of(service.id).map(|call| of_call(subject, call)).collect();
    for subscription in &service.consumes {
        let topic = model.topic(subscription.topic);
        let what = markdown::code(&topic.name);
        let group = Line::default().own("consumes as group ").code(&subscription.group).end();
        let without = Written::own("waits");
        rows.push(Dependency::new(what, "topic", group, without));
    }
    for publication in &service.publishes {
        let what = markdown::code(&model.topic(publication.topic).name);
        let how = if service.outbox { "publishes through its outbox" } else { "publishes" };
        let without =
            if service.outbox { "events wait in the outbox" } else { "the operation fails" };
        rows.push(Dependency::new(what, "topic", Written::own(how), Written::own(without)));
    }
    let owned = service.owns.iter().map(|owned| (owned.store, "owns"));
    let read = service.reads.iter().map(|used| (used.store, "reads"));
    let written = service.writes.iter().map(|used| (used.store, "writes"));
    for (id, how) in owned.chain(read).chain(written) {
        let store = model.store(id);
        let what = markdown::code(store.name.as_str());
        let how = Line::default().own(how).own(", ").text(&engine(store)).end();
        rows.push(Dependency::new(what, "store", how, markdown::nothing()));
    }
    rows
}

impl Dependency {
    fn new(what: Written, kind: &'static str, how: Written, without: Written) -> Self {
        Self { what, kind: Written::own(kind), how, without }
    }
}

fn of_call(subject: &Subject, call: &Call) -> Dependency {
    let model = subject.model;
    let kind = match &call.target {
        Target::External { .. } => "external",
        Target::Service(_) | Target::Operation(_) => "internal",
    };
    let how = match call.timeout_value() {
        Some(_) => Line::default().own("calls, ").written(&cells::timeout(call)),
        None => Line::default().own("calls, timeout ").written(&cells::timeout(call)),
    };
    let how = match call.attempts.value {
        1 => how,
        attempts => how.own(", ").number(attempts as usize).own(" attempts"),
    };
    Dependency::new(cells::callee(model, call), kind, how.end(), cells::on_failure(call))
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
    let line = Line::default().own("Called by ");
    (!callers.is_empty()).then(|| line.written(&markdown::codes(callers)).own(".").end())
}
