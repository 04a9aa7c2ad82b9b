//! The nodes of a picture as lines of text, those of a titled group between a beginning and an end.

use crate::names::Written;

use super::{Graph, Node};

/// The lines: how a group begins, by its number and title; a node, behind an indent; how a group ends.
pub(super) fn groups(
    graph: &Graph,
    begin: impl Fn(usize, &str) -> Vec<Written>,
    node: impl Fn(&Node, &'static str) -> Written,
    end: &'static str,
) -> Vec<Written> {
    let mut lines = Vec::new();
    for (index, group) in graph.groups.iter().enumerate() {
        let Some(title) = &group.title else {
            lines.extend(group.nodes.iter().map(|one| node(one, "  ")));
            continue;
        };
        lines.extend(begin(index, title));
        lines.extend(group.nodes.iter().map(|one| node(one, "    ")));
        lines.push(Written::own(end));
    }
    lines
}
