//! What everybody outside needs, and of which there is only one.

use std::collections::BTreeMap;

use super::needed::{instances, needed};
use super::unplaced::unplaced;
use crate::model::{Call, Model, Operation, ServiceId, StoreId, Target};

/// Single points of failure, each with the first public operation that needs it.
#[derive(Debug)]
pub struct Lone<'a> {
    /// Services of which one instance runs.
    pub services: BTreeMap<ServiceId, &'a Operation>,
    /// Stores, each for its server, of which the topology says that there is one: many who say nothing have a database that
    /// somebody else keeps.
    pub stores: BTreeMap<StoreId, &'a Operation>,
    /// Stores of which nobody says how many there are.
    pub unsaid: BTreeMap<StoreId, &'a Operation>,
    /// More services of which one runs, each with the call of a public service that may need it: which operation makes it is
    /// not said.
    pub perhaps: BTreeMap<ServiceId, &'a Call>,
}

/// The single points of failure of the flows that begin outside.
pub fn lone(model: &Model) -> Lone<'_> {
    let (services, stores, unsaid) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut lone = Lone { services, stores, unsaid, perhaps: perhaps(model) };
    for flow in &model.flows {
        let entry = model.operation(flow.entry);
        if model.service(entry.service).public.is_none() {
            continue;
        }
        let needed = needed(model, flow.entry, |_| false);
        for id in needed.services {
            lone.services.entry(id).or_insert(entry);
        }
        for id in needed.stores {
            match model.replicas_of(&model.store(id).server) {
                None => lone.unsaid.entry(id).or_insert(entry),
                Some(replicas) if replicas <= 1 => lone.stores.entry(id).or_insert(entry),
                Some(_) => continue,
            };
        }
    }
    lone.perhaps
        .retain(|id, _| !lone.services.contains_key(id) && instances(model.service(*id)) == 1);
    lone.services.retain(|id, _| instances(model.service(*id)) == 1);
    lone
}

/// What the calls of public services need that nobody says which operation makes.
fn perhaps(model: &Model) -> BTreeMap<ServiceId, &Call> {
    let mut needed_by = BTreeMap::new();
    for service in model.services.iter().filter(|service| service.public.is_some()) {
        let calls = unplaced(model, service.id);
        for call in calls.filter(|call| call.is_critical() && call.fallback.is_none()) {
            let services = match call.target {
                Target::Operation(id) => needed(model, id, |_| false).services,
                Target::Service(id) => [id].into(),
                Target::External { .. } => continue,
            };
            for id in services {
                needed_by.entry(id).or_insert(call);
            }
        }
    }
    needed_by
}
