//! The system as pictures: which nodes and edges there are, and how mermaid, DOT and SVG write them. Pure.
//!
//! A picture is a value first ([`Graph`], [`Entities`]); its text is written last. Pictures stay readable: what
//! has more than [`MOST_NODES`] nodes is drawn in parts.

mod builder;
mod data_flow;
mod domains;
mod dot;
mod drawing;
mod entities;
mod entity_diagram;
mod flow;
mod flowchart;
mod groups;
mod ids;
mod landscape;
mod layout;
mod legend;
mod parts;
mod phases;
mod scope;
mod sequence;
mod sequence_text;
mod svg;
mod tone;
mod topology;
mod without;
pub mod words;

use std::collections::BTreeSet;

use crate::model::{DomainId, ExternalId, ServiceId, StoreId, TopicId};

pub use data_flow::data_flow;
pub use dot::dot;
pub use drawing::{Arrow, Drawing, Frame, Placed, drawing};
pub use entities::{Entities, Entity, Relation, entities};
pub use entity_diagram::entity_diagrams;
pub use flow::flow;
pub use flowchart::flowchart;
pub use landscape::landscape;
pub use layout::Point;
pub use parts::{Diagram, parts};
pub use phases::phases;
pub use scope::Scope;
pub use sequence::{Item, Participant, Sequence, Who, sequence};
pub use sequence_text::sequence_diagram;
pub use svg::{Use, svg};
pub use topology::topology;
pub use without::{Aside, without};

/// The most nodes that a picture has, if it can be split at all.
pub const MOST_NODES: usize = 40;

/// How many labels an edge shows before the rest is counted.
const MOST_LABELS: usize = 3;

/// Nodes in groups, and edges between them.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// By domain; the nodes without one stand in a group without a title, which is the last.
    pub groups: Vec<Group>,
    /// Sorted by their ends; one for each pair of ends.
    pub edges: Vec<Edge>,
}

/// Nodes that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What is written above them; nothing for the nodes that belong to no group.
    pub title: Option<String>,
    /// Sorted by kind, then by name.
    pub nodes: Vec<Node>,
}

/// A box.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it stands for.
    pub id: NodeId,
    /// What is written in it.
    pub label: String,
    /// How it looks.
    pub shape: Shape,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeId {
    /// A service.
    Service(ServiceId),
    /// A topic.
    Topic(TopicId),
    /// A store.
    Store(StoreId),
    /// A system of others.
    External(ExternalId),
    /// All services of a domain, or of none, that are not drawn one by one.
    Domain(Option<DomainId>),
}

/// How a node looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A box: a service that others call.
    Service,
    /// A hexagon: a service that is reached from outside.
    Gateway,
    /// A box with doubled sides: a service that nobody calls.
    Worker,
    /// A box with round corners: a client.
    Client,
    /// A cylinder.
    Store,
    /// A slanted box.
    Topic,
    /// A stadium.
    External,
    /// A box that stands for many.
    Domain,
}

/// An arrow.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Where it begins.
    pub from: NodeId,
    /// Where it points.
    pub to: NodeId,
    /// What is written on it, sorted.
    pub labels: BTreeSet<String>,
    /// How it looks.
    pub line: Line,
    /// Whether it points both ways.
    pub both_ways: bool,
}

/// How an arrow looks; of several reasons for one arrow, the last one here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// A request.
    Solid,
    /// An event.
    Dotted,
    /// Something that must be looked after: classified data.
    Thick,
}

impl Shape {
    /// The word for what looks like this.
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Gateway => "gateway",
            Self::Worker => "worker",
            Self::Client => "client",
            Self::Store => "store",
            Self::Topic => "topic",
            Self::External => "system of others",
            Self::Domain => "context",
        }
    }
}

impl Edge {
    /// What is written on it; of many labels the first ones, and how many more there are.
    pub fn words(&self) -> Option<String> {
        let mut words: Vec<&str> =
            self.labels.iter().map(String::as_str).take(MOST_LABELS).collect();
        let more = self.labels.len().saturating_sub(MOST_LABELS);
        let rest = format!("{more} more");
        if more > 0 {
            words.push(&rest);
        }
        (!words.is_empty()).then(|| words.join(", "))
    }
}

impl Graph {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.nodes.len()).sum()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
