//! G02: a gRPC door to the outside that asks nobody who it is.

use crate::diagnostic::Code;
use crate::model::{Model, Service};
use crate::topology::Auth;

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G02", name: "unguarded-public-grpc" },
    page: include_str!("unguarded_public_grpc.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    if model.is_local() {
        return Vec::new();
    }
    model.services.iter().filter_map(of_service).collect()
}

fn of_service(service: &Service) -> Option<Finding> {
    let public = service.public.as_ref()?;
    let own = || service.auth.as_ref().map(|auth| auth.value);
    let auth = public.auth.as_ref().map(|auth| auth.value).or_else(own);
    let is_open = matches!(auth, None | Some(Auth::None));
    if service.grpc.is_empty() || !is_open {
        return None;
    }
    let place = public.auth.as_ref().map_or(&service.span, |auth| &auth.span);
    let words = format!("anybody outside may call {} of `{}`", rpcs(service), service.name);
    Some(
        Finding::warning(words)
            .at(place)
            .hint(
                "write `public: {auth: jwt}`; or take `public` away, and call it through a gateway",
            )
            .about(Subject::Service(service.id)),
    )
}

fn rpcs(service: &Service) -> String {
    match service.grpc.as_slice() {
        [one] => format!("`{one}`"),
        many => format!("the {} gRPC services", many.len()),
    }
}
