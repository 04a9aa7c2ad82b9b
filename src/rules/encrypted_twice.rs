//! P05: certificates of the code's own inside of a service mesh that has some for everybody.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Span};
use crate::model::{Model, Service};
use crate::topology::Auth;

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P05", name: "encrypted-twice" },
    page: include_str!("encrypted_twice.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let Some(mesh) = model.mesh.as_ref().filter(|_| !model.is_local()) else { return Vec::new() };
    let mut wanting: BTreeMap<&Span, Vec<&Service>> = BTreeMap::new();
    for service in model.services.iter().filter(|service| service.generated) {
        if let Some(place) = wanted_at(model, service) {
            wanting.entry(place).or_default().push(service);
        }
    }
    let finding = |(place, services): (&Span, Vec<&Service>)| {
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let words = format!(
            "the calls of {} are encrypted by the code, and once more by the mesh",
            list(&names)
        );
        let finding = Finding::warning(words)
            .at(place)
            .with(&mesh.span, "the mesh")
            .hint("write `auth: none`: the mesh asks who calls, and lets in who is declared");
        services.iter().fold(finding, |all, one| all.about(Subject::Service(one.id)))
    };
    wanting.into_iter().map(finding).collect()
}

/// Where it says that its doors want certificates; over HTTP those that the API gateway does not reach.
fn wanted_at<'a>(model: &Model, service: &'a Service) -> Option<&'a Span> {
    let auth = service.auth.as_ref().filter(|auth| auth.value == Auth::Mtls)?;
    let wants = !service.grpc.is_empty() || (service.http && !model.is_behind_gateway(service));
    wants.then(|| auth.origin.span().unwrap_or(&service.span))
}
