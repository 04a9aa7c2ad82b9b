//! A service as a whole process, in its tests: the settings that it is opened with.

use serde::Serialize;

use super::imports::Imports;
use super::lines::{Lines, exploded, function_head, signature};
use super::system::{Peer, PeerKind, PyService, System};
use crate::names::Written;
use crate::names::written::python;

/// The view of `tests/integration/test_MODULE_process.py`.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    has_store: bool,
    has_inbox: bool,
    has_outbox: bool,
    /// `database_url: str`, or nothing.
    fixtures: Written,
    local_settings: Vec<Written>,
    prod_settings: Vec<Written>,
    externals: Vec<ExternalView>,
}

/// The test that an external's address must be set.
#[derive(Serialize)]
struct ExternalView {
    header: Vec<Written>,
    /// `"LLM_URL"`
    variable: Written,
    settings: Vec<Written>,
}

pub(super) fn view(system: &System, service: &PyService) -> View {
    let has = service.has;
    let externals: Vec<&Peer> = externals(service).collect();
    let url = |peer: &Peer| {
        Written::fill("{}_url=\"http://127.0.0.1:1\"", &[&python::identifier(&peer.module)])
    };
    let mut in_prod = vec![Written::own("environment=\"prod\"")];
    in_prod.extend(arguments(service));
    let without = |absent: &Peer| {
        let before = externals.iter().take_while(|peer| peer.module != absent.module);
        let others = before.map(|peer| url(peer));
        in_prod.iter().cloned().chain(others).collect::<Vec<_>>()
    };
    let with_all: Vec<Written> =
        in_prod.iter().cloned().chain(externals.iter().map(|peer| url(peer))).collect();
    View {
        imports: imports(system, service).written(),
        has_store: has.store,
        has_inbox: has.inbox,
        has_outbox: has.outbox,
        fixtures: Written::own(if has.store { "database_url: str" } else { "" }),
        local_settings: settings(&arguments(service)),
        prod_settings: settings(&with_all),
        externals: externals
            .iter()
            .map(|peer| ExternalView {
                header: header(service, peer),
                variable: python::string(&format!("{}_URL", peer.module.to_uppercase())),
                settings: settings(&without(peer)),
            })
            .collect(),
    }
}

/// `async def test_llm_url_must_be_set_outside_of_local() -> None:`
fn header(service: &PyService, peer: &Peer) -> Vec<Written> {
    let module = python::identifier(&peer.module);
    let name = Written::fill("test_{}_url_must_be_set_outside_of_local", &[&module]);
    if !service.has.store {
        return function_head(&name).into_vec();
    }
    let head = Written::fill("async def {}", &[&name]);
    signature(&head, &[Written::own("database_url: str")], &Written::own(" -> None:")).into_vec()
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
    if externals(service).next().is_some() {
        imports.module("pytest");
    }
    let (package, runtime) = (&service.package, &system.runtime);
    imports.name(&format!("{package}.bootstrap"), "bootstrap");
    imports.name(&format!("{package}.core.settings"), "Settings");
    imports.name(&format!("{runtime}.testing"), "local_settings");
    imports.name(&format!("{runtime}.testing"), "running");
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
    imports
}
