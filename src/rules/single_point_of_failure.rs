//! A02: what everybody outside needs, and of which there is only one.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{Model, Operation, Service, ServiceId, Store, StoreId};

use super::machinery::{instances, needed};
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
    let mut services: BTreeMap<ServiceId, &Operation> = BTreeMap::new();
    let mut stores: BTreeMap<StoreId, &Operation> = BTreeMap::new();
    for flow in &model.flows {
        let entry = model.operation(flow.entry);
        if model.service(entry.service).public.is_none() {
            continue;
        }
        let needed = needed(model, flow.entry, |_| false);
        for id in needed.services {
            services.entry(id).or_insert(entry);
        }
        for id in needed.stores {
            stores.entry(id).or_insert(entry);
        }
    }
    let alone = services.into_iter().map(|(id, entry)| (model.service(id), entry));
    let of_services = alone
        .filter(|(service, _)| instances(service) == 1)
        .map(|(service, entry)| of_service(model, service, entry));
    let alone = stores.into_iter().map(|(id, entry)| (model.store(id), entry));
    let of_stores = alone.filter_map(|(store, entry)| of_store(model, store, entry));
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

/// Only where the topology says that there is one: many who say nothing have a database that somebody else keeps.
fn of_store(model: &Model, store: &Store, entry: &Operation) -> Option<Finding> {
    let replicas = store.written.replicas.as_ref().filter(|replicas| replicas.value <= 1)?;
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
