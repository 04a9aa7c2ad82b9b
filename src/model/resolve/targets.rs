//! What a call names: the text of a target, resolved.

use std::collections::BTreeMap;

use crate::model::{Operation, OperationId, OperationKind, Reason, Service, Target};
use crate::names::nearest;

use super::{Scope, routes};

/// Everything that a target can be looked up in.
pub(super) struct Index<'a> {
    services: &'a [Service],
    operations: &'a [Operation],
    by_path: BTreeMap<String, OperationId>,
}

/// What a target text came to.
pub(super) enum Resolved {
    To(Target),
    Not(Reason),
}

impl<'a> Index<'a> {
    pub(super) fn new(services: &'a [Service], operations: &'a [Operation]) -> Self {
        let paths = operations.iter().filter_map(|o| Some((o.grpc_path()?, o.id)));
        Self { services, operations, by_path: paths.collect() }
    }

    /// Resolves the text of a call: `auth`, `auth.Authenticate`, a gRPC path, `gateway POST /v1/messages`.
    pub(super) fn target(&self, scope: &Scope, text: &str) -> Resolved {
        if let Some((node, route)) = text.split_once(' ') {
            return self.route(scope, node, route.trim());
        }
        if text.contains('/') {
            return self.path(text.trim_start_matches('/'));
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
        let service = &self.services[id.0];
        if serves_something(self, service) {
            return Resolved::To(Target::Service(*id));
        }
        Resolved::Not(Reason::NotSpoken {
            service: *id,
            protocol: "any protocol",
            speaks: self.spoken(service),
        })
    }

    fn rpc(&self, scope: &Scope, node: &str, rpc: &str) -> Resolved {
        let Some(id) = scope.names.services.get(node) else {
            return match scope.names.externals.get(node) {
                Some(id) => Resolved::To(Target::External { id: *id, route: Some(rpc.to_owned()) }),
                None => no_such_node(scope, node),
            };
        };
        let service = &self.services[id.0];
        let operations = &self.operations[service.operations.clone()];
        let named: Vec<&Operation> = operations
            .iter()
            .filter(|o| o.name == rpc && !matches!(o.kind, OperationKind::Route { .. }))
            .filter(|o| matches!(o.kind, OperationKind::Rpc { .. } | OperationKind::Opaque { .. }))
            .collect();
        match named.as_slice() {
            [one] => Resolved::To(Target::Operation(one.id)),
            [_, ..] => Resolved::Not(Reason::AmbiguousRpc {
                service: *id,
                candidates: named.iter().filter_map(|operation| operation.grpc_path()).collect(),
            }),
            [] if !service.missing_grpc.is_empty() => Resolved::To(Target::Service(*id)),
            [] if service.grpc.is_empty() && !speaks_opaque(operations) => {
                Resolved::Not(Reason::NotSpoken {
                    service: *id,
                    protocol: "gRPC",
                    speaks: self.spoken(service),
                })
            }
            [] => {
                let known = operations.iter().filter(|o| o.grpc_path().is_some());
                let near = nearest(rpc, known.map(|o| o.name.as_str()));
                Resolved::Not(Reason::NoSuchRpc {
                    service: *id,
                    rpc: rpc.to_owned(),
                    nearest: near.map(str::to_owned),
                })
            }
        }
    }

    fn path(&self, path: &str) -> Resolved {
        if let Some(id) = self.by_path.get(path) {
            return Resolved::To(Target::Operation(*id));
        }
        let proto = path.split('/').next().unwrap_or_default();
        let says_so = |service: &&Service| service.missing_grpc.iter().any(|m| m.value == proto);
        if let Some(service) = self.services.iter().find(says_so) {
            return Resolved::To(Target::Service(service.id));
        }
        let near = nearest(path, self.by_path.keys().map(String::as_str));
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
        let service = &self.services[id.0];
        if !service.http {
            return Resolved::Not(Reason::NotSpoken {
                service: *id,
                protocol: "HTTP",
                speaks: self.spoken(service),
            });
        }
        let operations = &self.operations[service.operations.clone()];
        let answering = operations.iter().filter_map(|operation| match &operation.kind {
            OperationKind::Route { method, path } => {
                Some((routes::answers((method, path), asked)?, operation.id))
            }
            _ => None,
        });
        match answering.max_by_key(|(literal, id)| (*literal, std::cmp::Reverse(*id))) {
            Some((_, id)) => Resolved::To(Target::Operation(id)),
            None if !service.routes_known => Resolved::To(Target::Service(*id)),
            None => {
                let known =
                    operations.iter().filter(|o| matches!(o.kind, OperationKind::Route { .. }));
                let near = nearest(route, known.map(|operation| operation.name.as_str()));
                Resolved::Not(Reason::NoSuchRoute {
                    service: *id,
                    route: route.to_owned(),
                    nearest: near.map(str::to_owned),
                })
            }
        }
    }

    /// What a service speaks, in words.
    fn spoken(&self, service: &Service) -> String {
        let opaque =
            self.operations[service.operations.clone()].iter().filter_map(|o| match &o.kind {
                OperationKind::Opaque { protocol } => Some(protocol.as_str()),
                _ => None,
            });
        let mut words: Vec<&str> = opaque.collect();
        words.dedup();
        if service.http {
            words.insert(0, "HTTP");
        }
        if !service.grpc.is_empty() || !service.missing_grpc.is_empty() {
            words.insert(0, "gRPC");
        }
        if words.is_empty() { "nothing (it is a worker)".to_owned() } else { words.join(" and ") }
    }
}

fn serves_something(index: &Index, service: &Service) -> bool {
    service.http
        || !service.grpc.is_empty()
        || !service.missing_grpc.is_empty()
        || speaks_opaque(&index.operations[service.operations.clone()])
}

fn speaks_opaque(operations: &[Operation]) -> bool {
    operations.iter().any(|operation| matches!(operation.kind, OperationKind::Opaque { .. }))
}

fn no_such_node(scope: &Scope, name: &str) -> Resolved {
    let known = scope.names.services.keys().chain(scope.names.externals.keys()).copied();
    Resolved::Not(Reason::NoSuchNode {
        name: name.to_owned(),
        nearest: nearest(name, known).map(str::to_owned),
    })
}
