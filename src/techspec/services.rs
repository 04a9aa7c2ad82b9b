//! Each service: what it is for, what it serves, stores, needs and is told.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::analysis::needed::is_only_scheduled;
use crate::contracts::{Idempotency, Method};
use crate::graph::words::engine;
use crate::model::{Operation, OperationKind, Origin, Service};
use crate::names::written::markdown::{self, Line};
use crate::names::written::proto;
use crate::names::{Name, Written};
use crate::topology::Scale;

use super::configuration::settings;
use super::dependencies::{dependencies, needed_by};
use super::subject::Subject;
use super::table::table;
use super::{Section, bodies, cells, environments};

pub(super) const SECTION: Section =
    Section { name: "services", heading: "Service Definitions", view };

#[derive(Serialize)]
struct View {
    all: Vec<Definition>,
}

#[derive(Serialize)]
struct Definition {
    name: Written,
    purpose: Option<Written>,
    facts: Vec<Written>,
    contracts: Vec<Contract>,
    endpoints: Option<Written>,
    /// Where its contract over HTTP is.
    described: Option<Written>,
    bodies: Option<Written>,
    background: Option<Written>,
    data: Option<Written>,
    dependencies: Option<Written>,
    settings: Option<Written>,
    prose: Written,
}

/// A gRPC service with its RPCs, as its proto has them.
#[derive(Serialize)]
struct Contract {
    file: Written,
    comment: Written,
    full_name: Written,
    name: Written,
    rpcs: Vec<Rpc>,
    does: Option<Written>,
}

#[derive(Serialize)]
struct Rpc {
    comment: Written,
    signature: Written,
}

fn view(subject: &Subject) -> Option<Value> {
    let all: Vec<Definition> =
        subject.services().map(|service| definition(subject, service)).collect();
    (!all.is_empty()).then(|| Value::from(Serde(&View { all })))
}

fn definition(subject: &Subject, service: &Service) -> Definition {
    let is_route = |o: &&Operation| {
        matches!(o.kind, OperationKind::Route { .. } | OperationKind::Opaque { .. })
    };
    let operations = subject.model.operations_of(service.id);
    let purpose = service.purpose.trim().trim_end_matches('.');
    Definition {
        name: markdown::code(service.name.as_str()),
        purpose: (!purpose.is_empty()).then(|| Line::default().text(purpose).own(".").end()),
        facts: facts(subject, service),
        contracts: service
            .grpc
            .iter()
            .filter_map(|name| contract(subject, service, name))
            .collect(),
        endpoints: asked(subject, "Operation", operations.iter().filter(is_route)),
        described: bodies::contract(subject, service),
        bodies: bodies::bodies(subject, service),
        background: done_by(subject, service),
        data: data(subject, service),
        dependencies: dependencies(subject, service),
        settings: settings(service),
        prose: subject.documents.prose.region(&format!("service-{}", service.name)),
    }
}

/// Everything that somebody asks a service for.
pub(super) fn asked_of(subject: &Subject, service: &Service) -> Option<Written> {
    let operations = subject.model.operations_of(service.id).iter();
    asked(subject, "Operation", operations.filter(|one| !is_background(one)))
}

/// What a service does by events or by the clock.
pub(super) fn done_by(subject: &Subject, service: &Service) -> Option<Written> {
    let operations = subject.model.operations_of(service.id).iter();
    background(subject, operations.filter(|one| is_background(one)))
}

fn is_background(operation: &Operation) -> bool {
    matches!(
        operation.kind,
        OperationKind::Event(_) | OperationKind::Cron(_) | OperationKind::Job(_)
    )
}

/// What can be said in a line each.
pub(crate) fn facts(subject: &Subject, service: &Service) -> Vec<Written> {
    let mut facts = vec![kind(service)];
    if let Some(domain) = service.domain.map(|id| subject.model.domain(id)) {
        facts.push(Line::default().own("Bounded context: ").code(domain.name.as_str()).end());
    }
    if let Some(team) = subject.model.team_of(service.id) {
        facts.push(Line::default().own("Owner: ").text(team).end());
    }
    facts.extend(presence(service));
    facts.extend(ports(subject, service));
    if let Some(public) = &service.public {
        let line = Line::default().own("Reached from outside: ");
        facts.push(line.written(&cells::public(public)).end());
    }
    if let Some(promise) = service.slo.as_ref().and_then(cells::slo) {
        facts.push(Line::default().own("Promises: ").written(&promise).end());
    }
    facts.extend(scaling(subject, service));
    facts.extend(consistency(service));
    if service.issues_tokens {
        facts.push(Written::own("Signs tokens"));
    }
    facts.extend(needed_by(subject, service));
    if !service.covers.is_empty() {
        let line = Line::default().own("Fulfils: ");
        facts.push(line.written(&cells::requirements(&service.covers)).end());
    }
    facts
}

/// Where it is there, and in whose place.
fn presence(service: &Service) -> Vec<Written> {
    let profile = |words: &'static str, profile: &Option<Name>| {
        profile.as_ref().map(|name| Line::default().own(words).code(name.as_str()).end())
    };
    let when = profile("There only with the profile ", &service.when);
    let unless = profile("Not there with the profile ", &service.unless);
    let replaced = (!service.replaces.is_empty()).then(|| {
        let names = markdown::codes(service.replaces.iter().map(Name::as_str));
        Line::default().own("Takes the place, where they are not there, of ").written(&names).end()
    });
    [when, unless, replaced].into_iter().flatten().collect()
}

fn kind(service: &Service) -> Written {
    let line = Line::default().own("Kind: ").own(service.kind.word()).own(", ");
    let line = match (&service.python, service.lang.value.as_str()) {
        (Some(version), "python") => line.own("Python ").text(&version.value).own(" or newer"),
        (None, "python") => line.own("Python"),
        (_, other) => line.text(other),
    };
    let line = match (&service.repo, service.generated) {
        (Some(repo), _) => line.own(", written in ").code(repo),
        (None, true) => line.own(", scaffolded"),
        (None, false) => line.own(", not scaffolded"),
    };
    match &service.image {
        Some(image) => line.own(", image ").code(image).end(),
        None => line.end(),
    }
}

/// The ports of a service whose ports are known: a scaffolded one, or one that says them.
fn ports(subject: &Subject, service: &Service) -> Option<Written> {
    let known = |origin: &Origin| service.generated || *origin != Origin::BuiltIn;
    let grpc = service.grpc_port.as_ref().filter(|port| known(&port.origin));
    let grpc = grpc.map(|port| {
        let line = Line::default().own("gRPC ").number(port.value.into());
        exposed(line, port.value, service.grpc_exposed)
    });
    let is_asked = service.http || !subject.model.bound_routes_of(service.id).is_empty();
    let for_what = if is_asked { "" } else { " (health and metrics)" };
    let http = Some(&service.http_port).filter(|port| known(&port.origin));
    let http = http.map(|port| {
        let line = Line::default().own("HTTP ").number(port.value.into()).own(for_what);
        exposed(line, port.value, Some(service.http_exposed))
    });
    let ports: Vec<Written> = [grpc, http].into_iter().flatten().collect();
    let line = Line::default().own("Ports: ").written(&Written::join(&ports, ", "));
    (!ports.is_empty()).then(|| line.end())
}

/// Where others reach a port, where that differs.
fn exposed(line: Line, listened: u16, exposed: Option<u16>) -> Written {
    match exposed.filter(|exposed| *exposed != listened) {
        Some(exposed) => line.own(", for others ").number(exposed.into()).end(),
        None => line.end(),
    }
}

/// How many run, and what each needs; nothing for a service of others that says nothing itself.
fn scaling(subject: &Subject, service: &Service) -> Option<Written> {
    let line = Line::default().own("Runs as: ");
    let line = match &service.scale {
        _ if is_only_scheduled(service) => line.own("one process at each of its times"),
        Some(scale) => scaled(line, scale),
        None if service.generated || matches!(service.replicas.origin, Origin::Written(_)) => {
            line.count(service.replicas.value as usize, "replica", "replicas")
        }
        None => return None,
    };
    let name = service.name.as_str();
    let there = environments::elsewhere(subject, &environments::instances(service), |model| {
        model.service_named(name).map(environments::instances)
    });
    let line = if there == markdown::nothing() { line } else { line.own("; ").written(&there) };
    let Some(resources) = &service.resources else { return Some(line.end()) };
    let cpu = resources.cpu.as_ref();
    let cpu = cpu.map(|cpu| Line::default().text(&cpu.value.text).own(" CPU").end());
    let memory = resources.memory.as_ref();
    let memory = memory.map(|memory| Line::default().text(&memory.value.text).own(" memory").end());
    let gpu = resources.gpu.as_ref();
    let gpu = gpu.map(|gpu| Line::default().number(gpu.value as usize).own(" GPU").end());
    let needs: Vec<Written> = [cpu, memory, gpu].into_iter().flatten().collect();
    if needs.is_empty() {
        return Some(line.end());
    }
    Some(line.own("; each with ").written(&Written::join(&needs, ", ")).end())
}

fn scaled(line: Line, scale: &Scale) -> Line {
    let line = match (&scale.min, &scale.max) {
        (Some(min), Some(max)) => {
            line.number(min.value as usize).own(" to ").number(max.value as usize).own(" replicas")
        }
        (Some(min), None) => line.own("at least ").count(min.value as usize, "replica", "replicas"),
        (None, Some(max)) => line.own("at most ").count(max.value as usize, "replica", "replicas"),
        (None, None) => line.own("as many replicas as it takes"),
    };
    match &scale.cpu {
        Some(cpu) => line.own(", scaled at ").text(&cpu.value.text).own(" CPU"),
        None => line,
    }
}

fn consistency(service: &Service) -> Option<Written> {
    let consistency = service.consistency.as_ref()?;
    let model = consistency.model.as_ref()?.value;
    let line = Line::default().own("Consistency: ").written(&cells::consistency(model));
    Some(match &consistency.why {
        Some(why) => line.own(" (").text(&why.value).own(")").end(),
        None => line.end(),
    })
}

fn contract(subject: &Subject, service: &Service, name: &str) -> Option<Contract> {
    let model = subject.model;
    let contract = model.contracts.service(name)?;
    let path = model.contracts.files.get(&contract.file).map(|file| file.path.as_str());
    let is_here = |operation: &&Operation| matches!(&operation.kind, OperationKind::Rpc { service, .. } if service == name);
    let operations = model.operations_of(service.id).iter().filter(is_here);
    let of_method = |(index, method): (usize, &Method)| rpc(&contract.package, method, index == 0);
    Some(Contract {
        file: path.map_or_else(|| markdown::code(&contract.file), Subject::file),
        comment: proto::comment(&contract.comment, 0),
        full_name: markdown::code(name),
        name: proto::name(&contract.name),
        rpcs: contract.methods.iter().enumerate().map(of_method).collect(),
        does: asked(subject, "RPC", operations),
    })
}

/// As its proto has it; a blank line parts it from the one before.
fn rpc(package: &str, method: &Method, is_first: bool) -> Rpc {
    let message = |full_name: &str, streamed: bool| {
        let prefix = format!("{package}.");
        let short = full_name.strip_prefix(&prefix).unwrap_or(full_name);
        let stream = if streamed { "stream " } else { "" };
        Line::default().own(stream).written(&proto::name(short)).end()
    };
    let line = Line::default().own("rpc ").written(&proto::name(&method.name)).own("(");
    let line = line.written(&message(&method.input, method.streaming.from_client()));
    let line = line.own(") returns (");
    let line = line.written(&message(&method.output, method.streaming.from_server())).own(")");
    let line = line.own(match method.idempotency {
        Idempotency::Unknown => ";",
        Idempotency::NoSideEffects => " {\n    option idempotency_level = NO_SIDE_EFFECTS;\n  }",
        Idempotency::Idempotent => " {\n    option idempotency_level = IDEMPOTENT;\n  }",
    });
    let gap = Line::default().own(if is_first { "" } else { "\n" });
    Rpc { comment: gap.written(&proto::comment(&method.comment, 2)).end(), signature: line.end() }
}

/// Operations that somebody asks for.
fn asked<'a>(
    subject: &Subject,
    what: &'static str,
    operations: impl Iterator<Item = &'a Operation>,
) -> Option<Written> {
    let row = |operation: &Operation| {
        let promise = operation.slo.as_ref().and_then(cells::slo);
        [
            markdown::code(&operation.name),
            bound(subject, operation),
            callers(subject, operation),
            cells::deeds(subject.model, operation),
            promise.unwrap_or_else(markdown::nothing),
            cells::requirements(&operation.covers),
        ]
    };
    let rows: Vec<_> = operations.map(row).collect();
    table([what, "Over HTTP", "Called by", "Does", "Promise", "Requirements"], &rows)
}

/// The routes that its contract binds to an RPC.
pub(super) fn bound(subject: &Subject, operation: &Operation) -> Written {
    let routes = subject.model.bound_routes_of(operation.service);
    let own = routes.iter().filter(|route| route.operation.id == operation.id);
    let names: Vec<String> = own.map(|route| route.binding.name()).collect();
    markdown::codes(names.iter().map(String::as_str))
}

/// Operations that start by an event or by the clock.
fn background<'a>(
    subject: &Subject,
    operations: impl Iterator<Item = &'a Operation>,
) -> Option<Written> {
    let row = |operation: &Operation| {
        [
            markdown::code(&operation.name),
            cells::trigger(subject.model, operation),
            cells::deeds(subject.model, operation),
            cells::requirements(&operation.covers),
        ]
    };
    let rows: Vec<_> = operations.map(row).collect();
    table(["Work", "Started by", "Does", "Requirements"], &rows)
}

fn callers(subject: &Subject, operation: &Operation) -> Written {
    let calls = operation.called_by.iter().map(|id| subject.model.call(*id));
    let mut names: Vec<&str> = calls.map(|call| subject.model.caller_name(call.caller)).collect();
    names.sort_unstable();
    names.dedup();
    markdown::codes(names)
}

/// Its stores, each with its entities and the messages that describe them.
pub(super) fn data(subject: &Subject, service: &Service) -> Option<Written> {
    let mut rows = Vec::new();
    for owned in &service.owns {
        let store = subject.model.store(owned.store);
        let name = markdown::code(store.name.as_str());
        let engine = markdown::text(&engine(store));
        if owned.entities.is_empty() {
            let nothing = markdown::nothing;
            rows.push([name.clone(), engine.clone(), nothing(), nothing(), nothing()]);
        }
        for entity in &owned.entities {
            let known = subject.entities.find(service.id, owned.store, &entity.value);
            let message = known.and_then(|known| known.message.as_deref());
            rows.push([
                name.clone(),
                engine.clone(),
                markdown::code(&entity.value),
                markdown::codes(message),
                markdown::codes(known.and_then(|known| known.key.as_deref())),
            ]);
        }
    }
    table(["Store", "Engine", "Entity", "Described by", "Key"], &rows)
}
