//! Which ports services listen on: the written ones, or the next free one in the order of names.

use std::collections::BTreeSet;
use std::num::NonZeroU16;

use crate::diagnostic::Spanned;
use crate::model::{Effective, Origin, Service};
use crate::topology;

use super::Scope;

const FIRST_HTTP: u16 = 8000;
const FIRST_GRPC: u16 = 50051;

pub(super) fn assign(scope: &Scope, services: &mut [Service]) {
    let mut taken = BTreeSet::new();
    for service in services.iter_mut() {
        let written = scope.names.written.get(service.name.as_str()).copied();
        service.written_ports = written.map(written_ports).unwrap_or_default();
        taken.extend(service.written_ports.iter().map(|(_, port)| port.value));
    }
    let (mut http, mut grpc) = (FIRST_HTTP, FIRST_GRPC);
    for service in services.iter_mut() {
        let serves_grpc = !service.grpc.is_empty() || !service.missing_grpc.is_empty();
        let http_name = if serves_grpc && !service.http { "http" } else { "" };
        let http_names = ["http", http_name];
        service.http_port = pick(service, &http_names, &mut http, &mut taken);
        let grpc_names: &[&str] = if service.http { &["grpc"] } else { &["grpc", ""] };
        service.grpc_port = serves_grpc.then(|| pick(service, grpc_names, &mut grpc, &mut taken));
        let written = scope.names.written.get(service.name.as_str()).copied();
        let exposed = |names: &[&str]| written.and_then(|written| exposed(written, names));
        service.http_exposed = exposed(&http_names).unwrap_or(service.http_port.value);
        let elsewhere = exposed(grpc_names).filter(|_| !service.generated);
        let listened = service.grpc_port.as_ref().map(|port| port.value);
        service.grpc_exposed = listened.map(|listened| elsewhere.unwrap_or(listened));
    }
}

/// The ports of a service by name; `port` alone has the empty name.
fn written_ports(service: &topology::Service) -> Vec<(String, Spanned<u16>)> {
    let listen = |port: &topology::Port| Some(port.listen.clone()?.map(NonZeroU16::get));
    let alone = service.port.iter().filter_map(listen);
    let named = service
        .ports
        .iter()
        .filter_map(|(name, port)| Some((name.value.as_str().to_owned(), listen(port)?)));
    alone.map(|port| (String::new(), port)).chain(named).collect()
}

/// Where others reach a port, when that is written and differs.
fn exposed(service: &topology::Service, called: &[&str]) -> Option<u16> {
    let alone = service.port.iter().filter(|_| called.contains(&""));
    let named = service.ports.iter().filter(|(name, _)| called.contains(&name.value.as_str()));
    let mut written = alone.chain(named.map(|(_, port)| port));
    written.find_map(|port| Some(port.expose.as_ref()?.value.get()))
}

fn pick(
    service: &Service,
    names: &[&str],
    next: &mut u16,
    taken: &mut BTreeSet<u16>,
) -> Effective<u16> {
    let written = service.written_ports.iter().find(|(name, _)| names.contains(&name.as_str()));
    if let Some((_, port)) = written {
        return Effective { value: port.value, origin: Origin::Written(port.span.clone()) };
    }
    if service.generated {
        while !taken.insert(*next) {
            *next = next.checked_add(1).unwrap_or(1024);
        }
    }
    Effective { value: *next, origin: Origin::BuiltIn }
}
