//! What is different in one environment: how many run, how far they scale, what they are told.

use serde::Serialize;

use super::mesh;
use super::workload::{Resources, externals, is_only_scheduled, resources, told};
use crate::model::{Model, Service};
use crate::names::written::{data, python};
use crate::names::{Name, Written};
use crate::views::doors::issuer;
use crate::views::meaning::system::{PyService, System};
use crate::views::{Capability, Subject, value};

/// Where traces go; the network policies let them.
const COLLECTOR: &str = "http://otel-collector.monitoring:4318";

/// The view of `blueprints/python/environment`.
#[derive(Serialize)]
struct View {
    /// `prod`
    name: Written,
    /// `acme-chat`
    system: Written,
    /// `acme-chat-prod`
    namespace: Written,
    services: Vec<ServiceView>,
    /// Those whose number is set here.
    fixed: Vec<Fixed>,
    has_scaled: bool,
    /// Those that scale by themselves.
    scaled: Vec<Scaled>,
    /// Those whose needs differ from what they are elsewhere.
    changed: Vec<Changed>,
    has_mesh: bool,
    mesh: Option<mesh::View>,
    has_patches: bool,
}

/// A service in this environment.
#[derive(Serialize)]
struct ServiceView {
    name: Written,
    /// `acme-chat/gateway`
    image: Written,
    /// `"ENVIRONMENT=prod"`
    literals: Vec<Written>,
    /// What only the team knows, and the service does not start without: `JWKS_URL, SERVICE_TOKEN_URL`
    unsaid: Written,
    has_unsaid: bool,
}

/// A service of which so many run.
#[derive(Serialize)]
struct Fixed {
    name: Written,
    replicas: Written,
}

/// A service that scales by itself.
#[derive(Serialize)]
struct Scaled {
    name: Written,
    min: Written,
    max: Written,
    cpu: Written,
}

/// A service that needs more, or less, than elsewhere.
#[derive(Serialize)]
struct Changed {
    name: Written,
    resources: Resources,
}

pub(in crate::views) fn subject(system: &System, name: &Name, model: &Model) -> Subject {
    let here = |service: &PyService| {
        let same = model.service_named(service.service.name.as_str());
        same.unwrap_or(service.service).clone()
    };
    let services: Vec<(&PyService, Service)> =
        system.services.iter().map(|service| (service, here(service))).collect();
    let scaled: Vec<Scaled> =
        services.iter().filter_map(|(base, here)| scaled(base, here)).collect();
    let changed: Vec<Changed> =
        services.iter().filter_map(|(base, here)| changed(base, here)).collect();
    let written = python::comment(name.as_str());
    let namespace =
        Written::fill("{}-{}", &[&python::comment(system.model.system.as_str()), &written]);
    let mesh = mesh::view(system, model, &namespace);
    let has = [(Capability::Scaled, !scaled.is_empty()), (Capability::Mesh, mesh.is_some())];
    let view = View {
        namespace,
        system: python::comment(system.model.system.as_str()),
        services: system
            .services
            .iter()
            .map(|one| service_view(system, name, model, one))
            .collect(),
        name: written,
        fixed: services.iter().filter_map(|(base, here)| fixed(base, here)).collect(),
        has_scaled: !scaled.is_empty(),
        scaled,
        has_patches: !changed.is_empty() || mesh.is_some(),
        changed,
        has_mesh: mesh.is_some(),
        mesh,
    };
    Subject {
        folder: String::new(),
        words: vec![("ENVIRONMENT", name.to_string())],
        capabilities: has.into_iter().filter(|(_, has)| *has).map(|(one, _)| one).collect(),
        view: value(view),
    }
}

fn service_view(
    system: &System,
    environment: &Name,
    model: &Model,
    service: &PyService,
) -> ServiceView {
    let name = python::comment(service.service.name.as_str());
    let mut settings = vec![("ENVIRONMENT".to_owned(), environment.to_string())];
    settings.extend(told(system, service, model));
    let token = issuer::token_url(system, service);
    settings.extend(token.map(|url| (issuer::TOKEN_URL.to_owned(), url)));
    settings.extend(externals(service, model));
    settings.push(("OPS_PORT".to_owned(), "9464".to_owned()));
    settings.push(("DRAIN_DELAY".to_owned(), "5".to_owned()));
    settings.push(("OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(), COLLECTOR.to_owned()));
    let unsaid: Vec<Written> =
        issuer::unsaid(system, service).into_iter().map(python::identifier).collect();
    ServiceView {
        has_unsaid: !unsaid.is_empty(),
        unsaid: Written::join(&unsaid, ", "),
        image: Written::fill("{}/{}", &[&python::comment(system.model.system.as_str()), &name]),
        name,
        literals: settings
            .iter()
            .map(|(name, value)| data::string(&format!("{name}={value}")))
            .collect(),
    }
}

/// How many run, unless that is left to the autoscaler.
fn fixed(base: &PyService, here: &Service) -> Option<Fixed> {
    let is_single = is_only_scheduled(base);
    let replicas = if is_single { 1 } else { here.replicas.value };
    (is_single || here.scale.is_none()).then(|| Fixed {
        name: python::comment(here.name.as_str()),
        replicas: Written::from(replicas as usize),
    })
}

fn scaled(base: &PyService, here: &Service) -> Option<Scaled> {
    let scale = here.scale.as_ref().filter(|_| !is_only_scheduled(base))?;
    let min = scale.min.as_ref().map_or(here.replicas.value, |min| min.value).max(1);
    let max = scale.max.as_ref().map_or(min.saturating_mul(2), |max| max.value).max(min);
    let cpu = scale.cpu.as_ref().map_or(70.0, |cpu| cpu.value.value);
    Some(Scaled {
        name: python::comment(here.name.as_str()),
        min: Written::from(min as usize),
        max: Written::from(max as usize),
        cpu: python::number(&format!("{cpu:.0}")),
    })
}

fn changed(base: &PyService, here: &Service) -> Option<Changed> {
    let (usual, own) = (resources(base.service), resources(here));
    let same = usual.cpu == own.cpu && usual.memory == own.memory;
    (!same).then(|| Changed { name: python::comment(here.name.as_str()), resources: own })
}
