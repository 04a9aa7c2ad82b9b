//! What one request, event or tick sets in motion.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{CallId, Model, Operation, OperationId, Target};
use crate::topology::CallKind;

/// Everything that an entry operation sets in motion.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Where it begins: nobody in the system calls this operation.
    pub entry: OperationId,
    /// The operations that it reaches by calls, the entry first, each once.
    pub operations: Vec<OperationId>,
    /// The calls that it makes, each once, in the order of a walk.
    pub calls: Vec<CallId>,
    /// The operations that its events start, directly or further on, each once.
    pub events: Vec<OperationId>,
}

/// What a caller grants a callee, and what the callee grants its own.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The call from above.
    pub outer: CallId,
    /// What is left of its timeout when the inner call begins, if the ones before it take their time.
    pub left: Duration,
    /// The call from below.
    pub inner: CallId,
    /// How long all its attempts take.
    pub needs: Duration,
}

impl Model {
    /// For each call with a timeout, and each call that its callee makes in turn with one.
    pub fn budgets(&self) -> Vec<Budget> {
        let mut budgets = Vec::new();
        for outer in self.calls.iter().filter(|call| call.kind == CallKind::Request) {
            let (Some(granted), Target::Operation(callee)) = (outer.timeout_value(), &outer.target)
            else {
                continue;
            };
            let mut left = granted;
            for step in self.request_steps(self.operation(*callee)) {
                let inner = self.call(step.call);
                let Some(needs) = inner.longest() else { continue };
                budgets.push(Budget { outer: outer.id, left, inner: inner.id, needs });
                if step.parallel.is_none() && step.either.is_none() {
                    left = left.saturating_sub(needs);
                }
            }
        }
        budgets
    }

    /// The steps of an operation that ask and wait.
    pub fn request_steps<'a>(
        &'a self,
        operation: &'a Operation,
    ) -> impl Iterator<Item = &'a super::Step> {
        operation.steps.iter().filter(|step| self.call(step.call).kind == CallKind::Request)
    }

    /// The flow that begins at an operation.
    pub(super) fn flow_from(&self, entry: OperationId) -> Flow {
        let mut flow =
            Flow { entry, operations: Vec::new(), calls: Vec::new(), events: Vec::new() };
        let mut seen = BTreeSet::new();
        let mut made = BTreeSet::new();
        let mut open = vec![entry];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            flow.operations.push(id);
            let callees = self.operation(id).steps.iter().filter_map(|step| {
                if made.insert(step.call) {
                    flow.calls.push(step.call);
                }
                match self.call(step.call).target {
                    Target::Operation(callee) => Some(callee),
                    Target::Service(_) | Target::External { .. } => None,
                }
            });
            let mut callees: Vec<OperationId> = callees.collect();
            callees.reverse();
            open.append(&mut callees);
        }
        flow.events = self.events_of(&flow.operations);
        flow
    }

    /// The operations that the events of others start, until nothing new is started.
    fn events_of(&self, operations: &[OperationId]) -> Vec<OperationId> {
        let mut started = Vec::new();
        let mut known = BTreeSet::new();
        let mut open: Vec<OperationId> = operations.to_vec();
        while let Some(id) = open.pop() {
            for topic in &self.operation(id).publishes {
                for consumer in self.event_operations(*topic) {
                    if known.insert(consumer) {
                        started.push(consumer);
                        open.push(consumer);
                    }
                }
            }
        }
        started
    }
}
