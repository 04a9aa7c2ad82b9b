//! Requests of which nobody says which operation makes them: what goes through them is open.

use crate::model::{Call, Model, ServiceId};
use crate::topology::CallKind;

/// The requests of a service that none of its operations makes, and that take nothing back.
pub fn unplaced(model: &Model, service: ServiceId) -> impl Iterator<Item = &Call> {
    let calls = model.calls_of(service);
    calls.filter(|call| !call.is_placed && call.kind == CallKind::Request)
}

/// Of these, the first without which there is no answer.
pub fn first_critical(model: &Model, service: ServiceId) -> Option<&Call> {
    unplaced(model, service).find(|call| call.is_critical() && call.fallback.is_none())
}
