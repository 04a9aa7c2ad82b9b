//! What the templates of the whole project see.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::doors::{constraints, issuer, tls};
use super::meaning::system::{self, PeerKind, System};
use super::peers::method::{Answered, answered};
use super::tested::flows;
use super::versions::{Library, requirements, wanted};
use super::{Capability, Subject, deploy, service, settings};
use crate::names::Written;
use crate::names::written::{data, markdown, python};
use crate::secrecy::{holds_secret, masked};

/// The bounds of histograms that serve any service, in seconds.
const BOUNDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// The view of `blueprints/python/project`.
#[derive(Serialize)]
struct ProjectView {
    /// `acme-chat`
    system: Written,
    /// `acme_chat_runtime`
    runtime: Written,
    /// What the system is, as a TOML string.
    description_string: Written,
    /// What the system is, as running text.
    description: Written,
    /// `3.11`
    python_version: Written,
    has_contracts: bool,
    /// Whether there are protos among them.
    has_stubs: bool,
    /// Whether anything is served or called over gRPC.
    has_rpc: bool,
    has_store: bool,
    has_bus: bool,
    /// Whether anything is kept that a server keeps outside of local.
    has_servers: bool,
    has_cache: bool,
    has_results: bool,
    /// Whether settings have parts, such as those of Kafka.
    has_nested: bool,
    has_tokens: bool,
    /// Whether any door asks who its caller is, or tokens are made.
    has_principals: bool,
    /// Whether keys or passwords are wanted, or shown.
    has_credentials: bool,
    has_api_keys: bool,
    has_passwords: bool,
    /// Whether anybody reads the header `Authorization`.
    has_authorization: bool,
    /// Whether peers are shown tokens, keys or passwords.
    has_shown: bool,
    has_service_tokens: bool,
    /// Whether a process may be there for one run.
    has_once: bool,
    has_oidc: bool,
    has_idempotency: bool,
    has_compensation: bool,
    has_http_idempotency: bool,
    has_grpc_idempotency: bool,
    has_tls: bool,
    has_grpc_tls: bool,
    has_http_tls: bool,
    tls: tls::View,
    has_grpc_rate: bool,
    /// Whether something stands between a caller and an RPC.
    has_gates: bool,
    /// Whether any OpenAPI document is a contract.
    has_documents: bool,
    /// Whether a call over HTTP answers with an object that a document describes.
    has_typed_answers: bool,
    /// `"email"`: fields that logs must not show.
    classified: Vec<Written>,
    has_resources: bool,
    has_validation: bool,
    has_rest: bool,
    has_flows: bool,
    service_packages: Vec<Written>,
    /// The same with the runtime.
    root_packages: Vec<Written>,
    /// What the runtime library needs, as TOML strings.
    runtime_requirements: Vec<Written>,
    /// The rows of the README's table.
    services: Vec<Written>,
    environment: Vec<Block>,
    flows: flows::View,
    /// The limits of the fields of messages, as the rows of a dict.
    constraints: Vec<Written>,
    /// The bounds of the histograms, in seconds.
    buckets: Vec<Written>,
    /// `acme_chat`
    prefix: Written,
    /// A service, for an example.
    example: Written,
    /// Whether it runs anywhere but locally.
    is_deployed: bool,
    deploy: deploy::system::View,
}

/// A part of `.env.example`.
#[derive(Serialize)]
struct Block {
    title: Written,
    lines: Vec<Written>,
}

fn has_typed_answers(system: &System) -> bool {
    let peers = system.services.iter().flat_map(|service| &service.peers);
    let of_http = peers.filter(|peer| matches!(peer.kind, PeerKind::Http(_)));
    let mut calls = of_http.flat_map(|peer| &peer.calls);
    calls.any(|call| matches!(answered(system, call), Answered::Class(_)))
}

pub(super) fn subject(system: &System) -> Subject {
    Subject {
        folder: String::new(),
        words: vec![("RUNTIME", system.runtime.clone()), ("CONTRACTS", system.contracts.clone())],
        capabilities: capabilities(system),
        view: system.seen(|| view(system)),
    }
}

fn view(system: &System) -> ProjectView {
    let description = match system.model.description.trim().trim_end_matches('.') {
        "" => format!("The system {}", system.model.system),
        text => masked(text).into_owned(),
    };
    let capabilities = capabilities(system);
    let has = |capability: &Capability| capabilities.contains(capability);
    let packages: BTreeSet<&str> = system.services.iter().map(|one| one.package.as_str()).collect();
    let mut with_runtime = packages.clone();
    with_runtime.insert(&system.runtime);
    ProjectView {
        system: python::comment(system.model.system.as_str()),
        runtime: python::identifier(&system.runtime),
        description_string: data::string(&description),
        description: markdown::text(&description),
        python_version: python_version(system),
        has_contracts: has(&Capability::Contracts),
        has_stubs: system.has_stubs(),
        has_rpc: has(&Capability::Rpc),
        has_store: has(&Capability::Store),
        has_bus: has(&Capability::Bus),
        has_servers: has(&Capability::Store) || has(&Capability::Bus),
        has_cache: has(&Capability::Cache),
        has_results: has(&Capability::Results),
        has_nested: [Capability::Bus, Capability::Store, Capability::Results].iter().any(has),
        has_tokens: has(&Capability::Tokens),
        has_principals: has(&Capability::Principals),
        has_credentials: has(&Capability::Credentials),
        has_api_keys: has(&Capability::ApiKeys),
        has_passwords: has(&Capability::Passwords),
        has_authorization: [Capability::Tokens, Capability::Passwords].iter().any(has),
        has_shown: [Capability::Tokens, Capability::Credentials].iter().any(has),
        has_service_tokens: has(&Capability::ServiceTokens),
        has_once: deploy::scheduled::has_once(system),
        has_oidc: issuer::trusts_provider(system),
        has_compensation: has(&Capability::Compensation),
        has_idempotency: has(&Capability::Idempotency),
        has_http_idempotency: has(&Capability::HttpIdempotency),
        has_grpc_idempotency: has(&Capability::GrpcIdempotency),
        has_tls: has(&Capability::Tls),
        has_grpc_tls: has(&Capability::GrpcTls),
        has_http_tls: has(&Capability::HttpTls),
        tls: tls::view(system),
        has_grpc_rate: has(&Capability::GrpcRate),
        has_gates: [Capability::Principals, Capability::GrpcRate].iter().any(has),
        has_documents: !system.http.is_empty(),
        has_typed_answers: has_typed_answers(system),
        classified: classified(system),
        has_resources: has(&Capability::Resources),
        has_validation: has(&Capability::Validation),
        has_rest: has(&Capability::Rest),
        has_flows: has(&Capability::Flows),
        service_packages: packages.into_iter().map(python::identifier).collect(),
        root_packages: with_runtime.into_iter().map(python::identifier).collect(),
        runtime_requirements: requirements(&runtime_libraries(&capabilities)),
        services: system.services.iter().map(|one| row(one, has(&Capability::Rpc))).collect(),
        environment: environment(system),
        flows: flows::view(system),
        constraints: constraints::table(system),
        buckets: buckets(system),
        prefix: python::identifier(&system.model.system.snake()),
        example: example(system),
        is_deployed: has(&Capability::Deployed),
        deploy: deploy::system::view(system),
    }
}

/// The libraries of the runtime and of every service: no service needs one that its runtime lacks.
pub(super) fn libraries(system: &System) -> Vec<&'static Library> {
    wanted(&runtime_libraries(&capabilities(system)))
}

/// What any service has, and what only the whole has.
fn capabilities(system: &System) -> BTreeSet<Capability> {
    let of_services = system.services.iter().flat_map(|one| service::capabilities(system, one));
    let mut all: BTreeSet<Capability> = of_services.collect();
    if all.is_superset(&BTreeSet::from([Capability::Rest, Capability::Validation])) {
        all.insert(Capability::LimitsDocument);
    }
    if !flows::entries(system).is_empty() {
        all.insert(Capability::Flows);
    }
    if deploy::system::has_deployment(system) {
        all.insert(Capability::Deployed);
    }
    if deploy::alerts::has_objectives(system) {
        all.insert(Capability::Objectives);
    }
    all
}

/// The name of the first service; `NAME` where there is none.
fn example(system: &System) -> Written {
    let first = system.services.first().map(|first| python::comment(first.service.name.as_str()));
    first.unwrap_or(Written::own("NAME"))
}

/// The usual bounds, and those that the promises of the system need.
fn buckets(system: &System) -> Vec<Written> {
    let mut bounds = deploy::alerts::bounds(system);
    bounds.extend(BOUNDS);
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    bounds.iter().map(|bound| python::number(&format!("{bound:?}"))).collect()
}

/// Every library that the runtime needs may be one, and whether it is.
fn runtime_libraries(capabilities: &BTreeSet<Capability>) -> [(&'static str, bool); 25] {
    let has = |capability: Capability| capabilities.contains(&capability);
    let httpx = [Capability::HttpPeers, Capability::HttpTls, Capability::Tokens];
    [
        ("aiokafka", has(Capability::Bus)),
        ("aiosqlite", has(Capability::Store)),
        ("alembic", has(Capability::Store)),
        ("asyncpg", has(Capability::Store)),
        ("celery", has(Capability::Results)),
        ("cronsim", has(Capability::Jobs)),
        ("fastapi", true),
        ("grpcio", has(Capability::Rpc)),
        ("grpcio-health-checking", has(Capability::Rpc)),
        ("grpcio-reflection", has(Capability::Rpc)),
        ("httpx", httpx.into_iter().any(has)),
        ("opentelemetry-api", true),
        ("opentelemetry-exporter-otlp-proto-http", true),
        ("opentelemetry-sdk", true),
        ("orjson", true),
        ("prometheus-client", true),
        ("protobuf", true),
        ("pydantic", true),
        ("pydantic-settings", true),
        ("pyjwt", has(Capability::Tokens)),
        ("redis", has(Capability::Cache) || has(Capability::Results)),
        ("sentry-sdk", true),
        ("sqlalchemy", has(Capability::Store)),
        ("structlog", true),
        ("uvicorn", true),
    ]
}

/// The names of classified fields, but for those that every log line has.
fn classified(system: &System) -> Vec<Written> {
    const LINE: [&str; 4] = ["event", "level", "service", "timestamp"];
    let fields = system
        .model
        .data_classes
        .iter()
        .filter(|(_, class)| matches!(class.as_str(), "pii" | "secret"));
    let names: BTreeSet<&str> = fields.filter_map(|(field, _)| field.rsplit('.').next()).collect();
    names.into_iter().filter(|name| !LINE.contains(name)).map(python::string).collect()
}

/// What the topology asks for, or the oldest that the generated code runs on.
pub(super) fn python_version(system: &System) -> Written {
    let asked = system.services.iter().find_map(|one| one.service.python.as_ref());
    let asked = asked.and_then(|python| data::word(&python.value));
    asked.unwrap_or_else(|| Written::own("3.11"))
}

/// A service in the README's table: name, purpose, ports; that of gRPC where there is any.
fn row(service: &system::PyService, has_rpc: bool) -> Written {
    let name = python::comment(service.service.name.as_str());
    let purpose = markdown::text(&service.purpose);
    let http = Written::from(service.service.http_port.value);
    let columns =
        Written::fill("| [{}](services/{}) | {} | {} |", &[&name, &name, &purpose, &http]);
    match &service.service.grpc_port {
        Some(port) => Written::fill("{} {} |", &[&columns, &Written::from(port.value)]),
        None if has_rpc => Written::fill("{} |", &[&columns]),
        None => columns,
    }
}

/// The blocks of `.env.example` that have a line.
fn environment(system: &System) -> Vec<Block> {
    let mut blocks = vec![
        Block { title: Written::own("Peers"), lines: peers(system) },
        Block {
            title: Written::own("Externals; a double answers in the place of one that is not set"),
            lines: externals(system),
        },
        Block { title: Written::own("Secrets"), lines: secrets(system) },
    ];
    for service in &system.services {
        let name = python::comment(service.service.name.as_str());
        let prefix = python::comment(&settings::prefix(service));
        let line = |v: &settings::Variable| Written::fill("{}{}={}", &[&prefix, &v.name, &v.value]);
        blocks.push(Block {
            title: Written::fill("{}; its process reads these without {}", &[&name, &prefix]),
            lines: settings::own_variables(system.model, service).iter().map(line).collect(),
        });
    }
    blocks.retain(|block| !block.lines.is_empty());
    blocks
}

fn peers(system: &System) -> Vec<Written> {
    let all = system.services.iter().flat_map(|service| settings::targets(system, service));
    let sorted: BTreeMap<String, settings::Variable> = all.collect();
    sorted.values().map(|v| Written::fill("{}={}", &[&v.name, &v.value])).collect()
}

fn externals(system: &System) -> Vec<Written> {
    let mut lines = BTreeSet::new();
    for peer in system.services.iter().flat_map(|service| &service.peers) {
        let (PeerKind::Http(Some(id)) | PeerKind::Opaque(id)) = peer.kind else { continue };
        let url = system.model.external(id).written.url.as_ref().map(|url| url.value.as_str());
        let url = url.filter(|url| !holds_secret(url));
        let name = python::identifier(&format!("{}_URL", peer.module.to_uppercase()));
        lines.insert(Written::fill("{}={}", &[&name, &data::env_value(url.unwrap_or_default())]));
    }
    lines.into_iter().collect()
}

fn secrets(system: &System) -> Vec<Written> {
    let services = system.services.iter();
    let names: BTreeSet<String> =
        services.flat_map(|one| settings::shared_secrets(system.model, one)).collect();
    names.iter().map(|name| Written::fill("{}=", &[&python::identifier(name)])).collect()
}
