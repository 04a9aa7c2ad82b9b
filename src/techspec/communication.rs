//! Every edge of the system, one row each.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::graph::NodeId;
use crate::graph::words::{pattern, proper, protocol, simple, topic_pattern};
use crate::model::{
    Call, CallId, Caller, Effective, Model, OperationKind, Origin, Service, ServiceId,
    Subscription, Target, Topic,
};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::Auth;

use super::square::{Square, square};
use super::subject::Subject;
use super::table::table;
use super::{Section, cells};

pub(super) const SECTION: Section =
    Section { name: "communication", heading: "Communication Matrix", view };

#[derive(Serialize)]
struct View {
    edges: Option<Written>,
    adjacency: Option<Square>,
}

fn view(subject: &Subject) -> Option<Value> {
    let rows: Vec<_> = rows(subject).into_iter().map(|row| row.cells).collect();
    let view = View { edges: Some(table(HEADINGS, &rows)?), adjacency: adjacency(subject) };
    Some(Value::from(Serde(&view)))
}

/// The headings of the matrix.
pub(crate) const HEADINGS: [&str; 10] = [
    "From",
    "To",
    "Protocol",
    "Operation",
    "Pattern",
    "Timeout",
    "Attempts",
    "On failure",
    "Auth",
    "Data",
];

/// A row of the matrix, and what it is about.
pub(crate) struct Row {
    /// Who begins, and who is reached.
    pub(crate) ends: (NodeId, NodeId),
    /// The call that it is; nothing for events.
    pub(crate) call: Option<CallId>,
    /// The protocol, where anybody says it.
    pub(crate) protocol: Option<String>,
    /// The data classes that are carried.
    pub(crate) classes: Vec<String>,
    /// The cells, below [`HEADINGS`].
    pub(crate) cells: [Written; 10],
}

/// Every edge of the system, sorted by its ends and its operation.
pub(crate) fn rows(subject: &Subject) -> Vec<Row> {
    let mut edges: Vec<(Key, Edge)> = subject
        .calls()
        .into_iter()
        .map(|call| (key_of(subject, call), of_call(subject, call)))
        .collect();
    for id in subject.scope.topics(subject.model) {
        of_topic(subject, subject.model.topic(id), &mut edges);
    }
    edges.sort_by(|a, b| a.0.cmp(&b.0));
    edges.into_iter().map(|(_, edge)| edge.row()).collect()
}

/// A row in the making.
#[derive(Clone)]
struct Edge {
    ends: (NodeId, NodeId),
    call: Option<CallId>,
    said: Option<String>,
    classes: Vec<String>,
    from: Written,
    to: Written,
    protocol: Written,
    operation: Written,
    pattern: Written,
    timeout: Written,
    attempts: Written,
    on_failure: Written,
    auth: Written,
    data: Written,
}

impl Edge {
    fn row(self) -> Row {
        let Self {
            ends,
            call,
            said,
            classes,
            from,
            to,
            protocol,
            operation,
            pattern,
            timeout,
            attempts,
            on_failure,
            auth,
            data,
        } = self;
        let cells =
            [from, to, protocol, operation, pattern, timeout, attempts, on_failure, auth, data];
        Row { ends, call, protocol: said, classes, cells }
    }
}

/// From, to and operation, by which rows are sorted.
type Key = (String, String, String);

fn key_of(subject: &Subject, call: &Call) -> Key {
    let operation = subject.model.target_operation(call).unwrap_or_default();
    let caller = subject.model.caller_name(call.caller);
    (caller.to_owned(), subject.model.target_name(call).to_owned(), operation.to_owned())
}

fn of_call(subject: &Subject, call: &Call) -> Edge {
    let model = subject.model;
    let said = protocol(model, call);
    let operation = model.target_operation(call);
    let messages = messages_of(subject, call);
    Edge {
        ends: ends_of(model, call),
        call: Some(call.id),
        classes: owned(subject.class_names(messages.iter().copied())),
        from: markdown::code(model.caller_name(call.caller)),
        to: markdown::code(model.target_name(call)),
        protocol: said.as_deref().map_or_else(|| Written::own("not said"), markdown::text),
        operation: match (operation, &call.target) {
            (Some(operation), _) => markdown::code(operation),
            (None, Target::External { .. }) => markdown::nothing(),
            (None, _) => Written::own("not said"),
        },
        pattern: Written::own(pattern(model, call)),
        timeout: cells::timeout(call),
        attempts: cells::attempts(call),
        on_failure: cells::on_failure(call).unwrap_or_else(|| Written::own("fails")),
        auth: auth_of(subject, call),
        data: subject.classes_of(messages),
        said,
    }
}

fn ends_of(model: &Model, call: &Call) -> (NodeId, NodeId) {
    let from = match call.caller {
        Caller::Service(id) => NodeId::Service(id),
        Caller::External(id) => NodeId::External(id),
    };
    let to = match call.target {
        Target::Service(id) => NodeId::Service(id),
        Target::Operation(id) => NodeId::Service(model.operation(id).service),
        Target::External { id, .. } => NodeId::External(id),
    };
    (from, to)
}

fn owned(names: BTreeSet<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// How the caller proves who it is: what the target asks for where that is outside, else what the call says, else what
/// the callee asks of everybody.
pub(super) fn auth_of(subject: &Subject, call: &Call) -> Written {
    auth_said(subject, call).map_or_else(|| Written::own("not said"), cells::auth)
}

/// The same, where anybody says it.
pub(super) fn auth_said(subject: &Subject, call: &Call) -> Option<Auth> {
    let model = subject.model;
    let of_target = match (&call.target, model.callee(call)) {
        (Target::External { id, .. }, _) => {
            model.external(*id).written.auth.as_ref().map(|auth| auth.value)
        }
        (_, Some(id)) => of_door(model.service(id), call, model),
        (_, None) => None,
    };
    // Defaults are for what is inside.
    let is_outside = matches!(call.target, Target::External { .. });
    let holds = |auth: &&Effective<Auth>| !is_outside || matches!(auth.origin, Origin::Written(_));
    let of_call = call.auth.as_ref().filter(holds).map(|auth| auth.value);
    let of_callee = || Some(model.service(model.callee(call)?).auth.as_ref()?.value);
    of_target.or(of_call).or_else(of_callee)
}

/// What a public service asks of clients.
fn of_door(service: &Service, call: &Call, model: &Model) -> Option<Auth> {
    model.is_from_client(call.id).then_some(())?;
    Some(service.public.as_ref()?.auth.as_ref()?.value)
}

fn messages_of<'a>(subject: &Subject<'a>, call: &'a Call) -> Vec<&'a str> {
    let model = subject.model;
    let mut messages: Vec<&str> = call.sends.iter().map(String::as_str).collect();
    if let Target::Operation(id) = &call.target
        && let OperationKind::Rpc { service, method } = &model.operation(*id).kind
        && let Some(method) = model.contracts.service(service).and_then(|s| s.method(method))
    {
        messages.extend([method.input.as_str(), method.output.as_str()]);
    }
    messages
}

fn of_topic(subject: &Subject, topic: &Topic, edges: &mut Vec<(Key, Edge)>) {
    let key = |from: &str, to: &str| (from.to_owned(), to.to_owned(), String::new());
    let model = subject.model;
    let payload = topic.payload.as_ref().map(|payload| payload.value.as_str());
    let broker = proper(&topic.broker);
    let edge = |ends: (NodeId, NodeId), from: &str, to: &str| Edge {
        ends,
        call: None,
        said: Some(broker.clone()),
        classes: owned(subject.class_names(payload)),
        from: markdown::code(from),
        to: markdown::code(to),
        protocol: markdown::text(&broker),
        operation: payload.map_or_else(|| Written::own("not said"), |p| markdown::code(simple(p))),
        pattern: Written::own(topic_pattern(topic)),
        timeout: markdown::nothing(),
        attempts: markdown::nothing(),
        on_failure: markdown::nothing(),
        auth: markdown::nothing(),
        data: subject.classes_of(payload),
    };
    let written = |id: ServiceId| (NodeId::Service(id), NodeId::Topic(topic.id));
    for (id, _) in &topic.publishers {
        let service = model.service(*id);
        let outbox = if service.outbox { "outbox" } else { "fails" };
        let on_failure = Written::own(outbox);
        let (from, to) = (service.name.as_str(), topic.name.as_str());
        edges.push((key(from, to), Edge { on_failure, ..edge(written(*id), from, to) }));
    }
    for (id, _) in &topic.consumers {
        let service = model.service(*id);
        for subscription in service.consumes.iter().filter(|s| s.topic == topic.id) {
            let (from, to) = (topic.name.as_str(), service.name.as_str());
            let edge = edge((NodeId::Topic(topic.id), NodeId::Service(*id)), from, to);
            edges.push((key(from, to), consumed(subject, subscription, edge)));
        }
    }
    for (id, _) in &topic.dead_letters_of {
        let service = model.service(*id);
        let pattern = Written::own("dead letters");
        let (from, to) = (service.name.as_str(), topic.name.as_str());
        edges.push((key(from, to), Edge { pattern, ..edge(written(*id), from, to) }));
    }
}

fn consumed(subject: &Subject, subscription: &Subscription, edge: Edge) -> Edge {
    let attempts = subscription.attempts;
    let dead_letter = subscription.dead_letter.map(|id| &subject.model.topic(id).name);
    Edge {
        attempts: attempts.map_or_else(
            || Written::own("not said"),
            |attempts| Line::default().number(attempts as usize).end(),
        ),
        on_failure: match dead_letter {
            Some(topic) => Line::default().own("dead letter to ").code(topic).end(),
            None => Written::own("not said"),
        },
        ..edge
    }
}

/// Who calls whom, and who gets whose events; nothing where there are too many services for a square.
fn adjacency(subject: &Subject) -> Option<Square> {
    let mut links: BTreeMap<(ServiceId, ServiceId), BTreeSet<char>> = BTreeMap::new();
    for call in subject.calls() {
        let Caller::Service(caller) = call.caller else { continue };
        let Some(reached) = subject.model.callee(call) else { continue };
        links.entry((caller, reached)).or_default().insert('R');
    }
    for id in subject.scope.topics(subject.model) {
        let topic = subject.model.topic(id);
        for (publisher, _) in &topic.publishers {
            for (consumer, _) in &topic.consumers {
                links.entry((*publisher, *consumer)).or_default().insert('E');
            }
        }
    }
    let services: BTreeSet<ServiceId> = links.keys().flat_map(|(from, to)| [*from, *to]).collect();
    square(subject.model, &services, |from, to| mark(links.get(&(from, to))))
}

fn mark(marks: Option<&BTreeSet<char>>) -> &'static str {
    let has = |mark| marks.is_some_and(|marks| marks.contains(&mark));
    match (has('R'), has('E')) {
        (true, true) => "R E",
        (true, false) => "R",
        (false, true) => "E",
        (false, false) => "",
    }
}
