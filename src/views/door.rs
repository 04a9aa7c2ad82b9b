//! Who guards the doors of a service: which of them want an access token, what is open to all, what only reads.

use super::imports::Imports;
use super::lines::{Lines, exploded};
use super::operation::PyOperation;
use super::system::{PyService, System};
use crate::model::{Operation, OperationKind, Service};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Auth;

/// Where an issuer publishes its keys.
const KEYS: &str = "GET /.well-known/jwks.json";

/// Whether callers over HTTP have to bring an access token.
pub(super) fn guards_http(service: &Service) -> bool {
    let public = service.public.as_ref().and_then(|public| public.auth.as_ref());
    public.map_or_else(|| own_auth_is_token(service), |auth| is_token(auth.value))
}

/// Whether callers over gRPC have to; what `public` says counts where no route could be meant.
pub(super) fn guards_grpc(service: &Service) -> bool {
    if service.http { own_auth_is_token(service) } else { guards_http(service) }
}

fn own_auth_is_token(service: &Service) -> bool {
    service.auth.as_ref().is_some_and(|auth| is_token(auth.value))
}

fn is_token(auth: Auth) -> bool {
    matches!(auth, Auth::Jwt | Auth::Oidc)
}

/// Whether an operation publishes the keys of its service: the runtime does that, not a use case.
pub(super) fn publishes_keys(service: &Service, operation: &Operation) -> bool {
    service.issues_tokens && operation.name == KEYS
}

/// Whether nobody can bring a token yet: where an issuer hands them out, and what the whole world may read.
pub(super) fn is_open(service: &Service, operation: &Operation) -> bool {
    let OperationKind::Route { path, .. } = &operation.kind else { return false };
    path.starts_with("/.well-known/") || (service.issues_tokens && path.ends_with("/token"))
}

/// Opens the verifier, and gives it to the doorkeeper.
pub(super) fn doorkeeper(service: &PyService) -> Lines {
    let mut lines = Lines::default();
    if !service.has.guarded() {
        return lines;
    }
    lines.own(0, "verifier = await stack.enter_async_context(open_verifier(settings))");
    let class = python::identifier(&service.class);
    let mut arguments =
        vec![Written::own("verifier=verifier"), Written::fill("policy={}Policy()", &[&class])];
    let open = service.operations.iter().filter(|one| is_open(service.service, one.operation));
    let open: Vec<Written> = open.map(|one| python::string(&one.label)).collect();
    if !open.is_empty() {
        arguments.push(Written::fill("open_to_all=[{}]", &[&Written::join(&open, ", ")]));
    }
    lines.nest(0, &exploded(&Written::own("doorkeeper = Doorkeeper"), &arguments, ""));
    lines
}

/// The lines of the gRPC door's interceptor.
pub(super) fn interceptors(system: &System, service: &PyService) -> Lines {
    let mut lines = Lines::default();
    if !service.has.grpc_guarded {
        return lines;
    }
    let reads = |one: &&PyOperation| {
        super::dataflow::method_of(&system.model.contracts, one.operation).is_some_and(|method| {
            method.idempotency == crate::contracts::Idempotency::NoSideEffects
        })
    };
    let reads: Vec<Written> =
        service.operations.iter().filter(reads).map(|one| python::string(&one.label)).collect();
    lines.own(0, "interceptors=[");
    lines.own(1, "AdmissionInterceptor(");
    lines.own(2, "doorkeeper,");
    if !reads.is_empty() {
        lines.own(2, "reads=[");
        for read in &reads {
            lines.add(3, Written::fill("{},", &[read]));
        }
        lines.own(2, "],");
    }
    lines.own(1, "),");
    lines.own(0, "],");
    lines
}

/// What `bootstrap.py` imports for its doors.
pub(super) fn imports(system: &System, service: &PyService, imports: &mut Imports) {
    let has = service.has;
    let runtime = &system.runtime;
    if has.guarded() {
        imports.name(&format!("{runtime}.door"), "Doorkeeper");
        imports.name(&format!("{runtime}.jwks"), "open_verifier");
        let policy = format!("{}Policy", service.class);
        imports.name(&format!("{}.core.policy", service.package), &policy);
    }
    if has.http_guarded {
        imports.name(&format!("{runtime}.http_door"), "guard");
    }
    if has.grpc_guarded {
        imports.name(&format!("{runtime}.grpc_door"), "AdmissionInterceptor");
    }
    if has.issuer {
        imports.name(&format!("{runtime}.tokens"), "open_signer");
    }
    if has.published_keys {
        imports.name(&format!("{runtime}.http_door"), "key_router");
    }
}
