//! C01: a call names something that is not there.

use crate::diagnostic::Code;
use crate::model::{Call, Model, Reason, ServiceId, Target, Unresolved};

use super::machinery::{list, target};
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C01", name: "unknown-target" },
    page: include_str!("unknown_target.md"),
    stops: true,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let unresolved = model.unresolved.iter().enumerate();
    let unknown = unresolved.filter_map(|(index, call)| {
        Some(unknown(model, call)?.at(&call.span).about(Subject::Unresolved(index)))
    });
    let untold = model.calls.iter().filter_map(|call| untold(model, call));
    unknown.chain(untold).collect()
}

fn unknown(model: &Model, call: &Unresolved) -> Option<Finding> {
    let caller = model.caller_name(call.caller);
    let calls = format!("`{caller}` calls `{}`", call.written);
    let name = |service: ServiceId| model.service(service).name.as_str();
    let finding = match &call.reason {
        Reason::NotSpoken { .. } => return None,
        Reason::NoSuchNode { name, nearest } => {
            let otherwise = format!("declare `{name}` under `services` or `externals`");
            Finding::error(format!("{calls}, but no service or external is called `{name}`"))
                .hint(write_or(nearest.as_deref(), &otherwise))
        }
        Reason::NoSuchRpc { service, rpc, nearest } => {
            let service = name(*service);
            let near = nearest.as_ref().map(|near| format!("{service}.{near}"));
            let otherwise =
                format!("add the RPC `{rpc}` to a proto service that `{service}` serves");
            Finding::error(format!("{calls}, but `{service}` serves no RPC `{rpc}`"))
                .hint(write_or(near.as_deref(), &otherwise))
        }
        Reason::AmbiguousRpc { service, candidates } => {
            let service = name(*service);
            let paths = list(candidates).replace(" and ", " or ");
            Finding::error(format!("{calls}, which several proto services of `{service}` have"))
                .hint(format!("write {paths}"))
        }
        Reason::NoSuchPath { path, nearest } => Finding::error(format!(
            "{calls}, but no service serves `{path}`"
        ))
        .hint(write_or(nearest.as_deref(), "name its proto service under `grpc` of a service")),
        Reason::NoSuchRoute { service, route, nearest } => {
            let document = model.service(*service).document.as_deref();
            let service = name(*service);
            let near = nearest.as_ref().map(|near| format!("{service} {near}"));
            let otherwise = match document {
                Some(document) => format!("add `{route}` to `{document}`"),
                None => format!("add `{route}` to `http` or `endpoints` of `{service}`"),
            };
            Finding::error(format!("{calls}, but `{service}` has no route `{route}`"))
                .hint(write_or(near.as_deref(), &otherwise))
        }
        Reason::NoSuchForm => Finding::error(format!("{calls}, which is no form of a call")).hint(
            "write `auth.Authenticate`, `gateway POST /v1/messages` or the name of an external",
        ),
    };
    Some(finding)
}

fn write_or(nearest: Option<&str>, otherwise: &str) -> String {
    match nearest {
        Some(near) => format!("write `{near}` if that is meant, or {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// A route of a service whose routes are not told: nobody can say whether it is there.
fn untold(model: &Model, call: &Call) -> Option<Finding> {
    let Target::Service(id) = call.target else { return None };
    let (_, route) = call.written.split_once(' ')?;
    let (caller, asked) = (model.caller_name(call.caller), target(model, call));
    let service = model.service(id);
    let words =
        format!("`{caller}` calls `{}`, but the routes of `{asked}` are not told", call.written);
    Some(
        Finding::undecidable(words)
            .at(&call.span)
            .with(&service.span, "its routes are not told here")
            .hint(format!("list the routes of `{asked}`: `http: [{route}]`"))
            .about(Subject::Call(call.id)),
    )
}
