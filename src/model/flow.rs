//! What one request, event or tick sets in motion.

use std::mem::replace;

use super::{CallId, Model, Operation, OperationId, Step, Target, TopicId};
use crate::topology::CallKind;

/// All flows together make so many steps at most: enough for thousands of entries that reach hundreds of operations.
const MOST_STEPS: usize = 4_000_000;

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

impl Model {
    /// The steps of an operation that ask and wait.
    pub fn request_steps<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = &'a Step> {
        operation.steps.iter().filter(|step| self.call(step.call).kind == CallKind::Request)
    }

    /// The flow that begins at an operation; `None` when something in the system calls it.
    pub fn flow(&self, entry: OperationId) -> Option<&Flow> {
        let at = self.flows.binary_search_by_key(&entry, |flow| flow.entry).ok()?;
        Some(&self.flows[at])
    }

    /// The flows that begin at these operations; those beyond [`MOST_STEPS`] are left out.
    pub(super) fn flows_from(&self, entries: &[OperationId]) -> Vec<Flow> {
        let mut walk = Walk::of(self);
        let mut flows = Vec::new();
        for entry in entries {
            flows.push(walk.flow(*entry));
            if walk.steps > MOST_STEPS {
                break;
            }
        }
        flows
    }
}

/// Follows one flow after the other.
struct Walk<'a> {
    model: &'a Model,
    /// The number of the flow, from 1.
    round: usize,
    /// The last flow in which each operation was reached; likewise below.
    operations: Vec<usize>,
    calls: Vec<usize>,
    topics: Vec<usize>,
    events: Vec<usize>,
    steps: usize,
}

impl<'a> Walk<'a> {
    fn of(model: &'a Model) -> Self {
        Self {
            model,
            round: 0,
            operations: vec![0; model.operations.len()],
            calls: vec![0; model.calls.len()],
            topics: vec![0; model.topics.len()],
            events: vec![0; model.operations.len()],
            steps: 0,
        }
    }

    fn flow(&mut self, entry: OperationId) -> Flow {
        self.round += 1;
        let (mut operations, mut calls) = (Vec::new(), Vec::new());
        let mut open = vec![entry];
        while let Some(id) = open.pop() {
            if replace(&mut self.operations[id.0], self.round) == self.round {
                continue;
            }
            operations.push(id);
            let steps = &self.model.operation(id).steps;
            self.steps += 1 + steps.len();
            for step in steps {
                if replace(&mut self.calls[step.call.0], self.round) != self.round {
                    calls.push(step.call);
                }
            }
            open.extend(steps.iter().rev().filter_map(|step| self.callee(step)));
        }
        let events = self.events(&operations);
        Flow { entry, operations, calls, events }
    }

    fn callee(&self, step: &Step) -> Option<OperationId> {
        match self.model.call(step.call).target {
            Target::Operation(callee) => Some(callee),
            Target::Service(_) | Target::External { .. } => None,
        }
    }

    /// The operations that the events of others start, until nothing new is started.
    fn events(&mut self, operations: &[OperationId]) -> Vec<OperationId> {
        let mut started = Vec::new();
        let mut open: Vec<OperationId> = operations.to_vec();
        while let Some(id) = open.pop() {
            let topics = &self.model.operation(id).publishes;
            self.steps += topics.len();
            for topic in topics {
                let new = self.newly_started(*topic);
                started.extend(&new);
                open.extend(new);
            }
        }
        started
    }

    fn newly_started(&mut self, topic: TopicId) -> Vec<OperationId> {
        if replace(&mut self.topics[topic.0], self.round) == self.round {
            return Vec::new();
        }
        let consumers = self.model.event_operations(topic);
        let is_new = |id: &OperationId| replace(&mut self.events[id.0], self.round) != self.round;
        let new: Vec<OperationId> = consumers.filter(is_new).collect();
        self.steps += new.len();
        new
    }
}
