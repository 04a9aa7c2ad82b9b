//! Where the data of a service really is.

use std::collections::BTreeSet;

use crate::model::{Model, Operation, Ownership, Service, Store, StoreId};
use crate::topology::StoreKind;

/// What a service owns without which it knows nothing: its sources of truth, or else the caches that stand in for one.
pub fn truths<'a>(model: &'a Model, service: &'a Service) -> impl Iterator<Item = &'a Store> {
    let truths = owned(model, service).filter(|(_, store)| store.kind == StoreKind::Truth);
    truths.chain(sole_caches(model, service)).map(|(_, store)| store)
}

/// The stores that an operation touches: those that its entry in `endpoints` names, with the caches in front of them, or else
/// all that its service owns.
pub fn touched_by(model: &Model, operation: &Operation) -> BTreeSet<StoreId> {
    let said: BTreeSet<StoreId> =
        operation.reads.iter().chain(&operation.writes).copied().collect();
    if operation.touches_said && said.is_empty() {
        return said;
    }
    let counts = |store: &Store| !operation.touches_said || store.kind == StoreKind::Cache;
    let owned = owned(model, model.service(operation.service)).map(|(_, store)| store);
    let of_service = owned.filter(|store| counts(store)).map(|store| store.id);
    said.into_iter().chain(of_service).collect()
}

/// The caches, by their engine, that hold all that a service knows. Who says `kind: cache` knows that it may be lost.
pub fn sole_caches<'a>(
    model: &'a Model,
    service: &'a Service,
) -> impl Iterator<Item = (&'a Ownership, &'a Store)> {
    let has_truth = owned(model, service).any(|(_, store)| store.kind == StoreKind::Truth);
    let is_cache = |store: &Store| store.kind == StoreKind::Cache && store.written.kind.is_none();
    owned(model, service).filter(move |(_, store)| !has_truth && is_cache(store))
}

fn owned<'a>(
    model: &'a Model,
    service: &'a Service,
) -> impl Iterator<Item = (&'a Ownership, &'a Store)> {
    service.owns.iter().map(|owned| (owned, model.store(owned.store)))
}
