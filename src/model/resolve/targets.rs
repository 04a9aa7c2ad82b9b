//! What a call names: the text of a target, resolved.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::contracts::Contracts;
use crate::model::{
    Operation, OperationId, OperationKind, Reason, Service, ServiceId, Target, shape_of,
};

use super::Scope;
use super::routes::{self, Routes};

/// Of the branches of route trees this many are looked at in all; ten thousand calls need a tenth.
const PATIENCE: usize = 2_000_000;
/// As many as a message names.
const MOST_CANDIDATES: usize = 10;

/// Everything that a target can be looked up in.
pub(super) struct Index<'a> {
    operations: &'a [Operation],
    of_services: Vec<OfService<'a>>,
    by_path: BTreeMap<String, OperationId>,
    /// Proto services that no contract has, by the services that say they serve them.
    missing: BTreeMap<&'a str, ServiceId>,
    patience: Cell<usize>,
}

/// A route that a contract binds to an RPC: another way to name it.
pub(super) struct BoundPath {
    operation: OperationId,
    /// `GET /v1/products/{product_id}`
    name: String,
    method: String,
    /// `/v1/products/{}`
    shape: String,
}

/// By their RPCs.
pub(super) type BoundPaths = BTreeMap<OperationId, Vec<BoundPath>>;

/// The routes that contracts bind to the RPCs among some operations.
pub(super) fn bound_paths(contracts: &Contracts, operations: &[Operation]) -> BoundPaths {
    let paths_of = |operation: &Operation| {
        let (_, method) = operation.rpc(contracts)?;
        let paths = contracts.bindings(method).0.into_iter().map(|binding| BoundPath {
            operation: operation.id,
            name: binding.name(),
            method: binding.rule.method.clone(),
            shape: binding.path.shape(),
        });
        Some((operation.id, paths.collect()))
    };
    operations.iter().filter_map(paths_of).collect()
}

/// What can be called of one service.
struct OfService<'a> {
    service: &'a Service,
    /// RPCs, and operations of protocols that are not read.
    by_name: BTreeMap<&'a str, Vec<OperationId>>,
    routes: Routes<'a>,
    /// Those of the routes that contracts bind.
    bound: Vec<&'a BoundPath>,
    opaque: Vec<&'a str>,
}

/// What a target text came to.
pub(super) enum Resolved {
    To(Target),
    Not(Reason),
}

impl<'a> Index<'a> {
    pub(super) fn new(
        services: &'a [Service],
        operations: &'a [Operation],
        bound: &'a BoundPaths,
    ) -> Self {
        let paths = operations.iter().filter_map(|o| Some((o.grpc_path()?, o.id)));
        let of_service = |service: &'a Service| {
            OfService::new(service, &operations[service.operations.clone()], bound)
        };
        let mut missing = BTreeMap::new();
        for service in services {
            for name in &service.missing_grpc {
                missing.entry(name.value.as_str()).or_insert(service.id);
            }
        }
        Self {
            operations,
            of_services: services.iter().map(of_service).collect(),
            by_path: paths.collect(),
            missing,
            patience: Cell::new(PATIENCE),
        }
    }

    /// Resolves the text of a call: `auth`, `auth.Authenticate`, a gRPC path, `gateway POST /v1/messages`.
    pub(super) fn target(&self, scope: &Scope, text: &str) -> Resolved {
        if let Some((node, route)) = text.split_once(' ') {
            return self.route(scope, node, route.trim());
        }
        if text.contains('/') {
            return self.path(scope, text.trim_start_matches('/'));
        }
        match text.split_once('.') {
            Some((node, rpc)) => self.rpc(scope, node, rpc),
            None => self.node(scope, text),
        }
    }

    fn node(&self, scope: &Scope, name: &str) -> Resolved {
        if let Some(id) = scope.names.externals.get(name) {
            return Resolved::To(Target::External { id: *id, route: None });
        }
        let Some(id) = scope.names.services.get(name) else { return no_such_node(scope, name) };
        let called = &self.of_services[id.0];
        if called.service.http || called.speaks_grpc() || !called.opaque.is_empty() {
            return Resolved::To(Target::Service(*id));
        }
        called.does_not_speak("any protocol")
    }

    fn rpc(&self, scope: &Scope, node: &str, rpc: &str) -> Resolved {
        let Some(id) = scope.names.services.get(node) else {
            return match scope.names.externals.get(node) {
                Some(id) => Resolved::To(Target::External { id: *id, route: Some(rpc.to_owned()) }),
                None => no_such_node(scope, node),
            };
        };
        let called = &self.of_services[id.0];
        match called.by_name.get(rpc).map_or(&[][..], Vec::as_slice) {
            [one] => Resolved::To(Target::Operation(*one)),
            several @ [_, ..] => {
                let paths = several.iter().filter_map(|id| self.operations[id.0].grpc_path());
                let candidates = paths.take(MOST_CANDIDATES).collect();
                Resolved::Not(Reason::AmbiguousRpc { service: *id, candidates })
            }
            [] if !called.service.missing_grpc.is_empty() => Resolved::To(Target::Service(*id)),
            [] if !called.speaks_grpc() && called.opaque.is_empty() => {
                called.does_not_speak("gRPC")
            }
            [] => {
                let is_rpc = |id: &OperationId| {
                    matches!(self.operations[id.0].kind, OperationKind::Rpc { .. })
                };
                let known = called.by_name.iter().filter(|(_, ids)| ids.iter().any(is_rpc));
                let near = scope.faults.suggestions.nearest(rpc, known.map(|(name, _)| *name));
                Resolved::Not(Reason::NoSuchRpc {
                    service: *id,
                    rpc: rpc.to_owned(),
                    nearest: near.map(str::to_owned),
                })
            }
        }
    }

    fn path(&self, scope: &Scope, path: &str) -> Resolved {
        if let Some(id) = self.by_path.get(path) {
            return Resolved::To(Target::Operation(*id));
        }
        let proto = path.split('/').next().unwrap_or_default();
        if let Some(service) = self.missing.get(proto) {
            return Resolved::To(Target::Service(*service));
        }
        let known = self.by_path.keys().map(String::as_str);
        let near = scope.faults.suggestions.nearest(path, known);
        Resolved::Not(Reason::NoSuchPath {
            path: path.to_owned(),
            nearest: near.map(str::to_owned),
        })
    }

    fn route(&self, scope: &Scope, node: &str, route: &str) -> Resolved {
        if let Some(id) = scope.names.externals.get(node) {
            return Resolved::To(Target::External { id: *id, route: Some(route.to_owned()) });
        }
        let Some(id) = scope.names.services.get(node) else { return no_such_node(scope, node) };
        let Some(asked) = routes::split(route) else { return Resolved::Not(Reason::NoSuchForm) };
        let called = &self.of_services[id.0];
        if !called.speaks_http() {
            return called.does_not_speak("HTTP");
        }
        match called.answer(asked, &self.patience) {
            Some(id) => Resolved::To(Target::Operation(id)),
            None if !called.service.routes_known => Resolved::To(Target::Service(*id)),
            None => {
                let operations = &self.operations[called.service.operations.clone()];
                let known =
                    operations.iter().filter(|o| matches!(o.kind, OperationKind::Route { .. }));
                let known = known.map(|operation| operation.name.as_str());
                let known = known.chain(called.bound.iter().map(|bound| bound.name.as_str()));
                let near = scope.faults.suggestions.nearest(route, known);
                Resolved::Not(Reason::NoSuchRoute {
                    service: *id,
                    route: route.to_owned(),
                    nearest: near.map(str::to_owned),
                })
            }
        }
    }
}

impl<'a> OfService<'a> {
    fn new(service: &'a Service, operations: &'a [Operation], bound: &'a BoundPaths) -> Self {
        let mut by_name: BTreeMap<&str, Vec<OperationId>> = BTreeMap::new();
        let mut opaque: Vec<&str> = Vec::new();
        for operation in operations {
            match &operation.kind {
                OperationKind::Opaque { protocol } => opaque.push(protocol),
                OperationKind::Rpc { .. } => {}
                _ => continue,
            }
            by_name.entry(&operation.name).or_default().push(operation.id);
        }
        opaque.dedup();
        let routes = operations.iter().filter_map(|operation| match &operation.kind {
            OperationKind::Route { method, path } => Some((&**method, &**path, operation.id)),
            _ => None,
        });
        let own = operations.iter().filter_map(|operation| bound.get(&operation.id));
        let bound: Vec<&BoundPath> = own.flatten().collect();
        let others = bound.iter().map(|path| (&*path.method, &*path.shape, path.operation));
        Self { service, by_name, routes: Routes::of(routes.chain(others)), bound, opaque }
    }

    /// A declared route, or one that a contract binds.
    fn answer(&self, (method, path): (&str, &str), patience: &Cell<usize>) -> Option<OperationId> {
        let unnamed = || self.routes.answer((method, &shape_of(path)), patience);
        self.routes.answer((method, path), patience).or_else(unnamed)
    }

    fn speaks_http(&self) -> bool {
        self.service.http || !self.bound.is_empty()
    }

    fn speaks_grpc(&self) -> bool {
        !self.service.grpc.is_empty() || !self.service.missing_grpc.is_empty()
    }

    fn does_not_speak(&self, protocol: &'static str) -> Resolved {
        Resolved::Not(Reason::NotSpoken {
            service: self.service.id,
            protocol,
            speaks: self.spoken(),
        })
    }

    /// What it speaks, in words.
    fn spoken(&self) -> String {
        let grpc = self.speaks_grpc().then_some("gRPC");
        let http = self.speaks_http().then_some("HTTP");
        let opaque = self.opaque.iter().copied().take(MOST_CANDIDATES);
        let words: Vec<&str> = grpc.into_iter().chain(http).chain(opaque).collect();
        if words.is_empty() { "nothing (it is a worker)".to_owned() } else { words.join(" and ") }
    }
}

fn no_such_node(scope: &Scope, name: &str) -> Resolved {
    let known = scope.names.services.keys().chain(scope.names.externals.keys()).copied();
    Resolved::Not(Reason::NoSuchNode {
        name: name.to_owned(),
        nearest: scope.faults.suggestions.nearest(name, known).map(str::to_owned),
    })
}
