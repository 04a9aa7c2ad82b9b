//! The operations of each service: its RPCs, its routes, the topics that it reads, its clock and its jobs.

use crate::contracts::Idempotency;
use crate::diagnostic::{Span, Spanned};
use crate::model::{Operation, OperationId, OperationKind, Service, ServiceId};
use crate::topology::{self, Endpoint, Http};

use super::services::uses;
use super::{Scope, routes, waivers};

/// All operations, in the order of the services; each service learns its range.
pub(super) fn operations(scope: &mut Scope, services: &mut [Service]) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    for service in services {
        let Some(written) = scope.names.written.get(service.name.as_str()).copied() else {
            continue;
        };
        let first = operations.len();
        declared(scope, service, written, &mut operations);
        let calling = describe(scope, service, written, &mut operations, first);
        service.operations = first..operations.len();
        publish_the_rest(scope, service, &mut operations[first..], &calling);
    }
    operations
}

/// A topic that no entry of `endpoints` names is published by the service's only operation, or by the first one
/// that has an entry with calls and may change something; where there is none, nobody knows who publishes it.
fn publish_the_rest(
    scope: &Scope,
    service: &Service,
    operations: &mut [Operation],
    calling: &[OperationId],
) {
    let named: Vec<_> =
        operations.iter().flat_map(|operation| operation.publishes.clone()).collect();
    let rest = service.publishes.iter().map(|publication| publication.topic);
    let rest: Vec<_> = rest.filter(|topic| !named.contains(topic)).collect();
    let publisher = match operations {
        [only] => Some(only),
        several => several.iter_mut().find(|o| calling.contains(&o.id) && changes(scope, o)),
    };
    if let Some(publisher) = publisher {
        publisher.publishes.extend(rest);
    }
}

/// Whether an operation may have side effects, as far as contract and HTTP method tell.
fn changes(scope: &Scope, operation: &Operation) -> bool {
    match &operation.kind {
        OperationKind::Rpc { service, method } => {
            let method = scope.contracts.service(service).and_then(|proto| proto.method(method));
            method.is_none_or(|method| method.idempotency != Idempotency::NoSideEffects)
        }
        OperationKind::Route { method, .. } => {
            !matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS")
        }
        _ => true,
    }
}

/// Adds what contracts, routes, topics, clock and jobs declare.
fn declared(
    scope: &Scope,
    service: &Service,
    written: &topology::Service,
    operations: &mut Vec<Operation>,
) {
    let mut add = |kind, name: &str, span: Option<&Span>| {
        let id = OperationId(operations.len());
        operations.push(operation(id, service.id, kind, name, span));
    };
    for full_name in &service.grpc {
        let methods = scope.contracts.service(full_name).map(|proto| proto.methods.as_slice());
        for method in methods.unwrap_or_default() {
            let kind =
                OperationKind::Rpc { service: full_name.clone(), method: method.name.clone() };
            add(kind, &method.name, Some(&method.span));
        }
    }
    if let Some(Spanned { value: Http::Routes(routes), .. }) = &written.http {
        for route in routes {
            add(route_kind(route.value.as_str()), route.value.as_str(), Some(&route.span));
        }
    }
    for (protocol, names) in &written.serves {
        for name in names {
            let kind = OperationKind::Opaque { protocol: protocol.value.as_str().to_owned() };
            add(kind, &name.value, Some(&name.span));
        }
    }
    for subscription in &service.consumes {
        let name = written.consumes.iter().find(|(name, _)| name.span == subscription.span);
        let name = name.map_or("event", |(name, _)| name.value.as_str());
        add(OperationKind::Event(subscription.topic), name, Some(&subscription.span));
    }
    if let Some(cron) = &written.cron {
        add(OperationKind::Cron(cron.value.clone()), "cron", Some(&cron.span));
    }
    for (name, job) in &written.jobs {
        let schedule = job.schedule.as_ref().map(|schedule| schedule.value.clone());
        add(OperationKind::Job(schedule), name.value.as_str(), Some(&name.span));
    }
}

/// Adds what `endpoints` says; a route that is declared nowhere else is declared by its entry. Gives those that
/// make calls.
fn describe(
    scope: &mut Scope,
    service: &Service,
    written: &topology::Service,
    operations: &mut Vec<Operation>,
    first: usize,
) -> Vec<OperationId> {
    let mut calling = Vec::new();
    for (name, endpoint) in &written.endpoints {
        let text = name.value.as_str();
        let index = match find(&operations[first..], text) {
            Some(offset) => first + offset,
            None if text.contains(' ') => {
                let id = OperationId(operations.len());
                let kind = route_kind(text);
                operations.push(operation(id, service.id, kind, text, Some(&name.span)));
                id.0
            }
            None => {
                let unread = written
                    .grpc
                    .iter()
                    .any(|grpc| scope.contracts.service(grpc.value.as_str()).is_none());
                if !unread {
                    let known: Vec<&str> = operations[first..]
                        .iter()
                        .map(|operation| operation.name.as_str())
                        .collect();
                    let near = scope.near(text, known.iter().copied());
                    let what = format!("operation of `{}` with the name", service.name);
                    scope.unknown(&what, text, &name.span, near.as_deref());
                }
                continue;
            }
        };
        fill(scope, &mut operations[index], endpoint, &name.span);
        if !endpoint.calls.is_empty() {
            calling.push(OperationId(index));
        }
    }
    calling
}

fn fill(scope: &mut Scope, operation: &mut Operation, endpoint: &Endpoint, span: &Span) {
    let topics = &scope.names.topics;
    operation.detailed = true;
    operation.span = Some(span.clone());
    operation.publishes =
        endpoint.publishes.iter().map(|(name, _)| topics[name.value.as_str()].id).collect();
    operation.reads = uses(scope, &endpoint.reads).iter().map(|used| used.store).collect();
    operation.writes = uses(scope, &endpoint.writes).iter().map(|used| used.store).collect();
    operation.slo = endpoint.slo.clone();
    operation.covers = endpoint.covers.iter().map(|id| id.value.clone()).collect();
    operation.waivers = waivers(&endpoint.allow);
}

/// The operation that an entry of `endpoints` means: a name, a gRPC path or a route.
fn find(operations: &[Operation], text: &str) -> Option<usize> {
    if let Some(asked) = routes::split(text) {
        return operations.iter().position(|operation| match &operation.kind {
            OperationKind::Route { method, path } => {
                let declared = (method.as_str(), path.as_str());
                routes::answers(declared, asked).is_some()
                    && routes::answers(asked, declared).is_some()
            }
            _ => false,
        });
    }
    operations.iter().position(|operation| {
        operation.name == text || operation.grpc_path().as_deref() == Some(text)
    })
}

fn route_kind(text: &str) -> OperationKind {
    let (method, path) = routes::split(text).unwrap_or(("ANY", text));
    OperationKind::Route { method: method.to_owned(), path: path.to_owned() }
}

fn operation(
    id: OperationId,
    service: ServiceId,
    kind: OperationKind,
    name: &str,
    span: Option<&Span>,
) -> Operation {
    Operation {
        id,
        service,
        kind,
        name: name.to_owned(),
        span: span.cloned(),
        detailed: false,
        steps: Vec::new(),
        publishes: Vec::new(),
        reads: Vec::new(),
        writes: Vec::new(),
        slo: None,
        covers: Vec::new(),
        called_by: Vec::new(),
        waivers: Vec::new(),
    }
}
