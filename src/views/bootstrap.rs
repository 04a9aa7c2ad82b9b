//! What `bootstrap.py` opens, in its order: migrations, database, bus, peers, use cases, doors, background.

use serde::Serialize;

use super::background::events::consumers_argument;
use super::background::jobs;
use super::background::topics::{Topics, inbox_keep};
use super::bootstrap_imports;
use super::deploy::scheduled::has_once;
use super::doors::{credentials, door, health, idempotency, tls};
use super::meaning::system::{Peer, PeerKind, PyService, System};
use super::writing::lines::{self, LONGEST, Lines, call, exploded, exploded_blocks, fit};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Auth;

/// The view of `bootstrap.py`.
#[derive(Serialize)]
pub(super) struct View {
    imports: Written,
    has_store: bool,
    /// Whether it keeps anything that a server keeps outside of local.
    has_servers: bool,
    /// What the topology says of the topics in use.
    topics: Vec<Written>,
    body: Vec<Written>,
    /// The functions that open externals, or their doubles.
    externals: Vec<Vec<Written>>,
}

pub(super) fn view(system: &System, service: &PyService) -> View {
    let topics = Topics::of(system, service);
    let mut body = Lines::default();
    if opens(service) {
        body.own(1, "async with AsyncExitStack() as stack:");
        body.nest(2, &steps(system, service, !topics.is_empty()));
    } else {
        body.nest(1, &steps(system, service, false));
    }
    let externals = service.peers.iter().filter_map(|peer| external(system, service, peer));
    View {
        imports: bootstrap_imports::imports(system, service, &topics).written(),
        has_store: service.has.store,
        has_servers: service.has.store || service.has.bus,
        topics: topics.lines(),
        body: body.into_vec(),
        externals: externals.map(Lines::into_vec).collect(),
    }
}

/// Whether anything has to be closed again.
pub(super) fn opens(service: &PyService) -> bool {
    let has = service.has;
    has.store
        || has.bus
        || has.cache
        || has.grpc_peers
        || has.http_peers
        || has.verifies_tokens()
        || has.service_tokens
}

fn steps(system: &System, service: &PyService, has_topics: bool) -> Lines {
    let has = service.has;
    let mut lines = Lines::default();
    if has.tls() {
        lines.own(0, "identity = open_identity(settings)");
    }
    if has.store {
        lines.own(0, "if settings.is_local:");
        lines.own(1, "await upgrade(url=settings.database_url, folder=MIGRATIONS)");
        let open = "Database(settings.database_url, limits=settings.database_limits)";
        lines.nest(0, &entered(&Written::own("database"), Written::own(open)));
    }
    if has.bus {
        lines.own(0, "bus = await stack.enter_async_context(");
        lines.own(1, "open_bus(");
        lines.own(2, "settings.events_url,");
        if has_topics {
            lines.own(2, "topics=TOPICS,");
        }
        lines.own(2, "kafka=settings.kafka,");
        lines.own(1, "),");
        lines.own(0, ")");
    }
    if has.cache {
        let open = "open_cache(settings.cache_url, prefix=f\"{settings.service_name}:\")";
        lines.nest(0, &entered(&Written::own("cache"), Written::own(open)));
    }
    for peer in &service.peers {
        lines.nest(0, &open_peer(system, peer));
    }
    lines.nest(0, &door::doorkeepers(system, service));
    if has.issuer {
        lines.own(0, "signer = open_signer(settings, settings.jwt_signing_key)");
    }
    if has.service_tokens {
        lines.nest(0, &door::with_keys(system, "service_identity", "open_service_identity"));
    }
    lines.nest(0, &idempotency::opened(service));
    if has.results {
        let arguments = [
            Written::own("service=settings.service_name"),
            Written::own("settings=settings.celery"),
        ];
        lines.nest(0, &exploded(&Written::own("jobs = Jobs"), &arguments, ""));
    }
    lines.nest(0, &use_cases(system, service));
    if has.results {
        lines.own(0, "jobs.add(tasks(use_cases))");
    }
    lines.nest(0, &doors(system, service));
    lines.nest(0, &background(system, service));
    lines
}

fn open_peer(system: &System, peer: &Peer) -> Lines {
    let name = python::identifier(&peer.module);
    let mut lines = Lines::default();
    match peer.kind {
        PeerKind::Grpc(_) => {
            let own = if tls::to_peer(system.model, peer).is_any() {
                "identity.open_channel(settings.{}_target)"
            } else {
                "open_channel(settings.{}_target)"
            };
            let open = Written::fill(own, &[&name]);
            lines.nest(0, &entered(&name, open));
        }
        PeerKind::Http(None) => {
            let own = if tls::to_peer(system.model, peer).is_any() {
                "open_client(settings.{}_url, transport=identity.transport())"
            } else {
                "open_client(settings.{}_url)"
            };
            lines.nest(0, &entered(&name, Written::fill(own, &[&name])));
        }
        PeerKind::Http(Some(_)) => {
            let head = Written::fill("{} = await _{}", &[&name, &name]);
            lines.nest(0, &call(&head, Written::own("settings, stack"), ""));
        }
        PeerKind::Opaque(_) => lines.add(0, Written::fill("{} = _{}(settings)", &[&name, &name])),
    }
    lines
}

/// `users = await stack.enter_async_context(open_channel(settings.users_target))`
fn entered(name: &Written, open: Written) -> Lines {
    let head = Written::fill("{} = await stack.enter_async_context", &[name]);
    fit(2, &head, &[open], "")
}

fn use_cases(system: &System, service: &PyService) -> Lines {
    let mut arguments: Vec<Written> = Vec::new();
    if service.has.config {
        arguments.push(Written::own("settings=settings"));
    }
    if service.has.store {
        arguments.push(Written::own("unit_of_work=UnitOfWork(database)"));
    }
    if service.has.issuer {
        arguments.push(Written::own("signer=signer"));
    }
    if service.has.cached {
        arguments.push(Written::own("cache=cache"));
    }
    if service.has.publishes && !service.has.outbox {
        arguments.push(Written::own("events=Publisher(bus)"));
    }
    if service.has.asks_jobs {
        arguments.push(Written::own("jobs=jobs"));
    }
    let line = |argument: Written| {
        let mut lines = Lines::default();
        lines.add(0, argument);
        lines
    };
    let mut blocks: Vec<Lines> = arguments.into_iter().map(line).collect();
    for peer in &service.peers {
        let (name, class) = (python::identifier(&peer.module), python::identifier(&peer.class));
        blocks.push(match peer.kind {
            PeerKind::Grpc(_) | PeerKind::Http(None) => {
                let head = Written::fill("{}={}Client", &[&name, &class]);
                match credentials::own(system.model, peer) {
                    Some(own) => exploded(&head, &[name, own], ""),
                    None => call(&head, name, ""),
                }
            }
            PeerKind::Http(Some(_)) | PeerKind::Opaque(_) => {
                line(Written::fill("{}={}", &[&name, &name]))
            }
        });
    }
    let class = python::identifier(&service.class);
    // Nothing may ask for the use cases: then they have no name.
    let used = service.has.api
        || service.has.grpc
        || service.has.jobs
        || service.has.results
        || service.has.consumers;
    let name = Written::own(if used { "use_cases" } else { "_" });
    exploded_blocks(&Written::fill("{} = {}UseCases", &[&name, &class]), blocks, "")
}

/// The routers of its own: of its routes, and of those that are bound to RPCs.
pub(super) fn routers(service: &PyService) -> Vec<Written> {
    match (service.has.routes, service.has.rest) {
        (true, true) => vec![Written::own("router"), Written::own("rest")],
        (true, false) | (false, true) => vec![Written::own("router")],
        (false, false) => Vec::new(),
    }
}

fn doors(system: &System, service: &PyService) -> Lines {
    let has = service.has;
    let mut lines = Lines::default();
    lines.nest(0, &health::made(service));
    let mut arguments =
        vec![Written::own("service=settings.service_name"), Written::own("health=health")];
    let mut routers = routers(service);
    routers.extend(has.published_keys.then(|| Written::own("key_router(signer.jwks)")));
    if !routers.is_empty() {
        arguments.push(Written::fill("routers=[{}]", &[&Written::join(&routers, ", ")]));
    }
    let description = python::string(&format!("{}.", service.purpose));
    arguments.push(Written::fill("description={}", &[&description]));
    arguments.push(Written::own("docs=settings.is_local"));
    arguments.push(Written::own("with_metrics=settings.serves_metrics"));
    lines.nest(0, &exploded(&Written::own("http = create_app"), &arguments, ""));
    if has.api {
        lines.own(0, "provide(http, use_cases)");
    }
    lines.nest(0, &door::at_routes(system, service));
    if has.grpc {
        lines.own(0, "grpc = GrpcServer(");
        lines.own(1, "service=settings.service_name,");
        lines.own(1, "address=f\"{settings.host}:{settings.grpc_port}\",");
        lines.nest(1, &door::interceptors(system, service));
        if has.grpc_certified.is_any() {
            let argument = tls::argument(system, has.grpc_certified);
            let own = "credentials=identity.server_credentials({}),";
            lines.add(1, Written::fill(own, &[&argument]));
        }
        lines.own(0, ")");
        lines.own(0, "register(grpc.server, use_cases)");
        lines.own(0, "if settings.is_local:");
        lines.own(1, "grpc.reflect(SERVICES)");
    }
    lines
}

fn background(system: &System, service: &PyService) -> Lines {
    let has = service.has;
    let mut lines = Lines::default();
    if has.outbox {
        let own = [Written::own("database=database"), Written::own("bus=bus")];
        lines.nest(0, &worker("relay = Relay", own));
    }
    if has.jobs {
        let schedules = Written::fill("schedules={}", &[&jobs::schedules(service)]);
        let once = has_once(system).then(|| Written::own("once=settings.run_once"));
        let own = [schedules, Written::own("cache=cache")].into_iter().chain(once);
        lines.nest(0, &worker("scheduler = Scheduler", own));
    }
    if has.inbox {
        let arguments = [Written::own("database=database"), inbox_keep(system, service)];
        lines.nest(0, &exploded(&Written::own("retention = InboxRetention"), &arguments, ""));
    }
    lines.own(0, "yield Process(");
    lines.own(1, "settings=settings,");
    lines.own(1, "http=http,");
    lines.own(1, "health=health,");
    if has.grpc {
        lines.own(1, "grpc=grpc,");
    }
    if has.http_certified.is_any() {
        let argument = tls::argument(system, has.http_certified);
        lines.add(1, Written::fill("tls=identity.server_context({}),", &[&argument]));
    }
    let works = works(service);
    if !works.is_empty() {
        lines.own(1, "background={");
        lines.nest(2, &works);
        lines.own(1, "},");
    }
    lines.own(0, ")");
    lines
}

/// What works in the name of the service.
fn worker(head: &'static str, own: impl IntoIterator<Item = Written>) -> Lines {
    let mut arguments = vec![Written::own("service=settings.service_name")];
    arguments.extend(own);
    exploded(&Written::own(head), &arguments, "")
}

/// What works beside the doors, by name.
fn works(service: &PyService) -> Lines {
    let has = service.has;
    let (mut lines, mut alone) = (Lines::default(), Lines::default());
    if has.outbox {
        lines.own(0, "\"outbox\": relay.run,");
    }
    if has.inbox {
        lines.own(0, "\"inbox\": retention.run,");
    }
    if has.results {
        alone.own(0, "\"jobs\": jobs.run,");
    }
    if has.jobs {
        alone.own(0, "\"schedules\": scheduler.run,");
    }
    if has.consumers {
        alone.nest(0, &consumers_argument(service));
    }
    if !has.service_tokens {
        lines.nest(0, &alone);
        return lines;
    }
    lines.own(0, "\"identity\": service_identity.run,");
    lines.own(0, "**service_identity.acting(");
    lines.own(1, "{");
    lines.nest(2, &alone);
    lines.own(1, "},");
    lines.own(0, "),");
    lines
}

/// The function that opens an external, or its double where no address is set.
fn external(system: &System, service: &PyService, peer: &Peer) -> Option<Lines> {
    let (name, class) = (python::identifier(&peer.module), python::identifier(&peer.class));
    let variable = python::string(&format!("{}_URL", peer.module.to_uppercase()));
    let mut lines = Lines::default();
    let is_http = match peer.kind {
        PeerKind::Http(Some(_)) => true,
        PeerKind::Opaque(_) => false,
        PeerKind::Grpc(_) | PeerKind::Http(None) => return None,
    };
    let head = Written::fill(if is_http { "async def _{}" } else { "def _{}" }, &[&name]);
    let mut parameters = vec![Written::own("settings: Settings")];
    if is_http {
        parameters.push(Written::own("stack: AsyncExitStack"));
    }
    let port = Written::fill(" -> {}Port:", &[&class]);
    lines.nest(0, &lines::signature(&head, &parameters, &port));
    lines.add(1, Written::fill("if settings.{}_url is None:", &[&name]));
    lines.add(2, Written::fill("settings.require_local({})", &[&variable]));
    if is_http {
        lines.add(2, Written::fill("return {}Double()", &[&class]));
        let open = Written::fill("open_client(settings.{}_url)", &[&name]);
        lines
            .nest(1, &fit(1, &Written::own("http = await stack.enter_async_context"), &[open], ""));
        let mut arguments = vec![Written::own("http")];
        if has_api_key(system, service, peer) {
            arguments.push(Written::fill("api_key=settings.{}_api_key", &[&name]));
        }
        lines.nest(1, &fit(1, &Written::fill("return {}Client", &[&class]), &arguments, ""));
    } else {
        lines.add(2, Written::fill("return {}Client({}Double())", &[&class, &class]));
        lines.nest(1, &real_client(&class, &name));
    }
    Some(lines)
}

/// `return SmtpClient(SmtpTransport(settings.smtp_url))`
fn real_client(class: &Written, name: &Written) -> Lines {
    let head = Written::fill("return {}Client", &[class]);
    let url = Written::fill("settings.{}_url", &[name]);
    let transport = Written::fill("{}Transport({})", &[class, &url]);
    if transport.as_str().len() + 9 <= LONGEST {
        return fit(1, &head, &[transport], "");
    }
    let inner = exploded(&Written::fill("{}Transport", &[class]), &[url], "");
    exploded_blocks(&head, vec![inner], "")
}

/// Whether an external wants a key, and the service has it among its secrets.
pub(super) fn has_api_key(system: &System, service: &PyService, peer: &Peer) -> bool {
    let PeerKind::Http(Some(id)) = peer.kind else { return false };
    let auth = system.model.external(id).written.auth.as_ref();
    let secret = format!("{}_API_KEY", peer.module.to_uppercase());
    let has_secret = service.service.secrets.iter().any(|(name, _)| *name == secret);
    auth.is_some_and(|auth| auth.value == Auth::ApiKey) && has_secret
}
