//! Which flows stop, degrade or go on when one thing is gone.

use std::collections::{BTreeMap, BTreeSet};

use super::needed::{Needed, needed};
use super::truths::touched_by;
use crate::model::{
    ExternalId, Flow, Model, OperationId, OperationKind, ServiceId, StoreId, Target, TopicId,
};
use crate::topology::{Acks, StoreKind};

/// Something that can be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// All instances of a service.
    Service(ServiceId),
    /// A store; of several on one server, the one that stands for it.
    Store(StoreId),
    /// A topic.
    Topic(TopicId),
    /// A system of others.
    External(ExternalId),
}

/// The entries of the flows that one loss concerns, in the order of the flows; all others go on as before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// These cannot answer.
    pub stops: Vec<OperationId>,
    /// These answer with less, or their events wait.
    pub degrades: Vec<OperationId>,
}

/// What the loss of each node does to these flows. A node that no flow touches is not in it.
pub fn impacts<'a>(model: &Model, flows: impl Iterator<Item = &'a Flow>) -> BTreeMap<Node, Impact> {
    let mut impacts: BTreeMap<Node, Impact> = BTreeMap::new();
    for flow in flows {
        let hard = hard(model, flow);
        for node in &hard {
            impacts.entry(*node).or_default().stops.push(flow.entry);
        }
        for node in touched(model, flow).difference(&hard) {
            impacts.entry(*node).or_default().degrades.push(flow.entry);
        }
    }
    impacts
}

/// What a flow cannot answer without. An event that leaves through an outbox waits there when its topic is gone, and one
/// that nobody acknowledges is not missed.
fn hard(model: &Model, flow: &Flow) -> BTreeSet<Node> {
    let Needed { services, stores, externals, operations } = needed(model, flow.entry, |_| false);
    let mut nodes: BTreeSet<Node> = services.into_iter().map(Node::Service).collect();
    nodes.extend(stores.into_iter().map(Node::Store));
    nodes.extend(externals.into_keys().map(Node::External));
    for operation in operations.into_iter().map(|id| model.operation(id)) {
        let service = model.service(operation.service);
        let is_unheard = |id: &TopicId| {
            let mut published = service.publishes.iter().filter(|one| one.topic == *id);
            published.any(|one| one.acks == Some(Acks::None))
        };
        let topics = operation.publishes.iter().filter(|id| !service.outbox && !is_unheard(id));
        nodes.extend(topics.map(|id| Node::Topic(*id)));
    }
    if let OperationKind::Event(topic) = model.operation(flow.entry).kind {
        nodes.insert(Node::Topic(topic));
    }
    nodes
}

/// Everything that a flow reaches, also by its events.
fn touched(model: &Model, flow: &Flow) -> BTreeSet<Node> {
    let mut nodes = BTreeSet::new();
    for id in flow.operations.iter().chain(&flow.events) {
        let operation = model.operation(*id);
        let service = model.service(operation.service);
        nodes.insert(Node::Service(operation.service));
        let is_own = |id: &StoreId| service.owns.iter().any(|owned| owned.store == *id);
        let mut touched = touched_by(model, operation);
        touched.retain(|id| is_own(id) || model.store(*id).kind != StoreKind::Coordination);
        nodes.extend(touched.into_iter().map(|id| Node::Store(model.store(id).server.host)));
        nodes.extend(operation.publishes.iter().map(|id| Node::Topic(*id)));
        for step in &operation.steps {
            nodes.insert(reached(model, &model.call(step.call).target));
        }
    }
    nodes
}

fn reached(model: &Model, target: &Target) -> Node {
    match target {
        Target::Service(id) => Node::Service(*id),
        Target::Operation(id) => Node::Service(model.operation(*id).service),
        Target::External { id, .. } => Node::External(*id),
    }
}
