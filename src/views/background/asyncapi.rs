//! `docs/asyncapi/SERVICE.json`: what a service tells and listens to, and the test that its code does the same.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value as Document, json};

use super::events;
use super::payload::schemas;
use super::topics::Topics;
use crate::contracts::Message;
use crate::model::{OperationKind, Subscription, Topic, TopicId};
use crate::names::Written;
use crate::names::written::{data, python};
use crate::secrecy::masked;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded};
use crate::views::{Subject, service};

/// The version of the bindings to Kafka that the document keeps to.
const BINDING: &str = "0.5.0";

/// The view of `blueprints/python/event-api`.
#[derive(Serialize)]
struct View {
    document: Written,
    name: Written,
    /// `"orders.json"`
    file: Written,
    imports: Written,
    publishes: bool,
    consumes: bool,
    /// Whether anything is said of topics.
    topics: bool,
    /// `consumers(service="orders", ..)`, in finished lines.
    consumers: Vec<Written>,
    /// The method of the use cases by the topic that it is told of.
    handlers: Vec<Written>,
}

/// The document of a service that tells or listens, with its test.
pub(in crate::views) fn subject(system: &System, service: &PyService) -> Option<Subject> {
    service.has.bus.then(|| Subject {
        folder: String::new(),
        words: vec![
            ("SERVICE", service.service.name.as_str().to_owned()),
            ("MODULE", service.module.clone()),
        ],
        capabilities: service::capabilities(system, service),
        view: system.seen(|| view(system, service)),
    })
}

fn view(system: &System, service: &PyService) -> View {
    let name = &service.service.name;
    View {
        document: data::json(&document(system, service)),
        name: python::comment(name.as_str()),
        file: python::string(&format!("{name}.json")),
        imports: imports(system, service).written(),
        publishes: service.has.publishes,
        consumes: service.has.consumers,
        topics: !Topics::of(system, service).is_empty(),
        consumers: consumers(service).into_vec(),
        handlers: handlers(service),
    }
}

fn imports(system: &System, service: &PyService) -> Imports {
    let mut imports = system.imports();
    imports.module("json");
    imports.name("pathlib", "Path");
    let own = |module: &str| format!("{}.{module}", service.package);
    if service.has.consumers {
        imports.name("typing", "Any");
        imports.name(&own("events.consumers"), "consumers");
        imports.name(&own("services.ports"), "UseCases");
    }
    if service.has.publishes {
        imports.name(&own("events.publisher"), "Publisher");
    }
    if !Topics::of(system, service).is_empty() {
        imports.name(&own("bootstrap"), "TOPICS");
    }
    let needed = [
        ("described", true),
        ("heard", service.has.consumers),
        ("payloads", true),
        ("schemas", true),
        ("told", service.has.publishes),
        ("topics", !Topics::of(system, service).is_empty()),
    ];
    for (name, _) in needed.into_iter().filter(|(_, needed)| *needed) {
        imports.name(&format!("{}.testing_asyncapi", system.runtime), name);
    }
    imports
}

/// The consumers as registered, with nothing behind them.
fn consumers(service: &PyService) -> Lines {
    let given = events::consumers_givens(service);
    let mut arguments =
        vec![Written::fill("service={}", &[&python::string(service.service.name.as_str())])];
    arguments.extend(given.map(|name| Written::fill("{}=nothing", &[&Written::own(name)])));
    exploded(&Written::own("running = consumers"), &arguments, "")
}

fn handlers(service: &PyService) -> Vec<Written> {
    let events = service
        .operations
        .iter()
        .filter(|one| matches!(one.operation.kind, OperationKind::Event(_)));
    events
        .map(|one| {
            let method = python::identifier(&one.method);
            Written::fill("{}: UseCases.{}", &[&python::string(&one.operation.name), &method])
        })
        .collect()
}

fn document(system: &System, service: &PyService) -> Document {
    let writer = Writer { system, service };
    let all = writer.carried();
    let mut messages = Map::new();
    for message in all.values().map(|(_, message)| message) {
        messages.insert(message.full_name.clone(), described(message));
    }
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": service.service.name.as_str(),
            "version": "0.1.0",
            "description": format!("{}. Payloads travel as protobuf; their schemas say them as JSON, with the names of the contract.", service.purpose),
        },
        "defaultContentType": "application/x-protobuf",
        "channels": all.values().map(|(topic, message)| (topic.name.clone(), channel(topic, message))).collect::<Map<_, _>>(),
        "operations": writer.operations(),
        "components": {
            "messages": messages,
            "schemas": schemas(&system.model.contracts, all.values().map(|(_, message)| *message)),
        },
    })
}

/// A message, as events carry it.
fn described(message: &Message) -> Document {
    let mut described = json!({
        "name": message.full_name,
        "payload": { "$ref": format!("#/components/schemas/{}", message.full_name) },
    });
    if !message.comment.trim().is_empty() {
        described["description"] = json!(message.comment.trim());
    }
    described
}

fn channel(topic: &Topic, message: &Message) -> Document {
    let reference = format!("#/components/messages/{}", message.full_name);
    let mut channel = json!({
        "address": topic.name,
        "messages": { &message.name: { "$ref": reference } },
    });
    if let Some(description) = &topic.written.description {
        channel["description"] = json!(masked(&description.value));
    }
    let binding = binding(topic);
    if topic.broker == "kafka" && !binding.is_empty() {
        channel["bindings"] = json!({ "kafka": binding });
        channel["bindings"]["kafka"]["bindingVersion"] = json!(BINDING);
    }
    channel
}

/// What the topology says of a topic, as Kafka has it.
fn binding(topic: &Topic) -> Map<String, Document> {
    let mut binding = Map::new();
    if let Some(partitions) = &topic.written.partitions {
        binding.insert("partitions".to_owned(), json!(partitions.value));
    }
    if let Some(replication) = &topic.written.replication {
        binding.insert("replicas".to_owned(), json!(replication.value));
    }
    if let Some(retention) = &topic.written.retention {
        let milliseconds = u64::try_from(retention.value.value.as_millis()).unwrap_or(u64::MAX);
        let configuration = json!({ "retention.ms": milliseconds });
        binding.insert("topicConfiguration".to_owned(), configuration);
    }
    binding
}

struct Writer<'a, 'b> {
    system: &'b System<'a>,
    service: &'b PyService<'a>,
}

impl<'a> Writer<'a, '_> {
    /// The topics that it has to do with, each with what it carries; dead letters are the events themselves.
    fn carried(&self) -> BTreeMap<&'a str, (&'a Topic, &'a Message)> {
        let mut all = BTreeMap::new();
        let mut add = |id: TopicId, payload: TopicId| {
            if let Some(message) = self.system.payload(payload) {
                let topic = self.system.model.topic(id);
                all.insert(topic.name.as_str(), (topic, message));
            }
        };
        for subscription in &self.service.service.consumes {
            if let Some(dead) = subscription.dead_letter {
                add(dead, subscription.topic);
            }
        }
        for subscription in &self.service.service.consumes {
            add(subscription.topic, subscription.topic);
        }
        for publication in &self.service.service.publishes {
            add(publication.topic, publication.topic);
        }
        all
    }

    fn operations(&self) -> Map<String, Document> {
        let mut operations = Map::new();
        let typed = |id: &TopicId| self.system.payload(*id).is_some();
        for publication in &self.service.service.publishes {
            if typed(&publication.topic) {
                let name = &self.system.model.topic(publication.topic).name;
                operations.insert(format!("publish.{name}"), operation("send", name));
            }
        }
        for subscription in self.service.service.consumes.iter().filter(|one| typed(&one.topic)) {
            let name = &self.system.model.topic(subscription.topic).name;
            operations.insert(format!("consume.{name}"), self.consumed(subscription, name));
            if let Some(dead) = subscription.dead_letter {
                let dead = &self.system.model.topic(dead).name;
                let mut buried = operation("send", dead);
                buried["summary"] = json!(format!("Events of {name} that fail every attempt."));
                operations.insert(format!("bury.{name}"), buried);
            }
        }
        operations
    }

    fn consumed(&self, subscription: &Subscription, name: &str) -> Document {
        let mut consumed = operation("receive", name);
        let group = json!({ "type": "string", "enum": [subscription.group] });
        consumed["bindings"] = json!({ "kafka": { "groupId": group, "bindingVersion": BINDING } });
        consumed["x-attempts"] = json!(subscription.attempts.unwrap_or(1));
        if let Some(dead) = subscription.dead_letter {
            consumed["x-dead-letter"] = json!(self.system.model.topic(dead).name);
        }
        consumed
    }
}

fn operation(action: &str, topic: &str) -> Document {
    json!({ "action": action, "channel": { "$ref": format!("#/channels/{topic}") } })
}
