//! What one request, event or tick sets in motion.

use crate::model::{Flow, Model, OperationKind};

use super::builder::Builder;
use super::landscape::keep;
use super::words::{proper, protocol};
use super::{Graph, Line, NodeId, Scope};

/// The services that a flow passes with their stores, its calls, and the topics that its events go through.
pub fn flow(model: &Model, flow: &Flow) -> Graph {
    let passed = || flow.operations.iter().chain(&flow.events).map(|id| model.operation(*id));
    let scope = Scope::of(passed().map(|operation| operation.service));
    let mut builder = Builder::new(model, &scope);
    for call in flow.calls.iter().map(|id| model.call(*id)) {
        let ends = (builder.caller(call.caller), builder.target(&call.target));
        builder.edge(ends, Line::Solid, protocol(model, call));
    }
    for operation in passed() {
        let service = NodeId::Service(operation.service);
        for topic in operation.publishes.iter().copied() {
            let broker = proper(&model.topic(topic).broker);
            builder.edge((service, NodeId::Topic(topic)), Line::Dotted, Some(broker));
        }
        if let OperationKind::Event(topic) = operation.kind {
            let broker = proper(&model.topic(topic).broker);
            builder.edge((NodeId::Topic(topic), service), Line::Dotted, Some(broker));
        }
    }
    keep(model, scope.services(), &mut builder);
    builder.finish()
}
