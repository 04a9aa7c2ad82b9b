//! The system as Python sees it: packages, generated services, peers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use minijinja::Value;
use serde::Serialize;

use super::facts::{Facts, facts, is_cache, is_relational};
use super::operation::{PyOperation, operations};
use crate::contracts::Message;
use crate::model::{Call, Caller, ExternalId, Model, Service, ServiceId, StoreId, Target, TopicId};
use crate::names::{Name, python_identifier};
use crate::parallel;
use crate::secrecy::masked;
use crate::views::doors::bound::{Bound, bound};
use crate::views::doors::credentials::{Shown, shown_to};
use crate::views::doors::{door, tls};
use crate::views::http_contract::types::HttpContract;
use crate::views::writing::imports::{Imports, Workspace};
use crate::views::writing::messages::Messages;
use crate::views::{Capability, value};

/// Everything that views are computed from.
pub(in crate::views) struct System<'a> {
    pub(in crate::views) model: &'a Model,
    /// `acme_chat_runtime`
    pub(in crate::views) runtime: String,
    /// `acme_chat_contracts`
    pub(in crate::views) contracts: String,
    pub(in crate::views) messages: Messages<'a>,
    /// The OpenAPI documents of those that are generated, or called by those that are.
    pub(in crate::views) http: BTreeMap<ServiceId, HttpContract<'a>>,
    /// The generated services, by name.
    pub(in crate::views) services: Vec<PyService<'a>>,
    /// The packages of all of them, and of the libraries.
    workspace: Arc<Workspace>,
    /// Whether nobody wants to know more than which files there are.
    only_places: bool,
}

/// A generated service.
pub(in crate::views) struct PyService<'a> {
    pub(in crate::views) service: &'a Service,
    /// `acme_chat_welcome_mailer`
    pub(in crate::views) package: String,
    /// `welcome_mailer`
    pub(in crate::views) module: String,
    /// `WelcomeMailer`
    pub(in crate::views) class: String,
    /// What it is for, without a full stop.
    pub(in crate::views) purpose: String,
    pub(in crate::views) operations: Vec<PyOperation<'a>>,
    /// The routes that contracts bind to its RPCs, in the order in which they are tried.
    pub(in crate::views) bound: Vec<Bound<'a>>,
    /// Those that it calls, by name; each once.
    pub(in crate::views) peers: Vec<Peer<'a>>,
    pub(in crate::views) has: Facts,
    /// What templates depend on, once somebody has asked: many do.
    pub(in crate::views) capabilities: OnceLock<BTreeSet<Capability>>,
}

/// A service or an external that a service calls.
pub(in crate::views) struct Peer<'a> {
    pub(in crate::views) kind: PeerKind,
    /// `auth`
    pub(in crate::views) name: &'a str,
    /// `auth`
    pub(in crate::views) module: String,
    /// `Auth`
    pub(in crate::views) class: String,
    /// The calls to it, in the order of its own operations, or as written for an external.
    pub(in crate::views) calls: Vec<&'a Call>,
}

/// How a peer is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::views) enum PeerKind {
    /// A service, over gRPC.
    Grpc(ServiceId),
    /// A service or an external, over HTTP.
    Http(Option<ExternalId>),
    /// An external with a protocol that is not read.
    Opaque(ExternalId),
}

/// What a service needs.
impl<'a> System<'a> {
    pub(in crate::views) fn new(model: &'a Model) -> Self {
        let snake = model.system.snake();
        let contracts = format!("{snake}_contracts");
        let messages = Messages::new(&model.contracts, &contracts);
        let generated = model.services.iter().filter(|service| service.generated);
        let services = parallel::map(generated, |service| py_service(model, &snake, service));
        let runtime = format!("{snake}_runtime");
        let own = services.iter().map(|service| &service.package);
        let workspace = Arc::new(own.chain([&runtime, &contracts]).cloned().collect());
        let http = documents(model, &contracts);
        let only_places = false;
        Self { model, runtime, contracts, messages, http, services, workspace, only_places }
    }

    /// The same for those who only want to know which files there are.
    pub(in crate::views) fn places(model: &'a Model) -> Self {
        Self { only_places: true, ..Self::new(model) }
    }

    /// A view as templates see it; nothing where nobody looks.
    pub(in crate::views) fn seen<V: Serialize>(&self, view: impl FnOnce() -> V) -> Value {
        if self.only_places { Value::UNDEFINED } else { value(view()) }
    }

    /// The imports of a file, with every package of the workspace known.
    pub(in crate::views) fn imports(&self) -> Imports {
        Imports::new(Arc::clone(&self.workspace))
    }

    /// Whether there are stubs, or classes of OpenAPI documents.
    pub(in crate::views) fn has_contracts(&self) -> bool {
        self.has_stubs() || !self.http.is_empty()
    }

    /// Whether there are stubs.
    pub(in crate::views) fn has_stubs(&self) -> bool {
        self.model.contracts.stubbed().next().is_some()
    }

    /// The module of a service's OpenAPI document.
    pub(in crate::views) fn http_of(&self, service: ServiceId) -> Option<&HttpContract<'a>> {
        self.http.get(&service)
    }

    /// The message that a topic carries.
    pub(in crate::views) fn payload(&self, topic: TopicId) -> Option<&'a Message> {
        let payload = self.model.topic(topic).payload.as_ref()?;
        self.model.contracts.message(&payload.value)
    }

    /// Whether a store is relational.
    pub(in crate::views) fn is_relational(&self, store: StoreId) -> bool {
        is_relational(self.model, store)
    }

    /// Whether a store speaks as Redis does.
    pub(in crate::views) fn is_cache(&self, store: StoreId) -> bool {
        is_cache(self.model, store)
    }
}

fn documents<'a>(model: &'a Model, package: &str) -> BTreeMap<ServiceId, HttpContract<'a>> {
    let is_called = |service: &Service| {
        let callers = model.callers_of(service.id);
        callers
            .filter_map(|call| match call.caller {
                Caller::Service(id) => Some(id),
                Caller::External(_) => None,
            })
            .any(|id| model.service(id).generated)
    };
    let named = model.services.iter().filter(|one| one.generated || is_called(one));
    let contract = |service: &'a Service| {
        let path = service.document.as_deref()?;
        let document = model.document_of(service.id)?;
        let name = service.name.snake();
        Some((service.id, HttpContract::new(document, path, package, &name)))
    };
    named.filter_map(contract).collect()
}

fn py_service<'a>(model: &'a Model, system: &str, service: &'a Service) -> PyService<'a> {
    let name = &service.name;
    let bound = bound(model, service);
    let has = facts(model, service, &bound);
    let operations = operations(model, service, has, &bound);
    let purpose = match service.purpose.trim().trim_end_matches('.') {
        "" => format!("The service {name} of {}", model.system),
        purpose => masked(purpose).into_owned(),
    };
    let peers = peers(model, service);
    let mut has = has;
    has.config |= operations.iter().any(|operation| operation.believes_secrets);
    has.grpc_peers = peers.iter().any(|peer| matches!(peer.kind, PeerKind::Grpc(_)));
    has.http_peers = peers.iter().any(|peer| matches!(peer.kind, PeerKind::Http(_)));
    let works_alone = has.consumers || has.jobs || has.results;
    has.service_tokens =
        works_alone && peers.iter().any(|peer| door::wants_token_of_caller(model, peer));
    connect(model, &peers, &mut has);
    let shown = peers.iter().filter_map(|peer| shown_to(model, peer)).chain(has.doors());
    for shown in shown.collect::<Vec<_>>() {
        has.api_keys |= shown == Shown::Key;
        has.passwords |= shown == Shown::Password;
    }
    has.opaque_peers = peers.iter().any(|peer| matches!(peer.kind, PeerKind::Opaque(_)));
    PyService {
        service,
        package: format!("{system}_{}", name.snake()),
        module: module(name),
        class: name.pascal(),
        purpose,
        operations,
        bound,
        peers,
        has,
        capabilities: OnceLock::new(),
    }
}

/// Takes note of all connections that it takes part in.
fn connect(model: &Model, peers: &[Peer], has: &mut Facts) {
    has.connects(true, has.grpc_certified);
    has.connects(false, has.http_certified);
    for peer in peers {
        has.connects(matches!(peer.kind, PeerKind::Grpc(_)), tls::to_peer(model, peer));
    }
    if has.verifies_tokens() || has.service_tokens {
        has.connects(false, tls::to_issuer(model));
    }
}

/// The module of the use cases: `ports.py` stands beside it.
fn module(name: &Name) -> String {
    match name.snake() {
        taken if taken == "ports" => "ports_service".to_owned(),
        module => python_identifier(&module),
    }
}

/// Who is called, by name; calls in the order of the callee's operations.
fn peers<'a>(model: &'a Model, service: &Service) -> Vec<Peer<'a>> {
    let mut peers: Vec<Peer> = Vec::new();
    for call in model.calls_of(service.id) {
        let Some(kind) = peer_kind(model, call) else { continue };
        let name = model.target_name(call);
        if let Some(known) = peers.iter_mut().find(|peer| peer.name == name && peer.kind == kind) {
            known.calls.push(call);
            continue;
        }
        let own = Name::new(name).expect("targets have sound names");
        let module = peer_module(&own);
        peers.push(Peer { kind, name, module, class: own.pascal(), calls: vec![call] });
    }
    tell_apart(&mut peers);
    for peer in &mut peers {
        peer.calls.sort_by_key(|call| call.target.clone());
    }
    peers.sort_by(|a, b| a.name.cmp(b.name));
    peers
}

/// The names that the composition root and the use cases have for other things than peers.
const TAKEN: [&str; 23] = [
    "bus",
    "database",
    "doorkeeper",
    "events",
    "grpc",
    "guard",
    "health",
    "http",
    "httpx",
    "identity",
    "jobs",
    "once",
    "relay",
    "rpc_doorkeeper",
    "scheduler",
    "self",
    "service_identity",
    "settings",
    "signer",
    "stack",
    "unit_of_work",
    "use_cases",
    "verifier",
];

fn peer_module(name: &Name) -> String {
    let module = name.snake();
    if TAKEN.contains(&module.as_str()) {
        format!("{module}_peer")
    } else {
        python_identifier(&module)
    }
}

/// One that is called in two ways becomes two peers: `auth` over gRPC, `auth_http` over HTTP.
fn tell_apart(peers: &mut [Peer]) {
    for index in 0..peers.len() {
        let (name, kind) = (peers[index].name, peers[index].kind);
        let (word, suffix) = match kind {
            PeerKind::Grpc(_) | PeerKind::Http(Some(_)) => continue,
            PeerKind::Http(None) => ("http", "Http"),
            PeerKind::Opaque(_) => ("link", "Link"),
        };
        if peers.iter().any(|other| other.name == name && other.kind != kind) {
            let peer = &mut peers[index];
            peer.module = format!("{}_{word}", peer.module);
            peer.class.push_str(suffix);
        }
    }
}

/// How a call travels; `None` when what it names cannot be called yet (the operation is not said, or unknown).
pub(super) fn peer_kind(model: &Model, call: &Call) -> Option<PeerKind> {
    use crate::model::OperationKind;
    match &call.target {
        Target::Operation(id) => match model.operation(*id).kind {
            OperationKind::Rpc { .. } => Some(PeerKind::Grpc(model.operation(*id).service)),
            OperationKind::Route { .. } => Some(PeerKind::Http(None)),
            _ => None,
        },
        Target::External { id, route: Some(_) } => Some(PeerKind::Http(Some(*id))),
        Target::External { id, route: None } => Some(PeerKind::Opaque(*id)),
        Target::Service(_) => None,
    }
}
