//! C05: a call of an operation that is on its way out.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{Call, Model, OperationKind, Service, Target};

use super::machinery::target;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C05", name: "outdated-call" },
    page: include_str!("outdated_call.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let deprecated = model.calls.iter().filter_map(|call| deprecated(model, call));
    deprecated
        .chain(model.services.iter().flat_map(|service| side_by_side(model, service)))
        .collect()
}

fn deprecated(model: &Model, call: &Call) -> Option<Finding> {
    let Target::Operation(id) = call.target else { return None };
    let (proto, method) = model.operation(id).rpc(&model.contracts)?;
    let place = match (method.deprecated, proto.deprecated) {
        (true, _) => &method.span,
        (false, true) => &proto.span,
        (false, false) => return None,
    };
    let caller = model.caller_name(call.caller);
    Some(
        Finding::warning(format!(
            "`{caller}` still calls `{}`, which is deprecated",
            target(model, call)
        ))
        .at(&call.span)
        .with(place, "deprecated here")
        .hint("call what its comment names instead")
        .about(Subject::Call(call.id)),
    )
}

/// The calls of a service that go to two versions of one package.
fn side_by_side(model: &Model, service: &Service) -> Vec<Finding> {
    let mut known: BTreeMap<&str, (&str, &Call)> = BTreeMap::new();
    let mut findings = Vec::new();
    for call in model.calls_of(service.id) {
        let Some(package) = package(model, call) else { continue };
        let Some((base, version)) = versioned(package) else { continue };
        let (first, other) = *known.entry(base).or_insert((version, call));
        if first != version {
            let words = format!(
                "`{}` calls `{base}` as {first} and as {version}: `{}` and `{}`",
                service.name,
                target(model, other),
                target(model, call)
            );
            findings.push(
                Finding::warning(words)
                    .at(&call.span)
                    .with(&other.span, format!("{first} here"))
                    .hint("move all calls to the newer version")
                    .about(Subject::Call(call.id))
                    .about(Subject::Call(other.id)),
            );
        }
    }
    findings
}

fn package<'a>(model: &'a Model, call: &Call) -> Option<&'a str> {
    let Target::Operation(id) = call.target else { return None };
    match &model.operation(id).kind {
        OperationKind::Rpc { service, .. } => Some(&model.contracts.service(service)?.package),
        OperationKind::Route { .. }
        | OperationKind::Event(_)
        | OperationKind::Cron(_)
        | OperationKind::Job(_)
        | OperationKind::Opaque { .. } => None,
    }
}

/// `acme.auth` and `v1` of `acme.auth.v1`, `v1beta2` and the like.
fn versioned(package: &str) -> Option<(&str, &str)> {
    let (base, version) = package.rsplit_once('.')?;
    let number = version.strip_prefix('v')?;
    number.starts_with(|c: char| c.is_ascii_digit()).then_some((base, version))
}
