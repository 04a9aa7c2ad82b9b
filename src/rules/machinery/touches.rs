//! Which stores a service touches besides its own, as the service or one of its operations says.

use crate::diagnostic::Span;
use crate::model::{Model, Service, StoreId};

/// What a service does with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rules) enum Touch {
    Reads,
    Writes,
}

/// Every store that a service says it writes to or reads, writes first, with the place.
pub(in crate::rules) fn touches<'a>(
    model: &'a Model,
    service: &'a Service,
) -> Vec<(StoreId, Touch, Option<&'a Span>)> {
    let mut touches = Vec::new();
    let operations = model.operations_of(service.id);
    touches.extend(service.writes.iter().map(|used| (used.store, Touch::Writes, Some(&used.span))));
    for operation in operations {
        let place = operation.span.as_ref();
        touches.extend(operation.writes.iter().map(|store| (*store, Touch::Writes, place)));
    }
    touches.extend(service.reads.iter().map(|used| (used.store, Touch::Reads, Some(&used.span))));
    for operation in operations {
        let place = operation.span.as_ref();
        touches.extend(operation.reads.iter().map(|store| (*store, Touch::Reads, place)));
    }
    touches
}
