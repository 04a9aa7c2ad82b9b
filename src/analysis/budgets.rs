//! Callers that may have to wait longer than they do.

use std::time::Duration;

use super::waiting::groups;
use crate::model::{Call, CallId, Model, Operation, Target};
use crate::topology::{CallKind, Times};

/// A caller that may have to wait longer than it does.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The call from above.
    pub outer: CallId,
    /// What is left of its timeout when the inner call begins, if the ones before it take their time.
    pub left: Duration,
    /// The first call from below that may take longer than that.
    pub inner: CallId,
    /// How long all its attempts take, as often as it is made.
    pub needs: Duration,
}

/// A call of an operation, in time: the ones before it take as long as they may.
struct Slot {
    call: CallId,
    begins: Duration,
    needs: Duration,
    /// When it and all before it are over.
    over: Duration,
}

/// The calls with a timeout that is too short for what their callee waits for in turn.
pub fn inverted(model: &Model) -> Vec<Budget> {
    let slots: Vec<Vec<Slot>> = model.operations.iter().map(|one| slots(model, one)).collect();
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    let inverted = |outer: &Call| {
        let (granted, Target::Operation(callee)) = (outer.timeout_value()?, &outer.target) else {
            return None;
        };
        let slots = &slots[callee.0];
        let slot = slots.get(slots.partition_point(|slot| slot.over < granted))?;
        let left = granted.saturating_sub(slot.begins);
        Some(Budget { outer: outer.id, left, inner: slot.call, needs: slot.needs })
    };
    requests.filter_map(inverted).collect()
}

fn slots(model: &Model, operation: &Operation) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let (mut begins, mut over) = (Duration::ZERO, Duration::ZERO);
    for group in groups(model.request_steps(operation)) {
        for step in group {
            let Some(once) = model.call(step.call).longest() else { continue };
            // For each item: once at least.
            let needs = match step.times {
                Times::Count(times) => once.saturating_mul(times.get()),
                Times::PerItem => once,
            };
            over = over.max(begins.saturating_add(needs));
            slots.push(Slot { call: step.call, begins, needs, over });
        }
        begins = over;
    }
    slots
}
