//! A02: what everybody outside needs, and of which there is only one.

use crate::analysis::lone::{Lone, lone};
use crate::diagnostic::{Code, Span};
use crate::model::{Call, Model, Operation, Origin, Service, ServiceId, Store};

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A02", name: "single-point-of-failure" },
    page: include_str!("single_point_of_failure.md"),
    stops: false,
    check,
};

const TWO_OF_ALL: &str = "write `defaults: {replicas: 2}`, or more where more are needed";

fn check(model: &Model) -> Vec<Finding> {
    if !model.is_deployed() {
        return Vec::new();
    }
    let Lone { services, stores, perhaps, .. } = lone(model);
    let of_services =
        services.into_iter().map(|(id, entry)| of_service(model, model.service(id), entry));
    let of_stores =
        stores.into_iter().filter_map(|(id, entry)| of_store(model, model.store(id), entry));
    let perhaps = perhaps.into_iter().map(|(id, call)| open(model, model.service(id), call));
    of_services.chain(of_stores).chain(perhaps).collect()
}

fn of_service(model: &Model, service: &Service, entry: &Operation) -> Finding {
    let words =
        format!("one `{}` runs, and {} needs it", service.name, asked(model, service.id, entry));
    let least = service.scale.as_ref().and_then(|scale| scale.min.as_ref());
    let finding = Finding::warning(words)
        .at(place(service))
        .hint("write `replicas: 2` or more, or `scale: {min: 2}`")
        .about(Subject::Service(service.id))
        .about(Subject::Operation(entry.id));
    let of_all = match &service.replicas.origin {
        Origin::Written(_) => return finding,
        Origin::Defaults(_) | Origin::BuiltIn if least.is_some() => return finding,
        Origin::Defaults(span) => Some(span),
        Origin::BuiltIn => None,
    };
    let finding = match of_all {
        Some(_) => finding.with(&service.span, "needed, and runs once"),
        None => finding,
    };
    let cause = Cause::new("one runs of each of # services that public flows need", TWO_OF_ALL);
    finding.because(cause.at_some(of_all), service.name.as_str())
}

/// It is not said which operation makes the call: then it may be one that matters less.
fn open(model: &Model, service: &Service, call: &Call) -> Finding {
    let caller = model.caller_name(call.caller);
    let words = format!("one `{}` runs, and an operation of `{caller}` may need it", service.name);
    let hint = format!(
        "write `replicas: 2` or more, or say under `endpoints` of `{caller}` which operation calls `{}`",
        target(model, call)
    );
    let shared = format!("one runs of each of # services that operations of `{caller}` may need");
    Finding::info(words)
        .at(place(service))
        .with(&call.span, "which operation makes the call is not said")
        .hint(hint)
        .because(Cause::new(shared, TWO_OF_ALL), service.name.as_str())
        .about(Subject::Service(service.id))
        .about(Subject::Call(call.id))
}

/// Where it says how many of it run.
fn place(service: &Service) -> &Span {
    let least = service.scale.as_ref().and_then(|scale| scale.min.as_ref());
    let of_replicas = || service.replicas.origin.span().unwrap_or(&service.span);
    least.map_or_else(of_replicas, |least| &least.span)
}

fn of_store(model: &Model, store: &Store, entry: &Operation) -> Option<Finding> {
    let server = &store.server.name;
    let store = model.store(store.server.replicated?);
    let replicas = store.written.replicas.as_ref()?;
    let entry_name = &entry.name;
    let service = &model.service(entry.service).name;
    let words = format!("one `{server}` runs, and `{entry_name}` of `{service}` needs it");
    let shared = "one runs of each of # stores that public flows need";
    let cause = Cause::new(shared, "write `replicas: 2` or more at them");
    Some(
        Finding::warning(words)
            .at(&replicas.span)
            .hint("write `replicas: 2` or more")
            .because(cause, server.as_str())
            .about(Subject::Store(store.id))
            .about(Subject::Operation(entry.id)),
    )
}

fn asked(model: &Model, service: ServiceId, entry: &Operation) -> String {
    if entry.service == service {
        format!("its `{}`", entry.name)
    } else {
        format!("`{}` of `{}`", entry.name, model.service(entry.service).name)
    }
}
