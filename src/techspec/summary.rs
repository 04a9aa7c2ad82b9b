//! What the system is, in a few sentences and numbers.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::analysis::coverage::coverage;
use crate::diagnostic;
use crate::graph::words::{engine, proper};
use crate::model::{ExternalId, OperationKind, Service, ServiceKind, Target};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use crate::rules::Verdict;

use super::subject::Subject;
use super::{Section, cells, gates};

pub(super) const SECTION: Section = Section { name: "summary", heading: "Executive Summary", view };

#[derive(Serialize)]
struct View {
    requirements: Written,
    description: Written,
    parts: Written,
    doors: Option<Written>,
    outside: Option<Written>,
    numbers: Vec<Number>,
    checks: Written,
    gates: Written,
}

#[derive(Serialize)]
struct Number {
    what: Written,
    count: Written,
    details: Written,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every section has this form; this one is always there"
)]
fn view(subject: &Subject) -> Option<Value> {
    let view = View {
        requirements: requirements(subject),
        description: description(subject),
        parts: parts(subject),
        doors: doors(subject),
        outside: outside(subject),
        numbers: numbers(subject),
        checks: checks(subject),
        gates: gates::summary(subject),
    };
    Some(Value::from(Serde(&view)))
}

fn requirements(subject: &Subject) -> Written {
    match subject.model.requirements(subject.prd) {
        Some(_) => stated(subject),
        None => Line::default()
            .own("missing; write ")
            .code(&format!("tasks/prd-{}/_prd.md", subject.prd))
            .end(),
    }
}

/// The document, and how much of it is covered.
fn stated(subject: &Subject) -> Written {
    let line = Line::default().written(&markdown::link(&markdown::code("_prd.md"), "_prd.md"));
    let coverage = coverage(subject.model, subject.prd);
    let Some(document) = coverage.known() else { return line.end() };
    let wanted = document.requirements.iter().filter(|one| one.is_wanted()).count();
    let words = Line::default().number(wanted - coverage.open().count()).own(" of ");
    let words = words.number(wanted).own(" covered").end();
    line.own(", ").written(&markdown::link(&words, "#requirements-traceability")).end()
}

fn description(subject: &Subject) -> Written {
    let line = Line::default().code(subject.model.system.as_str());
    let words = subject.model.description.trim().trim_end_matches('.');
    let line = if words.is_empty() { line } else { line.own(": ").text(words).own(". It") };
    line.own(if words.is_empty() { " is a system of " } else { " consists of " }).end()
}

fn parts(subject: &Subject) -> Written {
    let mut kinds: BTreeMap<ServiceKind, usize> = BTreeMap::new();
    for service in subject.services() {
        *kinds.entry(service.kind).or_default() += 1;
    }
    let kinds: Vec<Written> = kinds
        .into_iter()
        .map(|(kind, count)| Line::default().count(count, kind.word(), plural(kind)).end())
        .collect();
    let line = Line::default().count(subject.scope.len(), "service", "services");
    let contexts = subject.model.domains.iter();
    let contexts = contexts.filter(|d| d.services.iter().any(|id| subject.scope.has(*id))).count();
    let line = match contexts {
        0 => line,
        _ => line.own(" in ").count(contexts, "bounded context", "bounded contexts"),
    };
    let line = line.own(": ").written(&and(&kinds)).own(".");
    let elsewhere: Vec<&str> =
        subject.services().filter(|s| !s.generated).map(|s| s.name.as_str()).collect();
    if elsewhere.is_empty() {
        return line.end();
    }
    if elsewhere.len() == subject.scope.len() {
        return line.own(" All of it is written elsewhere, documented and checked here.").end();
    }
    let line = line.own(" Written elsewhere, documented and checked here: ");
    line.written(&cells::some(&elsewhere)).own(".").end()
}

/// Things as they are told: `a, b and c`.
fn and(things: &[Written]) -> Written {
    match things {
        [before @ .., last] if !before.is_empty() => {
            let line = Line::default().written(&Written::join(before, ", "));
            line.own(" and ").written(last).end()
        }
        _ => Written::join(things, ", "),
    }
}

fn plural(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Gateway => "gateways",
        ServiceKind::Api => "APIs",
        ServiceKind::Worker => "workers",
        ServiceKind::Job => "jobs",
        ServiceKind::Client => "clients",
        ServiceKind::Load => "load generators",
    }
}

fn doors(subject: &Subject) -> Option<Written> {
    let door = |service: &Service| {
        let public = service.public.as_ref()?;
        let line = Line::default().written(&subject.service_link(service)).own(" (");
        Some(line.written(&cells::public(public)).own(")").end())
    };
    let doors: Vec<Written> = subject.services().filter_map(door).collect();
    if doors.is_empty() {
        return None;
    }
    let line = Line::default().own("It is entered from outside through ");
    Some(line.written(&and(&doors)).own(".").end())
}

fn outside(subject: &Subject) -> Option<Written> {
    let calls = subject.calls();
    let called: BTreeSet<ExternalId> = calls
        .iter()
        .filter_map(|call| match &call.target {
            Target::External { id, .. } => Some(*id),
            Target::Service(_) | Target::Operation(_) => None,
        })
        .collect();
    let externals: Vec<Written> = called
        .into_iter()
        .map(|id| subject.model.external(id))
        .map(|external| {
            let line = Line::default().code(external.name.as_str()).own(" (");
            line.text(&proper(&external.protocol)).own(")").end()
        })
        .collect();
    if externals.is_empty() {
        return None;
    }
    let line = Line::default().own("It depends on systems of others: ");
    Some(line.written(&and(&externals)).own(".").end())
}

fn numbers(subject: &Subject) -> Vec<Number> {
    let model = subject.model;
    let operations: Vec<_> =
        subject.services().flat_map(|service| model.operations_of(service.id)).collect();
    let rpcs = operations.iter().filter(|o| matches!(o.kind, OperationKind::Rpc { .. })).count();
    let routes: Vec<(&str, usize)> = subject
        .services()
        .map(|service| (service.name.as_str(), model.route_count(service.id)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let calls = subject.calls();
    let mut numbers = Vec::new();
    let mut add = |what: &'static str, count: usize, details: Written| {
        if count > 0 {
            numbers.push(Number { what: Written::own(what), count: count.into(), details });
        }
    };
    let generated = subject.services().filter(|service| service.generated).count();
    let scaffolded = Line::default().number(generated).own(" scaffolded").end();
    add("Services", subject.scope.len(), scaffolded);
    let contracts: Vec<&str> =
        subject.services().flat_map(|service| &service.grpc).map(String::as_str).collect();
    add("RPCs", rpcs, cells::some(&contracts));
    let served: Vec<&str> = routes.iter().map(|(service, _)| *service).collect();
    let routes = routes.iter().map(|(_, count)| count).sum();
    add("HTTP operations", routes, cells::some(&served));
    let timeouts = calls.iter().filter(|call| call.timeout_value().is_some()).count();
    let timed = Line::default().number(timeouts).own(" with a timeout").end();
    add("Calls", calls.len(), timed);
    let topics: Vec<&str> =
        subject.scope.topics(model).into_iter().map(|id| model.topic(id).name.as_str()).collect();
    add("Topics", topics.len(), cells::some(&topics));
    let stores = subject.stores();
    let engines: BTreeSet<String> = stores.iter().map(|id| engine(model.store(*id))).collect();
    let engines: Vec<Written> = engines.iter().map(|engine| markdown::text(engine)).collect();
    add("Stores", stores.len(), Written::join(&engines, ", "));
    numbers
}

/// What all checks came to, in one sentence.
fn checks(subject: &Subject) -> Written {
    let summary = diagnostic::summary(&subject.findings.diagnostics);
    let outcomes = &subject.findings.outcomes;
    let holding = outcomes.iter().filter(|judged| judged.verdict == Verdict::Ok).count();
    let line =
        Line::default().number(holding).own(" of ").number(outcomes.len()).own(" found nothing");
    let line = line.own("; ").count(summary.errors, "error", "errors").own(", ");
    line.count(summary.warnings, "warning", "warnings")
        .own(", ")
        .count(summary.infos, "info", "infos")
        .end()
}
