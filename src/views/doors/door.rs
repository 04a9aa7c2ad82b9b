//! Who guards the doors of a service: which of them want an access token, what is open to all, what only reads.

use super::credentials::{Shown, shown_to};
use super::{browsers, idempotency, issuer, tls};
use crate::contracts::Idempotency;
use crate::model::{Model, Operation, OperationKind, Service};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Rate;
use crate::views::meaning::contract;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded, exploded_blocks, fit, one_line};

/// What callers over HTTP have to show.
pub(in crate::views) fn http_door(service: &Service) -> Option<Shown> {
    let public = service.public.as_ref().and_then(|public| public.auth.as_ref());
    public.map_or_else(|| own_door(service), |auth| Shown::of(auth.value))
}

/// What callers over gRPC have to show; what `public` says counts where no route could be meant.
pub(in crate::views) fn grpc_door(service: &Service) -> Option<Shown> {
    if service.http { own_door(service) } else { http_door(service) }
}

fn own_door(service: &Service) -> Option<Shown> {
    service.auth.as_ref().and_then(|auth| Shown::of(auth.value))
}

/// What a service has to show a peer.
pub(super) fn of_peer(model: &Model, peer: &Peer) -> Option<Shown> {
    match peer.kind {
        PeerKind::Grpc(id) => grpc_door(model.service(id)),
        PeerKind::Http(None) => model.service_named(peer.name).and_then(http_door),
        PeerKind::Http(Some(_)) | PeerKind::Opaque(_) => None,
    }
}

/// Whether a peer is a service whose door asks who the call is from.
pub(in crate::views) fn wants_token_of_caller(model: &Model, peer: &Peer) -> bool {
    of_peer(model, peer) == Some(Shown::Token)
}

/// Whether nobody can bring a token yet: where an issuer hands them out, and what the whole world may read.
pub(super) fn is_open(service: &Service, operation: &Operation) -> bool {
    let OperationKind::Route { path, .. } = &operation.kind else { return false };
    path.starts_with("/.well-known/") || issuer::grants(service, operation)
}

/// What callers of a route have to show.
pub(in crate::views) fn asked(service: &PyService, operation: &PyOperation) -> Option<Shown> {
    let is_route = matches!(operation.operation.kind, OperationKind::Route { .. });
    let is_asked = is_route && !is_open(service.service, operation.operation);
    service.has.http_door.filter(|_| is_asked)
}

/// The names of the doorkeepers: one for both doors, unless they ask for different things.
pub(in crate::views) const DOORKEEPERS: [&str; 2] = ["doorkeeper", "rpc_doorkeeper"];

/// The one at the gRPC door, of two such names.
pub(in crate::views) fn at_rpcs<T: Copy>(service: &PyService, names: [T; 2]) -> T {
    names[usize::from(service.has.doors().count() > 1)]
}

/// Opens the verifiers, and gives each to a doorkeeper.
pub(in crate::views) fn doorkeepers(system: &System, service: &PyService) -> Lines {
    let mut lines = Lines::default();
    if service.has.verifies_tokens() {
        lines.nest(0, &with_keys(system, "verifier", "open_verifier"));
    }
    for (shown, name) in service.has.doors().zip(DOORKEEPERS) {
        lines.nest(0, &doorkeeper(service, shown, name));
    }
    lines
}

/// Opens what speaks to the issuer of tokens, over TLS where it does.
pub(in crate::views) fn with_keys(
    system: &System,
    name: &'static str,
    open: &'static str,
) -> Lines {
    let arguments = if tls::to_issuer(system.model).is_any() {
        "settings, transport=identity.transport()"
    } else {
        "settings"
    };
    let open = Written::fill("{}({})", &[&Written::own(open), &Written::own(arguments)]);
    let head = Written::fill("{} = await stack.enter_async_context", &[&Written::own(name)]);
    fit(2, &head, &[open], "")
}

fn doorkeeper(service: &PyService, shown: Shown, name: &'static str) -> Lines {
    let class = python::identifier(&service.class);
    let mut arguments = vec![
        Written::fill("verifier={}", &[&shown.verifier()]),
        Written::fill("policy={}Policy()", &[&class]),
    ];
    let open = service.operations.iter().filter(|one| is_open(service.service, one.operation));
    let open: Vec<Written> = open.map(|one| python::string(&one.label)).collect();
    if !open.is_empty() {
        arguments.push(Written::fill("open_to_all=[{}]", &[&Written::join(&open, ", ")]));
    }
    exploded(&Written::fill("{} = Doorkeeper", &[&Written::own(name)]), &arguments, "")
}

/// The router, and who is asked before its routes: first who it is, then how often it called.
pub(super) fn router(system: &System, service: &PyService, imports: &mut Imports) -> Written {
    let mut asked = Vec::new();
    if let Some(shown) = service.has.http_door {
        for name in [shown.dependency(), "Admitted"] {
            imports.name(&format!("{}.http_door", system.runtime), name);
            asked.push(Written::own(name));
        }
    }
    if service.has.rate {
        imports.name(&format!("{}.rate_limit", system.runtime), "Counted");
        asked.push(Written::own("Counted"));
    }
    let mut arguments = Vec::new();
    if !asked.is_empty() {
        arguments.push(Written::fill("dependencies=[{}]", &[&Written::join(&asked, ", ")]));
    }
    if service.has.http_keys {
        imports.name(&format!("{}.idempotency_http", system.runtime), "OnceRoute");
        arguments.push(Written::own("route_class=OnceRoute"));
    }
    Written::fill("APIRouter({})", &[&Written::join(&arguments, ", ")])
}

/// What the application is given for its routes: the doorkeeper, the limiter, the origins of browsers.
pub(in crate::views) fn at_routes(system: &System, service: &PyService) -> Lines {
    let mut lines = Lines::default();
    if service.has.http_guarded() {
        lines.own(0, "guard(http, doorkeeper)");
    }
    if let Some(limiter) = limiter(service).filter(|_| service.has.rate) {
        lines.add(0, Written::fill("limit(http, {})", &[&limiter]));
    }
    if service.has.http_keys {
        lines.own(0, "remember(http, once)");
    }
    lines.nest(0, &browsers::middleware(system, service));
    lines
}

/// `RateLimiter(cache, limit=100, window=1.0)`
fn limiter(service: &PyService) -> Option<Written> {
    let rate = &service.service.public.as_ref()?.rate.as_ref()?.value;
    let (limit, window) = allowance(rate);
    Some(Written::fill("RateLimiter(cache, limit={}, window={})", &[&limit, &window]))
}

/// `100/s` as a number and a window; in an hour where there is less than one a minute.
fn allowance(rate: &Rate) -> (Written, Written) {
    let windows = [1.0, 60.0, 3600.0];
    let whole = |window: &f64| {
        let count = rate.per_second * window;
        count >= 1.0 && (count - count.round()).abs() < 1e-6
    };
    let window = windows.into_iter().find(whole).unwrap_or(3600.0);
    let limit = (rate.per_second * window).round().max(1.0);
    (python::number(&format!("{limit:.0}")), python::number(&format!("{window:.1}")))
}

/// What stands between a caller and an RPC, outermost first.
pub(in crate::views) fn interceptors(system: &System, service: &PyService) -> Lines {
    let mut gates = Lines::default();
    if service.has.grpc_guarded() {
        let mut arguments = vec![one_line(Written::own(at_rpcs(service, DOORKEEPERS)))];
        arguments.extend(reads(system, service));
        gates.nest(0, &exploded_blocks(&Written::own("AdmissionInterceptor"), arguments, ","));
    }
    if let Some(limiter) = limiter(service).filter(|_| service.has.grpc_rate) {
        gates.add(0, Written::fill("RateInterceptor({}),", &[&limiter]));
    }
    if let Some(once) = idempotency::interceptor(system, service) {
        gates.nest(0, &once);
    }
    let mut lines = Lines::default();
    if !gates.is_empty() {
        lines.own(0, "interceptors=[");
        lines.nest(1, &gates);
        lines.own(0, "],");
    }
    lines
}

/// `reads=[` and the RPCs that change nothing.
pub(super) fn reads(system: &System, service: &PyService) -> Option<Lines> {
    let changes_nothing = |one: &&PyOperation| {
        contract::method_of(&system.model.contracts, one.operation)
            .is_some_and(|method| method.idempotency == Idempotency::NoSideEffects)
    };
    let mut lines = Lines::default();
    lines.own(0, "reads=[");
    let mut found = false;
    for one in service.operations.iter().filter(changes_nothing) {
        lines.add(1, Written::fill("{},", &[&python::string(&one.label)]));
        found = true;
    }
    lines.own(0, "]");
    found.then_some(lines)
}

/// What `bootstrap.py` imports for its doors.
pub(in crate::views) fn imports(system: &System, service: &PyService, imports: &mut Imports) {
    let has = service.has;
    let runtime = &system.runtime;
    if has.guarded() {
        imports.name(&format!("{runtime}.door"), "Doorkeeper");
        let policy = format!("{}Policy", service.class);
        imports.name(&format!("{}.core.policy", service.package), &policy);
    }
    if has.verifies_tokens() {
        imports.name(&format!("{runtime}.jwks"), "open_verifier");
    }
    for (module, open, _) in has.doors().filter_map(Shown::functions) {
        imports.name(&format!("{runtime}.{module}"), open);
    }
    for shown in service.peers.iter().filter_map(|peer| shown_to(system.model, peer)) {
        if let Some((module, _, own)) = shown.functions() {
            imports.name(&format!("{runtime}.{module}"), own);
        }
    }
    if has.http_guarded() {
        imports.name(&format!("{runtime}.http_door"), "guard");
    }
    if has.grpc_guarded() {
        imports.name(&format!("{runtime}.grpc_door"), "AdmissionInterceptor");
    }
    if has.tls() {
        imports.name(&format!("{runtime}.tls"), "open_identity");
    }
    if has.rate || has.grpc_rate {
        imports.name(&format!("{runtime}.rate_limit"), "RateLimiter");
    }
    if has.rate {
        imports.name(&format!("{runtime}.rate_limit"), "limit");
    }
    if has.grpc_rate {
        imports.name(&format!("{runtime}.grpc_rate_limit"), "RateInterceptor");
    }
    browsers::imports(service, imports);
    if has.issuer {
        imports.name(&format!("{runtime}.tokens"), "open_signer");
    }
    if has.service_tokens {
        imports.name(&format!("{runtime}.service_identity"), "open_service_identity");
    }
    idempotency::imports(system, service, imports);
    if has.published_keys {
        imports.name(&format!("{runtime}.http_door"), "key_router");
    }
}
