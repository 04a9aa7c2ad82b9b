//! How arrows are told apart where there is no room to write on them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, Graph, Line, NodeId};

/// The look of an arrow: a colour, and a pattern for those who do not see colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    Grpc,
    Http,
    Event,
    Store,
    Other,
}

impl Tone {
    pub(super) fn of(edge: &Edge) -> Self {
        let is_store = |node: NodeId| matches!(node, NodeId::Store(_));
        if is_store(edge.from) || is_store(edge.to) {
            return Self::Store;
        }
        if edge.line == Line::Dotted {
            return Self::Event;
        }
        match edge.labels.first().map(String::as_str) {
            Some("gRPC") => Self::Grpc,
            Some("HTTP" | "HTTPS") => Self::Http,
            _ => Self::Other,
        }
    }

    /// The name of its class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Grpc => "grpc",
            Self::Http => "http",
            Self::Event => "event",
            Self::Store => "store",
            Self::Other => "other",
        }
    }
}

/// The tones of a picture, each with what its arrows say.
pub(super) fn tones(graph: &Graph) -> BTreeMap<Tone, BTreeSet<&str>> {
    let mut tones: BTreeMap<Tone, BTreeSet<&str>> = BTreeMap::new();
    for edge in &graph.edges {
        let words = tones.entry(Tone::of(edge)).or_default();
        words.extend(edge.labels.iter().map(String::as_str));
    }
    tones
}
