//! What a service is in operation: its image, its settings, what it needs, and how it runs.

use serde::Serialize;

use super::versions::{self, Deployment};
use super::{images, network, route, scheduled, system};
use crate::model::{Model, OperationKind, Service, ServiceKind};
use crate::names::Written;
use crate::names::written::{Pieces, data, python};
use crate::views::doors::credentials::{self, Shown};
use crate::views::doors::{issuer, tls};
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::tested::sample_request;
use crate::views::writing::lines::Lines;
use crate::views::{Capability, Subject, project, settings};

/// The view of `blueprints/python/workload`, and of a service's Dockerfile.
#[derive(Serialize)]
pub(super) struct View {
    /// `welcome-mailer`
    name: Written,
    /// `acme-chat`
    system: Written,
    /// `acme-chat-welcome-mailer`
    distribution: Written,
    /// `acme_chat_welcome_mailer`
    package: Written,
    /// `worker`
    component: Written,
    python_image: Written,
    uv_image: Written,
    http_port: Written,
    http_exposed: Written,
    /// Empty when it serves no gRPC.
    grpc_port: Written,
    has_contracts: bool,
    has_grpc: bool,
    /// One, or one for each version.
    deployments: Vec<Deployment>,
    has_tls: bool,
    /// What its certificate is for.
    usages: Written,
    /// How the port of HTTP is spoken to.
    http_protocol: Written,
    /// The port for those who have no certificate to show.
    probe_port: Written,
    has_store: bool,
    /// How the port of gRPC is spoken to.
    grpc_protocol: Written,
    /// Whether the API gateway speaks to it, and on which ports.
    is_reached: bool,
    outer_ports: Vec<Written>,
    /// Whether it speaks TLS to it, and on which of those ports.
    is_reached_over_tls: bool,
    outer_tls: Vec<route::TlsPort>,
    route: route::View,
    /// Whether it is there all the time; else `runs` say when.
    is_served: bool,
    runs: Vec<scheduled::Run>,
    /// Whether one is enough: all it does goes by the clock.
    is_single: bool,
    /// Whether several may run.
    may_be_many: bool,
    resources: Resources,
    /// The keys of the secret that it reads.
    secrets: Written,
    has_secrets: bool,
    network: network::View,
    load: Vec<Task>,
    /// What a caller of the load script shows.
    load_headers: Written,
    /// What is promised of operations: a dictionary of milliseconds by label.
    timed: Written,
    /// The share of requests that may fail.
    failures: Written,
}

/// What one instance asks for, and the most that it gets.
#[derive(Clone, Serialize)]
pub(super) struct Resources {
    pub(super) cpu: Written,
    pub(super) memory: Written,
    pub(super) cpu_limit: Written,
    pub(super) memory_limit: Written,
}

/// An operation of the public door, for the load script.
#[derive(Serialize)]
struct Task {
    name: Written,
    label: Written,
    method: Written,
    /// With a value for each variable.
    path: Written,
    /// `json={` .. `},`, or nothing.
    body: Vec<Written>,
}

/// The files of operations of one service; none where the system only runs locally.
pub(in crate::views) fn subject(system: &System, service: &PyService) -> Option<Subject> {
    let has_routes = || route::view(system, service).is_any();
    system::has_deployment(system).then(|| Subject {
        folder: String::new(),
        words: vec![
            ("SERVICE", service.service.name.to_string()),
            ("MODULE", service.module.clone()),
        ],
        capabilities: [
            (Capability::Public, is_public(service)),
            (Capability::Routed, has_routes()),
            (Capability::Once, scheduled::is_run_once(system, service)),
        ]
        .into_iter()
        .filter(|(_, has)| *has)
        .map(|(capability, _)| capability)
        .collect(),
        view: system.seen(|| view(system, service)),
    })
}

pub(super) fn view(system: &System, service: &PyService) -> View {
    let name = python::comment(service.service.name.as_str());
    let system_name = python::comment(system.model.system.as_str());
    let grpc = service.service.grpc_port.as_ref();
    let secrets = secrets(system.model, service);
    let outer_ports: Vec<Written> =
        route::ports(system, service).into_iter().map(Written::from).collect();
    let outer_tls = route::tls_ports(system, service);
    let is_https = service.has.http_certified.is_any();
    let is_single = is_only_scheduled(service);
    let runs = scheduled::runs(system, service);
    View {
        distribution: Written::fill("{}-{}", &[&system_name, &name]),
        name,
        system: system_name,
        package: python::identifier(&service.package),
        component: Written::own(component(service.service.kind)),
        python_image: images::python(&project::python_version(system)),
        uv_image: images::uv(),
        http_port: service.service.http_port.value.into(),
        http_exposed: service.service.http_exposed.into(),
        grpc_port: grpc.map(|port| port.value.into()).unwrap_or_default(),
        has_contracts: system.has_contracts(),
        has_grpc: grpc.is_some(),
        deployments: if runs.is_empty() {
            versions::deployments(system, service)
        } else {
            Vec::new()
        },
        has_store: service.has.store,
        has_tls: service.has.tls(),
        usages: Written::own(if service.has.mtls {
            "digital signature, server auth, client auth"
        } else {
            "digital signature, server auth"
        }),
        http_protocol: Written::own(if is_https { "https" } else { "http" }),
        probe_port: Written::own(if is_https { "operations" } else { "http" }),
        grpc_protocol: Written::own(if service.has.grpc_certified.is_any() {
            "https"
        } else {
            "kubernetes.io/h2c"
        }),
        is_reached: !outer_ports.is_empty(),
        outer_ports,
        is_reached_over_tls: !outer_tls.is_empty(),
        outer_tls,
        route: route::view(system, service),
        is_served: runs.is_empty(),
        runs,
        is_single,
        may_be_many: !is_single,
        resources: resources(service.service),
        has_secrets: !secrets.is_empty(),
        secrets: Written::join(&secrets, ", "),
        network: network::view(system, service),
        load: tasks(system, service),
        load_headers: service.has.http_door.unwrap_or(Shown::Token).headers(),
        timed: timed(service),
        failures: failures(service.service),
    }
}

/// Whether anybody from outside asks it for something over HTTP.
pub(super) fn is_public(service: &PyService) -> bool {
    service.service.public.is_some() && service.has.api
}

/// Whether nobody asks it for anything: its replicas would share what one of them can do.
pub(super) fn is_only_scheduled(service: &PyService) -> bool {
    let has = service.has;
    has.jobs && !(has.api || has.grpc || has.consumers)
}

fn component(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Gateway => "gateway",
        ServiceKind::Api => "api",
        ServiceKind::Worker => "worker",
        ServiceKind::Job => "job",
        ServiceKind::Client => "client",
        ServiceKind::Load => "load",
    }
}

/// What is said, or enough for one quiet process.
pub(super) fn resources(service: &Service) -> Resources {
    let said = service.resources.as_ref();
    let cpu = said.and_then(|said| said.cpu.as_ref()).map(|cpu| &*cpu.value.text);
    let memory = said.and_then(|said| said.memory.as_ref()).map(|memory| &*memory.value.text);
    let word = |text: Option<&str>| text.and_then(data::word);
    Resources {
        cpu: quoted(word(cpu), "\"100m\""),
        cpu_limit: quoted(word(cpu), "\"1\""),
        memory: word(memory).unwrap_or(Written::own("256Mi")),
        memory_limit: word(memory).unwrap_or(Written::own("512Mi")),
    }
}

/// A bare `2` would be a number.
fn quoted(word: Option<Written>, otherwise: &'static str) -> Written {
    word.map_or(Written::own(otherwise), |word| Written::fill("\"{}\"", &[&word]))
}

/// The address of its database has a password, so that it is a secret too.
fn secrets(model: &Model, service: &PyService) -> Vec<Written> {
    let database = service.has.store.then(|| Written::own("DATABASE_URL"));
    let own = service.service.secrets.iter().map(|(name, _)| python::identifier(name));
    let mut secrets: Vec<Written> = database.into_iter().chain(own).collect();
    let key = python::identifier(settings::SIGNING_KEY);
    if service.has.issuer && !secrets.contains(&key) {
        secrets.push(key);
    }
    let credentials = credentials::unsaid(model, service);
    secrets.extend(credentials.iter().map(|name| python::identifier(name)));
    if service.has.service_tokens {
        secrets.push(python::identifier(settings::CLIENT_SECRET));
    }
    secrets
}

/// What a service is told wherever it runs beside its peers: addresses, settings, flags. In local nothing is encrypted.
pub(super) fn told(
    system: &System,
    service: &PyService,
    model: &Model,
    is_local: bool,
) -> Vec<(String, String)> {
    let mut told = vec![("HOST".to_owned(), "0.0.0.0".to_owned())];
    told.extend(service.peers.iter().filter_map(|peer| address(system.model, peer, is_local)));
    if service.has.bus {
        told.push(("EVENTS_URL".to_owned(), "kafka://kafka:9092".to_owned()));
    }
    if service.has.cache {
        told.push(("CACHE_URL".to_owned(), "redis://redis:6379/0".to_owned()));
    }
    if service.has.results {
        told.push(("CELERY__BROKER_URL".to_owned(), "redis://redis:6379/1".to_owned()));
    }
    let keys = issuer::keys_url(system, service, is_local);
    told.extend(keys.map(|url| ("JWKS_URL".to_owned(), url)));
    told.extend(settings::choices(model.as_here(service.service)));
    told
}

/// Where a peer inside of the system is reached, by its name.
fn address(model: &Model, peer: &Peer, is_local: bool) -> Option<(String, String)> {
    let name = peer.module.to_uppercase();
    match peer.kind {
        PeerKind::Grpc(id) => {
            let service = model.service(id);
            let listened = service.grpc_port.as_ref()?.value;
            let port = if is_local { listened } else { service.grpc_exposed? };
            Some((format!("{name}_TARGET"), format!("{}:{port}", peer.name)))
        }
        PeerKind::Http(None) => {
            let service = model.service_named(peer.name)?;
            Some((format!("{name}_URL"), tls::http_url(model, service, is_local)))
        }
        PeerKind::Http(Some(_)) | PeerKind::Opaque(_) => None,
    }
}

/// Where the systems of others are reached; empty where that is not said.
pub(super) fn externals(service: &PyService, model: &Model) -> Vec<(String, String)> {
    let outside = |peer: &&Peer| matches!(peer.kind, PeerKind::Http(Some(_)) | PeerKind::Opaque(_));
    let url = |peer: &Peer| {
        let external = model.externals.iter().find(|one| one.name.as_str() == peer.name);
        let url = external.and_then(|external| external.written.url.as_ref());
        let url = url.map(|url| url.value.clone()).unwrap_or_default();
        (settings::target_variable(peer), url)
    };
    service.peers.iter().filter(outside).map(url).collect()
}

fn tasks(system: &System, service: &PyService) -> Vec<Task> {
    use OperationKind::Route;
    let tasks = service.operations.iter().filter_map(|operation| {
        let Route { method, .. } = &operation.operation.kind else { return None };
        Some(Task {
            name: python::identifier(&operation.method),
            label: python::string(&operation.label),
            method: python::string(if method == "ANY" { "GET" } else { method }),
            path: python::string(&sample_request::path(system, operation)),
            body: body(system, operation),
        })
    });
    tasks.collect()
}

/// What tests send too, as the last argument of a call.
fn body(system: &System, operation: &PyOperation) -> Vec<Written> {
    let mut lines =
        sample_request::json(system, operation).map(Lines::into_vec).unwrap_or_default();
    if let Some(last) = lines.pop() {
        lines.push(Written::fill("{},", &[&last]));
    }
    lines
}

/// The times that operations promise, or that their service promises for all of them.
fn timed(service: &PyService) -> Written {
    let of_all = service.service.slo.as_ref().and_then(|slo| slo.p99.as_ref());
    let promised = service.operations.iter().filter_map(|operation| {
        let own = operation.operation.slo.as_ref().and_then(|slo| slo.p99.as_ref());
        let time = own.or(of_all)?.value.value.as_millis();
        let is_route = matches!(operation.operation.kind, OperationKind::Route { .. });
        let time = python::number(&time.to_string());
        let entry = [&python::string(&operation.label), &time];
        is_route.then(|| Written::fill("\n    {}: {},", &entry))
    });
    let entries: Vec<Written> = promised.collect();
    if entries.is_empty() {
        return Written::own("{}");
    }
    Pieces::default().own("{").put(&Written::concat(&entries)).own("\n}").end()
}

/// One in a hundred unless an availability is promised.
fn failures(service: &Service) -> Written {
    let promised = service.slo.as_ref().and_then(|slo| slo.availability.as_ref());
    let share = promised.map_or(0.01, |promised| (100.0 - promised.value.value) / 100.0);
    python::number(format!("{share:.9}").trim_end_matches('0'))
}
