//! What the outside reaches of a service, as routes of the API gateway: its paths, and no others.
//!
//! The gateway only routes. Who calls, how often and from which origin is judged by the service, which knows its callers.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::versions;
use super::workload::is_public;
use crate::analysis::waiting::groups;
use crate::model::{Call, Forwarding, Model, Operation, ServiceId, Step};
use crate::names::written::{data, python};
use crate::names::{Name, Written};
use crate::topology::{Timeout, Times};
use crate::views::doors::tls::Certified;
use crate::views::meaning::system::{PyService, System};
use crate::views::peers::policy::UNSAID;

/// The view of `deploy/k8s/base/SERVICE-route.yaml`.
#[derive(Serialize)]
pub(super) struct View {
    has_rules: bool,
    rules: Vec<Rule>,
    has_grpc: bool,
    /// The proto services, by their full names.
    grpc: Vec<Written>,
    grpc_backends: Vec<Written>,
}

/// Paths that go to one place in one way.
#[derive(Serialize)]
struct Rule {
    matches: Vec<Match>,
    /// `timeouts:` and `filters:`, each with its lines
    options: Vec<Written>,
    /// The service, or its versions.
    backends: Vec<Written>,
    port: Written,
    #[serde(skip)]
    to: ServiceId,
}

/// Paths of requests.
#[derive(Clone, Serialize)]
struct Match {
    /// `Exact` or `PathPrefix`
    kind: Written,
    path: Written,
}

/// A port that the gateway speaks TLS to.
#[derive(Serialize)]
pub(super) struct TlsPort {
    service: Written,
    /// `http`
    name: Written,
}

/// How long the gateway waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// As long as it does by itself.
    Usual,
    Seconds(u64),
    Endless,
}

/// What the Gateway API allows in a rule, and in a route.
const MOST_MATCHES: usize = 64;
const MOST_RULES: usize = 16;

/// The routes of a service; none where nothing of it is reached from outside.
pub(super) fn view(system: &System, service: &PyService) -> View {
    let rules = if service.service.public.is_some() { rules(system, service) } else { Vec::new() };
    let grpc: Vec<Written> = if takes_grpc(service) {
        service.service.grpc.iter().map(|name| python::comment(name)).collect()
    } else {
        Vec::new()
    };
    View {
        has_rules: !rules.is_empty(),
        rules,
        has_grpc: !grpc.is_empty(),
        grpc,
        grpc_backends: versions::backends(service),
    }
}

impl View {
    /// Whether the gateway has anything of it.
    pub(super) fn is_any(&self) -> bool {
        self.has_rules || self.has_grpc
    }
}

/// What shares requests out among versions in an environment: kinds of routes, each with operations on its rules.
pub(super) fn weights(
    system: &System,
    service: &PyService,
    here: &Model,
) -> Vec<(Written, Vec<Written>)> {
    let view = view(system, service);
    let rules = view.rules.iter().enumerate();
    let http = rules.flat_map(|(index, rule)| weights_of(system, here, index, rule.to)).collect();
    let grpc =
        if view.has_grpc { weights_of(system, here, 0, service.service.id) } else { Vec::new() };
    let both = [(Written::own("HTTPRoute"), http), (Written::own("GRPCRoute"), grpc)];
    both.into_iter().filter(|(_, lines): &(_, Vec<_>)| !lines.is_empty()).collect()
}

/// The weights of the backends of one rule.
fn weights_of(system: &System, here: &Model, rule: usize, to: ServiceId) -> Vec<Written> {
    let Some(service) = system.services.iter().find(|one| one.service.id == to) else {
        return Vec::new();
    };
    let weight = |(index, (_, share)): (usize, (&Name, u32))| {
        let pieces = [&Written::from(rule), &Written::from(index), &Written::from(share as usize)];
        Written::fill("- {op: add, path: /spec/rules/{}/backendRefs/{}/weight, value: {}}", &pieces)
    };
    versions::shares(service, here.as_here(service.service)).enumerate().map(weight).collect()
}

/// The ports of a service that the gateway speaks to.
pub(super) fn ports(system: &System, service: &PyService) -> Vec<u16> {
    let http = takes_http(system, service).then_some(service.service.http_port.value);
    let grpc = service.service.grpc_port.as_ref().filter(|_| takes_grpc(service));
    http.into_iter().chain(grpc.map(|port| port.value)).collect()
}

/// Those that speak TLS, of each version.
pub(super) fn tls_ports(system: &System, service: &PyService) -> Vec<TlsPort> {
    let http = takes_http(system, service) && service.has.http_certified.is_any();
    let grpc = takes_grpc(service) && service.has.grpc_certified.is_any();
    let names = [(http, "http"), (grpc, "grpc")].into_iter().filter(|(speaks, _)| *speaks);
    let of_all = names.flat_map(|(_, name)| {
        let backends = versions::backends(service).into_iter();
        backends.map(move |service| TlsPort { service, name: Written::own(name) })
    });
    of_all.collect()
}

fn takes_http(system: &System, service: &PyService) -> bool {
    let public = system.services.iter().filter(|one| one.service.public.is_some());
    let mut forwards = public.flat_map(|one| &one.service.forwards);
    is_public(service) || forwards.any(|forward| forward.to == service.service.id)
}

/// The gateway has no certificate of its own to show, so that mutual TLS stays inside.
fn takes_grpc(service: &PyService) -> bool {
    service.service.public.is_some()
        && service.has.grpc
        && service.has.grpc_certified != Certified::Both
}

fn rules(system: &System, service: &PyService) -> Vec<Rule> {
    let forwards = service.service.forwards.iter();
    let mut rules: Vec<Rule> = forwards.filter_map(|one| forwarded(system, one)).collect();
    if is_public(service) {
        let own = own_rules(system, service);
        let room = MOST_RULES.saturating_sub(rules.len());
        rules.extend(if own.len() <= room { own } else { vec![everything(service)] });
    }
    rules
}

/// Its own paths, those together that may take equally long.
fn own_rules(system: &System, service: &PyService) -> Vec<Rule> {
    let mut waits: BTreeMap<(bool, String), Wait> = BTreeMap::new();
    let declared = system.model.declared_routes_of(service.service.id);
    let declared = declared.map(|(operation, _, path)| (operation, path));
    let bound = service.bound.iter().map(|bound| (bound.operation, bound.path.as_str()));
    for (operation, path) in declared.chain(bound) {
        let longest = waits.entry(matched(path)).or_insert(Wait::Usual);
        *longest = wait(system, operation).max(*longest);
    }
    let mut rules: BTreeMap<Wait, Vec<Match>> = BTreeMap::new();
    for ((is_prefix, path), wait) in waits {
        rules.entry(wait).or_default().push(match_of(is_prefix, &path));
    }
    let chunks = rules.iter().flat_map(|(wait, all)| {
        all.chunks(MOST_MATCHES).map(|chunk| rule(service, chunk.to_vec(), timeouts(*wait)))
    });
    chunks.collect()
}

/// For more paths than a route can name.
fn everything(service: &PyService) -> Rule {
    rule(service, vec![match_of(true, "/")], Vec::new())
}

fn rule(service: &PyService, matches: Vec<Match>, options: Vec<Written>) -> Rule {
    Rule {
        matches,
        options,
        backends: versions::backends(service),
        to: service.service.id,
        port: service.service.http_exposed.into(),
    }
}

/// What goes to another service, without the beginning that is taken off.
fn forwarded(system: &System, forward: &Forwarding) -> Option<Rule> {
    let to = system.services.iter().find(|one| one.service.id == forward.to)?;
    let (is_prefix, path) = matched(&forward.path);
    let rest = forward.strip.as_deref().and_then(|strip| path.strip_prefix(strip));
    let rewritten = rest.map(|rest| match rest {
        rest if rest.starts_with('/') => rest.to_owned(),
        rest => format!("/{rest}"),
    });
    let options = rewritten.map(|path| rewrite(is_prefix, &path)).unwrap_or_default();
    Some(rule(to, vec![match_of(is_prefix, &path)], options))
}

fn rewrite(is_prefix: bool, path: &str) -> Vec<Written> {
    let (kind, key) = if is_prefix {
        ("ReplacePrefixMatch", "replacePrefixMatch")
    } else {
        ("ReplaceFullPath", "replaceFullPath")
    };
    vec![
        Written::own("filters:"),
        Written::own("  - type: URLRewrite"),
        Written::own("    urlRewrite:"),
        Written::own("      path:"),
        Written::fill("        type: {}", &[&Written::own(kind)]),
        Written::fill("        {}: {}", &[&Written::own(key), &data::string(path)]),
    ]
}

/// Whether a path is the beginning of others, and what of it is literal.
fn matched(path: &str) -> (bool, String) {
    let path = path.split('?').next().unwrap_or(path);
    let is_open = |segment: &str| segment.contains('{') || segment == "**";
    let literal: Vec<&str> =
        path.split('/').skip(1).take_while(|segment| !is_open(segment)).collect();
    let is_prefix = path.split('/').any(is_open);
    (is_prefix, format!("/{}", literal.join("/")))
}

fn match_of(is_prefix: bool, path: &str) -> Match {
    Match {
        kind: Written::own(if is_prefix { "PathPrefix" } else { "Exact" }),
        path: data::string(path),
    }
}

/// As long as its calls may take, and a second; no shorter than what is promised.
fn wait(system: &System, operation: &Operation) -> Wait {
    let step_wait = |step: &&Step| step_wait(step, system.model.call(step.call));
    let longest = |group: Vec<&Step>| {
        let waits: Option<Vec<Duration>> = group.iter().map(step_wait).collect();
        waits.map(|waits| waits.into_iter().max().unwrap_or_default())
    };
    let all = groups(operation.steps.iter()).into_iter().map(longest).sum::<Option<Duration>>();
    let promised = operation.slo.as_ref().and_then(|slo| slo.p99.as_ref());
    let promised = promised.map_or(0, |p99| p99.value.value.as_secs() + 1);
    match all {
        None => Wait::Endless,
        Some(Duration::ZERO) if promised == 0 => Wait::Usual,
        Some(all) => Wait::Seconds((all.as_secs() + 2).max(promised)),
    }
}

/// How long all attempts of a step may take; `None` where there is no end to them.
fn step_wait(step: &Step, call: &Call) -> Option<Duration> {
    let attempt = match call.timeout.as_ref().map(|timeout| &timeout.value) {
        Some(Timeout::After(duration)) => duration.value,
        Some(Timeout::Never) => return None,
        None => UNSAID,
    };
    match &step.times {
        Times::Count(times) => attempt.checked_mul(call.attempts.value)?.checked_mul(times.get()),
        Times::PerItem => None,
    }
}

fn timeouts(wait: Wait) -> Vec<Written> {
    let seconds = match wait {
        Wait::Usual => return Vec::new(),
        Wait::Seconds(seconds) if seconds < 100_000 => seconds,
        Wait::Seconds(_) | Wait::Endless => 0,
    };
    vec![
        Written::own("timeouts:"),
        Written::fill("  request: {}s", &[&python::number(&seconds.to_string())]),
    ]
}
