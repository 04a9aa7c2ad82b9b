//! The heaviest way from each node of a graph of calls, without walking every way.

use crate::model::{CallId, Model, Target};

use super::cycles::finished;

/// A call as an edge; without `to` it leaves the graph.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The node that it leads to.
    pub to: Option<usize>,
    /// How much it counts.
    pub weight: u64,
    /// The call that it stands for.
    pub call: CallId,
}

/// For each node the weight of its heaviest way, and where that begins. A circle is followed once at most.
pub struct Paths<'a> {
    edges: &'a [Vec<Edge>],
    best: Vec<Option<(u64, Option<usize>)>>,
    order: Vec<usize>,
}

impl Edge {
    /// The edge of a call, to the operation that it reaches.
    pub fn of(model: &Model, call: CallId, weight: u64) -> Self {
        let to = match model.call(call).target {
            Target::Operation(id) => Some(id.0),
            Target::Service(_) | Target::External { .. } => None,
        };
        Self { to, weight, call }
    }
}

impl<'a> Paths<'a> {
    /// Weighs all ways; `join` puts an edge before a way, and `empty` is the way without edges.
    pub fn heaviest(edges: &'a [Vec<Edge>], empty: u64, join: impl Fn(u64, u64) -> u64) -> Self {
        let targets: Vec<Vec<usize>> =
            edges.iter().map(|out| out.iter().filter_map(|edge| edge.to).collect()).collect();
        let mut best: Vec<Option<(u64, Option<usize>)>> = vec![None; edges.len()];
        let mut order = vec![0; edges.len()];
        for (place, node) in finished(&targets).into_iter().enumerate() {
            order[node] = place;
            let weigh = |(index, edge): (usize, &Edge)| {
                let rest = edge.to.and_then(|to| best[to]).map_or(empty, |(weight, _)| weight);
                (join(edge.weight, rest), index)
            };
            let ways = edges[node].iter().enumerate().map(weigh);
            let heaviest = ways.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
            best[node] = Some(heaviest.map_or((empty, None), |(weight, at)| (weight, Some(at))));
        }
        Self { edges, best, order }
    }

    /// The weight of the heaviest way from a node.
    pub fn weight(&self, node: usize) -> u64 {
        self.best[node].map_or(0, |(weight, _)| weight)
    }

    /// The first calls on that way whose weight is at least that; not more of them, nor further away, than anybody
    /// looks at.
    pub fn calls(&self, start: usize, weight: u64) -> Vec<CallId> {
        const MOST: usize = 50;
        const FURTHEST: usize = 5_000;
        self.way(start)
            .take(FURTHEST)
            .filter(|edge| edge.weight >= weight)
            .map(|edge| edge.call)
            .take(MOST)
            .collect()
    }

    fn way(&self, start: usize) -> impl Iterator<Item = Edge> {
        let mut next = Some(start);
        std::iter::from_fn(move || {
            let node = next?;
            let (_, index) = self.best[node]?;
            let edge = self.edges[node][index?];
            next = edge.to.filter(|to| self.order[*to] < self.order[node]);
            Some(edge)
        })
    }
}
