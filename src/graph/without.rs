//! A picture without what one does not want to see.

use super::{Graph, NodeId};

/// Kinds of things that a picture can do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// Databases, caches, files.
    Stores,
    /// Topics and queues.
    Topics,
    /// Systems of others.
    Externals,
}

/// What is left of a picture without some kinds of nodes, their edges, and groups in which nothing stands any more.
pub fn without(mut graph: Graph, aside: &[Aside]) -> Graph {
    let stays = |id: NodeId| kind_of(id).is_none_or(|kind| !aside.contains(&kind));
    graph.edges.retain(|edge| stays(edge.from) && stays(edge.to));
    for group in &mut graph.groups {
        group.nodes.retain(|node| stays(node.id));
    }
    graph.groups.retain(|group| !group.nodes.is_empty());
    graph
}

fn kind_of(id: NodeId) -> Option<Aside> {
    match id {
        NodeId::Store(_) => Some(Aside::Stores),
        NodeId::Topic(_) => Some(Aside::Topics),
        NodeId::External(_) => Some(Aside::Externals),
        NodeId::Service(_) | NodeId::Domain(_) => None,
    }
}
