//! How it runs: images, objects of the cluster, environments and what is different in each, what is watched.

use std::collections::BTreeSet;

use minijinja::Value;

use crate::model::{Service, ServiceKind};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::decisions::decision;
use super::differences::differences;
use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, answers, cells, evidence};

pub(super) const SECTION: Section =
    Section { name: "deployment", heading: "Deployment Architecture", view };

fn view(subject: &Subject) -> Option<Value> {
    part::view([
        Part::first(locally(subject)),
        containers(subject),
        objects(subject),
        mesh(subject),
        environments(subject),
        rollout(subject),
        monitoring(subject),
    ])
}

/// What is so where nobody says how it runs elsewhere.
fn locally(subject: &Subject) -> Option<Written> {
    if subject.is_deployed() {
        return None;
    }
    if !subject.services().any(|service| service.generated) {
        return Some(Written::own("All of it is built, deployed and watched elsewhere."));
    }
    let line = Line::default().own("No environment other than `local` is declared: ");
    let line = line.count(subject.scope.len(), "service runs", "services run");
    Some(
        line.own(
            " as plain processes on one machine (`scaffold up`). Write `environments: {prod: {}}` for containers, \
             Kubernetes objects, monitoring and alerts.",
        )
        .end(),
    )
}

fn containers(subject: &Subject) -> Part {
    let row = |service: &Service| {
        let dockerfile = format!("services/{}/Dockerfile", service.name);
        let image = service.image.as_deref().map(markdown::code);
        let built =
            subject.documents.files.contains(&dockerfile).then(|| Subject::file(&dockerfile));
        if image.is_none() && built.is_none() {
            return None;
        }
        let ports =
            [Some(service.http_port.value), service.grpc_port.as_ref().map(|port| port.value)];
        let ports: Vec<String> = ports.into_iter().flatten().map(|port| port.to_string()).collect();
        Some([
            subject.service_link(service),
            image.unwrap_or_else(|| {
                markdown::code(&format!("{}/{}", subject.model.system, service.name))
            }),
            built.unwrap_or_else(|| Written::own("made elsewhere")),
            markdown::codes(ports.iter().map(String::as_str)),
        ])
    };
    let rows: Vec<_> = subject.services().filter_map(row).collect();
    let compose = evidence::of(subject, "deploy/compose", ".yaml");
    let line = compose.map(|link| {
        let line = Line::default()
            .own("Built in stages with uv, run without privileges on a read-only root. ");
        line.own("The whole system with real servers on one machine: ")
            .written(&link)
            .own(".")
            .end()
    });
    Part::new("Docker configuration", line, table(["Service", "Image", "Built by", "Ports"], &rows))
}

fn objects(subject: &Subject) -> Part {
    let row = |service: &Service| {
        let [schedules, own, route] = ["-schedules", "", "-route"]
            .map(|end| format!("deploy/k8s/base/{}{end}.yaml", service.name));
        let is_there = |path: &String| subject.documents.files.contains(path);
        let is_scheduled = is_there(&schedules);
        let file = if is_scheduled { schedules } else { own };
        if !is_there(&file) {
            return None;
        }
        let resources = service.resources.as_ref();
        let cpu = resources.and_then(|one| one.cpu.as_ref()).map(|cpu| cpu.value.text.to_string());
        let memory =
            resources.and_then(|one| one.memory.as_ref()).map(|m| m.value.text.to_string());
        Some([
            subject.service_link(service),
            Written::own(kinds(service, is_scheduled)),
            cpu.map_or_else(|| Written::own("default"), |cpu| markdown::text(&cpu)),
            memory.map_or_else(|| Written::own("default"), |memory| markdown::text(&memory)),
            if is_there(&route) { Subject::file(&route) } else { markdown::nothing() },
            Subject::file(&file),
        ])
    };
    let rows: Vec<_> = subject.services().filter_map(row).collect();
    let words = "Each has a service account without a token, a network policy, and, unless it is there for its runs only, \
                 probes: started, live, ready.";
    let headings = ["Service", "Objects", "CPU", "Memory", "Route", "File"];
    let table = table(headings, &rows);
    Part::new("Kubernetes manifests", table.is_some().then(|| Written::own(words)), table)
}

/// What a service is for the cluster.
fn kinds(service: &Service, is_scheduled: bool) -> &'static str {
    match service.kind {
        _ if is_scheduled => "CronJob",
        ServiceKind::Job => "Deployment of one",
        _ if service.versions.is_empty() => "Deployment, Service, PodDisruptionBudget",
        _ => "Service, PodDisruptionBudget; Deployment and Service of each version",
    }
}

fn mesh(subject: &Subject) -> Part {
    let words = decision(subject, "mesh").map(markdown::text).or_else(|| answers::mesh(subject));
    let line = words.map(|words| Line::default().written(&words).own(".").end());
    Part::new("Service mesh configuration", line, None)
}

/// What is different in each environment, and of what.
fn environments(subject: &Subject) -> Part {
    let mut rows = Vec::new();
    for (name, model) in subject.documents.environments {
        let found = differences(subject, model);
        let shown = markdown::code(name.as_str());
        if found.is_empty() {
            let nothing = markdown::nothing;
            rows.push([shown.clone(), Written::own("nothing"), nothing(), nothing(), nothing()]);
        }
        rows.extend(found.into_iter().map(|((what, here, there), things)| {
            let things: Vec<&str> = things.iter().map(String::as_str).collect();
            let named = things.iter().any(|thing| !thing.is_empty());
            let things = if named { cells::some(&things) } else { Written::own("all") };
            [shown.clone(), Written::own(what), here, there, things]
        }));
    }
    let headings = ["Environment", "Different", "In the file", "There", "Of"];
    Part::new("Environments", [], table(headings, &rows))
}

fn rollout(subject: &Subject) -> Part {
    let decided = decision(subject, "rollout");
    let made = answers::rollout(subject);
    let line = match (decided, made) {
        (Some(decided), Some(_)) => Some(Line::default().own("Decided: ").text(decided).own(
            ". The manifests roll: one pod more while one is replaced, none fewer; a pod drains before it ends, and \
             migrations run before the new ones start.",
        )),
        (Some(decided), None) => Some(Line::default().own("Decided: ").text(decided).own(".")),
        (None, Some(made)) => Some(Line::default().written(&made).own(".")),
        (None, None) => None,
    };
    Part::new("Rollout", line.map(Line::end), None)
}

fn monitoring(subject: &Subject) -> Part {
    let files = [
        (
            "Metrics",
            "deploy/k8s/components/monitoring/pod-monitor",
            "scraped from every pod, at its port of operations",
        ),
        (
            "Alerts on services",
            "deploy/prometheus/rules/services",
            "down, circuit open, events late or dead-lettered, schedule failed",
        ),
        (
            "Alerts on promises",
            "deploy/prometheus/rules/objectives",
            "the error budget of each promise burns fast or slowly",
        ),
        ("Dashboards", "deploy/grafana/dashboards/", "rate, errors and duration of each service"),
        ("Traces and logs", "deploy/otel-collector", "collected over OTLP"),
        ("Runbooks", "docs/runbooks/", "what to do at each alert"),
    ];
    let rows: Vec<_> = files
        .into_iter()
        .filter_map(|(what, begin, words)| {
            Some([Written::own(what), Written::own(words), evidence::of(subject, begin, "")?])
        })
        .collect();
    let promised = promised(subject);
    let line = Line::default()
        .own("Promises that are watched: ")
        .written(&markdown::codes(promised.iter().copied()));
    let has_words = !rows.is_empty() && !promised.is_empty();
    Part::new(
        "Monitoring setup",
        has_words.then(|| line.own(".").end()),
        table(["What", "How", "Files"], &rows),
    )
}

/// The services that promise anything, for all operations or for one.
fn promised<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    let promises = subject.services().filter(|one| one.generated).filter(|one| {
        let mut operations = subject.model.operations_of(one.id).iter();
        one.slo.is_some() || operations.any(|operation| operation.slo.is_some())
    });
    promises.map(|one| one.name.as_str()).collect()
}
