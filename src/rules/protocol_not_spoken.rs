//! C02: a call in a protocol that its callee does not speak.

use crate::diagnostic::Code;
use crate::model::{Model, Reason, Unresolved};

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
    let hint = match *protocol {
        "gRPC" => format!("name the proto service under `grpc` of `{}`", service.name),
        "HTTP" => format!("list the route under `http` of `{}`", service.name),
        _ => format!(
            "publish an event that `{}` consumes, or let it serve `grpc` or `http`",
            service.name
        ),
    };
    let hint = match service.consumes.is_empty() {
        true => hint,
        false if *protocol == "any protocol" => hint,
        false => format!("{hint}, or publish an event that it consumes"),
    };
    Some(
        Finding::error(words)
            .at(&call.span)
            .with(&service.span, format!("speaks {speaks}"))
            .hint(hint)
            .about(Subject::Unresolved(index)),
    )
}
