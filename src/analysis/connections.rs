//! Connections to databases: what services keep open at full scale, against what each server allows.

use std::collections::BTreeMap;

use super::needed::{instances, is_only_scheduled};
use crate::model::{Model, Service, ServiceId, StoreId};

/// How many connections to its database an instance of a generated service keeps at most: its pool and the overflow.
pub const OF_AN_INSTANCE: u32 = 10;

/// What a server allows unless it is told otherwise, by engine: connections, and those that it keeps back.
const DEFAULTS: [(&str, u32, u32); 4] =
    [("postgres", 100, 3), ("postgresql", 100, 3), ("mysql", 151, 0), ("mariadb", 151, 0)];

/// The connections of one server.
#[derive(Clone, Debug)]
pub struct Budget<'a> {
    /// The server: what several stores share, or the store.
    pub server: &'a str,
    /// The first of its stores.
    pub store: StoreId,
    /// Who keeps connections, each with how many instances there are at most; `None` where nothing bounds them.
    pub users: Vec<(ServiceId, Option<u32>)>,
    /// What it allows in all.
    pub allowed: u32,
    /// What it keeps back of that for its own people.
    pub kept: u32,
}

/// The budgets of the servers whose engine is known to bound its connections, by name. Only generated services count:
/// what others keep open nobody knows.
pub fn budgets(model: &Model) -> Vec<Budget<'_>> {
    let mut servers: BTreeMap<&str, Budget> = BTreeMap::new();
    for service in model.services.iter().filter(|service| service.generated) {
        for store in service.owns.iter().map(|owned| model.store(owned.store)) {
            let server = &store.server.name;
            let Some((_, allowed, kept)) = DEFAULTS.iter().find(|one| one.0 == store.engine) else {
                continue;
            };
            let budget = servers.entry(server.as_str()).or_insert_with(|| Budget {
                server: server.as_str(),
                store: store.id,
                users: Vec::new(),
                allowed: *allowed,
                kept: *kept,
            });
            if let Some(said) = &store.written.connections {
                budget.allowed = said.value.get();
            }
            if budget.users.iter().all(|(id, _)| *id != service.id) {
                budget.users.push((service.id, most(service)));
            }
        }
    }
    servers.into_values().collect()
}

/// The most instances that a service may have; `None` where nothing bounds them.
pub fn most(service: &Service) -> Option<u32> {
    match &service.scale {
        Some(scale) if !is_only_scheduled(service) => scale.max.as_ref().map(|most| most.value),
        _ => Some(instances(service)),
    }
}

impl Budget<'_> {
    /// What all keep open at full scale; `None` where nothing bounds it.
    pub fn wanted(&self) -> Option<u32> {
        self.users
            .iter()
            .map(|(_, most)| most.map(|most| most.saturating_mul(OF_AN_INSTANCE)))
            .sum()
    }

    /// What is there for services.
    pub fn usable(&self) -> u32 {
        self.allowed.saturating_sub(self.kept)
    }
}
