//! What everybody outside needs, and of which there is only one.

use std::collections::BTreeMap;

use super::needed::{instances, needed};
use crate::model::{Model, Operation, ServiceId, StoreId};

/// Single points of failure, each with the first public operation that needs it.
#[derive(Debug)]
pub struct Lone<'a> {
    /// Services of which one instance runs.
    pub services: BTreeMap<ServiceId, &'a Operation>,
    /// Stores of which the topology says that there is one: many who say nothing have a database that somebody else
    /// keeps.
    pub stores: BTreeMap<StoreId, &'a Operation>,
}

/// The single points of failure of the flows that begin outside.
pub fn lone(model: &Model) -> Lone<'_> {
    let mut lone = Lone { services: BTreeMap::new(), stores: BTreeMap::new() };
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
            lone.stores.entry(id).or_insert(entry);
        }
    }
    lone.services.retain(|id, _| instances(model.service(*id)) == 1);
    lone.stores.retain(|id, _| {
        let replicas = model.store(*id).written.replicas.as_ref();
        replicas.is_some_and(|replicas| replicas.value <= 1)
    });
    lone
}
