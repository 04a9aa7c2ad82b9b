//! Where access tokens come from: whose keys are believed, and where a service that works for no caller gets its own.

use super::tls;
use crate::model::{Operation, OperationKind, Service};
use crate::topology::Auth;
use crate::views::meaning::system::{PyService, System};

/// Where an issuer publishes its keys.
const KEYS: &str = "GET /.well-known/jwks.json";
/// The variables that name the keys, their owner and whom tokens are for, and where a service gets its own token.
const JWKS_URL: &str = "JWKS_URL";
const ISSUER: &str = "JWT_ISSUER";
const AUDIENCE: &str = "JWT_AUDIENCE";
pub(in crate::views) const TOKEN_URL: &str = "SERVICE_TOKEN_URL";

/// Whether an operation publishes the keys of its service: the runtime does that, not a use case.
pub(in crate::views) fn publishes_keys(service: &Service, operation: &Operation) -> bool {
    service.issues_tokens && operation.name == KEYS
}

/// Whether an operation hands out tokens.
pub(super) fn grants(service: &Service, operation: &Operation) -> bool {
    let OperationKind::Route { path, .. } = &operation.kind else { return false };
    service.issues_tokens && path.ends_with("/token")
}

/// Whether a service asks an identity provider of others who its callers are.
pub(in crate::views) fn trusts_provider(system: &System) -> bool {
    let is_oidc = |service: &Service| {
        let public = service.public.as_ref().and_then(|public| public.auth.as_ref());
        let auths = [public.map(|auth| auth.value), service.auth.as_ref().map(|auth| auth.value)];
        auths.contains(&Some(Auth::Oidc))
    };
    system.services.iter().any(|service| service.has.verifies_tokens() && is_oidc(service.service))
}

/// The service that publishes the keys of tokens.
pub(in crate::views) fn publisher<'a, 'b>(system: &'b System<'a>) -> Option<&'b PyService<'a>> {
    system.services.iter().find(|service| service.has.published_keys)
}

/// Where the keys of tokens are read by those who believe them.
pub(in crate::views) fn keys_url(
    system: &System,
    service: &PyService,
    is_local: bool,
) -> Option<String> {
    let issuer = publisher(system).filter(|_| service.has.verifies_tokens())?.service;
    Some(url(system, issuer, KEYS, is_local))
}

/// Where a service that works for no caller gets a token: from the issuer of the system, where it hands any out.
pub(in crate::views) fn token_url(system: &System, service: &PyService) -> Option<String> {
    let issuer = publisher(system).filter(|_| service.has.service_tokens)?.service;
    let mut operations = system.model.operations_of(issuer.id).iter();
    let found = operations.find(|operation| grants(issuer, operation))?;
    Some(url(system, issuer, &found.name, false))
}

fn url(system: &System, issuer: &Service, route: &str, is_local: bool) -> String {
    let path = route.split_once(' ').map_or(route, |(_, path)| path);
    format!("{}{path}", tls::http_url(system.model, issuer, is_local))
}

/// What has to be said of an identity provider of others before a service starts.
pub(in crate::views) fn unsaid(system: &System, service: &PyService) -> Vec<&'static str> {
    let verifies = service.has.verifies_tokens();
    let provider = verifies && trusts_provider(system);
    named([
        (JWKS_URL, verifies && publisher(system).is_none()),
        (ISSUER, provider),
        (AUDIENCE, provider),
        (TOKEN_URL, service.has.service_tokens && token_url(system, service).is_none()),
    ])
}

/// What `.env` may say of tokens to a container of the development mesh; without it, the development key does.
pub(in crate::views) fn handed_in(system: &System, service: &PyService) -> Vec<&'static str> {
    let foreign = service.has.verifies_tokens() && publisher(system).is_none();
    let own = service.has.service_tokens;
    named([(JWKS_URL, foreign), (ISSUER, foreign), (AUDIENCE, foreign || own), (TOKEN_URL, own)])
}

fn named<const N: usize>(all: [(&'static str, bool); N]) -> Vec<&'static str> {
    all.into_iter().filter(|(_, is_meant)| *is_meant).map(|(name, _)| name).collect()
}
