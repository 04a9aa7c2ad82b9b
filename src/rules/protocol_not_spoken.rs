//! C02: a call in a protocol that its callee does not speak.

use crate::diagnostic::Code;
use crate::model::{Model, OperationKind, Reason, Service, Unresolved};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C02", name: "protocol-not-spoken" },
    page: include_str!("protocol_not_spoken.md"),
    stops: true,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let unresolved = model.unresolved.iter().enumerate();
    unresolved.filter_map(|(index, call)| unspoken(model, index, call)).collect()
}

fn unspoken(model: &Model, index: usize, call: &Unresolved) -> Option<Finding> {
    let Reason::NotSpoken { service, protocol, speaks } = &call.reason else { return None };
    let (caller, service) = (model.caller_name(call.caller), model.service(*service));
    let words =
        format!("`{caller}` calls `{}`, but `{}` speaks {speaks}", call.written, service.name);
    let hint = remedy(model, service, protocol);
    Some(
        Finding::error(words)
            .at(&call.span)
            .with(&service.span, format!("speaks {speaks}"))
            .hint(hint)
            .about(Subject::Unresolved(index)),
    )
}

/// Calls it as it speaks, lets it speak otherwise, or tells it by an event.
fn remedy(model: &Model, service: &Service, protocol: &str) -> String {
    let name = &service.name;
    let otherwise = match protocol {
        "gRPC" => format!("name the proto service under `grpc` of `{name}`"),
        "HTTP" => format!("list the route under `http` of `{name}`"),
        _ => format!("let `{name}` serve `grpc` or `http`"),
    };
    let spoken =
        model.operations_of(service.id).iter().find_map(|operation| match operation.kind {
            OperationKind::Rpc { .. } => Some(format!("{name}.{}", operation.name)),
            OperationKind::Route { .. } => Some(format!("{name} {}", operation.name)),
            OperationKind::Event(_)
            | OperationKind::Cron(_)
            | OperationKind::Job(_)
            | OperationKind::Opaque { .. } => None,
        });
    match spoken {
        Some(operation) => {
            format!("write `{operation}` or another of its operations, or {otherwise}")
        }
        None if service.consumes.is_empty() => otherwise,
        None => format!("publish an event that `{name}` consumes, or {otherwise}"),
    }
}
