//! Who may ask whom, what is secret, and where classified data goes.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;

use crate::diagnostic::Outcome;
use crate::graph::words::protocol;
use crate::model::{Call, Caller, OperationKind, Service, ServiceKind, Target};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::communication::auth_of;
use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::travels::travels;
use super::{Section, cells, evidence};

pub(super) const SECTION: Section = Section { name: "security", heading: "Security", view };

fn view(subject: &Subject) -> Option<Value> {
    part::view([
        surface(subject),
        guarded(subject),
        secrets(subject),
        classified(subject),
        network(subject),
    ])
}

fn surface(subject: &Subject) -> Part {
    let row = |service: &Service| {
        let public = service.public.as_ref()?;
        let asked = subject.model.operations_of(service.id).iter().filter(|operation| {
            matches!(operation.kind, OperationKind::Rpc { .. } | OperationKind::Route { .. })
        });
        let names: Vec<&str> = asked.map(|operation| operation.name.as_str()).collect();
        Some([
            subject.service_link(service),
            cells::some(&names),
            public.auth.as_ref().map_or_else(|| Written::own("not said"), |a| cells::auth(a.value)),
            public.rate.as_ref().map_or_else(
                || Written::own("not bounded"),
                |rate| Line::default().text(&rate.value.text).own(" a caller").end(),
            ),
            markdown::codes(public.cors.iter().map(|origin| origin.value.as_str())),
        ])
    };
    let rows: Vec<_> = subject.services().filter_map(row).collect();
    let none = Written::own("No service is `public`: nothing is reached from outside.");
    let table = table(["Service", "Operations", "Proof of who asks", "Rate", "Origins"], &rows);
    let words = if table.is_none() { Some(none) } else { encrypted_inside(subject) };
    Part::new("Public surface", words, table)
}

/// Whose way is encrypted behind the API gateway too, which ends the encryption of callers.
fn encrypted_inside(subject: &Subject) -> Option<Written> {
    let encrypted = |service: &&Service| {
        service.public.is_some() && service.tls.as_ref().is_some_and(|tls| tls.value)
    };
    let services = subject.services().filter(encrypted);
    let names: Vec<&str> = services.map(|service| service.name.as_str()).collect();
    let line = Line::default().written(&markdown::codes(names.iter().copied()));
    let line = line.own(" (`tls: true`): the API gateway, where TLS of callers ends, speaks TLS to it again and checks its certificate; callers inside do too.");
    (!names.is_empty() && subject.is_deployed()).then(|| line.end())
}

/// How callers prove who they are, and whether the way is encrypted, with the edges that do so.
fn guarded(subject: &Subject) -> Part {
    type How = (String, Written, &'static str);
    let mut edges: BTreeMap<How, (usize, BTreeSet<Written>)> = BTreeMap::new();
    for call in subject.calls() {
        let how = protocol(subject.model, call).unwrap_or_else(|| "not said".to_owned());
        let key = (how, auth_of(subject, call), encryption(subject, call));
        let line = Line::default().code(subject.model.caller_name(call.caller)).own(" → ");
        let pair = line.code(subject.model.target_name(call)).end();
        let (count, pairs) = edges.entry(key).or_default();
        *count += 1;
        pairs.insert(pair);
    }
    let rows: Vec<_> = edges
        .into_iter()
        .map(|((how, auth, tls), (count, pairs))| {
            const MOST: usize = 6;
            let mut shown: Vec<Written> = pairs.iter().take(MOST).cloned().collect();
            if pairs.len() > MOST {
                shown.push(Line::default().number(pairs.len() - MOST).own(" more").end());
            }
            [
                markdown::text(&how),
                auth,
                Written::own(tls),
                count.into(),
                Written::join(&shown, ", "),
            ]
        })
        .collect();
    let headings = ["Protocol", "Proof of who asks", "Encrypted", "Edges", "Between"];
    Part::new("Authentication of edges", [], table(headings, &rows))
}

/// Whether somebody on the way could read it, as far as the topology says.
fn encryption(subject: &Subject, call: &Call) -> &'static str {
    let callee = subject.model.callee(call).map(|id| subject.model.service(id));
    let of_callee = callee.and_then(|service| service.tls.as_ref());
    let tls = call.tls.as_ref().or(of_callee).map(|tls| tls.value);
    if subject.model.is_from_client(call.id) {
        return match tls {
            _ if !subject.is_deployed() => "not said",
            Some(true) => "yes, up to the API gateway of the cluster and behind it",
            Some(false) | None => "up to the API gateway of the cluster",
        };
    }
    let is_inner = |id| subject.model.service(id).generated;
    let ends = subject.model.callee(call).filter(|id| is_inner(*id));
    if ends.is_some()
        && matches!(call.caller, Caller::Service(id) if is_inner(id))
        && subject.is_meshed()
    {
        return "yes, by the mesh";
    }
    let auth = call.auth.as_ref().or(callee.and_then(|service| service.auth.as_ref()));
    let auth = auth.map(|auth| auth.value);
    let url = match &call.target {
        Target::External { id, .. } => subject.model.external(*id).written.url.as_ref(),
        Target::Service(_) | Target::Operation(_) => None,
    };
    let scheme = url.and_then(|url| url.value.split_once("://")).map(|(scheme, _)| scheme);
    match (tls, scheme, auth) {
        (Some(true), ..) | (_, Some("https" | "smtps" | "wss"), _) => "yes",
        (_, _, Some(crate::topology::Auth::Mtls)) if scheme.is_none() => "yes, mutual TLS",
        (Some(false), ..) | (_, Some("http" | "ws" | "smtp"), _) => "**no**",
        _ => "not said",
    }
}

fn secrets(subject: &Subject) -> Part {
    let mut rows = Vec::new();
    for service in subject.services() {
        for (name, secret) in &service.secrets {
            rows.push([
                markdown::code(name),
                subject.service_link(service),
                secret.from.as_ref().map_or_else(
                    || Written::own("the environment of the process"),
                    |from| markdown::code(&from.value),
                ),
            ]);
        }
    }
    let table = table(["Secret", "Read by", "Comes from"], &rows);
    let words = if is_plain(subject) {
        Some(
            "A secret stands in the topology, for everyone who can read the repository: rule P03 says where.",
        )
    } else {
        table.is_some().then_some("Their values stand in no file of the repository.")
    };
    Part::new("Secrets", words.map(Written::own), table)
}

/// Whether a secret was found in the topology itself, even where somebody allows it.
fn is_plain(subject: &Subject) -> bool {
    let mut found = subject.findings.diagnostics.iter().filter(|found| found.code.id == "P03");
    found.any(|found| matches!(found.outcome, Outcome::Violated | Outcome::Waived))
}

/// Each data class, and how far it gets; field by field it stands among the data models.
fn classified(subject: &Subject) -> Part {
    let mut classes: BTreeMap<&str, (usize, [BTreeSet<&str>; 3])> = BTreeMap::new();
    let travels = travels(subject);
    for ((_, class), travels) in subject.model.data_classes.iter().zip(&travels) {
        if travels.is_empty() {
            continue;
        }
        let (fields, [topics, externals, stores]) = classes.entry(class).or_default();
        *fields += 1;
        topics.extend(&travels.topics);
        externals.extend(&travels.externals);
        stores.extend(&travels.stores);
    }
    let rows: Vec<_> = classes
        .into_iter()
        .map(|(class, (fields, [topics, externals, stores]))| {
            let shown = |names: BTreeSet<&str>| markdown::codes(names);
            [markdown::text(class), fields.into(), shown(stores), shown(topics), shown(externals)]
        })
        .collect();
    let words = Line::default().own("Field by field: ");
    let words =
        words.written(&markdown::link(&Written::own("classified data"), "#classified-data"));
    let table = table(["Class", "Fields", "At rest in", "On topics", "Leaves to"], &rows);
    Part::new("Flows of classified data", table.is_some().then(|| words.own(".").end()), table)
}

/// Who may open a connection to whom: the edges, and nothing else.
fn network(subject: &Subject) -> Part {
    let model = subject.model;
    let row = |service: &Service| {
        let is_inside = |call: &&Call| {
            matches!(call.caller, Caller::Service(_)) && !model.is_from_client(call.id)
        };
        let callers = model.callers_of(service.id).filter(is_inside);
        let callers: BTreeSet<&str> = callers.map(|call| model.caller_name(call.caller)).collect();
        let mut targets: BTreeSet<&str> =
            model.calls_of(service.id).map(|call| model.target_name(call)).collect();
        let touched = service.reads.iter().chain(&service.writes).map(|used| used.store);
        let stores = service.owns.iter().map(|owned| owned.store).chain(touched);
        targets.extend(stores.map(|id| model.store(id).name.as_str()));
        let consumed = service.consumes.iter().map(|known| known.topic);
        let topics = service.publishes.iter().map(|known| known.topic).chain(consumed);
        targets.extend(topics.map(|id| model.topic(id).broker.as_str()));
        [subject.service_link(service), markdown::codes(callers), markdown::codes(targets)]
    };
    let inside = subject.services().filter(|service| service.kind != ServiceKind::Client);
    let rows: Vec<_> = inside.map(row).collect();
    let policy = evidence::of(subject, "deploy/k8s/base/network-policy", ".yaml");
    let line = policy.map(|link| {
        let line = Line::default().written(&link).own(" refuses everything; the file of each service allows these edges");
        line.own(", and what its runtime needs beside them: names, telemetry, keys of tokens, its cache.").end()
    });
    Part::new("Network policy", line, table(["Service", "Reached by", "Reaches"], &rows))
}
