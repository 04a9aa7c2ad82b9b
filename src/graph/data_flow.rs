//! What data goes where: requests, events, external requests, and the stores where data comes to rest.

use crate::contracts::Method;
use crate::model::{Call, Classes, Model, ServiceId, StoreId, Target};

use super::builder::Builder;
use super::words::classified;
use super::{Entities, Graph, Line, NodeId, Scope};

/// Edges carry the names of requests, events and entities; a thick line carries classified data. Of responses only those
/// with classified data are drawn: every request has one.
pub fn data_flow(model: &Model, scope: &Scope, classes: &Classes, entities: &Entities) -> Graph {
    let mut builder = Builder::new(model, scope);
    for call in scope.calls(model) {
        requests(model, call, classes, &mut builder);
    }
    events(model, scope, classes, &mut builder);
    for id in scope.services() {
        at_rest(model, id, classes, entities, &mut builder);
    }
    builder.finish()
}

fn requests(model: &Model, call: &Call, classes: &Classes, builder: &mut Builder) {
    let (caller, target) = (builder.caller(call.caller), builder.target(&call.target));
    let method = method_of(model, call);
    let sent = call.sends.iter().map(String::as_str);
    let messages: Vec<&str> = method.map(|m| m.input.as_str()).into_iter().chain(sent).collect();
    if messages.is_empty() {
        builder.edge((caller, target), Line::Solid, None);
    }
    for message in messages {
        let line = if classes.is_classified(message) { Line::Thick } else { Line::Solid };
        builder.edge((caller, target), line, Some(classified(message, classes)));
    }
    if let Some(method) = method.filter(|method| classes.is_classified(&method.output)) {
        builder.answer((caller, target), Line::Thick, classified(&method.output, classes));
    }
}

fn method_of<'a>(model: &'a Model, call: &Call) -> Option<&'a Method> {
    let Target::Operation(id) = &call.target else { return None };
    Some(model.operation(*id).rpc(&model.contracts)?.1)
}

fn events(model: &Model, scope: &Scope, classes: &Classes, builder: &mut Builder) {
    for id in scope.topics(model) {
        let topic = model.topic(id);
        let payload = topic.payload.as_ref().map(|payload| payload.value.as_str());
        let is_classified = payload.is_some_and(|payload| classes.is_classified(payload));
        let line = if is_classified { Line::Thick } else { Line::Dotted };
        let label = || payload.map(|payload| classified(payload, classes));
        for (service, _) in topic.publishers.iter().chain(&topic.dead_letters_of) {
            builder.edge((builder.service(*service), NodeId::Topic(id)), line, label());
        }
        for (service, _) in &topic.consumers {
            builder.edge((NodeId::Topic(id), builder.service(*service)), line, label());
        }
    }
}

fn at_rest(
    model: &Model,
    id: ServiceId,
    classes: &Classes,
    entities: &Entities,
    builder: &mut Builder,
) {
    let service = model.service(id);
    let node = |store: StoreId| (NodeId::Service(id), NodeId::Store(store));
    for owned in &service.owns {
        for entity in &owned.entities {
            let known = entities.find(id, owned.store, &entity.value);
            let message = known.and_then(|known| known.message.as_deref());
            let is_classified = message.is_some_and(|message| classes.is_classified(message));
            let line = if is_classified { Line::Thick } else { Line::Solid };
            let words = entity_words(&entity.value, message, classes);
            builder.edge(node(owned.store), line, Some(words));
        }
        if owned.entities.is_empty() {
            builder.edge(node(owned.store), Line::Solid, None);
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

/// `users (pii)`: the entity with the classes of the message that describes it.
fn entity_words(entity: &str, message: Option<&str>, classes: &Classes) -> String {
    let carried: Vec<&str> =
        message.into_iter().flat_map(|name| classes.of_message(name)).collect();
    if carried.is_empty() {
        entity.to_owned()
    } else {
        format!("{entity} ({})", carried.join(", "))
    }
}
