//! The operations of each service: its RPCs, its routes, the topics that it reads, its clock and its jobs.

use std::collections::{BTreeMap, BTreeSet};

use crate::contracts::Idempotency;
use crate::diagnostic::{Span, Spanned};
use crate::model::{Operation, OperationId, OperationKind, Service, ServiceId, TopicId};
use crate::openapi::{self, Document};
use crate::topology::{self, Endpoint, Http};

use super::services::uses;
use super::{Scope, jobs, routes, waivers};

/// All operations, in the order of the services; each service learns its range.
pub(super) fn operations(scope: &mut Scope, services: &mut [Service]) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    for service in services {
        let Some(written) = scope.names.written.get(service.name.as_str()).copied() else {
            continue;
        };
        let first = operations.len();
        declared(scope, service, written, &mut operations);
        let Entries { calling, unplaced } =
            describe(scope, service, written, &mut operations, first);
        for endpoint in unplaced {
            keep(scope, service, endpoint);
        }
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
    calling: &BTreeSet<OperationId>,
) {
    let named: BTreeSet<TopicId> =
        operations.iter().flat_map(|operation| operation.publishes.iter().copied()).collect();
    let rest = service.publishes.iter().map(|publication| publication.topic);
    let rest: Vec<TopicId> = rest.filter(|topic| !named.contains(topic)).collect();
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
    for described in document_of(scope, service).into_iter().flat_map(|one| &one.operations) {
        let route = described.route();
        add(route_kind(&route), &route, Some(&described.span));
    }
    for (protocol, names) in &written.serves {
        for name in names {
            let kind = OperationKind::Opaque { protocol: protocol.value.as_str().to_owned() };
            add(kind, &name.value, Some(&name.span));
        }
    }
    for (name, _) in &written.consumes {
        let topic = scope.names.topics[name.value.as_str()].id;
        add(OperationKind::Event(topic), name.value.as_str(), Some(&name.span));
    }
    if let Some(cron) = &written.cron {
        add(OperationKind::Cron(cron.value.clone()), "cron", Some(&cron.span));
    }
    for (name, job) in &written.jobs {
        let schedule = job.schedule.as_ref().map(|schedule| schedule.value.clone());
        add(OperationKind::Job(schedule), name.value.as_str(), Some(&name.span));
    }
}

/// The OpenAPI document of a service, if it could be read.
fn document_of<'a>(scope: &Scope<'a>, service: &Service) -> Option<&'a Document> {
    scope.contracts.documents.get(service.document.as_ref()?)
}

/// Whether it names an OpenAPI document that could not be read: nobody knows its operations.
fn is_unread(service: &Service, written: &topology::Service) -> bool {
    let is_named = matches!(&written.http, Some(Spanned { value: Http::OpenApi(_), .. }));
    is_named && service.document.is_none()
}

/// What the entries of `endpoints` came to.
#[derive(Default)]
struct Entries<'a> {
    /// The operations of those that make calls.
    calling: BTreeSet<OperationId>,
    /// Those of operations that there are not.
    unplaced: Vec<&'a Endpoint>,
}

/// Of an operation that there is not, what its entry says holds for the service as a whole: that it is misspelt does not
/// mean that nobody uses its stores, or fulfils its requirements.
fn keep(scope: &mut Scope, service: &mut Service, endpoint: &Endpoint) {
    service.covers.extend(endpoint.covers.iter().cloned());
    service.reads.extend(uses(scope, &endpoint.reads));
    service.writes.extend(uses(scope, &endpoint.writes));
}

/// Adds what `endpoints` says; a route that is declared nowhere else is declared by its entry, unless an OpenAPI document
/// has all of them.
fn describe<'a>(
    scope: &mut Scope,
    service: &Service,
    written: &'a topology::Service,
    operations: &mut Vec<Operation>,
    first: usize,
) -> Entries<'a> {
    let mut known = Known::default();
    operations[first..].iter().for_each(|operation| known.add(operation));
    let document = document_of(scope, service);
    for described in document.into_iter().flat_map(|document| &document.operations) {
        known.add_id(described);
    }
    let mut entries = Entries::default();
    for (name, endpoint) in &written.endpoints {
        let text = name.value.as_str();
        let found = known.find(text).or_else(|| {
            routes::split(text).filter(|_| document.is_none())?;
            let id = OperationId(operations.len());
            operations.push(operation(id, service.id, route_kind(text), text, Some(&name.span)));
            known.add(&operations[id.0]);
            Some(id)
        });
        let Some(id) = found else {
            entries.unplaced.push(endpoint);
            if service.missing_grpc.is_empty() && !is_unread(service, written) {
                let what = match &service.document {
                    Some(path) => format!("operation in `{path}` with the name"),
                    None => format!("operation of `{}` with the name", service.name),
                };
                let ids = document.iter().flat_map(|one| &one.operations);
                let ids = ids.filter_map(|operation| operation.id.as_deref());
                let names = operations[first..].iter().map(|operation| operation.name.as_str());
                let names = names.chain(ids);
                scope.faults.unknown(&what, text, &name.span, names);
            }
            continue;
        };
        fill(scope, &mut operations[id.0], endpoint, &name.span);
        let operation = &mut operations[id.0];
        operation.starts = jobs::kept(scope, service, endpoint.starts.as_ref());
        operation.result = jobs::kept(scope, service, endpoint.result.as_ref())
            .filter(|_| jobs::has_id(scope, operation, endpoint));
        if !endpoint.calls.is_empty() {
            entries.calling.insert(id);
        }
    }
    entries
}

/// The operations of a service by all that an entry of `endpoints` may call them: a name, a gRPC path or a route.
#[derive(Default)]
struct Known(BTreeMap<String, OperationId>);

impl Known {
    /// Of two with one name the first is meant.
    fn add(&mut self, operation: &Operation) {
        if let OperationKind::Route { method, path } = &operation.kind {
            self.0.entry(routes::shape(method, path)).or_insert(operation.id);
            return;
        }
        for name in operation.grpc_path().into_iter().chain([operation.name.clone()]) {
            self.0.entry(name).or_insert(operation.id);
        }
    }

    /// A route may be named by the id that its document gives it.
    fn add_id(&mut self, described: &openapi::Operation) {
        let route = self.0.get(&routes::shape(&described.method, &described.path)).copied();
        if let (Some(name), Some(route)) = (&described.id, route) {
            self.0.entry(name.clone()).or_insert(route);
        }
    }

    fn find(&self, text: &str) -> Option<OperationId> {
        match routes::split(text) {
            Some((method, path)) => self.0.get(&routes::shape(method, path)).copied(),
            None => self.0.get(text).copied(),
        }
    }
}

fn fill(scope: &mut Scope, operation: &mut Operation, endpoint: &Endpoint, span: &Span) {
    let topics = &scope.names.topics;
    operation.detailed = true;
    operation.span = Some(span.clone());
    operation.publishes =
        endpoint.publishes.iter().map(|(name, _)| topics[name.value.as_str()].id).collect();
    operation.touches_said = endpoint.reads.is_written() || endpoint.writes.is_written();
    operation.reads = uses(scope, &endpoint.reads).iter().map(|used| used.store).collect();
    operation.writes = uses(scope, &endpoint.writes).iter().map(|used| used.store).collect();
    operation.slo = endpoint.slo.clone();
    operation.covers = endpoint.covers.iter().cloned().collect();
    operation.waivers = waivers(&endpoint.allow);
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
        touches_said: false,
        reads: Vec::new(),
        writes: Vec::new(),
        starts: None,
        result: None,
        slo: None,
        covers: Vec::new(),
        called_by: Vec::new(),
        waivers: Vec::new(),
    }
}
