//! Who talks to whom, and in which protocol.

use crate::model::Model;

use super::builder::Builder;
use super::words::{proper, protocol};
use super::{Graph, Line, NodeId, Scope};

/// Services, externals and topics; stores are left to [`super::data_flow`].
pub fn topology(model: &Model, scope: &Scope) -> Graph {
    let mut builder = Builder::new(model, scope);
    talk(model, scope, &mut builder);
    builder.finish()
}

/// Adds every call, and who writes to and reads from every topic.
pub(super) fn talk(model: &Model, scope: &Scope, builder: &mut Builder) {
    for call in scope.calls(model) {
        let ends = (builder.caller(call.caller), builder.target(&call.target));
        builder.edge(ends, Line::Solid, protocol(model, call));
    }
    for id in scope.topics(model) {
        let topic = model.topic(id);
        let broker = proper(&topic.broker);
        builder.lone(NodeId::Topic(id));
        for (service, _) in &topic.publishers {
            let ends = (builder.service(*service), NodeId::Topic(id));
            builder.edge(ends, Line::Dotted, Some(broker.clone()));
        }
        for (service, _) in &topic.consumers {
            let ends = (NodeId::Topic(id), builder.service(*service));
            builder.edge(ends, Line::Dotted, Some(broker.clone()));
        }
        for (service, _) in &topic.dead_letters_of {
            let ends = (builder.service(*service), NodeId::Topic(id));
            builder.edge(ends, Line::Dotted, Some("dead letters".to_owned()));
        }
    }
}
