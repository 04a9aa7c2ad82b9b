//! P02: a call across a border with nobody asked who it is, or for everybody to read.

use crate::diagnostic::{Code, Span};
use crate::model::{Call, Caller, Classes, Effective, Model, ServiceId, Target};
use crate::topology::{Auth, CallKind};

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P02", name: "unguarded-edge" },
    page: include_str!("unguarded_edge.md"),
    stops: false,
    check,
};

const GUARDED: &str =
    "write `auth: mtls` or `auth: jwt`, and no `tls: false`; `https://` for systems of others";

fn check(model: &Model) -> Vec<Finding> {
    if model.is_local() {
        return Vec::new();
    }
    let classes = Classes::of(model);
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    requests.filter_map(|call| of_call(model, &classes, call)).collect()
}

fn of_call(model: &Model, classes: &Classes, call: &Call) -> Option<Finding> {
    let Caller::Service(caller) = call.caller else { return None };
    let fault = match &call.target {
        Target::External { id, .. } => {
            let url = model.external(*id).written.url.as_ref().map(|url| url.value.as_str());
            let is_plain = url.is_some_and(is_plain) || is_refused(call.tls.as_ref());
            is_plain.then(|| violated(model, classes, call, "for everybody on the way to read"))?
        }
        Target::Operation(id) => {
            inner(model, classes, call, (caller, model.operation(*id).service))?
        }
        Target::Service(id) => inner(model, classes, call, (caller, *id))?,
    };
    Some(fault.about(Subject::Call(call.id)))
}

/// A call from one service to another: across a border of contexts, or by one that everybody outside can reach.
/// A mesh encrypts all of them, and asks the caller who it is.
fn inner(
    model: &Model,
    classes: &Classes,
    call: &Call,
    (from, to): (ServiceId, ServiceId),
) -> Option<Finding> {
    if model.mesh.is_some() {
        return None;
    }
    let (from, to) = (model.service(from), model.service(to));
    let crosses = from.domain.is_some() && to.domain.is_some() && from.domain != to.domain;
    if !crosses && from.public.is_none() {
        return None;
    }
    let auth = call.auth.as_ref().or(to.auth.as_ref());
    let is_plain = is_refused(call.tls.as_ref()) || is_refused(to.tls.as_ref());
    match auth.map(|auth| auth.value) {
        Some(Auth::None) => {
            let place = auth.and_then(|auth| auth.origin.span());
            Some(inside(model, classes, call, ("without anybody asking who it is", place)))
        }
        Some(_) if is_plain => {
            let tls = call.tls.as_ref().filter(|tls| !tls.value).or(to.tls.as_ref());
            let place = tls.and_then(|tls| tls.origin.span());
            Some(inside(model, classes, call, ("for everybody on the way to read", place)))
        }
        None if crosses => Some(open(model, call)),
        Some(_) | None => None,
    }
}

/// Whether it says `tls: false`.
fn is_refused(tls: Option<&Effective<bool>>) -> bool {
    tls.is_some_and(|tls| !tls.value)
}

/// What is said in one place for many calls is mended there.
fn inside(
    model: &Model,
    classes: &Classes,
    call: &Call,
    (how, place): (&str, Option<&Span>),
) -> Finding {
    let finding = violated(model, classes, call, how);
    let Some(place) = place else { return finding };
    let data = if is_classified(model, classes, call) { ", with classified data" } else { "" };
    let cause = Cause::new(format!("# calls are made {how}{data}"), GUARDED).at_some(Some(place));
    finding.with(place, "said here").because(cause, target(model, call))
}

fn open(model: &Model, call: &Call) -> Finding {
    let words = format!(
        "`{}` calls `{}` in another context, and nobody says how it proves who it is",
        model.caller_name(call.caller),
        target(model, call)
    );
    let shared = "# calls go into other contexts, and nobody says how they prove who makes them";
    let cause = Cause::new(shared, "write `defaults: {auth: mtls}`, or `auth` at the callees");
    Finding::undecidable(words)
        .at(&call.span)
        .hint("write `auth: mtls` at the callee, or under `defaults`")
        .because(cause, target(model, call))
}

fn violated(model: &Model, classes: &Classes, call: &Call, how: &str) -> Finding {
    let words =
        format!("`{}` calls `{}` {how}", model.caller_name(call.caller), target(model, call));
    let finding = if is_classified(model, classes, call) {
        Finding::error(format!("{words}, with classified data"))
    } else {
        Finding::warning(words)
    };
    finding.at(&call.span).hint(GUARDED)
}

/// Whether the request, its answer, or what is said to be sent has a field of a data class.
fn is_classified(model: &Model, classes: &Classes, call: &Call) -> bool {
    let of_rpc = match call.target {
        Target::Operation(id) => {
            model.operation(id).rpc(&model.contracts).map(|(_, method)| method)
        }
        Target::Service(_) | Target::External { .. } => None,
    };
    let messages = of_rpc.into_iter().flat_map(|method| [&method.input, &method.output]);
    let is_class =
        |sent: &String| model.data_classes.iter().any(|(field, c)| field == sent || c == sent);
    messages.chain(&call.sends).any(|name| classes.is_classified(name) || is_class(name))
}

/// Whether a URL says that nothing is encrypted.
fn is_plain(url: &str) -> bool {
    matches!(url.split_once("://"), Some(("http" | "ws" | "ftp" | "smtp" | "ldap" | "redis", _)))
}
