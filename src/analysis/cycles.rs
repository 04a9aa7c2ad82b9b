//! Cycles of a graph: for all nodes of a knot, in which each reaches each, the shortest ways around.

use std::collections::VecDeque;

use crate::model::{Model, Operation, Target};

/// Shortest cycles of each strongly connected part of more than one node, so many that every node of it is on one; each
/// begins at the least node that is on none before.
///
/// Nodes are `0..edges.len()`; an edge from a node to itself makes no cycle. Nothing here recurses, so
/// that a chain of any length is fine.
pub fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let parts = parts(edges);
    let mut sizes = vec![0usize; edges.len()];
    for part in &parts {
        sizes[*part] += 1;
    }
    let mut shown = vec![false; edges.len()];
    let mut found = Vec::new();
    for node in 0..edges.len() {
        if sizes[parts[node]] > 1 && !shown[node] {
            let way = shortest(edges, &parts, node);
            for node in &way {
                shown[*node] = true;
            }
            found.push(way);
        }
    }
    found
}

/// The graph of operations that ask others and wait; a call to oneself goes to another replica.
pub fn of_operations(model: &Model) -> Vec<Vec<usize>> {
    let callees = |operation: &Operation| {
        let targets =
            model.request_steps(operation).filter_map(|step| match model.call(step.call).target {
                Target::Operation(id) if model.operation(id).service != operation.service => {
                    Some(id.0)
                }
                Target::Operation(_) | Target::Service(_) | Target::External { .. } => None,
            });
        targets.collect()
    };
    model.operations.iter().map(callees).collect()
}

/// The way from `start` back to itself with the fewest nodes, within its part.
fn shortest(edges: &[Vec<usize>], parts: &[usize], start: usize) -> Vec<usize> {
    let mut before = vec![usize::MAX; edges.len()];
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for next in edges[node].iter().copied().filter(|next| *next != node) {
            if next == start {
                return way_to(&before, start, node);
            }
            if parts[next] == parts[start] && before[next] == usize::MAX {
                before[next] = node;
                open.push_back(next);
            }
        }
    }
    vec![start]
}

fn way_to(before: &[usize], start: usize, end: usize) -> Vec<usize> {
    let mut way = vec![end];
    let mut node = end;
    while node != start {
        node = before[node];
        way.push(node);
    }
    way.reverse();
    way
}

/// The number of the strongly connected part of each node (Kosaraju: the second walk goes backwards).
pub fn parts(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut backwards = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            backwards[*to].push(from);
        }
    }
    let mut part = vec![usize::MAX; edges.len()];
    for (number, root) in finished(edges).into_iter().rev().enumerate() {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if part[node] == usize::MAX {
                part[node] = number;
                open.extend(&backwards[node]);
            }
        }
    }
    part
}

/// All nodes, those first whose successors are all done.
pub(super) fn finished(edges: &[Vec<usize>]) -> Vec<usize> {
    finished_from(edges, 0..edges.len())
}

/// The same of those that these roots reach.
pub(super) fn finished_from(
    edges: &[Vec<usize>],
    roots: impl IntoIterator<Item = usize>,
) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut order = Vec::new();
    for root in roots {
        let mut open = vec![(root, 0)];
        while let Some((node, next)) = open.pop() {
            if next == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            match edges[node].get(next) {
                Some(target) => {
                    open.push((node, next + 1));
                    if !seen[*target] {
                        open.push((*target, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}
