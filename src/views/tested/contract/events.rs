//! In `tests/contract/test_MODULE_contract.py`: each topic that is read, with an event and with poison.

use serde::Serialize;

use crate::contracts::{Field, Kind, Message, Scalar};
use crate::model::{OperationKind, TopicId};
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::field::{is_nameable, is_single};
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::tested::sample;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{exploded, fit, function_head};

/// A topic that is read.
#[derive(Serialize)]
pub(super) struct View {
    /// The first lines of its tests.
    head: Vec<Written>,
    poison_head: Vec<Written>,
    topic: Written,
    class_name: Written,
    sample: Vec<Written>,
    /// Whether the inbox sees to it that it is handled once.
    once: bool,
    /// Opens the topic for what cannot be read, if there is one.
    letters: Vec<Written>,
    /// Whether the order of a key is promised, and what cannot be read is put aside: then that is tested, with the
    /// key and another text of the message.
    ordered: bool,
    order_head: Vec<Written>,
    key: Written,
    counter: Written,
}

/// What there is to test of each topic that a service reads.
pub(super) fn views(system: &System, service: &PyService, imports: &mut Imports) -> Vec<View> {
    let mut events = Vec::new();
    for operation in &service.operations {
        let OperationKind::Event(topic) = operation.operation.kind else { continue };
        let Some(payload) = system.payload(topic) else { continue };
        let subscription = service.service.consumes.iter().find(|one| one.topic == topic);
        let letters = subscription.and_then(|one| one.dead_letter);
        let mut view = event(system, operation, topic, payload, letters, imports);
        view.once |= subscription.is_some_and(|one| one.idempotent == Some(true));
        let name = python::identifier(&operation.method);
        let outcome = if view.once { "gets_the_event_once" } else { "gets_the_event" };
        view.head = listening_head(service, &name, outcome);
        view.poison_head = listening_head(service, &name, "sends_poison_to_its_dead_letters");
        view.order_head = listening_head(service, &name, "keeps_the_order_of_each_key");
        let is_ordered = subscription.is_some_and(|one| one.ordered == Some(true));
        let fields = numbered(system, topic, payload).filter(|_| is_ordered && view.once);
        if let Some((key, counter)) = fields.filter(|_| !view.letters.is_empty()) {
            imports.name("typing", "Any");
            (view.ordered, view.key, view.counter) = (true, key, counter);
        }
        events.push(view);
    }
    events
}

/// The key of a topic and another field of its message, when both are plain texts with names of an ordinary length.
fn numbered(system: &System, topic: TopicId, payload: &Message) -> Option<(Written, Written)> {
    const LONGEST: usize = 24;
    let is_text = |field: &&Field| {
        field.kind == Kind::Scalar(Scalar::String)
            && is_single(field)
            && is_nameable(field)
            && field.oneof.is_none()
            && field.name.len() <= LONGEST
    };
    let key = system.model.topic(topic).written.key.as_ref()?;
    let key = payload.field(&key.value).filter(is_text)?;
    let counter = payload.fields.iter().filter(is_text).find(|field| field.name != key.name)?;
    Some((python::identifier(&key.name), python::identifier(&counter.name)))
}

/// The first lines of a test that listens.
fn listening_head(service: &PyService, method: &Written, outcome: &'static str) -> Vec<Written> {
    let name = Written::fill("test_{}_{}", &[method, &Written::own(outcome)]);
    if !service.operations.iter().any(|operation| operation.transactional) {
        return function_head(&name).into_vec();
    }
    let head = Written::fill("async def {}", &[&name]);
    let tail = " -> None:";
    exploded(&head, &[Written::own("database_url: str")], tail).into_vec()
}

fn event(
    system: &System,
    operation: &PyOperation,
    topic: TopicId,
    payload: &Message,
    letters: Option<TopicId>,
    imports: &mut Imports,
) -> View {
    let sample = sample::message(system, payload, "", imports);
    let letters = letters.map(|topic| {
        let arguments = [python::string(&system.model.topic(topic).name), Written::own("\"test\"")];
        let head = Written::own("async with bus.subscribe");
        fit(2, &head, &arguments, " as letters:").into_vec()
    });
    View {
        head: Vec::new(),
        poison_head: Vec::new(),
        topic: python::string(&system.model.topic(topic).name),
        class_name: system.messages.class(&payload.full_name, imports),
        sample: sample.with_head(&Written::own("event = ")).into_vec(),
        once: operation.transactional,
        letters: letters.unwrap_or_default(),
        ordered: false,
        order_head: Vec::new(),
        key: Written::default(),
        counter: Written::default(),
    }
}

/// What these tests import.
pub(super) fn add_imports(
    system: &System,
    service: &PyService,
    events: &[View],
    imports: &mut Imports,
) {
    if !service.has.consumers {
        return;
    }
    let (package, runtime) = (&service.package, &system.runtime);
    imports.module("asyncio");
    imports.name("collections.abc", "AsyncIterator");
    imports.name("contextlib", "asynccontextmanager");
    imports.name(&format!("{package}.events.consumers"), "consumers");
    imports.name(&format!("{runtime}.events"), "Envelope");
    imports.name(&format!("{runtime}.events_memory"), "MemoryBus");
    imports.name(&format!("{runtime}.testing"), "eventually");
    if service.has.remembers {
        imports.name(&format!("{runtime}.cache_memory"), "MemoryCache");
    }
    if events.iter().any(|event| !event.letters.is_empty()) {
        imports.name("dataclasses", "replace");
    }
    if service.operations.iter().any(|operation| operation.transactional) {
        imports.name(&format!("{runtime}.database"), "Database");
        imports.name(&format!("{runtime}.outbox"), "inbox");
    }
}
