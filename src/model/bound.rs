//! The routes that contracts bind to RPCs (`google.api.http`): other ways to the same operations.

use std::collections::BTreeSet;

use super::{Model, Operation, OperationKind, Service, ServiceId};
use crate::contracts::{Binding, Method};
use crate::topology::Auth;

/// A route that is bound to an RPC.
#[derive(Clone, Debug)]
pub struct BoundRoute<'a> {
    /// The RPC.
    pub operation: &'a Operation,
    /// What its contract says of it.
    pub contract: &'a Method,
    /// The route.
    pub binding: Binding<'a>,
}

impl Model {
    /// The routes of a service that its contracts bind, in their order. Of a service that is written elsewhere nobody
    /// knows whether it serves them.
    pub fn bound_routes_of(&self, id: ServiceId) -> Vec<BoundRoute<'_>> {
        if !self.service(id).generated || !self.serves_bound_routes(self.service(id)) {
            return Vec::new();
        }
        let rpcs = self.operations_of(id).iter().filter_map(|operation| {
            let (_, contract) = operation.rpc(&self.contracts)?;
            Some((operation, contract))
        });
        let bound = rpcs.flat_map(|(operation, contract)| {
            let bindings = self.contracts.bindings(contract).0.into_iter();
            bindings.map(move |binding| BoundRoute { operation, contract, binding })
        });
        bound.collect()
    }

    /// The routes that a service declares itself.
    pub fn declared_routes_of(
        &self,
        id: ServiceId,
    ) -> impl Iterator<Item = (&Operation, &str, &str)> {
        self.operations_of(id).iter().filter_map(|operation| match &operation.kind {
            OperationKind::Route { method, path } => Some((operation, &**method, &**path)),
            _ => None,
        })
    }

    /// How many routes a service serves, declared or bound.
    pub fn route_count(&self, id: ServiceId) -> usize {
        let declared = self.declared_routes_of(id);
        let shapes: Vec<(&str, String)> =
            declared.map(|(_, method, path)| (method, shape_of(path))).collect();
        let declared = shapes.len();
        let mut known: BTreeSet<(&str, String)> = shapes.into_iter().collect();
        let bound = self.bound_routes_of(id);
        declared + bound.iter().filter(|route| known.insert(route.shape())).count()
    }

    /// Whether the outside reaches a service over HTTP: because it is public, or because a public one forwards to it.
    pub fn is_behind_gateway(&self, service: &Service) -> bool {
        let mut public = self.services.iter().filter(|one| one.generated && one.public.is_some());
        service.public.is_some()
            || public.any(|one| one.forwards.iter().any(|forward| forward.to == service.id))
    }

    /// One that asks for certificates over gRPC serves none where it asks for nothing over HTTP, as the API gateway has
    /// no certificate to show: they would be a way around it.
    fn serves_bound_routes(&self, service: &Service) -> bool {
        let is_mutual = service.auth.as_ref().is_some_and(|own| own.value == Auth::Mtls);
        let public = service.public.as_ref().and_then(|public| public.auth.as_ref());
        !is_mutual
            || !self.is_behind_gateway(service)
            || public.is_some_and(|auth| !matches!(auth.value, Auth::None | Auth::Mtls))
    }
}

impl BoundRoute<'_> {
    /// What it cannot share with another route: its method, and its path without the names of its variables.
    pub fn shape(&self) -> (&str, String) {
        (&self.binding.rule.method, self.binding.path.shape())
    }
}

/// The shape of the path of a declared route, as [`BoundRoute::shape`] has it.
pub fn shape_of(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let unnamed = |segment: &str| match (segment.starts_with('{'), segment.split_once('}')) {
        (true, Some((_, verb))) => format!("{{}}{verb}"),
        _ => segment.to_owned(),
    };
    path.split('/').map(unnamed).collect::<Vec<_>>().join("/")
}
