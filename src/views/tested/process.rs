//! A service as a whole process, in its tests: the settings that it is opened with.

use serde::Serialize;

use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::credentials::{self, Shown};
use crate::views::doors::tls::Certified;
use crate::views::doors::{browsers, idempotency, issuer};
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded, function_head, signature};

/// The view of `tests/integration/test_MODULE_process.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    has_grpc: bool,
    has_store: bool,
    has_inbox: bool,
    has_idempotency: bool,
    /// What is shown at the gRPC door, as pairs.
    admission: Option<Written>,
    /// `"/shop.v1.Orders/CreateOrder"`: an RPC that looks at keys.
    keyed: Option<Written>,
    has_outbox: bool,
    /// `database_url: str`, or nothing.
    fixtures: Written,
    /// The same, with a folder for the development key.
    local_fixtures: Written,
    local_settings: Vec<Written>,
    /// Whether it speaks TLS over HTTP, and what a client has that it refuses, or that refuses it.
    is_https: bool,
    refused: Written,
    /// Whether it speaks TLS over gRPC, and what such a client believes.
    is_grpc_tls: bool,
    grpc_refused: Written,
    /// The settings with a certificate of its own.
    certified_fixtures: Written,
    certified_settings: Vec<Written>,
    prod_settings: Vec<Written>,
    required: Vec<RequiredView>,
    /// The first origin that browsers may call from, where not all may.
    origin: Option<Written>,
    /// Whether they may send keys.
    takes_keys: bool,
}

/// The test that a variable must be set.
#[derive(Serialize)]
struct RequiredView {
    header: Vec<Written>,
    /// `"LLM_URL"`
    variable: Written,
    settings: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let has = service.has;
    let mut in_prod = vec![Written::own("environment=\"prod\"")];
    in_prod.extend(arguments(service));
    let required = required(system, service);
    let before = |count: usize| {
        let others = required[..count]
            .iter()
            .map(|(name, value)| Written::fill("{}={}", &[&python::identifier(name), value]));
        settings(&in_prod.iter().cloned().chain(others).collect::<Vec<_>>())
    };
    let origins = browsers::origins(service);
    let is_any = origins.iter().any(|origin| origin.as_str() == "\"*\"");
    View {
        origin: origins.into_iter().next().filter(|_| !is_any),
        takes_keys: has.http_keys,
        imports: imports(system, service).written(),
        has_grpc: has.grpc,
        has_store: has.store,
        has_inbox: has.inbox,
        has_idempotency: has.keys(),
        admission: has.grpc_door.map(admission),
        keyed: keyed(system, service),
        has_outbox: has.outbox,
        fixtures: Written::join(&fixtures(service, has.tls()), ", "),
        local_fixtures: Written::join(&fixtures(service, has.tokens()), ", "),
        local_settings: local_settings(service),
        is_https: has.http_certified.is_any(),
        refused: Written::own(match has.http_certified {
            Certified::Both => "verify=stranger(tmp_path)",
            Certified::Server | Certified::Nobody => "",
        }),
        is_grpc_tls: has.grpc_certified.is_any(),
        grpc_refused: Written::own(match has.grpc_certified {
            Certified::Both => "(tmp_path / \"ca.crt\").read_bytes()",
            Certified::Server | Certified::Nobody => "",
        }),
        certified_fixtures: Written::join(&fixtures(service, true), ", "),
        certified_settings: certified_settings(service),
        prod_settings: before(required.len()),
        required: required
            .iter()
            .enumerate()
            .map(|(index, (name, _))| RequiredView {
                header: header(service, name),
                variable: python::string(&name.to_uppercase()),
                settings: before(index),
            })
            .collect(),
    }
}

fn keyed(system: &System, service: &PyService) -> Option<Written> {
    let operation = idempotency::rpcs(system, service).next()?;
    Some(python::string(&format!("/{}", operation.label)))
}

/// What a caller over gRPC shows in local.
pub(in crate::views) fn admission(shown: Shown) -> Written {
    let own = credentials::in_local(shown, "settings");
    own.map_or(
        Written::own(
            "[(\"authorization\", f\"Bearer {open_signer(settings, None).sign('tester')}\")]",
        ),
        |own| Written::fill("{}.items()", &[&own]),
    )
}

/// What [`admission`] is made by.
pub(in crate::views) fn admission_import(system: &System, shown: Shown, imports: &mut Imports) {
    match shown.functions() {
        Some((module, _, own)) => imports.name(&format!("{}.{module}", system.runtime), own),
        None => imports.name(&format!("{}.tokens", system.runtime), "open_signer"),
    }
}

/// The settings that are enough for it.
pub(in crate::views) fn admitted(service: &PyService) -> Vec<Written> {
    let key = Written::own("jwt_development_key=tmp_path / \"jwt.pem\"");
    let key = service.has.tokens().then_some(key);
    settings(&key.into_iter().collect::<Vec<_>>())
}

/// What the settings of a test are made from.
fn fixtures(service: &PyService, needs_folder: bool) -> Vec<Written> {
    let database = service.has.store.then(|| Written::own("database_url: str"));
    let folder = needs_folder.then(|| Written::own("tmp_path: Path"));
    database.into_iter().chain(folder).collect()
}

/// The setting of a service that has a certificate.
const FOLDER: &str = "tls_folder";

/// What that is in tests.
const ISSUED: &str = "Authority().issue(tmp_path)";

/// What only local does without, in the order in which it is asked for, and a value that will do.
fn required(system: &System, service: &PyService) -> Vec<(String, Written)> {
    let url =
        |peer: &Peer| (format!("{}_url", peer.module), Written::own("\"http://127.0.0.1:1\""));
    let mut required: Vec<(String, Written)> = Vec::new();
    if service.has.tls() {
        required.push((FOLDER.to_owned(), Written::own(ISSUED)));
    }
    required.extend(externals(service).map(url));
    if service.has.verifies_tokens() {
        required.push(("jwks_url".to_owned(), Written::own("\"https://127.0.0.1:1\"")));
        if issuer::trusts_provider(system) {
            required.push(("jwt_issuer".to_owned(), Written::own("\"https://id.test\"")));
            required.push(("jwt_audience".to_owned(), Written::own("\"here\"")));
        }
    }
    let kept = service.has.doors().filter_map(|shown| Some((shown.kept()?, shown.sample_kept()?)));
    required.extend(kept.map(|(name, value)| (name.to_lowercase(), value)));
    if service.has.issuer {
        let key = Written::own("SecretStr(SigningKeys.new().pem())");
        required.push(("jwt_signing_key".to_owned(), key));
    }
    if service.has.service_tokens {
        required.push(("service_token_file".to_owned(), Written::own("Path(\"token\")")));
    }
    let shown = credentials::secrets(system.model, service).into_iter();
    let key = Written::own("SecretStr(\"key\")");
    required.extend(shown.map(|name| (name.to_lowercase(), key.clone())));
    required
}

/// `async def test_llm_url_must_be_set_outside_of_local() -> None:`
fn header(service: &PyService, variable: &str) -> Vec<Written> {
    let variable = python::identifier(variable);
    let name = Written::fill("test_{}_must_be_set_outside_of_local", &[&variable]);
    let fixtures = fixtures(service, service.has.tls() && variable.as_str() != FOLDER);
    if fixtures.is_empty() {
        return function_head(&name).into_vec();
    }
    let head = Written::fill("async def {}", &[&name]);
    signature(&head, &fixtures, &Written::own(" -> None:")).into_vec()
}

fn externals<'a, 'b>(service: &'b PyService<'a>) -> impl Iterator<Item = &'b Peer<'a>> {
    let is_external =
        |peer: &&Peer| matches!(peer.kind, PeerKind::Http(Some(_)) | PeerKind::Opaque(_));
    service.peers.iter().filter(is_external)
}

/// What a test must not take from the defaults: ports, files.
fn arguments(service: &PyService) -> Vec<Written> {
    let mut arguments = Vec::new();
    if service.has.grpc {
        arguments.push(Written::own("grpc_port=0"));
    }
    if service.has.store {
        arguments.push(Written::own("database_url=database_url"));
    }
    if service.has.bus {
        arguments.push(Written::own("events_url=\"memory://\""));
    }
    arguments
}

/// The statement that makes the settings of a process in local.
pub(in crate::views) fn local_settings(service: &PyService) -> Vec<Written> {
    settings(&in_local(service))
}

/// The same with a certificate, which local can do without.
fn certified_settings(service: &PyService) -> Vec<Written> {
    let mut certified = in_local(service);
    certified.push(Written::fill("{}={}", &[&Written::own(FOLDER), &Written::own(ISSUED)]));
    settings(&certified)
}

fn in_local(service: &PyService) -> Vec<Written> {
    let mut in_local = arguments(service);
    if service.has.tokens() {
        in_local.push(Written::own("jwt_development_key=tmp_path / \"jwt.pem\""));
    }
    in_local
}

fn settings(arguments: &[Written]) -> Vec<Written> {
    let mut lines = Lines::default();
    if arguments.is_empty() {
        lines.own(0, "settings = local_settings(Settings)");
    } else {
        let mut all = vec![Written::own("Settings")];
        all.extend_from_slice(arguments);
        lines.nest(0, &exploded(&Written::own("settings = local_settings"), &all, ""));
    }
    lines.into_vec()
}

fn imports(system: &System, service: &PyService) -> Imports {
    let has = service.has;
    let mut imports = system.imports();
    imports.module("httpx");
    imports.module("pytest");
    let (package, runtime) = (&service.package, &system.runtime);
    imports.name(&format!("{package}.bootstrap"), "bootstrap");
    imports.name(&format!("{package}.core.settings"), "Settings");
    imports.name(&format!("{runtime}.testing"), "http_client");
    imports.name(&format!("{runtime}.testing"), "local_settings");
    imports.name(&format!("{runtime}.testing"), "running");
    if has.grpc {
        imports.name("unittest", "mock");
        imports.name(&format!("{package}.grpc.server"), "SERVICES");
        imports.name(&format!("{runtime}.grpc_client"), "open_channel");
        imports.name(&format!("{runtime}.grpc_server"), "GrpcServer");
        imports.name(&format!("{runtime}.testing"), "grpc_services");
    }
    let names_secrets = has.doors().any(|shown| shown != Shown::Token)
        || !credentials::secrets(system.model, service).is_empty();
    if names_secrets || has.issuer {
        imports.name("pydantic", "SecretStr");
    }
    if has.issuer {
        imports.name(&format!("{runtime}.tokens"), "SigningKeys");
    }
    if has.tls() {
        imports.name(&format!("{runtime}.testing_tls"), "Authority");
    }
    if has.http_certified.is_any() || has.grpc_certified.is_any() {
        imports.name(&format!("{runtime}.tls"), "Identity");
    }
    if has.http_certified == Certified::Both {
        imports.name(&format!("{runtime}.testing_tls"), "stranger");
    }
    if has.grpc_certified.is_any() {
        imports.module("grpc");
        imports.name(&format!("{runtime}.testing"), "grpc_health");
    }
    if has.tokens() || has.tls() {
        imports.name("pathlib", "Path");
    }
    if has.store {
        imports.name("alembic.autogenerate", "compare_metadata");
        imports.name("alembic.runtime.migration", "MigrationContext");
        imports.name("sqlalchemy", "Connection");
        imports.name("sqlalchemy", "MetaData");
        imports.name(&format!("{package}.bootstrap"), "MIGRATIONS");
        imports.name(&format!("{package}.models"), "Base");
        imports.name(&format!("{runtime}.database"), "Database");
        imports.name(&format!("{runtime}.migrations"), "upgrade");
    }
    if has.outbox {
        imports.name(&format!("{runtime}.outbox"), "outbox");
    }
    if has.inbox {
        imports.name(&format!("{runtime}.outbox"), "inbox");
    }
    if has.keys() {
        imports.name(&format!("{runtime}.idempotency"), "idempotency_keys");
    }
    if has.grpc_keys {
        imports.module("grpc");
        imports.module("pytest");
    }
    if let Some(shown) = has.grpc_door.filter(|_| has.grpc_keys) {
        admission_import(system, shown, &mut imports);
    }
    imports
}
