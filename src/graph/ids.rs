//! What nodes are called inside pictures.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::Written;
use crate::names::written::{Pieces, mermaid};

use super::{Graph, NodeId};

/// An id for each node; where two names would be written alike, the later one gets a number.
pub(super) fn ids(graph: &Graph) -> BTreeMap<NodeId, Written> {
    let mut ids = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for node in graph.groups.iter().flat_map(|group| &group.nodes) {
        let (kind, index) = match node.id {
            NodeId::Service(id) => ("service", id.0),
            NodeId::Topic(id) => ("topic", id.0),
            NodeId::Store(id) => ("store", id.0),
            NodeId::External(id) => ("external", id.0),
            NodeId::Domain(id) => ("domain", id.map_or(0, |id| id.0)),
        };
        let plain = mermaid::id(kind, &node.label);
        let numbered = |number: usize| {
            Pieces::default().put(&plain).own("__").put(&Written::from(number)).end()
        };
        let others = (index..usize::MAX).map(numbered);
        let mut candidates = [plain.clone()].into_iter().chain(others);
        let id =
            candidates.find(|id| !taken.contains(id)).expect("there are more numbers than nodes");
        taken.insert(id.clone());
        ids.insert(node.id, id);
    }
    ids
}
