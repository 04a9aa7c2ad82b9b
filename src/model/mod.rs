//! Topology and contracts linked: every name resolved, every effective value with its origin. Immutable.
//!
//! Resolving never fails: what cannot be resolved is kept as such in [`Model::unresolved`] (the rules word it)
//! or reported, and dropped, so that one typing mistake does not hide the next problem.

mod bound;
mod call;
mod classes;
pub mod codes;
mod consumers;
mod data;
mod effective;
mod flow;
mod operation;
mod order;
mod resolve;
mod service;
mod values;

use std::sync::Arc;

use crate::contracts::Contracts;
use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::names::Name;
use crate::openapi;
use crate::requirements;
use crate::topology::{Level, Mesh, Topology};

pub use bound::{BoundRoute, shape_of};
pub use call::{Breaker, Call, Caller, Step, Target};
pub use classes::Classes;
pub use consumers::{Consumers, Uses};
pub use data::{
    Domain, External, Ownership, Publication, Server, Store, StoreUse, Subscription, Topic,
};
pub use effective::{Effective, Origin};
pub use flow::Flow;
pub use operation::{Operation, OperationKind};
pub use service::{Forwarding, Service, ServiceKind};
pub use values::duration_text;

/// The blueprint unless the topology names another, and so far the only one.
pub const BLUEPRINT: &str = "python";

/// The environment that is somebody's own machine.
const LOCAL: &str = "local";

/// Index of a service in [`Model::services`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(pub usize);
/// Index of an operation in [`Model::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub usize);
/// Index of a call in [`Model::calls`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub usize);
/// Index of a store in [`Model::stores`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreId(pub usize);
/// Index of a topic in [`Model::topics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(pub usize);
/// Index of an external in [`Model::externals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(pub usize);
/// Index of a domain in [`Model::domains`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainId(pub usize);

/// A whole system. All lists are sorted by name, but for steps and operations, which keep the order written.
#[derive(Clone, Debug)]
pub struct Model {
    /// The system's name; `system` when it has none.
    pub system: Name,
    /// The environment that it is the system of; `None` for the file itself.
    pub environment: Option<Name>,
    /// What the system is, or empty.
    pub description: String,
    /// The requirements documents: slug, and the services that each is about (empty: all).
    pub prds: Vec<(Name, Vec<ServiceId>)>,
    /// The blueprint's name.
    pub blueprint: String,
    /// By name.
    pub services: Vec<Service>,
    /// By service, then as written: RPCs, routes, consumed topics, cron, jobs.
    pub operations: Vec<Operation>,
    /// By caller, then as written. One for each caller and resolved target.
    pub calls: Vec<Call>,
    /// By name, with those that only `owns` declares.
    pub stores: Vec<Store>,
    /// By name, with those that only services name.
    pub topics: Vec<Topic>,
    /// By name.
    pub externals: Vec<External>,
    /// By name.
    pub domains: Vec<Domain>,
    /// The service mesh that it runs in, outside of `local`.
    pub mesh: Option<Spanned<Mesh>>,
    /// The names of the environments, as written, with the profiles that are on in each.
    pub environments: Vec<(Name, Vec<Name>)>,
    /// Answers to the questions of the specification: question, answer, why.
    pub decisions: Vec<(String, String, String)>,
    /// Data classes by full field name (`acme.auth.v1.User.email`), sorted, from `data` and from the contracts.
    pub data_classes: Vec<(String, String)>,
    /// Calls that name something that is not there, or that it does not speak.
    pub unresolved: Vec<Unresolved>,
    /// How much rules count, in the order written.
    pub policy: Vec<Policy>,
    /// What starts by itself or from outside, each with everything that it sets in motion, in the order of the entries.
    pub flows: Vec<Flow>,
    /// The contracts that it was linked with.
    pub contracts: Arc<Contracts>,
}

/// How much a rule counts.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The code or the name of the rule, and where it is written.
    pub rule: Spanned<String>,
    /// How bad its findings are, or that nobody looks for them.
    pub level: Option<Level>,
    /// The most that it lets pass.
    pub most: Option<u32>,
}

/// A waiver: a rule that may be broken here, and why.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The code or the name of the rule, as written.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub span: Span,
}

/// A call that could not be resolved.
#[derive(Clone, Debug)]
pub struct Unresolved {
    /// Who calls.
    pub caller: Caller,
    /// The target as written.
    pub written: String,
    /// Where it stands.
    pub span: Span,
    /// The rules that may be broken at the call.
    pub waivers: Vec<Waiver>,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Why a call does not resolve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No service and no external has this name.
    NoSuchNode {
        /// The name.
        name: String,
        /// The nearest name of a service or external.
        nearest: Option<String>,
    },
    /// The service is there, the RPC is not.
    NoSuchRpc {
        /// The service.
        service: ServiceId,
        /// The RPC.
        rpc: String,
        /// The nearest RPC of that service.
        nearest: Option<String>,
    },
    /// The name of the RPC stands in two proto services of the callee.
    AmbiguousRpc {
        /// The service.
        service: ServiceId,
        /// The full gRPC paths.
        candidates: Vec<String>,
    },
    /// A full gRPC path that no service serves.
    NoSuchPath {
        /// The path.
        path: String,
        /// The nearest path that is served.
        nearest: Option<String>,
    },
    /// The service is there, the route is not.
    NoSuchRoute {
        /// The service.
        service: ServiceId,
        /// The route.
        route: String,
        /// The nearest route of that service.
        nearest: Option<String>,
    },
    /// The callee does not speak the protocol of the call.
    NotSpoken {
        /// The service.
        service: ServiceId,
        /// `gRPC` or `HTTP`.
        protocol: &'static str,
        /// What it speaks, as words: `HTTP`, `nothing (it is a worker)`.
        speaks: String,
    },
    /// The target is not of any form that the language has.
    NoSuchForm,
}

/// Links a topology with its contracts. Faults that keep a name from being known are reported here.
pub fn resolve(
    topology: &Topology,
    contracts: impl Into<Arc<Contracts>>,
) -> (Model, Vec<Diagnostic>) {
    resolve::resolve(topology, contracts.into())
}

/// The slugs of the requirements documents of a topology: `tasks/prd-SLUG`.
pub fn prd_slugs(topology: &Topology) -> Vec<Name> {
    resolve::prd_slugs(topology)
}

impl Model {
    /// The requirements document of a slug, if there is one that can be read.
    pub fn requirements(&self, slug: &Name) -> Option<&requirements::Document> {
        self.contracts.requirements.get(slug.as_str())
    }

    /// The same as the system of an environment.
    #[must_use]
    pub fn within(mut self, environment: &Name) -> Self {
        self.environment = Some(environment.clone());
        self
    }

    /// Whether it is the system of the environment that is somebody's own machine.
    pub fn is_local(&self) -> bool {
        self.environment.as_ref().is_some_and(|name| name.as_str() == LOCAL)
    }

    /// Whether there is an environment that is not somebody's own machine.
    pub fn has_deployment(&self) -> bool {
        self.environments.iter().any(|(name, _)| name.as_str() != LOCAL)
    }

    /// Whether it is the system of another environment.
    pub fn is_deployed(&self) -> bool {
        self.environment.is_some() && !self.is_local()
    }

    /// A service of the file as it is here; as it is there where it is not here.
    pub fn as_here<'a>(&'a self, service: &'a Service) -> &'a Service {
        self.service_named(service.name.as_str()).unwrap_or(service)
    }

    /// The service of an id.
    pub fn service(&self, id: ServiceId) -> &Service {
        &self.services[id.0]
    }

    /// The operation of an id.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0]
    }

    /// The call of an id.
    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id.0]
    }

    /// The store of an id.
    pub fn store(&self, id: StoreId) -> &Store {
        &self.stores[id.0]
    }

    /// How many of a server run, where that is said.
    pub fn replicas_of(&self, server: &Server) -> Option<u32> {
        let said = self.store(server.replicated?).written.replicas.as_ref()?;
        Some(said.value)
    }

    /// The topic of an id.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0]
    }

    /// The external of an id.
    pub fn external(&self, id: ExternalId) -> &External {
        &self.externals[id.0]
    }

    /// The domain of an id.
    pub fn domain(&self, id: DomainId) -> &Domain {
        &self.domains[id.0]
    }

    /// The service of a name.
    pub fn service_named(&self, name: &str) -> Option<&Service> {
        self.services
            .binary_search_by(|service| service.name.as_str().cmp(name))
            .ok()
            .map(|index| &self.services[index])
    }

    /// What the OpenAPI document of its service says of a route.
    pub fn described(&self, operation: &Operation) -> Option<&openapi::Operation> {
        let OperationKind::Route { method, path } = &operation.kind else { return None };
        let operations = &self.document_of(operation.service)?.operations;
        operations.iter().find(|one| one.method == *method && one.path == *path)
    }

    /// The OpenAPI document of a service.
    pub fn document_of(&self, id: ServiceId) -> Option<&openapi::Document> {
        self.contracts.documents.get(self.service(id).document.as_ref()?)
    }

    /// The operations of a service, in the order written.
    pub fn operations_of(&self, id: ServiceId) -> &[Operation] {
        &self.operations[self.service(id).operations.clone()]
    }

    /// The calls that a service makes, in the order written.
    pub fn calls_of(&self, id: ServiceId) -> impl Iterator<Item = &Call> {
        self.service(id).calls.iter().map(|call| self.call(*call))
    }

    /// The calls that reach a service.
    pub fn callers_of(&self, id: ServiceId) -> impl Iterator<Item = &Call> {
        self.service(id).called_by.iter().map(|call| self.call(*call))
    }

    /// The team that answers for a service: its own, or its domain's.
    pub fn team_of(&self, id: ServiceId) -> Option<&str> {
        let service = self.service(id);
        let of_domain = || service.domain.and_then(|domain| self.domain(domain).team.as_deref());
        service.team.as_deref().or_else(of_domain)
    }

    /// A caller's name.
    pub fn caller_name(&self, caller: Caller) -> &str {
        match caller {
            Caller::Service(id) => self.service(id).name.as_str(),
            Caller::External(id) => self.external(id).name.as_str(),
        }
    }

    /// The service that a call reaches; `None` for an external.
    pub fn callee(&self, call: &Call) -> Option<ServiceId> {
        match call.target {
            Target::Service(id) => Some(id),
            Target::Operation(id) => Some(self.operation(id).service),
            Target::External { .. } => None,
        }
    }

    /// The name of the service or external that a call reaches.
    pub fn target_name(&self, call: &Call) -> &str {
        match &call.target {
            Target::Service(id) => self.service(*id).name.as_str(),
            Target::Operation(id) => self.service(self.operation(*id).service).name.as_str(),
            Target::External { id, .. } => self.external(*id).name.as_str(),
        }
    }

    /// The operation that a call names, in words: `Authenticate`, `POST /v1/messages`; `None` when it is not said.
    pub fn target_operation<'a>(&'a self, call: &'a Call) -> Option<&'a str> {
        match &call.target {
            Target::Service(_) => None,
            Target::Operation(id) => Some(&self.operation(*id).name),
            Target::External { route, .. } => route.as_deref(),
        }
    }

    /// What the flow is called that begins at an operation: `gateway POST /v1/messages`.
    pub fn flow_name(&self, entry: OperationId) -> String {
        let operation = self.operation(entry);
        format!("{} {}", self.service(operation.service).name, operation.name)
    }

    /// The operations that consume a topic.
    pub fn event_operations(&self, topic: TopicId) -> impl Iterator<Item = OperationId> {
        self.topic(topic).started.iter().copied()
    }

    /// Whether only a client makes the call: one that comes in from outside, a browser, a load generator.
    pub fn is_from_client(&self, id: CallId) -> bool {
        match self.call(id).caller {
            Caller::External(_) => true,
            Caller::Service(id) => {
                matches!(self.service(id).kind, ServiceKind::Client | ServiceKind::Load)
            }
        }
    }

    /// How many RPCs the services serve.
    pub fn rpc_count(&self) -> usize {
        self.operations.iter().filter(|o| matches!(o.kind, OperationKind::Rpc { .. })).count()
    }
}
