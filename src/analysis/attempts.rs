//! Attempts of attempts: how often one request may reach what is slow.

use super::paths::{Edge, Paths};
use crate::model::{Call, Caller, Model};
use crate::topology::CallKind;

/// The way from each node on which attempts multiply the most.
pub fn heaviest(edges: &[Vec<Edge>]) -> Paths<'_> {
    Paths::heaviest(edges, 1, u64::saturating_mul)
}

/// The operations, then the services, then the externals: the latter two make the calls that no operation makes.
pub fn edges(model: &Model) -> Vec<Vec<Edge>> {
    let (operations, services) = (model.operations.len(), model.services.len());
    let mut edges = vec![Vec::new(); operations + services + model.externals.len()];
    let mut is_step = vec![false; model.calls.len()];
    for operation in &model.operations {
        for step in model.request_steps(operation) {
            is_step[step.call.0] = true;
            edges[operation.id.0].extend(edge(model, model.call(step.call)));
        }
    }
    let apart = model.calls.iter().filter(|call| !is_step[call.id.0]);
    for call in apart.filter(|call| call.kind == CallKind::Request) {
        let node = match call.caller {
            Caller::Service(id) => operations + id.0,
            Caller::External(id) => operations + services + id.0,
        };
        edges[node].extend(edge(model, call));
    }
    edges
}

/// A breaker or a budget ends a storm: what lies beyond it counts anew.
fn edge(model: &Model, call: &Call) -> Option<Edge> {
    let is_open = call.breaker.is_none() && call.retry_budget.is_none();
    is_open.then(|| Edge::of(model, call.id, u64::from(call.attempts.value)))
}
