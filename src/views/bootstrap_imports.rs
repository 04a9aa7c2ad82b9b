//! What `bootstrap.py` imports.

use super::background::topics::Topics;
use super::bootstrap::opens;
use super::doors::{door, tls};
use super::meaning::system::{Peer, PeerKind, PyService, System};
use super::writing::imports::Imports;

pub(super) fn imports(system: &System, service: &PyService, topics: &Topics) -> Imports {
    let has = service.has;
    let mut imports = system.imports();
    imports.name("collections.abc", "AsyncIterator");
    imports.name("contextlib", "asynccontextmanager");
    if opens(service) {
        imports.name("contextlib", "AsyncExitStack");
    }
    if topics.have_retention() || has.inbox {
        imports.name("datetime", "timedelta");
    }
    let mut own = |wanted: bool, module: &str, names: &[&str]| {
        for name in names.iter().filter(|_| wanted) {
            imports.name(&format!("{}.{module}", service.package), name);
        }
    };
    own(true, "core.settings", &["Settings"]);
    own(has.api, "api.deps", &["provide"]);
    own(has.routes, "api.routes", &["router"]);
    own(has.rest, "api.rest", &[if has.routes { "router as rest" } else { "router" }]);
    own(has.grpc, "grpc.server", &["SERVICES", "register"]);
    own(has.consumers, "events.consumers", &["consumers"]);
    own(has.publishes && !has.outbox, "events.publisher", &["Publisher"]);
    own(has.jobs, "jobs.schedules", &["schedules"]);
    own(has.results, "jobs.tasks", &["tasks"]);
    own(has.store, "repositories.unit_of_work", &["UnitOfWork"]);
    own(true, &format!("services.{}", service.module), &[&format!("{}UseCases", service.class)]);
    for peer in &service.peers {
        let module = format!("clients.{}", peer.module);
        let (client, double) = (format!("{}Client", peer.class), format!("{}Double", peer.class));
        own(true, &module, &[&client]);
        let is_external = matches!(peer.kind, PeerKind::Http(Some(_)) | PeerKind::Opaque(_));
        own(is_external, &module, &[&double]);
        own(is_external, "services.ports", &[&format!("{}Port", peer.class)]);
        let transport = format!("{}Transport", peer.class);
        let is_opaque = matches!(peer.kind, PeerKind::Opaque(_));
        own(is_opaque, &format!("{module}_transport"), &[&transport]);
    }
    door::imports(system, service, &mut imports);
    let mut shared = |wanted: bool, module: &str, names: &[&str]| {
        for name in names.iter().filter(|_| wanted) {
            imports.name(&format!("{}.{module}", system.runtime), name);
        }
    };
    shared(has.store, "database", &["Database"]);
    shared(has.store, "migrations", &["upgrade"]);
    shared(has.bus, "events", &["open_bus"]);
    shared(has.cache, "cache", &["open_cache"]);
    shared(!topics.is_empty(), "events", &["Topic"]);
    let is_plain = |peer: &Peer| {
        matches!(peer.kind, PeerKind::Grpc(_)) && !tls::to_peer(system.model, peer).is_any()
    };
    shared(service.peers.iter().any(is_plain), "grpc_client", &["open_channel"]);
    shared(has.http_peers, "http_client", &["open_client"]);
    shared(has.grpc, "grpc_server", &["GrpcServer"]);
    shared(true, "http", &["Health", "create_app"]);
    shared(has.inbox, "inbox_retention", &["InboxRetention"]);
    shared(has.outbox, "outbox", &["Relay"]);
    shared(true, "process", &["Process"]);
    shared(has.results, "jobs", &["Jobs"]);
    shared(has.jobs, "schedule", &["Scheduler"]);
    if has.store {
        imports.name("pathlib", "Path");
    }
    imports
}
