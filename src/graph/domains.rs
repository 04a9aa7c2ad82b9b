//! The bounded contexts alone, with how much goes between them.

use std::collections::BTreeMap;

use crate::model::{Caller, Model};

use super::{Edge, Graph, Group, Line, Node, NodeId, Scope, Shape};

/// One node a domain; an edge says how many calls and topics go from one to the other.
pub(super) fn domains(model: &Model, scope: &Scope) -> Graph {
    let mut counts: BTreeMap<(NodeId, NodeId, Line), usize> = BTreeMap::new();
    let node_of = |service| NodeId::Domain(model.service(service).domain);
    for call in scope.calls(model) {
        if let (Caller::Service(caller), Some(callee)) = (call.caller, model.callee(call)) {
            *counts.entry((node_of(caller), node_of(callee), Line::Solid)).or_default() += 1;
        }
    }
    for id in scope.topics(model) {
        let topic = model.topic(id);
        let mut pairs = std::collections::BTreeSet::new();
        for (publisher, _) in &topic.publishers {
            let consumers = topic.consumers.iter().map(|(consumer, _)| node_of(*consumer));
            pairs.extend(consumers.map(|consumer| (node_of(*publisher), consumer)));
        }
        for (from, to) in pairs {
            *counts.entry((from, to, Line::Dotted)).or_default() += 1;
        }
    }
    counts.retain(|(from, to, _), _| from != to);
    let edges = counts.into_iter().map(|((from, to, line), count)| edge(from, to, line, count));
    Graph {
        groups: vec![Group { title: None, nodes: nodes(model, scope) }],
        edges: edges.collect(),
    }
}

fn edge(from: NodeId, to: NodeId, line: Line, count: usize) -> Edge {
    let what = match (line, count) {
        (Line::Dotted, 1) => "topic",
        (Line::Dotted, _) => "topics",
        (_, 1) => "call",
        _ => "calls",
    };
    Edge { from, to, labels: [format!("{count} {what}")].into(), line, both_ways: false }
}

fn nodes(model: &Model, scope: &Scope) -> Vec<Node> {
    let mut ids: Vec<_> = scope.services().map(|id| model.service(id).domain).collect();
    for call in scope.calls(model) {
        if let Caller::Service(caller) = call.caller {
            ids.push(model.service(caller).domain);
        }
        ids.extend(model.callee(call).map(|id| model.service(id).domain));
    }
    for id in scope.topics(model) {
        let topic = model.topic(id);
        let ends = topic.publishers.iter().chain(&topic.consumers);
        ids.extend(ends.map(|(service, _)| model.service(*service).domain));
    }
    ids.sort_unstable();
    ids.dedup();
    let label = |id| match id {
        Some(id) => model.domain(id).name.as_str().to_owned(),
        None => "no context".to_owned(),
    };
    let node = |id| Node { id: NodeId::Domain(id), label: label(id), shape: Shape::Domain };
    ids.into_iter().map(node).collect()
}
