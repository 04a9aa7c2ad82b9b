//! How often each service is asked when somebody asks an operation so often.

use std::collections::BTreeMap;

use super::cycles::finished_from;
use crate::model::{Model, Operation, OperationId, ServiceId, Step, Target};
use crate::topology::Times;

/// Requests in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Demand {
    /// At least so many.
    pub rate: f64,
    /// Whether they come from a call that is made once for each of so many items that nobody says.
    pub is_open: bool,
}

/// Follows requests along the calls of a system.
pub struct Demands<'a> {
    model: &'a Model,
    /// The operations that each operation calls.
    edges: Vec<Vec<usize>>,
}

impl<'a> Demands<'a> {
    /// Of all operations of a system.
    pub fn new(model: &'a Model) -> Self {
        let callees = |operation: &Operation| {
            let targets = model.request_steps(operation).map(|step| &model.call(step.call).target);
            let callees = targets.filter_map(|target| match target {
                Target::Operation(id) => Some(id.0),
                Target::Service(_) | Target::External { .. } => None,
            });
            callees.collect()
        };
        Self { model, edges: model.operations.iter().map(callees).collect() }
    }

    /// What so many requests in a second for an operation ask of each service. What comes back to where it began counts once.
    pub fn of(&self, entry: OperationId, rate: f64) -> BTreeMap<ServiceId, Demand> {
        let mut found: BTreeMap<ServiceId, Demand> = BTreeMap::new();
        let mut open = BTreeMap::from([(entry.0, Demand { rate, is_open: false })]);
        // Every operation comes after all that call it.
        for node in finished_from(&self.edges, [entry.0]).into_iter().rev() {
            let Some(demand) = open.remove(&node) else { continue };
            let operation = self.model.operation(OperationId(node));
            found.entry(operation.service).or_default().add(demand);
            for step in self.model.request_steps(operation) {
                let asked = demand.through(step);
                match &self.model.call(step.call).target {
                    Target::Operation(callee) => open.entry(callee.0).or_default().add(asked),
                    Target::Service(service) => found.entry(*service).or_default().add(asked),
                    Target::External { .. } => {}
                }
            }
        }
        found
    }
}

impl Demand {
    /// Together with others.
    pub fn add(&mut self, other: Self) {
        self.rate += other.rate;
        self.is_open |= other.is_open;
    }

    /// What becomes of it in a step: once at least where nobody says how often.
    fn through(self, step: &Step) -> Self {
        match step.times {
            Times::Count(times) => Self { rate: self.rate * f64::from(times.get()), ..self },
            Times::PerItem => Self { is_open: true, ..self },
        }
    }
}
