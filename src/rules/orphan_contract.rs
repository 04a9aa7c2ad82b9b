//! C03: contracts that nobody serves or calls, and services that serve what no contract declares.

use std::collections::BTreeSet;

use crate::contracts::Origin;
use crate::diagnostic::{Code, Spanned};
use crate::model::{
    Call, Model, Operation, OperationId, OperationKind, Reason, Service, ServiceId, Target,
};
use crate::names::Suggestions;

use super::machinery::near;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C03", name: "orphan-contract" },
    page: include_str!("orphan_contract.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let misspelt = misspelt(model);
    let suggestions = Suggestions::default();
    let mut findings = unserved(model, &suggestions);
    for service in &model.services {
        findings.extend(undeclared(model, service, &suggestions));
        findings.extend(uncalled(model, service, &misspelt));
    }
    findings
}

/// Proto services that no service of the topology serves, or means to serve under a name that no proto has.
fn unserved(model: &Model, suggestions: &Suggestions) -> Vec<Finding> {
    let served = model.services.iter().flat_map(|s| s.grpc.iter().map(String::as_str));
    let missing = model.services.iter().flat_map(|service| missing(model, service));
    let meant = missing.filter_map(|name| meant(model, &name.value, suggestions));
    let served: BTreeSet<&str> = served.chain(meant).collect();
    let orphans = model.contracts.services.values().filter(|proto| {
        proto.origin == Origin::Project && !served.contains(proto.full_name.as_str())
    });
    let finding = |name: &str| {
        Finding::warning(format!("no service serves `{name}`"))
            .hint(format!("write `grpc: {name}` at the service that serves it, or delete it"))
    };
    orphans.map(|proto| finding(&proto.full_name).at(&proto.span)).collect()
}

/// Proto services that a service says it serves and that no proto has.
fn undeclared(model: &Model, service: &Service, suggestions: &Suggestions) -> Vec<Finding> {
    let finding = |name: &str| {
        let hint = match meant(model, name, suggestions) {
            Some(near) => {
                format!("write `{near}` if that is meant, or declare `{name}` in a proto")
            }
            None => format!("declare `{name}` in a proto below a root of `protos`"),
        };
        Finding::error(format!("`{}` serves `{name}`, which no proto declares", service.name))
            .hint(hint)
    };
    missing(model, service)
        .map(|missing| finding(&missing.value).at(&missing.span))
        .map(|finding| finding.about(Subject::Service(service.id)))
        .collect()
}

/// The proto services that a service says it serves, and that no proto has, be it one that did not compile or was not read.
fn missing<'a>(
    model: &'a Model,
    service: &'a Service,
) -> impl Iterator<Item = &'a Spanned<String>> {
    let missing = service.missing_grpc.iter();
    missing.filter(|missing| !model.contracts.may_declare_service(&missing.value))
}

/// The proto service that a name which no proto has was probably meant for.
fn meant<'a>(model: &'a Model, name: &str, suggestions: &Suggestions) -> Option<&'a str> {
    near(name, model.contracts.services.keys(), suggestions)
}

/// RPCs that nobody in the system calls; the outside may call those of a public service.
fn uncalled(model: &Model, service: &Service, misspelt: &BTreeSet<OperationId>) -> Vec<Finding> {
    let rpc = |operation: &&Operation| matches!(operation.kind, OperationKind::Rpc { .. });
    let uncalled: Vec<&Operation> = model
        .operations_of(service.id)
        .iter()
        .filter(rpc)
        .filter(|operation| operation.called_by.is_empty() && !misspelt.contains(&operation.id))
        .collect();
    if service.public.is_some() || uncalled.is_empty() {
        return Vec::new();
    }
    let of_service =
        || model.callers_of(service.id).filter(|call| matches!(call.target, Target::Service(_)));
    if of_service().any(names_rpc) {
        return Vec::new();
    }
    if let Some(call) = of_service().next() {
        let caller = model.caller_name(call.caller);
        let words = format!("`{caller}` does not say which RPCs of `{}` it calls", service.name);
        return vec![
            Finding::undecidable(words)
                .at(&call.span)
                .hint(format!(
                    "write `{}.{}` or whichever it calls",
                    service.name, uncalled[0].name
                ))
                .about(Subject::Call(call.id))
                .about(Subject::Service(service.id)),
        ];
    }
    let finding = |operation: &Operation| {
        let cause = Cause::new(
            format!("nobody calls # RPCs of `{}`", service.name),
            "add the calls where they are made, or delete the RPCs",
        );
        Finding::info(format!("nobody calls `{}.{}`", service.name, operation.name))
            .at_some(operation.span.as_ref())
            .hint("add the call where it is made, or delete the RPC")
            .because(cause, operation.name.as_str())
            .about(Subject::Operation(operation.id))
    };
    uncalled.into_iter().map(finding).collect()
}

/// Whether a call of a whole service says which RPC it means: one of a contract that the service lacks, which is told already.
fn names_rpc(call: &Call) -> bool {
    call.written.contains(['.', '/']) && !call.written.contains(' ')
}

/// The operations that calls which do not resolve were probably meant for: to say so once is enough.
fn misspelt(model: &Model) -> BTreeSet<OperationId> {
    let mut wanted: BTreeSet<(ServiceId, &str)> = BTreeSet::new();
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for call in &model.unresolved {
        match &call.reason {
            Reason::NoSuchRpc { service, nearest: Some(near), .. } => {
                wanted.insert((*service, near));
            }
            Reason::NoSuchPath { nearest, .. } => paths.extend(nearest.as_deref()),
            Reason::AmbiguousRpc { candidates, .. } => {
                paths.extend(candidates.iter().map(String::as_str));
            }
            Reason::NoSuchNode { nearest: Some(near), .. } => {
                let service = model.service_named(near).map(|service| service.id);
                wanted.extend(service.zip(call.written.split_once('.').map(|(_, rpc)| rpc)));
            }
            Reason::NoSuchRpc { nearest: None, .. }
            | Reason::NoSuchNode { nearest: None, .. }
            | Reason::NoSuchRoute { .. }
            | Reason::NotSpoken { .. }
            | Reason::NoSuchForm => {}
        }
    }
    let is_meant = |operation: &&Operation| {
        let path = operation.grpc_path();
        wanted.contains(&(operation.service, &operation.name))
            || path.is_some_and(|path| paths.contains(path.as_str()))
    };
    model.operations.iter().filter(is_meant).map(|operation| operation.id).collect()
}
