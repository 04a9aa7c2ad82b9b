//! What has to be known of a generated service to start it: its package, and the variables that its process reads.

use super::meaning::system::{PeerKind, System};
use super::settings;
use crate::model::{Model, ServiceId};

/// A generated service, as `scaffold up` starts it.
#[derive(Clone, Debug)]
pub struct Started {
    /// Which one.
    pub service: ServiceId,
    /// The Python package that is run with `-m`.
    pub package: String,
    /// What stands before the names of its own variables where all services share a file: `CHAT_`.
    pub prefix: String,
    /// The variables that only its own process reads: `HTTP_PORT`, `MAX_HISTORY`.
    pub own: Vec<String>,
    /// The servers that it needs, each with what is used while none is named.
    pub servers: Vec<Server>,
    /// Whether its door of HTTP speaks TLS where there is a certificate.
    pub https: bool,
    /// The variables that say where it reaches the services that it calls.
    pub peers: Vec<Peer>,
}

/// A server that a service needs.
#[derive(Clone, Debug)]
pub struct Server {
    /// `DATABASE_URL`
    pub variable: &'static str,
    /// The file that stands in its place.
    pub embedded: String,
}

/// A service that another one calls.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Which one.
    pub service: ServiceId,
    /// `AUTH_TARGET`
    pub variable: String,
    /// Whether it is called over gRPC; else over HTTP.
    pub grpc: bool,
}

/// The generated services, by name.
pub fn started(model: &Model) -> Vec<Started> {
    let system = System::new(model);
    let mut all = Vec::new();
    for service in &system.services {
        let mut peers = Vec::new();
        for peer in &service.peers {
            let variable = settings::target_variable(peer);
            let (id, grpc) = match peer.kind {
                PeerKind::Grpc(id) => (Some(id), true),
                PeerKind::Http(None) => (model.service_named(peer.name).map(|one| one.id), false),
                PeerKind::Http(Some(_)) | PeerKind::Opaque(_) => (None, false),
            };
            peers.extend(id.map(|service| Peer { service, variable, grpc }));
        }
        let own = settings::own_variables(model, service).into_iter();
        all.push(Started {
            service: service.service.id,
            package: service.package.clone(),
            prefix: settings::prefix(service),
            own: own.map(|variable| variable.name.as_str().to_owned()).collect(),
            servers: settings::servers(service),
            https: service.has.http_certified.is_any(),
            peers,
        });
    }
    all
}
