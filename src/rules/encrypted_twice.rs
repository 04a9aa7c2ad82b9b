//! P05: certificates of the code's own inside of a service mesh that has some for everybody.

use std::collections::BTreeMap;
use std::iter;

use crate::diagnostic::{Code, Span};
use crate::model::{Call, Caller, Model, Service};
use crate::topology::Auth;

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P05", name: "encrypted-twice" },
    page: include_str!("encrypted_twice.md"),
    stops: false,
    check,
};

const WANTED: &str = "write `auth: none`: the mesh asks who calls, and lets in who is declared";
const SHOWN: &str = "leave `tls: true` out: the mesh encrypts what its pods say to each other";

fn check(model: &Model) -> Vec<Finding> {
    let Some(mesh) = model.mesh.as_ref().filter(|_| !model.is_local()) else { return Vec::new() };
    let mut certified: BTreeMap<(&Span, &'static str), Vec<&Service>> = BTreeMap::new();
    for service in model.services.iter().filter(|service| service.generated) {
        let wanted = wanted_at(model, service).map(|place| (place, WANTED));
        let shown = || shown_at(model, service).map(|place| (place, SHOWN));
        if let Some(place) = wanted.or_else(shown) {
            certified.entry(place).or_default().push(service);
        }
    }
    let finding = |((place, hint), services): ((&Span, &'static str), Vec<&Service>)| {
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let words = format!(
            "the calls of {} are encrypted by the code, and once more by the mesh",
            list(&names)
        );
        let finding = Finding::warning(words).at(place).with(&mesh.span, "the mesh").hint(hint);
        services.iter().fold(finding, |all, one| all.about(Subject::Service(one.id)))
    };
    certified.into_iter().map(finding).collect()
}

/// Where it says that its doors show a certificate, itself or a caller of it.
fn shown_at<'a>(model: &'a Model, service: &'a Service) -> Option<&'a Span> {
    let has_door = !service.grpc.is_empty() || service.http;
    let of_service = |call: &&Call| matches!(call.caller, Caller::Service(_));
    let calls = model.callers_of(service.id).filter(of_service).map(|call| call.tls.as_ref());
    let mut said = iter::once(service.tls.as_ref()).chain(calls).flatten();
    let tls = said.find(|tls| tls.value).filter(|_| has_door)?;
    tls.origin.span()
}

/// Where it says that its doors want certificates; over HTTP those that the API gateway does not reach.
fn wanted_at<'a>(model: &Model, service: &'a Service) -> Option<&'a Span> {
    let auth = service.auth.as_ref().filter(|auth| auth.value == Auth::Mtls)?;
    let wants = !service.grpc.is_empty() || (service.http && !model.is_behind_gateway(service));
    wants.then(|| auth.origin.span().unwrap_or(&service.span))
}
