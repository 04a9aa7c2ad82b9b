//! S02: a service reads or writes a store that another one owns.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Span};
use crate::model::{Model, Service, ServiceId, Store};
use crate::topology::StoreKind;

use super::machinery::{Touch, list, touches};
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "S02", name: "foreign-store" },
    page: include_str!("foreign_store.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for service in &model.services {
        let mut seen = BTreeSet::new();
        for (id, touch, place) in touches(model, service) {
            let store = model.store(id);
            if is_foreign(service.id, store) && seen.insert(id) {
                findings.push(finding(model, service, store, touch, place));
            }
        }
    }
    findings
}

/// A store without any owner is the business of `unowned-store`.
fn is_foreign(service: ServiceId, store: &Store) -> bool {
    store.kind != StoreKind::Coordination
        && !store.owners.is_empty()
        && store.owners.iter().all(|(owner, _)| *owner != service)
}

fn finding(
    model: &Model,
    service: &Service,
    store: &Store,
    touch: Touch,
    place: Option<&Span>,
) -> Finding {
    let owners: Vec<&str> =
        store.owners.iter().map(|(id, _)| model.service(*id).name.as_str()).collect();
    let (name, owner) = (&service.name, owners[0]);
    let belongs = format!("`{}`, which belongs to {}", store.name, list(&owners));
    let finding = match touch {
        Touch::Writes => Finding::error(format!("`{name}` writes to {belongs}"))
            .hint(format!("let `{name}` call `{owner}`, which then writes")),
        Touch::Reads => Finding::warning(format!("`{name}` reads {belongs}"))
            .hint(format!("let `{name}` call `{owner}`, or keep a copy made from its events")),
    };
    let finding = finding.at_some(place).about(Subject::Service(service.id));
    let finding = finding.about(Subject::Store(store.id));
    match store.owners.first() {
        Some((_, span)) => finding.with(span, format!("`{owner}` owns it")),
        None => finding,
    }
}
