//! What data goes where: requests, events, external requests, and the stores where data comes to rest.

use crate::model::{Call, Model, OperationKind, ServiceId, StoreId, Target};
use crate::topology::StoreKind;

use super::builder::Builder;
use super::words::simple;
use super::{Classes, Graph, Line, NodeId, Scope};

/// Edges carry the names of messages and entities; a thick line carries classified data.
pub fn data_flow(model: &Model, scope: &Scope, classes: &Classes) -> Graph {
    let mut builder = Builder::new(model, scope);
    for call in scope.calls(model) {
        let ends = (builder.caller(call.caller), builder.target(&call.target));
        for message in messages_of(model, call) {
            let line = if classes.is_classified(message) { Line::Thick } else { Line::Solid };
            builder.edge(ends, line, Some(simple(message).to_owned()));
        }
    }
    events(model, scope, classes, &mut builder);
    for id in scope.services() {
        at_rest(model, id, &mut builder);
    }
    builder.finish()
}

/// The messages that the caller sends: what the contract says, and what the topology says besides.
fn messages_of<'a>(model: &'a Model, call: &'a Call) -> Vec<&'a str> {
    let mut messages = Vec::new();
    if let Target::Operation(id) = &call.target
        && let OperationKind::Rpc { service, method } = &model.operation(*id).kind
    {
        let service = model.contracts.service(service);
        messages.extend(service.and_then(|s| s.method(method)).map(|m| m.input.as_str()));
    }
    messages.extend(call.sends.iter().map(String::as_str));
    messages
}

fn events(model: &Model, scope: &Scope, classes: &Classes, builder: &mut Builder) {
    for id in scope.topics(model) {
        let topic = model.topic(id);
        let payload = topic.payload.as_ref().map(|payload| payload.value.as_str());
        let classified = payload.is_some_and(|payload| classes.is_classified(payload));
        let line = if classified { Line::Thick } else { Line::Dotted };
        let label = || payload.map(|payload| simple(payload).to_owned());
        for (service, _) in topic.publishers.iter().chain(&topic.dead_letters_of) {
            builder.edge((builder.service(*service), NodeId::Topic(id)), line, label());
        }
        for (service, _) in &topic.consumers {
            builder.edge((NodeId::Topic(id), builder.service(*service)), line, label());
        }
    }
}

fn at_rest(model: &Model, id: ServiceId, builder: &mut Builder) {
    let service = model.service(id);
    let node = |store: StoreId| (NodeId::Service(id), NodeId::Store(store));
    for owned in &service.owns {
        builder.edge(node(owned.store), Line::Solid, None);
        for entity in &owned.entities {
            builder.edge(node(owned.store), Line::Solid, Some(entity.value.clone()));
        }
        let is_cache = model.store(owned.store).kind == StoreKind::Cache;
        if is_cache && owned.entities.is_empty() {
            builder.edge(node(owned.store), Line::Solid, Some("cache".to_owned()));
        }
    }
    for used in &service.writes {
        builder.edge(node(used.store), Line::Solid, Some("writes".to_owned()));
    }
    for used in &service.reads {
        let (service, store) = node(used.store);
        builder.edge((store, service), Line::Solid, Some("reads".to_owned()));
    }
}
