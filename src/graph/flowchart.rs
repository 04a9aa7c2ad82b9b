//! A picture as a flowchart of mermaid.

use std::collections::BTreeMap;

use crate::names::Written;
use crate::names::written::{Pieces, mermaid};

use super::groups::groups;
use super::ids::ids;
use super::{Edge, Graph, Line, Node, NodeId, Shape};

/// The text of a flowchart, without its fence, from top to bottom.
pub fn flowchart(graph: &Graph) -> Written {
    let ids = ids(graph);
    let mut lines = vec![Written::own("graph TD")];
    let begin = |index: usize, title: &str| {
        let begin = Pieces::default().own("  subgraph group_").put(&Written::from(index)).own("[");
        vec![begin.put(&mermaid::label(title)).own("]").end()]
    };
    lines.extend(groups(graph, begin, |node, indent| node_line(node, &ids, indent), "  end"));
    lines.extend(graph.edges.iter().map(|edge| edge_line(edge, &ids)));
    Written::join(&lines, "\n")
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
    let line = match edge.words() {
        Some(words) => line.own("|").put(&mermaid::label(&words)).own("|"),
        None => line,
    };
    line.own(" ").put(&ids[&edge.to]).end()
}
