//! A picture as a flowchart of mermaid.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::Written;
use crate::names::written::{Pieces, mermaid};

use super::{Edge, Graph, Group, Line, Node, NodeId, Shape};

/// How many labels an edge shows before the rest is counted.
const MOST_LABELS: usize = 3;

/// The text of a flowchart, without its fence, from top to bottom.
pub fn flowchart(graph: &Graph) -> Written {
    let ids = ids(graph);
    let mut lines = vec![Written::own("graph TD")];
    for (index, group) in graph.groups.iter().enumerate() {
        write_group(group, index, &ids, &mut lines);
    }
    lines.extend(graph.edges.iter().map(|edge| edge_line(edge, &ids)));
    Written::join(&lines, "\n")
}

/// An id for each node; where two names would be written alike, the later one gets a number.
fn ids(graph: &Graph) -> BTreeMap<NodeId, Written> {
    let mut ids = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for node in graph.groups.iter().flat_map(|group| &group.nodes) {
        let (kind, index) = match node.id {
            NodeId::Service(id) => ("service", id.0),
            NodeId::Topic(id) => ("topic", id.0),
            NodeId::Store(id) => ("store", id.0),
            NodeId::External(id) => ("external", id.0),
            NodeId::Domain(id) => ("domain", id.map_or(usize::MAX, |id| id.0)),
        };
        let plain = mermaid::id(kind, &node.label);
        let id = if taken.insert(plain.clone()) {
            plain
        } else {
            Pieces::default().put(&plain).own("__").put(&Written::from(index)).end()
        };
        ids.insert(node.id, id);
    }
    ids
}

fn write_group(
    group: &Group,
    index: usize,
    ids: &BTreeMap<NodeId, Written>,
    lines: &mut Vec<Written>,
) {
    let Some(title) = &group.title else {
        lines.extend(group.nodes.iter().map(|node| node_line(node, ids, "  ")));
        return;
    };
    let start = Pieces::default().own("  subgraph group_").put(&Written::from(index)).own("[");
    lines.push(start.put(&mermaid::label(title)).own("]").end());
    lines.extend(group.nodes.iter().map(|node| node_line(node, ids, "    ")));
    lines.push(Written::own("  end"));
}

fn node_line(node: &Node, ids: &BTreeMap<NodeId, Written>, indent: &'static str) -> Written {
    let (open, close) = match node.shape {
        Shape::Service | Shape::Domain => ("[", "]"),
        Shape::Gateway => ("{{", "}}"),
        Shape::Worker => ("[[", "]]"),
        Shape::Client => ("(", ")"),
        Shape::Store => ("[(", ")]"),
        Shape::Topic => ("[/", "/]"),
        Shape::External => ("([", "])"),
    };
    let label = mermaid::label(&node.label);
    Pieces::default().own(indent).put(&ids[&node.id]).own(open).put(&label).own(close).end()
}

fn edge_line(edge: &Edge, ids: &BTreeMap<NodeId, Written>) -> Written {
    let arrow = match (edge.line, edge.both_ways) {
        (Line::Solid, false) => " -->",
        (Line::Solid, true) => " <-->",
        (Line::Dotted, false) => " -.->",
        (Line::Dotted, true) => " <-.->",
        (Line::Thick, false) => " ==>",
        (Line::Thick, true) => " <==>",
    };
    let line = Pieces::default().own("  ").put(&ids[&edge.from]).own(arrow);
    let line = match label(edge) {
        Some(label) => line.own("|").put(&label).own("|"),
        None => line,
    };
    line.own(" ").put(&ids[&edge.to]).end()
}

fn label(edge: &Edge) -> Option<Written> {
    let mut words: Vec<&str> = edge.labels.iter().map(String::as_str).take(MOST_LABELS).collect();
    let more = edge.labels.len().saturating_sub(MOST_LABELS);
    let rest = format!("{more} more");
    if more > 0 {
        words.push(&rest);
    }
    (!words.is_empty()).then(|| mermaid::label(&words.join(", ")))
}
