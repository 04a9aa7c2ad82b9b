//! What an operation cannot answer without: the services, stores and systems of others on its way.

use std::collections::{BTreeMap, BTreeSet};

use super::truths::{sole_caches, touched_by, truths};
use crate::model::{
    Call, CallId, ExternalId, Model, Operation, OperationId, Service, ServiceId, StoreId,
};
use crate::model::{ServiceKind, Step, Target};
use crate::topology::StoreKind;

/// Everything that must be there at once.
#[derive(Clone, Debug, Default)]
pub struct Needed {
    /// Its own service, and those that it waits for.
    pub services: BTreeSet<ServiceId>,
    /// Where the data of these services is: of stores that share a server, the one that stands for it.
    pub stores: BTreeSet<StoreId>,
    /// The systems of others, with the first call of each.
    pub externals: BTreeMap<ExternalId, CallId>,
    /// The operation itself, and those that it waits for.
    pub operations: BTreeSet<OperationId>,
}

/// What an operation needs. A call that is optional, that something stands in for, or that is one of several to choose from
/// is not needed; beyond a service that is `enough` by itself nobody looks.
pub fn needed(model: &Model, entry: OperationId, enough: impl Fn(&Service) -> bool) -> Needed {
    let mut needed = Needed { operations: BTreeSet::from([entry]), ..Needed::default() };
    let mut open = vec![entry];
    needed.add_operation(model, entry, true);
    while let Some(id) = open.pop() {
        let operation = model.operation(id);
        let steps = model.request_steps(operation);
        for call in
            steps.filter(|step| is_hard(model, operation, step)).map(|step| model.call(step.call))
        {
            let Some(callee) = needed.reach(model, call, &enough) else { continue };
            if needed.operations.insert(callee) {
                open.push(callee);
            }
        }
    }
    needed
}

fn is_hard(model: &Model, operation: &Operation, step: &Step) -> bool {
    let call = model.call(step.call);
    let stands_in = |other: &Step| other.call != step.call && other.either == step.either;
    let has_choice = step.either.is_some() && operation.steps.iter().any(stands_in);
    call.is_critical() && call.fallback.is_none() && !has_choice
}

/// Whether a service is there at its times alone: then one does the work, however many there could be.
pub fn is_only_scheduled(service: &Service) -> bool {
    service.generated && service.kind == ServiceKind::Job
}

/// How many of a service run at least.
pub fn instances(service: &Service) -> u32 {
    if is_only_scheduled(service) {
        return 1;
    }
    let least = service.scale.as_ref().and_then(|scale| scale.min.as_ref());
    least.map_or(service.replicas.value, |least| least.value).max(1)
}

impl Needed {
    /// Adds what a call reaches; gives back the operation to go on with.
    fn reach(
        &mut self,
        model: &Model,
        call: &Call,
        enough: &impl Fn(&Service) -> bool,
    ) -> Option<OperationId> {
        match &call.target {
            Target::External { id, .. } => {
                self.externals.entry(*id).or_insert(call.id);
                None
            }
            Target::Service(id) => {
                let service = model.service(*id);
                self.services.insert(*id);
                if !enough(service) {
                    self.stores.extend(truths(model, service).map(|store| store.server.host));
                }
                None
            }
            Target::Operation(id) => {
                let is_enough = enough(model.service(model.operation(*id).service));
                self.add_operation(model, *id, !is_enough);
                (!is_enough).then_some(*id)
            }
        }
    }

    /// The service that answers, and where the data is that it answers from.
    fn add_operation(&mut self, model: &Model, id: OperationId, with_stores: bool) {
        let operation = model.operation(id);
        self.services.insert(operation.service);
        if with_stores {
            let service = model.service(operation.service);
            let is_truth = |id: &StoreId| {
                model.store(*id).kind == StoreKind::Truth
                    || sole_caches(model, service).any(|(_, cache)| cache.id == *id)
            };
            let truths = touched_by(model, operation).into_iter().filter(is_truth);
            self.stores.extend(truths.map(|id| model.store(id).server.host));
        }
    }
}
