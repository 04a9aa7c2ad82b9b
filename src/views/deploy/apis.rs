//! The interfaces of the services, as entries of the software catalogue: what each provides, and what it uses of others.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::catalog::{entity, team};
use crate::model::{Call, Model, OperationKind, ServiceId, Target};
use crate::names::Written;
use crate::names::written::data;
use crate::views::Capability;
use crate::views::meaning::system::{PyService, System};
use crate::views::service::capabilities;

/// The services that provide each interface, by its name.
pub(super) type Providers = BTreeMap<String, Vec<ServiceId>>;

/// An interface, and the document that defines it.
#[derive(Serialize)]
pub(super) struct Api {
    name: Written,
    /// `openapi`, `grpc`, `asyncapi`
    kind: Written,
    owner: Written,
    definition: Written,
}

/// What a service provides: its proto services, its routes, its events.
pub(super) fn of(system: &System, service: &PyService) -> Vec<Api> {
    let owner = team(system.model.team_of(service.service.id));
    let api = |(name, kind, path): (String, &'static str, String)| Api {
        name: entity(&name),
        kind: Written::own(kind),
        owner: owner.clone(),
        definition: data::string(&format!("./{path}")),
    };
    documents(system, service).into_iter().map(api).collect()
}

/// Who provides each of the interfaces.
pub(super) fn providers(system: &System) -> Providers {
    let mut providers = Providers::new();
    for service in &system.services {
        for name in provided(system, service) {
            providers.entry(name).or_default().push(service.service.id);
        }
    }
    providers
}

/// The names of what it provides.
pub(super) fn provided(system: &System, service: &PyService) -> BTreeSet<String> {
    documents(system, service).into_iter().map(|(name, _, _)| name).collect()
}

/// The names of what it uses: the callees' by its calls, the publishers' by what it consumes.
pub(super) fn used(
    system: &System,
    service: &PyService,
    providers: &Providers,
) -> BTreeSet<String> {
    let model = system.model;
    let calls = model.calls_of(service.service.id).flat_map(|call| called(system, call));
    let topics = service.service.consumes.iter().map(|consumed| model.topic(consumed.topic));
    let publishers = topics.flat_map(|topic| &topic.publishers);
    let events = publishers.map(|(id, _)| events_of(model.service(*id).name.as_str()));
    let is_of_others = |name: &String| {
        let mut providers = providers.get(name).into_iter().flatten();
        providers.any(|provider| *provider != service.service.id)
    };
    calls.chain(events).filter(is_of_others).collect()
}

/// Name, kind and document of each interface.
fn documents(system: &System, service: &PyService) -> Vec<(String, &'static str, String)> {
    let name = service.service.name.as_str();
    let protos = service.service.grpc.iter().filter_map(|full_name| {
        Some((full_name.clone(), "grpc", proto_of(system.model, full_name)?))
    });
    let has_routes = capabilities(system, service).contains(&Capability::Api);
    let routes =
        has_routes.then(|| (routes_of(name), "openapi", format!("docs/openapi/{name}.json")));
    let events = service
        .has
        .bus
        .then(|| (events_of(name), "asyncapi", format!("docs/asyncapi/{name}.json")));
    protos.chain(routes).chain(events).collect()
}

fn proto_of(model: &Model, full_name: &str) -> Option<String> {
    let file = &model.contracts.service(full_name)?.file;
    Some(model.contracts.files.get(file)?.path.clone())
}

/// What a call may use of its callee.
fn called(system: &System, call: &Call) -> Vec<String> {
    let model = system.model;
    let callee = routes_of(model.target_name(call));
    match &call.target {
        Target::Operation(id) => {
            let operation = model.operation(*id);
            let path = operation.grpc_path().unwrap_or_default();
            match operation.kind {
                OperationKind::Rpc { .. } => {
                    path.split('/').next().map(ToOwned::to_owned).into_iter().collect()
                }
                _ => vec![callee],
            }
        }
        Target::Service(id) => model.service(*id).grpc.iter().cloned().chain([callee]).collect(),
        Target::External { .. } => Vec::new(),
    }
}

fn routes_of(service: &str) -> String {
    format!("{service}-http")
}

fn events_of(service: &str) -> String {
    format!("{service}-events")
}
