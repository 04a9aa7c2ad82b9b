//! The contracts of a told system: one package for each service that answers over gRPC or tells events.

use super::answers::{Answers, Call, Operation, Service};
use super::derive::{self, Derived};
use super::shape::{Field, Shape};
use super::{TopicName, words};
use crate::names::pascal;

/// A package with its one file.
pub(super) struct Contract {
    /// `shop.orders.v1`
    pub(super) package: String,
    /// Where the file stands: `proto/shop/orders/v1/orders.proto`.
    pub(super) path: String,
    /// What can be asked, if anything can.
    pub(super) service: Option<Offer>,
    /// What is sent.
    pub(super) messages: Vec<Message>,
}

/// A gRPC service.
pub(super) struct Offer {
    /// `OrdersService`
    pub(super) name: String,
    /// The answer that it comes from.
    pub(super) origin: String,
    /// What it is for.
    pub(super) comment: String,
    /// What it can do.
    pub(super) rpcs: Vec<Method>,
}

/// An RPC; its messages are named after it.
pub(super) struct Method {
    /// `GetOrder`
    pub(super) name: String,
    /// What it does.
    pub(super) comment: String,
    /// Whether it answers piece by piece.
    pub(super) streams: bool,
    /// `NO_SIDE_EFFECTS` or `IDEMPOTENT`, when its name says so.
    pub(super) idempotency: Option<&'static str>,
}

/// A message.
pub(super) struct Message {
    /// `Order`
    pub(super) name: String,
    /// The answer that it comes from.
    pub(super) origin: String,
    /// What it is; empty where the name says it.
    pub(super) comment: String,
    /// What it holds.
    pub(super) fields: Vec<Field>,
}

/// All contracts, in the order of the services.
pub(super) fn contracts(answers: &Answers) -> Vec<Contract> {
    let derived = derive::derive(answers);
    let contract = |service: &Service| {
        let topics = answers.published_by(&service.name).next().is_some();
        let needed = topics || !service.rpcs().is_empty();
        needed.then(|| contract(answers, service, &derived))
    };
    answers.services.iter().filter_map(contract).collect()
}

/// The package of a service: `shop.orders.v1`.
pub(super) fn package(answers: &Answers, service: &crate::names::Name) -> String {
    format!("{}.{}.v1", answers.system.snake(), service.snake())
}

/// The full name of a service's gRPC service: `shop.orders.v1.OrdersService`.
pub(super) fn full_service(answers: &Answers, service: &Service) -> String {
    format!("{}.{}", package(answers, &service.name), service_name(service))
}

/// The full name of a topic's message: `shop.orders.v1.OrderPlaced`.
pub(super) fn payload(answers: &Answers, topic: &super::Topic) -> String {
    format!("{}.{}", package(answers, topic.publisher.service()), event(&topic.name))
}

/// The message of a topic: `OrderPlaced`.
fn event(topic: &TopicName) -> String {
    pascal(topic.as_str())
}

fn service_name(service: &Service) -> String {
    let name = service.name.pascal();
    if name.ends_with("Service") { name } else { format!("{name}Service") }
}

fn contract(answers: &Answers, service: &Service, derived: &Derived) -> Contract {
    let snake = service.name.snake();
    let mut messages = resources(answers, service, derived);
    for rpc in service.rpcs() {
        let call = Call { service: service.name.clone(), rpc: rpc.name.clone() };
        let Some(shape) = derived.shapes.get(&call) else { continue };
        for (suffix, fields) in [("Request", &shape.request), ("Response", &shape.response)] {
            messages.push(Message {
                name: format!("{}{suffix}", rpc.name),
                origin: rpc.name.to_string(),
                comment: String::new(),
                fields: fields.clone(),
            });
        }
    }
    let published: Vec<_> = answers.published_by(&service.name).collect();
    messages.extend(published.into_iter().map(|topic| Message {
        name: event(&topic.name),
        origin: topic.name.to_string(),
        comment: happened(&topic.name, &topic.publisher),
        fields: derived.events[&topic.name].clone(),
    }));
    Contract {
        package: package(answers, &service.name),
        path: format!("proto/{}/{snake}/v1/{snake}.proto", answers.system.snake()),
        service: offer(service, derived),
        messages,
    }
}

fn offer(service: &Service, derived: &Derived) -> Option<Offer> {
    if service.rpcs().is_empty() {
        return None;
    }
    let method = |rpc: &super::Rpc| {
        let call = Call { service: service.name.clone(), rpc: rpc.name.clone() };
        let shape = &derived.shapes[&call];
        Method {
            name: rpc.name.to_string(),
            comment: comment(shape, rpc.streams),
            streams: rpc.streams,
            idempotency: shape.idempotency,
        }
    };
    Some(Offer {
        name: service_name(service),
        origin: service.name.to_string(),
        comment: if service.purpose.is_empty() {
            format!("What `{}` answers.", service.name)
        } else {
            sentence(&service.purpose)
        },
        rpcs: service.rpcs().iter().map(method).collect(),
    })
}

/// The text with a period behind it.
fn sentence(text: &str) -> String {
    if text.is_empty() || text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn comment(shape: &Shape, streams: bool) -> String {
    if streams {
        format!("{}, piece by piece.", shape.comment.trim_end_matches('.'))
    } else {
        shape.comment.clone()
    }
}

fn happened(topic: &TopicName, publisher: &Operation) -> String {
    match publisher {
        Operation::Rpc(call) => format!("Told by {}: {}.", call.rpc, topic.words().join(" ")),
        Operation::Endpoint(..) | Operation::Whole(_) => {
            format!("Told by {}: {}.", publisher.service(), topic.words().join(" "))
        }
    }
}

/// What the service keeps or hands out: a message for each noun.
fn resources(answers: &Answers, service: &Service, derived: &Derived) -> Vec<Message> {
    let mut resources: Vec<Message> = Vec::new();
    let mut add = |noun: String, origin: String| {
        let name = pascal(&noun);
        if resources.iter().all(|message| message.name != name) {
            let comment = format!("{}.", words::capital(&words::a(&noun)));
            let fields = derive::resource(&noun);
            resources.push(Message { name, origin, comment, fields });
        }
    };
    for entity in answers.owned_by(&service.name).flat_map(|store| &store.entities) {
        add(words::singular(entity.as_str()), entity.to_string());
    }
    for rpc in service.rpcs() {
        let call = Call { service: service.name.clone(), rpc: rpc.name.clone() };
        if let Some(noun) = derived.shapes.get(&call).and_then(|shape| shape.resource.clone()) {
            add(noun, rpc.name.to_string());
        }
    }
    resources
}
