//! What the templates of a service see.

use std::collections::BTreeSet;

use serde::Serialize;

use super::background::{events, jobs};
use super::data::store;
use super::data::table::{Table, tables};
use super::doors::schema::Schemas;
use super::doors::server::{self, is_checked};
use super::doors::{rest, routes, schemas};
use super::meaning::filled::Filled;
use super::meaning::operation::PyOperation;
use super::meaning::system::{PyService, System};
use super::peers::client_tests;
use super::tested::{contract, process};
use super::use_cases::{self, ports};
use super::versions::requirements;
use super::{Capability, Subject, bootstrap, settings};
use crate::contracts::Streaming;
use crate::names::Written;
use crate::names::written::{data, markdown, python};

/// The view of `blueprints/python/service`.
#[derive(Serialize)]
struct ServiceView {
    /// `acme-chat`
    system: Written,
    /// `welcome-mailer`
    name: Written,
    /// `"welcome-mailer"`
    name_string: Written,
    /// `acme-chat-welcome-mailer`
    distribution: Written,
    /// `welcome_mailer`
    module: Written,
    /// `acme_chat_welcome_mailer`
    package: Written,
    /// `WelcomeMailer`
    class_name: Written,
    /// `acme_chat_runtime`
    runtime: Written,
    /// What it is for, as a docstring with its quotes and a full stop.
    purpose_docstring: Written,
    /// The same inside a class.
    purpose_class_docstring: Written,
    /// What it is for, as a TOML string.
    purpose_string: Written,
    /// What it is for, as running text with a full stop.
    purpose_text: Written,
    /// Whether there are stubs that it may import.
    has_contracts: bool,
    /// The libraries that its own code imports, as TOML strings.
    requirements: Vec<Written>,
    /// What it does, for its README.
    operations: Vec<OperationView>,
    main_imports: Written,
    deps_imports: Written,
    policy_test_imports: Written,
    /// Whether an OpenAPI document describes its routes.
    has_document: bool,
    settings: settings::View,
    bootstrap: bootstrap::View,
    events: events::View,
    jobs: jobs::View,
    process: process::View,
    store: store::View,
    ports: ports::View,
    use_cases: use_cases::skeleton::View,
    client_tests: client_tests::View,
    use_case_tests: use_cases::unit_tests::View,
    server: server::View,
    schemas: schemas::View,
    routes: routes::View,
    rest: rest::View,
    contract: contract::View,
}

/// An operation in the README.
#[derive(Serialize)]
struct OperationView {
    label: Written,
    state: Written,
}

pub(super) fn subject(system: &System, service: &PyService) -> Subject {
    Subject {
        folder: format!("services/{}", service.service.name),
        words: vec![("PACKAGE", service.package.clone()), ("MODULE", service.module.clone())],
        capabilities: capabilities(system, service),
        view: system.seen(|| view(system, service)),
    }
}

fn view(system: &System, service: &PyService) -> ServiceView {
    let name = python::comment(service.service.name.as_str());
    let system_name = python::comment(system.model.system.as_str());
    let sentence = format!("{}.", service.purpose);
    let classes = Schemas::of(system, service);
    ServiceView {
        distribution: Written::fill("{}-{}", &[&system_name, &name]),
        system: system_name,
        name,
        name_string: python::string(service.service.name.as_str()),
        module: python::identifier(&service.module),
        package: python::identifier(&service.package),
        class_name: python::identifier(&service.class),
        runtime: python::identifier(&system.runtime),
        purpose_docstring: python::docstring(&sentence, 0),
        purpose_class_docstring: python::docstring(&sentence, 4),
        purpose_string: data::string(&service.purpose),
        purpose_text: markdown::text(&sentence),
        has_contracts: system.has_contracts(),
        requirements: own_requirements(service),
        operations: operations(service, &tables(system, service)).chain(bound(service)).collect(),
        main_imports: main_imports(system, service),
        deps_imports: deps_imports(system, service),
        policy_test_imports: policy_test_imports(system, service),
        has_document: system.http.contains_key(&service.service.id),
        settings: settings::view(system, service),
        bootstrap: bootstrap::view(system, service),
        events: events::view(system, service),
        jobs: jobs::view(system, service),
        process: process::view(system, service),
        store: store::view(system, service),
        ports: ports::view(system, service),
        use_cases: use_cases::skeleton::view(system, service),
        client_tests: client_tests::view(system, service),
        use_case_tests: use_cases::unit_tests::view(system, service),
        server: server::view(system, service),
        schemas: schemas::view(system, service, &classes),
        routes: routes::view(system, service, &classes),
        rest: rest::view(system, service),
        contract: contract::view(system, service),
    }
}

fn operations(service: &PyService, tables: &[Table]) -> impl Iterator<Item = OperationView> {
    let is_standard = |index| {
        tables.iter().flat_map(|table| &table.methods).any(|method| method.operation == index)
    };
    let operations = service.operations.iter().enumerate();
    operations.map(move |(index, one)| operation(one, is_standard(index)))
}

/// The routes that are bound to RPCs: their state is that of the RPC.
fn bound(service: &PyService) -> impl Iterator<Item = OperationView> {
    service.bound.iter().map(|bound| {
        let rule = &bound.binding.rule;
        let rpc = markdown::code(&bound.rpc());
        OperationView {
            label: markdown::code(&format!("{} {}", rule.method, rule.path)),
            state: Written::fill("as {}", &[&rpc]),
        }
    })
}

fn operation(operation: &PyOperation, is_standard: bool) -> OperationView {
    let state = match (is_standard, operation.declared, operation.believes_secrets) {
        (true, _, _) => "finished: a standard method",
        (false, false, _) => "not implemented yet",
        (false, true, false) => "walking skeleton",
        (false, true, true) => "walking skeleton, only in local: it looks at no secret",
    };
    OperationView { label: markdown::code(&operation.label), state: Written::own(state) }
}

fn own_requirements(service: &PyService) -> Vec<Written> {
    let has = service.has;
    let has_secrets = !service.service.secrets.is_empty() || has.issuer;
    requirements(&[
        ("alembic", has.store),
        ("fastapi", has.api),
        ("grpcio", has.rpc()),
        ("httpx", has.http_peers),
        ("protobuf", has.http_peers),
        ("pydantic", has.api || has_secrets || has.http_peers || has.results),
        ("sqlalchemy", has.store),
    ])
}

fn deps_imports(system: &System, service: &PyService) -> Written {
    let mut imports = system.imports();
    imports.name("typing", "Annotated");
    for name in ["Depends", "FastAPI", "Request"] {
        imports.name("fastapi", name);
    }
    imports.name(&format!("{}.services.ports", service.package), "UseCases");
    imports.written()
}

fn policy_test_imports(system: &System, service: &PyService) -> Written {
    let mut imports = system.imports();
    imports.module("pytest");
    imports.name(&format!("{}.core", service.package), "policy");
    imports.name(&format!("{}.auth", system.runtime), "Principal");
    imports.written()
}

fn main_imports(system: &System, service: &PyService) -> Written {
    let mut imports = system.imports();
    imports.name(&format!("{}.bootstrap", service.package), "bootstrap");
    imports.name(&format!("{}.core.settings", service.package), "Settings");
    imports.name(&format!("{}.telemetry", system.runtime), "observe");
    imports.name(&format!("{}.process", system.runtime), "run_main");
    imports.written()
}

/// What a service has, as far as templates depend on it.
pub(super) fn capabilities(system: &System, service: &PyService) -> BTreeSet<Capability> {
    service.capabilities.get_or_init(|| found(system, service)).clone()
}

fn found(system: &System, service: &PyService) -> BTreeSet<Capability> {
    use Capability as C;
    let has = service.has;
    let classes = Schemas::of(system, service);
    let bodies = schemas::view(system, service, &classes);
    let doors = routes::view(system, service, &classes);
    let needs_messages = bodies.needs_messages || doors.needs_messages;
    let bound = rest::view(system, service);
    let is_limited = bodies.needs_limited || doors.needs_limited || bound.needs_limited;
    let is_validated = is_validated(system, service);
    let tables = tables(system, service);
    let standard: usize = tables.iter().map(|table| table.methods.len()).sum();
    let all = [
        (C::Contracts, system.has_contracts()),
        (C::DocumentsAlone, system.has_contracts() && !system.has_stubs()),
        (C::Grpc, has.grpc),
        (C::Rpc, has.rpc()),
        (C::Api, has.api),
        (C::Routes, has.routes),
        (C::Rest, has.rest),
        (C::Schemas, !classes.is_empty()),
        (C::Messages, needs_messages),
        (C::Store, has.store),
        (C::Rows, tables.iter().any(|table| table.resource.is_none())),
        (C::Unsigned, tables.iter().any(Table::has_unsigned)),
        (C::Resources, tables.iter().any(|table| table.resource.is_some())),
        (C::Rules, standard < service.operations.len()),
        (C::Outbox, has.outbox || has.inbox),
        (C::Publishes, has.publishes),
        (C::TransactionalPublisher, has.outbox),
        (C::Consumers, has.consumers),
        (C::Bus, has.bus),
        (C::Jobs, has.jobs),
        (C::Background, has.jobs || has.results),
        (C::Results, has.results),
        (C::Streams, streams(service)),
        (C::Validation, is_validated),
        (C::Limits, is_validated || is_limited),
        (C::Limited, is_limited),
        (C::LimitsDocument, is_limited),
        (C::Cache, has.cache),
        (C::GrpcPeers, has.grpc_peers),
        (C::HttpPeers, has.http_peers),
        (C::OpaquePeers, has.opaque_peers),
        (C::Rate, has.rate || has.grpc_rate),
        (C::GrpcRate, has.grpc_rate),
        (C::Idempotency, has.keys()),
        (C::HttpIdempotency, has.http_keys),
        (C::GrpcIdempotency, has.grpc_keys),
        (C::Compensation, compensates(service)),
        (C::Tls, has.tls()),
        (C::GrpcTls, has.grpc_tls),
        (C::HttpTls, has.http_tls),
        (C::Guarded, has.guarded()),
        (C::Principals, has.guarded() || has.tokens()),
        (C::Tokens, has.tokens()),
        (C::Credentials, has.api_keys || has.passwords),
        (C::ApiKeys, has.api_keys),
        (C::Passwords, has.passwords),
        (C::ServiceTokens, has.service_tokens),
        (C::Peers, has.grpc_peers || has.http_peers || has.opaque_peers),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(capability, _)| capability).collect()
}

/// Whether it serves an RPC whose request has limits.
fn is_validated(system: &System, service: &PyService) -> bool {
    service.operations.iter().any(|operation| is_checked(system, operation))
}

/// Whether it takes back what it did when a later step fails.
fn compensates(service: &PyService) -> bool {
    service.operations.iter().any(|operation| operation.flow.steps.iter().any(Filled::is_undone))
}

/// Whether it serves or calls anything that streams.
fn streams(service: &PyService) -> bool {
    service.operations.iter().any(|operation| {
        let steps = operation.flow.calls().filter_map(|step| step.method);
        let mut streaming = steps.map(|method| method.streaming);
        operation.streaming != Streaming::Unary || streaming.any(|kind| kind != Streaming::Unary)
    })
}
