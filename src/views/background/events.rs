//! What a service tells and listens to: `events/publisher.py`, `events/consumers.py`.

use serde::Serialize;

use crate::contracts::{Kind, Message, Scalar};
use crate::model::{OperationKind, Subscription, TopicId};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::field::is_text;
use crate::views::meaning::operation::{PyOperation, payload_doc, squeezed};
use crate::views::meaning::system::{PyService, System};
use crate::views::tested::sample;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, call, exploded, fit, signature, signature_at};

/// The view of both files.
#[derive(Serialize)]
pub(in crate::views) struct View {
    publisher_imports: Written,
    test_imports: Written,
    /// Whether events leave through the database.
    outbox: bool,
    topics: Vec<TopicView>,
    consumers_imports: Written,
    /// Whether a handler runs in the transaction of the inbox.
    transactional: bool,
    /// Whether the cache stands in for an inbox.
    remembers: bool,
    handlers: Vec<HandlerView>,
}

/// A method of the publisher.
#[derive(Serialize)]
struct TopicView {
    /// `async def user_registered(self, event: auth_pb2.UserRegistered) -> None:`
    signature: Vec<Written>,
    docstring: Written,
    /// The arguments of the envelope after the event: topic, key.
    arguments: Vec<Written>,
    /// For its test: a sample event, how it is published, and what then stands in the outbox.
    test_signature: Vec<Written>,
    sample: Vec<Written>,
    published: Vec<Written>,
    expected: Vec<Written>,
}

/// A consumer.
#[derive(Serialize)]
struct HandlerView {
    /// The function that parses an event and asks the use case.
    handler: Vec<Written>,
    topic: Written,
    /// The arguments of the consumer.
    arguments: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut publisher = system.imports();
    let mut consumers = system.imports();
    let mut tests = test_imports(system, service);
    let topics = topics(system, service, &mut publisher, &mut tests);
    let handlers: Vec<HandlerView> = service
        .operations
        .iter()
        .filter_map(|operation| {
            let OperationKind::Event(topic) = operation.operation.kind else { return None };
            let payload = system.payload(topic)?;
            let subscription = service.service.consumes.iter().find(|s| s.topic == topic)?;
            Some(HandlerView {
                handler: handler(system, operation, payload, &mut consumers).into_vec(),
                topic: python::string(&system.model.topic(topic).name),
                arguments: consumer(
                    system,
                    subscription,
                    &operation.method,
                    operation.transactional,
                ),
            })
        })
        .collect();
    let transactional = service.operations.iter().any(|operation| operation.transactional);
    add_publisher_imports(system, service, &mut publisher);
    add_consumer_imports(system, service, transactional, &mut consumers);
    View {
        publisher_imports: publisher.written(),
        test_imports: tests.written(),
        outbox: service.has.outbox,
        topics,
        consumers_imports: consumers.written(),
        transactional,
        remembers: service.has.remembers,
        handlers,
    }
}

fn topics(
    system: &System,
    service: &PyService,
    imports: &mut Imports,
    test_imports: &mut Imports,
) -> Vec<TopicView> {
    let mut topics = Vec::new();
    for publication in &service.service.publishes {
        let Some(payload) = system.payload(publication.topic) else { continue };
        let topic = system.model.topic(publication.topic);
        let name = python::string(&topic.name);
        let mut arguments = vec![Written::own("event"), Written::fill("topic={}", &[&name])];
        arguments.extend(key(system, publication.topic, payload));
        let class = system.messages.class(&payload.full_name, imports);
        let method = python::identifier(&squeezed(&topic.name));
        let key = sample_key(system, publication.topic, payload, test_imports);
        topics.push(TopicView {
            signature: publisher_signature(&method, &class).into_vec(),
            docstring: python::docstring(&payload_doc(system.model, publication.topic), 8),
            arguments,
            test_signature: test_signature(&topic.name).into_vec(),
            sample: sample_event(system, payload, test_imports).into_vec(),
            published: published(&method).into_vec(),
            expected: expected(&class, &name, &key).into_vec(),
        });
    }
    topics
}

fn publisher_signature(method: &Written, class: &Written) -> Lines {
    let head = Written::fill("async def {}", &[method]);
    let parameters = [Written::own("self"), Written::fill("event: {}", &[class])];
    let mut lines = Lines::default();
    lines.nest(1, &signature_at(1, &head, &parameters, &Written::own(" -> None:")));
    lines
}

/// The function that parses an event and asks the use case.
fn handler(
    system: &System,
    operation: &PyOperation,
    payload: &Message,
    imports: &mut Imports,
) -> Lines {
    let method = python::identifier(&operation.method);
    let class = system.messages.class(&payload.full_name, imports);
    let mut parameters = vec![Written::own("envelope: Envelope")];
    let mut arguments = vec![Written::own("event")];
    if operation.transactional {
        parameters.push(Written::own("session: AsyncSession"));
        arguments.push(Written::own("Work(session)"));
    }
    let head = Written::fill("async def {}", &[&method]);
    let mut lines = Lines::default();
    lines.nest(1, &signature_at(1, &head, &parameters, &Written::own(" -> None:")));
    lines.nest(2, &call(&Written::own("event = envelope.parse"), class, ""));
    lines.nest(2, &fit(2, &Written::fill("await use_cases.{}", &[&method]), &arguments, ""));
    lines
}

/// What the publisher's test does with its event.
fn published(method: &Written) -> Lines {
    let mut lines = Lines::default();
    let (mut folded, line) =
        (Lines::default(), Written::fill("await Publisher(session).{}(event)", &[method]));
    folded.own(0, "publisher = Publisher(session)");
    folded
        .nest(0, &call(&Written::fill("await publisher.{}", &[method]), Written::own("event"), ""));
    lines.add_folding(3, line, folded);
    lines
}

/// What then stands in the outbox.
fn expected(class: &Written, topic: &Written, key: &Written) -> Lines {
    let pair = Written::fill("({}, {})", &[topic, key]);
    let mut folded_pair = Lines::default();
    folded_pair.nest(0, &exploded(&Written::default(), &[topic.clone(), key.clone()], ""));
    let (mut folded, mut lines) = (Lines::default(), Lines::default());
    let head = Written::own("assert [(row.topic, row.key) for row in rows] == [");
    folded.add(0, head.clone());
    folded.add_folding(1, pair.clone(), folded_pair);
    folded.own(0, "]");
    lines.add_folding(1, Written::fill("{}{}]", &[&head, &pair]), folded);
    let mut told = Lines::default();
    let parse = Written::fill("told = {}.FromString", &[class]);
    told.nest(0, &call(&parse, Written::own("rows[0].payload"), ""));
    told.own(0, "assert told == event");
    let line = Written::fill("assert {}.FromString(rows[0].payload) == event", &[class]);
    lines.add_folding(1, line, told);
    lines
}

fn test_imports(system: &System, service: &PyService) -> Imports {
    let mut imports = system.imports();
    imports.module("pytest");
    imports.name("sqlalchemy", "select");
    imports.name(&format!("{}.events.publisher", service.package), "Publisher");
    imports.name(&format!("{}.database", system.runtime), "Database");
    imports.name(&format!("{}.outbox", system.runtime), "outbox");
    imports
}

fn test_signature(topic: &str) -> Lines {
    let name = python::identifier(&squeezed(topic));
    let head = Written::fill("async def test_{}_is_written_with_the_transaction", &[&name]);
    signature(&head, &[Written::own("database_url: str")], &Written::own(" -> None:"))
}

fn sample_event(system: &System, payload: &Message, imports: &mut Imports) -> Lines {
    let mut lines = Lines::default();
    let event = sample::message(system, payload, "", imports);
    lines.nest(1, &event.with_head(&Written::own("event = ")));
    lines
}

/// The key that the sample event gets: the text of its field.
fn sample_key(
    system: &System,
    topic: TopicId,
    payload: &Message,
    imports: &mut Imports,
) -> Written {
    let written = system.model.topic(topic).written.key.as_ref();
    let field = written.and_then(|key| payload.field(&key.value));
    match field {
        None => Written::own("\"\""),
        Some(field) if field.kind == Kind::Scalar(Scalar::String) => python::string(&field.name),
        Some(field) => match sample::value(system, field, imports) {
            Some(value) => Written::fill("str({})", &[&value]),
            None => Written::own("\"0\""),
        },
    }
}

/// What keeps events in order: the field that the topic names, as text.
fn key(system: &System, topic: TopicId, payload: &Message) -> Option<Written> {
    let written = system.model.topic(topic).written.key.as_ref()?;
    let field = payload.field(&written.value)?;
    let name = python::identifier(&field.name);
    Some(if is_text(field) {
        Written::fill("key=event.{}", &[&name])
    } else {
        Written::fill("key=str(event.{})", &[&name])
    })
}

fn consumer(
    system: &System,
    subscription: &Subscription,
    method: &str,
    transactional: bool,
) -> Vec<Written> {
    let group = python::string(&subscription.group);
    let method = python::identifier(method);
    let handle = if transactional {
        Written::fill("handle=idempotent(database, {}, {})", &[&group, &method])
    } else if subscription.idempotent == Some(true) {
        Written::fill("handle=remembered(cache, {}, {})", &[&group, &method])
    } else {
        Written::fill("handle={}", &[&method])
    };
    let topic = python::string(&system.model.topic(subscription.topic).name);
    let mut arguments = vec![
        Written::own("service=service"),
        Written::own("bus=bus"),
        Written::fill("topic={}", &[&topic]),
        Written::fill("group={}", &[&group]),
        handle,
    ];
    if let Some(attempts) = subscription.attempts {
        arguments.push(Written::fill("attempts={}", &[&python::number(&attempts.to_string())]));
    }
    if let Some(dead) = subscription.dead_letter {
        let name = python::string(&system.model.topic(dead).name);
        arguments.push(Written::fill("dead_letter={}", &[&name]));
    }
    arguments
}

fn add_publisher_imports(system: &System, service: &PyService, imports: &mut Imports) {
    let events = format!("{}.events", system.runtime);
    imports.name(&events, "Envelope");
    if service.has.outbox {
        imports.name("sqlalchemy.ext.asyncio", "AsyncSession");
        imports.name(&system.runtime, "outbox");
    } else {
        imports.name(&events, "EventBus");
    }
}

fn add_consumer_imports(
    system: &System,
    service: &PyService,
    transactional: bool,
    imports: &mut Imports,
) {
    let runtime = &system.runtime;
    imports.name("collections.abc", "Mapping");
    imports.name(&format!("{}.services.ports", service.package), "UseCases");
    for name in ["Consumer", "Envelope", "EventBus"] {
        imports.name(&format!("{runtime}.events"), name);
    }
    imports.name(&format!("{runtime}.process"), "Background");
    if service.has.remembers {
        imports.name(&format!("{runtime}.cache"), "Cache");
        imports.name(&format!("{runtime}.cache_inbox"), "remembered");
    }
    if transactional {
        imports.name("sqlalchemy.ext.asyncio", "AsyncSession");
        imports.name(&format!("{}.repositories.unit_of_work", service.package), "Work");
        imports.name(&format!("{runtime}.database"), "Database");
        imports.name(&format!("{runtime}.outbox"), "idempotent");
    }
}

/// The call that names every consumer, as an argument of the process.
pub(in crate::views) fn consumers_argument(service: &PyService) -> Lines {
    let mut arguments = vec![Written::own("service=settings.service_name")];
    let givens = consumers_givens(service).map(Written::own);
    arguments.extend(givens.map(|name| Written::fill("{}={}", &[&name, &name])));
    exploded(&Written::own("**consumers"), &arguments, ",")
}

/// What the consumers are given besides the name of the service.
pub(super) fn consumers_givens(service: &PyService) -> impl Iterator<Item = &'static str> {
    let transactional = service.operations.iter().any(|operation| operation.transactional);
    let givens = [
        ("bus", true),
        ("database", transactional),
        ("cache", service.has.remembers),
        ("use_cases", true),
    ];
    givens.into_iter().filter(|(_, given)| *given).map(|(name, _)| name)
}
