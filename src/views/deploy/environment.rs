//! What is different in one environment: how many run, how far they scale, what they are told.

use serde::Serialize;

use super::scheduled::{Run, has_once, has_redis, is_run_once, runs};
use super::workload::{Resources, externals, is_only_scheduled, resources, told};
use super::{kept, mesh, route, rules, versions};
use crate::model::{Model, Service};
use crate::names::written::{data, python};
use crate::names::{Name, Written};
use crate::secrecy::holds_secret;
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
    images: Vec<Image>,
    services: Vec<ServiceView>,
    /// Those whose number is set here.
    fixed: Vec<Fixed>,
    has_fixed: bool,
    has_scaled: bool,
    /// Those that scale by themselves.
    scaled: Vec<Scaled>,
    /// Those whose needs differ from what they are elsewhere.
    changed: Vec<Changed>,
    /// The same for the jobs of the cluster.
    changed_runs: Vec<ChangedRun>,
    /// What Deployments take from a Secret because the topology says it in plain text.
    kept: Vec<Kept>,
    /// The same for the jobs of the cluster.
    kept_runs: Vec<Kept>,
    /// Whether services run as jobs of the cluster.
    has_runs: bool,
    deploy: Deployed,
    has_mesh: bool,
    mesh: Option<mesh::View>,
    /// Routes of the gateway that share requests out among versions.
    weighed: Vec<Weighed>,
    /// Those that are not there: the names of their objects, as one pattern each.
    absent: Vec<Written>,
    has_patches: bool,
}

/// What the rules of alerts see, as they do where they are those of the whole.
#[derive(Serialize)]
struct Deployed {
    rules: rules::View,
}

/// A service in this environment.
#[derive(Serialize)]
struct ServiceView {
    name: Written,
    /// `"ENVIRONMENT=prod"`
    literals: Vec<Written>,
    /// What only the team knows, and the service does not start without: `JWKS_URL, SERVICE_TOKEN_URL`
    unsaid: Written,
    has_unsaid: bool,
    /// The same of systems of others: `MAPS_URL`
    unaddressed: Written,
    has_unaddressed: bool,
    /// What its Secret has because the topology says it in plain text: `DB_URL`
    kept: Written,
    has_kept: bool,
}

/// An image, and what it is here.
#[derive(Serialize)]
struct Image {
    /// `acme-chat/gateway`
    name: Written,
    /// `newTag: "0.1.0"`
    lines: Vec<Written>,
}

/// A route, and the weights of its backends.
#[derive(Serialize)]
struct Weighed {
    kind: Written,
    name: Written,
    lines: Vec<Written>,
}

/// A Deployment of which so many run.
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
#[derive(Clone, Serialize)]
struct Changed {
    name: Written,
    /// All versions have the same.
    container: Written,
    resources: Resources,
}

/// The pods of an object that take values from the Secret of their service.
#[derive(Serialize)]
struct Kept {
    /// The Deployment, or the job of the cluster.
    name: Written,
    /// The service: what its container and its Secret are called.
    service: Written,
    keys: Vec<Written>,
}

/// One whose service is there for its runs only.
#[derive(Serialize)]
struct ChangedRun {
    run: Run,
    service: Changed,
}

pub(in crate::views) fn subject(system: &System, name: &Name, model: &Model) -> Subject {
    let here = |service: &PyService| model.service_named(service.service.name.as_str()).cloned();
    let services: Vec<(&PyService, Service)> =
        system.services.iter().filter_map(|service| Some((service, here(service)?))).collect();
    let absent = system.services.iter().filter(|service| here(service).is_none());
    let absent: Vec<Written> = absent.map(|service| objects(system, service)).collect();
    let scaled: Vec<Scaled> = services.iter().flat_map(|(base, here)| scaled(base, here)).collect();
    let served = services.iter().filter(|(base, _)| !is_run_once(system, base));
    let changed: Vec<Changed> = served.flat_map(|(base, here)| self::changed(base, here)).collect();
    let changed_runs: Vec<ChangedRun> =
        services.iter().flat_map(|(base, here)| self::changed_runs(system, base, here)).collect();
    let kept: Vec<Kept> = served_kept(system, &services, model);
    let kept_runs: Vec<Kept> =
        services.iter().flat_map(|(base, _)| self::kept_runs(system, base, model)).collect();
    let fixed: Vec<Fixed> =
        services.iter().flat_map(|(base, here)| fixed(system, base, here)).collect();
    let weighed: Vec<Weighed> =
        services.iter().flat_map(|(base, _)| weighed(system, base, model)).collect();
    let written = python::comment(name.as_str());
    let namespace =
        Written::fill("{}-{}", &[&python::comment(system.model.system.as_str()), &written]);
    let mesh = mesh::view(system, model, &namespace);
    let deploy = Deployed { rules: rules::view(system, Some(&namespace)) };
    let has = [(Capability::Scaled, !scaled.is_empty()), (Capability::Mesh, mesh.is_some())];
    let is_as_usual = changed.is_empty()
        && changed_runs.is_empty()
        && weighed.is_empty()
        && kept.is_empty()
        && kept_runs.is_empty();
    let view = View {
        namespace,
        system: python::comment(system.model.system.as_str()),
        images: services.iter().flat_map(|(base, _)| images(system, base)).collect(),
        services: services.iter().map(|(one, _)| service_view(system, name, model, one)).collect(),
        name: written,
        has_fixed: !fixed.is_empty(),
        fixed,
        has_scaled: !scaled.is_empty(),
        scaled,
        has_patches: mesh.is_some() || !(is_as_usual && absent.is_empty()),
        absent,
        weighed,
        changed,
        changed_runs,
        kept,
        kept_runs,
        has_runs: has_once(system),
        deploy,
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

/// The names of everything in the base that belongs to a service, as one pattern: `mailer|mailer-tls|mailer-digest`.
fn objects(system: &System, service: &PyService) -> Written {
    let name = python::comment(service.service.name.as_str());
    let mut names = vec![Written::concat([&name, &Written::own("-tls")])];
    let versions = versions::shares(service, service.service);
    names.extend(versions.map(|(version, _)| versions::named(service, version)));
    let runs = runs(system, service).into_iter().map(|run| run.name);
    names.extend(runs.filter(|run| *run != name));
    names.insert(0, name);
    Written::join(&names, "|")
}

fn service_view(
    system: &System,
    environment: &Name,
    model: &Model,
    service: &PyService,
) -> ServiceView {
    let name = python::comment(service.service.name.as_str());
    let mut settings = vec![("ENVIRONMENT".to_owned(), environment.to_string())];
    settings.extend(told(system, service, model, false));
    let token = issuer::token_url(system, service);
    settings.extend(token.map(|url| (issuer::TOKEN_URL.to_owned(), url)));
    let (unaddressed, addressed): (Vec<_>, Vec<_>) =
        externals(service, model).into_iter().partition(|(_, url)| url.is_empty());
    settings.extend(addressed.into_iter().filter(|(_, url)| !holds_secret(url)));
    if is_run_once(system, service) {
        settings.retain(|(name, _)| name != "HOST");
        settings.push(("DRAIN_SECONDS".to_owned(), "25".to_owned()));
    } else {
        settings.push(("OPS_PORT".to_owned(), "9464".to_owned()));
        settings.push(("DRAIN_DELAY".to_owned(), "5".to_owned()));
    }
    if !has_redis(system, service) {
        settings.retain(|(name, _)| name != "CACHE_URL");
    }
    settings.push(("OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(), COLLECTOR.to_owned()));
    let unsaid: Vec<Written> =
        issuer::unsaid(system, service).into_iter().map(python::identifier).collect();
    let unaddressed: Vec<Written> =
        unaddressed.iter().map(|(name, _)| python::identifier(name)).collect();
    let kept = kept::keys(service, model);
    ServiceView {
        has_kept: !kept.is_empty(),
        kept: Written::join(&kept, ", "),
        has_unaddressed: !unaddressed.is_empty(),
        unaddressed: Written::join(&unaddressed, ", "),
        has_unsaid: !unsaid.is_empty(),
        unsaid: Written::join(&unsaid, ", "),
        name,
        literals: settings
            .iter()
            .map(|(name, value)| data::string(&format!("{name}={value}")))
            .collect(),
    }
}

fn images(system: &System, service: &PyService) -> impl Iterator<Item = Image> {
    versions::images(system, service).into_iter().map(|(name, lines)| Image { name, lines })
}

fn weighed(system: &System, service: &PyService, here: &Model) -> Vec<Weighed> {
    let name = python::comment(service.service.name.as_str());
    let weights = route::weights(system, service, here).into_iter();
    weights.map(|(kind, lines)| Weighed { kind, name: name.clone(), lines }).collect()
}

/// The Deployments of a service, each with its share in percent.
fn shared(base: &PyService, here: &Service) -> Vec<(Written, u32)> {
    let versions = versions::shares(base, here);
    let of_versions: Vec<(Written, u32)> =
        versions.map(|(version, share)| (versions::named(base, version), share)).collect();
    if of_versions.is_empty() {
        vec![(python::comment(here.name.as_str()), 100)]
    } else {
        of_versions
    }
}

/// How many run, unless that is left to the autoscaler: nobody scales what gets no requests.
fn fixed(system: &System, base: &PyService, here: &Service) -> Vec<Fixed> {
    if is_run_once(system, base) {
        return Vec::new();
    }
    let is_single = is_only_scheduled(base);
    let replicas = if is_single { 1 } else { here.replicas.value };
    let all = shared(base, here).into_iter();
    let unscaled = all.filter(|(_, share)| is_single || here.scale.is_none() || *share == 0);
    let fixed = |(name, share)| Fixed {
        name,
        replicas: Written::from(versions::part(replicas, share) as usize),
    };
    unscaled.map(fixed).collect()
}

fn scaled(base: &PyService, here: &Service) -> Vec<Scaled> {
    let Some(scale) = here.scale.as_ref().filter(|_| !is_only_scheduled(base)) else {
        return Vec::new();
    };
    let min = scale.min.as_ref().map_or(here.replicas.value, |min| min.value).max(1);
    let max = scale.max.as_ref().map_or(min.saturating_mul(2), |max| max.value).max(min);
    let cpu = scale.cpu.as_ref().map_or(70.0, |cpu| cpu.value.value);
    let scaled = |(name, share)| Scaled {
        name,
        min: Written::from(versions::part(min, share) as usize),
        max: Written::from(versions::part(max, share) as usize),
        cpu: python::number(&format!("{cpu:.0}")),
    };
    shared(base, here).into_iter().filter(|(_, share)| *share > 0).map(scaled).collect()
}

fn changed(base: &PyService, here: &Service) -> Vec<Changed> {
    let (usual, own) = (resources(base.service), resources(here));
    if usual.cpu == own.cpu && usual.memory == own.memory {
        return Vec::new();
    }
    let changed = |(name, _): (Written, u32)| Changed {
        name,
        container: python::comment(here.name.as_str()),
        resources: resources(here),
    };
    shared(base, here).into_iter().map(changed).collect()
}

fn served_kept(system: &System, services: &[(&PyService, Service)], model: &Model) -> Vec<Kept> {
    let served = services.iter().filter(|(base, _)| !is_run_once(system, base));
    let kept = served.flat_map(|(base, here)| {
        let names = shared(base, here).into_iter().map(|(name, _)| name);
        of_objects(base, model, names.collect())
    });
    kept.collect()
}

fn kept_runs(system: &System, base: &PyService, model: &Model) -> Vec<Kept> {
    let names = runs(system, base).into_iter().map(|run| run.name).collect();
    of_objects(base, model, names)
}

fn of_objects(base: &PyService, model: &Model, names: Vec<Written>) -> Vec<Kept> {
    let keys = kept::keys(base, model);
    let names = names.into_iter().filter(|_| !keys.is_empty());
    let service = python::comment(base.service.name.as_str());
    names.map(|name| Kept { name, service: service.clone(), keys: keys.clone() }).collect()
}

fn changed_runs(system: &System, base: &PyService, here: &Service) -> Vec<ChangedRun> {
    let changed = changed(base, here).pop();
    let runs = changed.map(|service| {
        runs(system, base).into_iter().map(move |run| ChangedRun { run, service: service.clone() })
    });
    runs.into_iter().flatten().collect()
}
