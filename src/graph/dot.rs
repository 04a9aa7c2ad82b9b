//! A picture in DOT, the language of Graphviz.

use std::collections::BTreeMap;

use crate::names::Written;
use crate::names::written::{Pieces, dot as text};

use super::groups::groups;
use super::ids::ids;
use super::{Edge, Graph, Line, Node, NodeId, Shape};

/// The text of a directed graph, from left to right, with a cluster for each titled group.
pub fn dot(graph: &Graph, title: &str) -> Written {
    let ids = ids(graph);
    let begin = Pieces::default().own("digraph ").put(&text::string(title)).own(" {").end();
    let mut lines = vec![begin];
    lines.extend(SETTINGS.map(Written::own));
    let begin = |index: usize, title: &str| {
        let begin = Pieces::default().own("  subgraph cluster_").put(&Written::from(index));
        let label = Pieces::default().own("    label=").put(&text::string(title)).end();
        vec![begin.own(" {").end(), label, Written::own("    style=\"rounded\"")]
    };
    lines.extend(groups(graph, begin, |node, indent| node_line(node, &ids, indent), "  }"));
    lines.extend(graph.edges.iter().map(|edge| edge_line(edge, &ids)));
    lines.push(Written::own("}"));
    Written::join(&lines, "\n")
}

const SETTINGS: [&str; 3] = [
    "  graph [rankdir=LR, fontname=\"sans-serif\", nodesep=0.3, ranksep=0.8]",
    "  node [fontname=\"sans-serif\", fontsize=12, margin=\"0.15,0.08\"]",
    "  edge [fontname=\"sans-serif\", fontsize=10]",
];

fn node_line(node: &Node, ids: &BTreeMap<NodeId, Written>, indent: &'static str) -> Written {
    let shape = match node.shape {
        Shape::Service => "box",
        Shape::Domain => "folder",
        Shape::Gateway => "hexagon",
        Shape::Worker => "box, peripheries=2",
        Shape::Client => "box, style=rounded",
        Shape::Store => "cylinder",
        Shape::Topic => "parallelogram",
        Shape::External => "box, style=\"rounded,dashed\"",
    };
    let line = Pieces::default().own(indent).put(&ids[&node.id]).own(" [label=");
    line.put(&text::string(&node.label)).own(", shape=").own(shape).own("]").end()
}

fn edge_line(edge: &Edge, ids: &BTreeMap<NodeId, Written>) -> Written {
    let line = Pieces::default().own("  ").put(&ids[&edge.from]).own(" -> ");
    let line = line.put(&ids[&edge.to]).own(" [label=");
    let line = line.put(&text::string(&edge.words().unwrap_or_default()));
    let line = line.own(match edge.line {
        Line::Solid => "",
        Line::Dotted => ", style=dashed",
        Line::Thick => ", style=bold",
    });
    line.own(if edge.both_ways { ", dir=both]" } else { "]" }).end()
}
