//! In which order services can be built: a group for each phase, arrows from what is needed to what needs it.

use std::collections::BTreeSet;

use crate::model::{Model, ServiceId};

use super::{Edge, Graph, Group, Line, Node, NodeId, Shape};

/// Draws phases, given as a number and its services, and pairs of a needed service and one that needs it. Pairs on
/// the thick path are those of neighbours on `path`.
pub fn phases(
    model: &Model,
    phases: &[(usize, Vec<ServiceId>)],
    needs: &BTreeSet<(ServiceId, ServiceId)>,
    path: &[ServiceId],
) -> Graph {
    let node = |id: &ServiceId| Node {
        id: NodeId::Service(*id),
        label: model.service(*id).name.as_str().to_owned(),
        shape: Shape::Service,
    };
    let group = |(number, services): &(usize, Vec<ServiceId>)| Group {
        title: Some(format!("Phase {number}")),
        nodes: services.iter().map(node).collect(),
    };
    let edge = |(needed, by): &(ServiceId, ServiceId)| {
        let on_path = path.windows(2).any(|pair| pair == [*needed, *by]);
        Edge {
            from: NodeId::Service(*needed),
            to: NodeId::Service(*by),
            labels: BTreeSet::new(),
            line: if on_path { Line::Thick } else { Line::Solid },
            both_ways: false,
        }
    };
    Graph { groups: phases.iter().map(group).collect(), edges: needs.iter().map(edge).collect() }
}
