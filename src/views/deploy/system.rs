//! What the files of operations of the whole system see.

use serde::Serialize;

use super::workload::{is_public, told};
use super::{alerts, catalog, handed, images, network, route, rules, scheduled};
use crate::model::Service;
use crate::names::written::{data, markdown, python};
use crate::names::{Name, Written};
use crate::views::meaning::system::{PyService, System};

/// What `deploy/`, the catalogue and the workflow see.
#[derive(Serialize)]
pub(in crate::views) struct View {
    images: images::View,
    services: Vec<ServiceView>,
    /// Whether any service has a cache or keeps locks.
    has_cache: bool,
    /// Whether `.env` may tell a container anything.
    has_handed_in: bool,
    /// The databases of the development server: `"auth"`.
    databases: Vec<Written>,
    /// The system's name as a JSON string.
    title: Written,
    rules: rules::View,
    tested: Vec<alerts::Tested>,
    neighbours: Vec<network::Neighbour>,
    /// Whether versions of any service run side by side.
    has_versions: bool,
    catalog: catalog::View,
    owners: Vec<catalog::Owner>,
    /// Those that are reached from outside.
    doors: Vec<Door>,
    /// The names of those that have routes at the API gateway.
    routed: Vec<Written>,
    /// The names of those that run as jobs of the cluster.
    scheduled: Vec<Written>,
}

/// A service that is reached from outside.
#[derive(Serialize)]
struct Door {
    module: Written,
    http_port: Written,
}

/// A service among the others.
#[derive(Serialize)]
struct ServiceView {
    name: Written,
    http_port: Written,
    /// `"127.0.0.1:8000:8000", "127.0.0.1:50051:50051"`
    ports: Written,
    /// `AUTH_TARGET: "auth:50052"`
    variables: Vec<Written>,
    /// What must be healthy before it starts: `depends_on:`, `  kafka: {condition: service_healthy}`
    waits_for: Vec<Written>,
    purpose: Written,
}

/// Whether an environment is more than somebody's own machine.
pub(in crate::views) fn is_deployed(environment: &Name) -> bool {
    environment.as_str() != "local"
}

/// Whether anything of what is generated runs anywhere but locally.
pub(in crate::views) fn has_deployment(system: &System) -> bool {
    let environments = &system.model.environments;
    !system.services.is_empty() && environments.iter().any(|(name, _)| is_deployed(name))
}

pub(in crate::views) fn view(system: &System) -> View {
    let any = |what: fn(&PyService) -> bool| system.services.iter().any(what);
    let with_store = system.services.iter().filter(|service| service.has.store);
    let doors: Vec<Door> = system.services.iter().filter(|one| is_public(one)).map(door).collect();
    let routed = system.services.iter().filter(|one| route::view(system, one).is_any());
    let once = system.services.iter().filter(|one| scheduled::is_run_once(system, one));
    View {
        routed: routed.map(|one| python::comment(one.service.name.as_str())).collect(),
        scheduled: once.map(|one| python::comment(one.service.name.as_str())).collect(),
        doors,
        images: images::view(system),
        services: system.services.iter().map(|service| service_view(system, service)).collect(),
        has_cache: any(|service| service.has.redis()),
        has_handed_in: system.services.iter().any(|one| !handed::lines(system, one).is_empty()),
        databases: with_store.map(|service| database(service.service)).collect(),
        title: data::string(system.model.system.as_str()),
        rules: rules::view(system, None),
        tested: alerts::tested(system),
        neighbours: network::not_made_here(system),
        has_versions: any(|service| !service.service.versions.is_empty()),
        catalog: catalog::view(system),
        owners: catalog::owners(system),
    }
}

fn door(service: &PyService) -> Door {
    Door {
        module: python::identifier(&service.module),
        http_port: service.service.http_port.value.into(),
    }
}

/// The name of a service's database on the development server, without quotes.
fn database(service: &Service) -> Written {
    python::comment(service.name.as_str())
}

fn service_view(system: &System, service: &PyService) -> ServiceView {
    let own = service.service;
    let grpc = own.grpc_port.as_ref().map(|port| port.value);
    let ports: Vec<Written> = [Some(own.http_port.value), grpc]
        .into_iter()
        .flatten()
        .map(|port| Written::fill("\"127.0.0.1:{}:{}\"", &[&port.into(), &port.into()]))
        .collect();
    ServiceView {
        name: python::comment(own.name.as_str()),
        http_port: own.http_port.value.into(),
        ports: Written::join(&ports, ", "),
        variables: variables(system, service),
        waits_for: waits_for(service),
        purpose: markdown::text(&service.purpose),
    }
}

/// What a container of the development mesh is told.
fn variables(system: &System, service: &PyService) -> Vec<Written> {
    let own = told(system, service, system.model, true).into_iter();
    let mut lines: Vec<Written> = own
        .map(|(name, value)| {
            Written::fill("{}: {}", &[&python::identifier(&name), &data::compose_string(&value)])
        })
        .collect();
    if service.has.store {
        let name = database(service.service);
        let server = Written::own("postgres:${POSTGRES_PASSWORD}@postgres:5432");
        let url = "DATABASE_URL: \"postgresql+asyncpg://{}/{}\"";
        lines.push(Written::fill(url, &[&server, &name]));
    }
    lines.extend(handed::lines(system, service));
    lines
}

/// Servers first; services do not wait for their peers: they start without them and are ready once they can work.
fn waits_for(service: &PyService) -> Vec<Written> {
    let needs = [
        ("kafka", service.has.bus),
        ("postgres", service.has.store),
        ("redis", service.has.redis()),
    ];
    let needed = needs.into_iter().filter(|(_, needed)| *needed);
    let server =
        |(name, _)| Written::fill("  {}: {condition: service_healthy}", &[&Written::own(name)]);
    under("depends_on:", needed.map(server).collect())
}

/// A key above its lines; nothing when there are none.
pub(super) fn under(key: &'static str, mut lines: Vec<Written>) -> Vec<Written> {
    if !lines.is_empty() {
        lines.insert(0, Written::own(key));
    }
    lines
}
