//! Requests of which nobody says which operation makes them: what goes through them is open.

use std::collections::BTreeSet;

use crate::model::{Call, CallId, Model, ServiceId};
use crate::topology::CallKind;

/// The requests of a service that none of its operations makes, and that take nothing back.
pub fn unplaced(model: &Model, service: ServiceId) -> impl Iterator<Item = &Call> {
    let of_operations = model.operations_of(service).iter();
    let mut placed: BTreeSet<CallId> =
        of_operations.flat_map(|one| one.steps.iter().map(|step| step.call)).collect();
    placed.extend(model.calls_of(service).filter_map(|call| call.compensated_by));
    let requests = model.calls_of(service).filter(|call| call.kind == CallKind::Request);
    requests.filter(move |call| !placed.contains(&call.id))
}

/// Of these, the first without which there is no answer.
pub fn first_critical(model: &Model, service: ServiceId) -> Option<&Call> {
    unplaced(model, service).find(|call| call.is_critical() && call.fallback.is_none())
}
