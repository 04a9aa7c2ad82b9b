//! A02: what everybody outside needs, and of which there is only one.

use crate::analysis::lone::{Lone, lone};
use crate::diagnostic::Code;
use crate::model::{Model, Operation, Service, ServiceId, Store};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A02", name: "single-point-of-failure" },
    page: include_str!("single_point_of_failure.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    if !model.is_deployed() {
        return Vec::new();
    }
    let Lone { services, stores } = lone(model);
    let of_services =
        services.into_iter().map(|(id, entry)| of_service(model, model.service(id), entry));
    let of_stores =
        stores.into_iter().filter_map(|(id, entry)| of_store(model, model.store(id), entry));
    of_services.chain(of_stores).collect()
}

fn of_service(model: &Model, service: &Service, entry: &Operation) -> Finding {
    let words =
        format!("one `{}` runs, and {} needs it", service.name, asked(model, service.id, entry));
    let place = service.replicas.origin.span().unwrap_or(&service.span);
    Finding::warning(words)
        .at(place)
        .hint("write `replicas: 2` or more, or `scale: {min: 2}`")
        .about(Subject::Service(service.id))
        .about(Subject::Operation(entry.id))
}

fn of_store(model: &Model, store: &Store, entry: &Operation) -> Option<Finding> {
    let replicas = store.written.replicas.as_ref()?;
    let entry_name = &entry.name;
    let service = &model.service(entry.service).name;
    let words = format!("one `{}` runs, and `{entry_name}` of `{service}` needs it", store.name);
    Some(
        Finding::warning(words)
            .at(&replicas.span)
            .hint("write `replicas: 2` or more")
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
