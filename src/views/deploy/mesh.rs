//! Who may speak to whom, as a service mesh has it: the edges of the network policies, by the names of service accounts.
//!
//! The code of the services retries, waits and breaks circuits; the mesh does none of that a second time.

use std::collections::BTreeSet;

use serde::Serialize;

use super::scheduled::is_run_once;
use super::system::under;
use super::{network, route, versions};
use crate::model::Model;
use crate::names::written::{data, python};
use crate::names::{Name, Written};
use crate::topology::Mesh;
use crate::views::meaning::system::{PyService, System};

/// The view of `overlays/ENVIRONMENT/mesh.yaml`, and of what the overlay changes for a mesh.
#[derive(Serialize)]
pub(super) struct View {
    is_istio: bool,
    /// `Istio with its CNI plugin`
    wanted: Written,
    /// What the template of a pod says, so that it gets a sidecar.
    injection: Vec<Written>,
    /// All, with who may speak to them, for Istio.
    services: Vec<Service>,
    /// Those that others of the system call, for Istio.
    routed: Vec<Routed>,
    /// Those that anybody calls, for Linkerd.
    called: Vec<Called>,
    /// Those that call others.
    calling: Vec<Calling>,
    /// Ports whose requests are shared out among versions, for Linkerd.
    splits: Vec<Split>,
    /// The ports of all.
    doors: Vec<Door>,
    /// Those of them that somebody may speak to.
    open: Vec<Open>,
    has_grpc: bool,
    /// Those whose callers see every pod, in a cluster without a mesh: `auth|chat`
    headless: Written,
}

/// A service, and who may speak to it.
#[derive(Serialize)]
struct Service {
    name: Written,
    callers: Vec<Caller>,
}

/// Who may speak to some ports.
#[derive(Serialize)]
struct Caller {
    /// `principals: ["cluster.local/ns/shop-prod/sa/orders"]`
    source: Written,
    /// `"8000", "50051"`
    ports: Written,
}

/// A service, and the ports on which the mesh reads what is said to it.
#[derive(Serialize)]
struct Routed {
    name: Written,
    ports: Vec<ReadPort>,
    /// `subsets:`, and a line or two for each version.
    subsets: Vec<Written>,
}

/// A service that is called.
#[derive(Serialize)]
struct Called {
    name: Written,
    /// `podSelector: {matchLabels: {app.kubernetes.io/name: orders}}`
    from: Vec<Written>,
}

/// A port on which the mesh reads requests.
#[derive(Serialize)]
struct ReadPort {
    name: Written,
    number: Written,
    /// `- destination:`, and what stands below, for each version.
    route: Vec<Written>,
}

/// A service that calls others.
#[derive(Serialize)]
struct Calling {
    name: Written,
    to: Vec<Written>,
}

/// A port whose requests are shared out among versions.
#[derive(Serialize)]
struct Split {
    /// `HTTPRoute`
    kind: Written,
    service: Written,
    name: Written,
    number: Written,
    /// `{name: orders-v1, port: 8002, weight: 90}`
    backends: Vec<Written>,
}

/// A port of a service.
#[derive(Serialize)]
struct Door {
    service: Written,
    name: Written,
    /// As Linkerd names it: `HTTP/1`.
    protocol: Written,
}

/// A port, and who may speak to it.
#[derive(Serialize)]
struct Open {
    service: Written,
    name: Written,
    /// `{kind: ServiceAccount, name: orders}`
    identities: Vec<Written>,
}

/// A port as it is known here.
struct Port {
    name: &'static str,
    /// Of the pods.
    number: u16,
    /// Of the Service before them.
    exposed: u16,
    protocol: &'static str,
}

/// Where the gateway of the platform is.
const INGRESS: &str = "ingress";

/// What the system is in the mesh of an environment, if it has one.
pub(super) fn view(system: &System, here: &Model, namespace: &Written) -> Option<View> {
    let mesh = here.mesh.as_ref()?.value;
    let all = system.services.iter();
    let all = all.filter(|one| here.service_named(one.service.name.as_str()).is_some());
    let headless = all.clone().filter(|one| one.has.grpc && !one.has.grpc_certified.is_any());
    let headless: Vec<Written> = headless.map(name).collect();
    Some(View {
        is_istio: mesh == Mesh::Istio,
        wanted: Written::own(match mesh {
            Mesh::Istio => "Istio with its CNI plugin",
            Mesh::Linkerd => "Linkerd with its CNI plugin",
        }),
        injection: injection(mesh),
        services: all.clone().map(|one| service(system, one, namespace)).collect(),
        routed: all.clone().filter_map(|one| routed(system, one, here)).collect(),
        splits: all.clone().flat_map(|one| splits(system, one, here)).collect(),
        called: all.clone().filter_map(|one| called(system, one)).collect(),
        calling: all.clone().filter_map(|one| calling(system, one)).collect(),
        doors: all.clone().filter(|one| !is_run_once(system, one)).flat_map(doors).collect(),
        open: all.flat_map(|one| open(system, one)).collect(),
        has_grpc: !headless.is_empty(),
        headless: Written::join(&headless, "|"),
    })
}

/// A native sidecar is there before init containers, and gone after the process.
fn injection(mesh: Mesh) -> Vec<Written> {
    let lines: &[&'static str] = match mesh {
        Mesh::Istio => &[
            "labels:",
            "  sidecar.istio.io/inject: \"true\"",
            "annotations:",
            "  sidecar.istio.io/nativeSidecar: \"true\"",
        ],
        Mesh::Linkerd => &[
            "annotations:",
            "  linkerd.io/inject: enabled",
            "  config.linkerd.io/proxy-enable-native-sidecar: \"true\"",
            "  config.linkerd.io/default-inbound-policy: deny",
        ],
    };
    lines.iter().map(|line| Written::own(line)).collect()
}

fn service(system: &System, service: &PyService, namespace: &Written) -> Service {
    let (inward, _) = network::neighbours(system, service);
    let inside = inward.iter().filter_map(|(caller, ports)| {
        let pieces = [namespace, &data::word(caller)?];
        let source = Written::fill("principals: [\"cluster.local/ns/{}/sa/{}\"]", &pieces);
        Some(Caller { source, ports: listed(ports) })
    });
    let outer = outer_ports(system, service);
    let outside = (!outer.is_empty()).then(|| Caller {
        source: Written::fill("namespaces: [{}]", &[&Written::own(INGRESS)]),
        ports: listed(&outer),
    });
    Service { name: name(service), callers: outside.into_iter().chain(inside).collect() }
}

/// Ports as strings, as a policy has them.
fn listed(ports: &BTreeSet<u16>) -> Written {
    let quoted = ports.iter().map(|port| Written::fill("\"{}\"", &[&Written::from(*port)]));
    Written::join(&quoted.collect::<Vec<_>>(), ", ")
}

fn routed(system: &System, service: &PyService, here: &Model) -> Option<Routed> {
    let (inward, _) = network::neighbours(system, service);
    let port = |port: Port| ReadPort {
        name: Written::own(port.name),
        number: port.exposed.into(),
        route: destinations(service, here, port.exposed),
    };
    let ports = read(service).map(port).collect();
    (!inward.is_empty()).then(|| Routed { name: name(service), ports, subsets: subsets(service) })
}

/// The whole service, or its versions, each with its share.
fn destinations(service: &PyService, here: &Model, port: u16) -> Vec<Written> {
    let shares = shares(service, here);
    let to = |subset: Option<(&Name, u32)>| {
        let mut lines = vec![
            Written::own("- destination:"),
            Written::fill("    host: {}", &[&name(service)]),
            Written::own("    port:"),
            Written::fill("      number: {}", &[&port.into()]),
        ];
        if let Some((version, share)) = subset {
            let version = python::comment(version.as_str());
            lines.push(Written::fill("    subset: {}", &[&version]));
            lines.push(Written::fill("  weight: {}", &[&Written::from(share as usize)]));
        }
        lines
    };
    if shares.is_empty() {
        return to(None);
    }
    shares.into_iter().flat_map(|share| to(Some(share))).collect()
}

fn subsets(service: &PyService) -> Vec<Written> {
    let subset = |(version, _): &(Name, _)| {
        let version = python::comment(version.as_str());
        let pieces = [&version, &version];
        Written::fill("  - {name: {}, labels: {app.kubernetes.io/version: {}}}", &pieces)
    };
    under("subsets:", versions::of(service).iter().map(subset).collect())
}

fn splits(system: &System, service: &PyService, here: &Model) -> Vec<Split> {
    let (inward, _) = network::neighbours(system, service);
    let shares = shares(service, here);
    if inward.is_empty() || shares.is_empty() {
        return Vec::new();
    }
    let split = |port: Port| {
        let backend = |(version, share): &(&Name, u32)| {
            let to = versions::named(service, version);
            let pieces = [&to, &port.exposed.into(), &Written::from(*share as usize)];
            Written::fill("{name: {}, port: {}, weight: {}}", &pieces)
        };
        Split {
            kind: Written::own(if port.protocol == "gRPC" { "GRPCRoute" } else { "HTTPRoute" }),
            service: name(service),
            name: Written::own(port.name),
            number: port.exposed.into(),
            backends: shares.iter().map(backend).collect(),
        }
    };
    read(service).map(split).collect()
}

/// Its versions, and the share of the requests that each gets here.
fn shares<'a>(service: &PyService<'a>, here: &'a Model) -> Vec<(&'a Name, u32)> {
    versions::shares(service, here.as_here(service.service)).collect()
}

/// The ports on which the mesh reads requests.
fn read(service: &PyService) -> impl Iterator<Item = Port> {
    ports(service).into_iter().filter(|port| port.protocol != "TLS")
}

fn called(system: &System, service: &PyService) -> Option<Called> {
    let (inward, _) = network::neighbours(system, service);
    let outer = (!outer_ports(system, service).is_empty()).then(gateway);
    let from: Vec<Written> =
        outer.into_iter().chain(inward.keys().filter_map(|name| pod(name))).collect();
    (!from.is_empty()).then(|| Called { name: name(service), from })
}

/// The services among what it calls; stores and brokers are no part of the mesh.
fn calling(system: &System, service: &PyService) -> Option<Calling> {
    let (_, outward) = network::neighbours(system, service);
    let services = outward.keys().filter(|name| system.model.service_named(name).is_some());
    let to: Vec<Written> = services.filter_map(|name| pod(name)).collect();
    (!to.is_empty()).then(|| Calling { name: name(service), to })
}

fn gateway() -> Written {
    let labels = "{matchLabels: {kubernetes.io/metadata.name: ingress}}";
    Written::fill("namespaceSelector: {}", &[&Written::own(labels)])
}

fn pod(name: &str) -> Option<Written> {
    let label = Written::fill("app.kubernetes.io/name: {}", &[&data::word(name)?]);
    Some(Written::fill("podSelector: {matchLabels: {{}}}", &[&label]))
}

fn doors(service: &PyService) -> Vec<Door> {
    let door = |port: Port| Door {
        service: name(service),
        name: Written::own(port.name),
        protocol: Written::own(port.protocol),
    };
    ports(service).into_iter().map(door).collect()
}

fn open(system: &System, service: &PyService) -> Vec<Open> {
    let (inward, _) = network::neighbours(system, service);
    let outer = outer_ports(system, service);
    let of_port = |port: Port| {
        let gateway = outer.contains(&port.number).then(|| {
            Written::fill("{kind: ServiceAccount, namespace: {}}", &[&Written::own(INGRESS)])
        });
        let callers = inward.iter().filter(|(_, ports)| ports.contains(&port.number));
        let account = |name: &String| {
            Some(Written::fill("{kind: ServiceAccount, name: {}}", &[&data::word(name)?]))
        };
        let inside = callers.filter_map(|(name, _)| account(name));
        let identities: Vec<Written> = gateway.into_iter().chain(inside).collect();
        (!identities.is_empty()).then(|| Open {
            service: name(service),
            name: Written::own(port.name),
            identities,
        })
    };
    ports(service).into_iter().filter_map(of_port).collect()
}

/// The ports that its Service names. What the code encrypts by itself, the mesh cannot read.
fn ports(service: &PyService) -> Vec<Port> {
    let http = Port {
        name: "http",
        number: service.service.http_port.value,
        exposed: service.service.http_exposed,
        protocol: if service.has.http_certified.is_any() { "TLS" } else { "HTTP/1" },
    };
    let grpc = service.service.grpc_port.as_ref().map(|port| Port {
        name: "grpc",
        number: port.value,
        exposed: port.value,
        protocol: if service.has.grpc_certified.is_any() { "TLS" } else { "gRPC" },
    });
    [Some(http), grpc].into_iter().flatten().collect()
}

fn outer_ports(system: &System, service: &PyService) -> BTreeSet<u16> {
    route::ports(system, service).into_iter().collect()
}

fn name(service: &PyService) -> Written {
    python::comment(service.service.name.as_str())
}
