//! Who may speak to whom: exactly the edges of the topology, as network policies have them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::scheduled;
use crate::model::{Call, Caller, Model, OperationKind, Service, ServiceId, ServiceKind, Target};
use crate::names::Written;
use crate::names::written::data;
use crate::views::doors::issuer;
use crate::views::meaning::system::{PyService, System};

/// The edges of one service.
#[derive(Serialize)]
pub(super) struct View {
    /// Who calls it, and on which of its ports.
    callers: Vec<Edge>,
    /// What it calls inside of the cluster.
    callees: Vec<Edge>,
    /// Ports on which it calls systems of others.
    outside: Vec<Outside>,
    /// `ingress:`, or that there is none.
    ingress: Written,
    /// `egress:`, or that there is none.
    egress: Written,
}

/// A service, store or broker, and ports of the one that is called.
#[derive(Serialize)]
struct Edge {
    name: Written,
    ports: Vec<Written>,
}

/// A system of others.
#[derive(Serialize)]
struct Outside {
    name: Written,
    port: Written,
}

/// A server of the namespace that is not made here, and who may ask it.
#[derive(Serialize)]
pub(super) struct Neighbour {
    name: Written,
    /// `{from: [{podSelector: ..}], ports: [{port: 5432}]}`
    rules: Vec<Written>,
}

/// Where engines and brokers listen.
const PORTS: [(&str, u16); 16] = [
    ("postgres", 5432),
    ("postgresql", 5432),
    ("cockroachdb", 26257),
    ("mysql", 3306),
    ("mariadb", 3306),
    ("mongodb", 27017),
    ("redis", 6379),
    ("valkey", 6379),
    ("memcached", 11211),
    ("elasticsearch", 9200),
    ("opensearch", 9200),
    ("cassandra", 9042),
    ("clickhouse", 9000),
    ("kafka", 9092),
    ("rabbitmq", 5672),
    ("nats", 4222),
];

/// Where `CACHE_URL` points: what several services keep in Redis is in one.
const REDIS: &str = "redis";

/// Where nothing else is said.
const HTTPS: u16 = 443;

/// Names, and ports of the one that is called.
pub(super) type Edges = BTreeMap<String, BTreeSet<u16>>;

pub(super) fn view(system: &System, service: &PyService) -> View {
    let (inward, outward) = neighbours(system, service);
    let provider = !issuer::unsaid(system, service).is_empty();
    let outside = outside(system.model, service.service.id, provider);
    let is_run_once = scheduled::is_run_once(system, service);
    let calls = !outward.is_empty() || !outside.is_empty();
    View {
        callers: edges(inward),
        ingress: Written::own(if is_run_once { "ingress: []" } else { "ingress:" }),
        egress: Written::own(if calls { "egress:" } else { "egress: []" }),
        callees: edges(outward),
        outside,
    }
}

/// Who calls a service inside of the cluster, and what it calls there.
pub(super) fn neighbours(system: &System, service: &PyService) -> (Edges, Edges) {
    let (mut inward, mut outward) = (callers(system, service), callees(system, service));
    for proxy in proxies(system.model, service.service.id) {
        inward.entry(proxy.to_owned()).or_default().insert(service.service.http_port.value);
    }
    with_issuer(system, service, &mut inward, &mut outward);
    (inward, outward)
}

/// The databases, the brokers and the services of others that those made here ask, by name.
pub(super) fn not_made_here(system: &System) -> Vec<Neighbour> {
    let mut asked: BTreeMap<String, Edges> = BTreeMap::new();
    for service in &system.services {
        for (name, ports) in neighbours(system, service).1 {
            let is_made_here = system.services.iter().any(|one| one.service.name.as_str() == name);
            if !is_made_here {
                let caller = service.service.name.to_string();
                asked.entry(name).or_default().entry(caller).or_default().extend(ports);
            }
        }
    }
    let neighbour = |(name, callers): (String, Edges)| {
        let rules = callers.into_iter().filter_map(|(caller, ports)| rule(&caller, ports));
        Some(Neighbour { name: data::word(&name)?, rules: rules.collect() })
    };
    asked.into_iter().filter_map(neighbour).collect()
}

fn rule(caller: &str, ports: BTreeSet<u16>) -> Option<Written> {
    let port = |port: u16| Written::fill("{port: {}}", &[&port.into()]);
    let ports: Vec<Written> = ports.into_iter().map(port).collect();
    let from = "{from: [{podSelector: {matchLabels: {app.kubernetes.io/name: {}}}}], ports: [{}]}";
    Some(Written::fill(from, &[&data::word(caller)?, &Written::join(&ports, ", ")]))
}

fn callers(system: &System, service: &PyService) -> Edges {
    let mut callers = Edges::new();
    for call in system.model.callers_of(service.service.id) {
        if let Some(name) = inner_caller(system.model, call) {
            callers.entry(name.to_owned()).or_default().extend(ports(system.model, call));
        }
    }
    callers
}

/// Services, databases and brokers.
fn callees(system: &System, service: &PyService) -> Edges {
    let model = system.model;
    let mut callees = Edges::new();
    for call in model.calls_of(service.service.id) {
        if !matches!(call.target, Target::External { .. }) {
            let name = model.target_name(call).to_owned();
            callees.entry(name).or_default().extend(ports(model, call));
        }
    }
    callees.extend(stores(model, service.service));
    callees.extend(brokers(model, service.service));
    if scheduled::has_redis(system, service) {
        callees.entry(REDIS.to_owned()).or_default().extend(port_of(REDIS));
    }
    callees
}

/// Whoever verifies access tokens, or shows one of its own, gets the keys and the token from the service that has them.
fn with_issuer(system: &System, service: &PyService, inward: &mut Edges, outward: &mut Edges) {
    let Some(publisher) = issuer::publisher(system) else { return };
    let port = publisher.service.http_port.value;
    let is_same = |one: &PyService| one.service.id == publisher.service.id;
    let asks = |one: &PyService| {
        issuer::token_url(system, one).is_some()
            || (issuer::keys_url(system, one, false).is_some() && !is_same(one))
    };
    if is_same(service) {
        for one in system.services.iter().filter(|one| asks(one)) {
            inward.entry(one.service.name.to_string()).or_default().insert(port);
        }
    }
    if asks(service) {
        outward.entry(publisher.service.name.to_string()).or_default().insert(port);
    }
}

/// Who makes a call from inside of the cluster; clients come through the public door.
fn inner_caller<'a>(model: &'a Model, call: &Call) -> Option<&'a str> {
    let Caller::Service(id) = call.caller else { return None };
    let caller = model.service(id);
    let is_client = matches!(caller.kind, ServiceKind::Client | ServiceKind::Load);
    (!is_client).then_some(caller.name.as_str())
}

/// Those not made here that hand requests on to a service; what one made here hands on goes by the API gateway.
fn proxies(model: &Model, to: ServiceId) -> impl Iterator<Item = &str> {
    let others = model.services.iter().filter(|service| !service.generated);
    let own = others.filter(move |service| service.forwards.iter().any(|one| one.to == to));
    own.map(|service| service.name.as_str())
}

/// The ports of the callee that a call needs.
fn ports(model: &Model, call: &Call) -> Vec<u16> {
    match &call.target {
        Target::Operation(id) => {
            let operation = model.operation(*id);
            let service = model.service(operation.service);
            let grpc = service.grpc_port.as_ref().map(|port| port.value);
            match operation.kind {
                OperationKind::Rpc { .. } => grpc.into_iter().collect(),
                _ => vec![service.http_port.value],
            }
        }
        Target::Service(id) => all_ports(model.service(*id)),
        Target::External { .. } => Vec::new(),
    }
}

fn all_ports(service: &Service) -> Vec<u16> {
    let grpc = service.grpc_port.as_ref().map(|port| port.value);
    [Some(service.http_port.value), grpc].into_iter().flatten().collect()
}

/// The databases that a service owns, reads or writes to.
fn stores(model: &Model, service: &Service) -> Edges {
    let owned = service.owns.iter().map(|owned| owned.store);
    let used = service.reads.iter().chain(&service.writes).map(|used| used.store);
    let mut edges = Edges::new();
    for store in owned.chain(used).map(|id| model.store(id)) {
        let name = match port_of(&store.engine) {
            port if port == port_of(REDIS) => REDIS,
            _ => store.server.name.as_str(),
        };
        let name = name.to_owned();
        edges.entry(name).or_default().extend(port_of(&store.engine));
    }
    edges.retain(|_, ports| !ports.is_empty());
    edges
}

fn brokers(model: &Model, service: &Service) -> Edges {
    let published = service.publishes.iter().map(|publication| publication.topic);
    let consumed = service.consumes.iter().map(|subscription| subscription.topic);
    let mut edges = Edges::new();
    for topic in published.chain(consumed).map(|id| model.topic(id)) {
        if let Some(port) = port_of(&topic.broker) {
            edges.entry(topic.broker.clone()).or_default().insert(port);
        }
    }
    edges
}

fn port_of(engine: &str) -> Option<u16> {
    PORTS.into_iter().find(|(known, _)| *known == engine).map(|(_, port)| port)
}

/// The systems of others that a service calls, each with the port of its URL; and who has the keys of its tokens.
fn outside(model: &Model, service: ServiceId, asks_provider: bool) -> Vec<Outside> {
    let called = model.calls_of(service).filter_map(|call| match &call.target {
        Target::External { id, .. } => Some(model.external(*id)),
        _ => None,
    });
    let provider = asks_provider.then_some(("identity-provider", HTTPS));
    let found: BTreeSet<(&str, u16)> = called
        .map(|external| {
            let url = external.written.url.as_ref().map(|url| url.value.as_str());
            (external.name.as_str(), url_port(url.unwrap_or_default()))
        })
        .chain(provider)
        .collect();
    let words = found.into_iter().filter_map(|(name, port)| {
        Some(Outside { name: data::word(name)?, port: Written::from(port) })
    });
    words.collect()
}

/// The port that a URL says or means; that of HTTPS when it is not known.
fn url_port(url: &str) -> u16 {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let said = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    said.unwrap_or(match scheme {
        "http" => 80,
        "smtp" => 25,
        "smtps" => 465,
        _ => HTTPS,
    })
}

fn edges(edges: Edges) -> Vec<Edge> {
    let edge = |(name, ports): (String, BTreeSet<u16>)| {
        let ports = ports.into_iter().map(Written::from).collect();
        Some(Edge { name: data::word(&name)?, ports })
    };
    edges.into_iter().filter_map(edge).collect()
}
