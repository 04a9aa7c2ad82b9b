//! S01: a store whose data several services own.

use crate::diagnostic::Code;
use crate::model::{Model, ServiceId, Store};
use crate::topology::StoreKind;

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "S01", name: "shared-store" },
    page: include_str!("shared_store.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let shared = |store: &&Store| store.kind != StoreKind::Coordination && store.owners.len() > 1;
    model.stores.iter().filter(shared).map(|store| finding(model, store)).collect()
}

fn finding(model: &Model, store: &Store) -> Finding {
    let name = |id: ServiceId| model.service(id).name.as_str();
    let names: Vec<&str> = store.owners.iter().map(|(id, _)| name(*id)).collect();
    let all = if names.len() == 2 { "both" } else { "all" };
    let rightful = rightful(model, store);
    let mut claims = store.owners.iter().filter(|(id, _)| *id != rightful);
    let (intruder, place) = claims.next().expect("a shared store has a second owner");
    let hint = format!(
        "give `{0}` its own store, or let it call `{1}` for the data",
        name(*intruder),
        name(rightful)
    );
    let mut finding = Finding::error(format!("{} {all} own `{}`", list(&names), store.name))
        .at(place)
        .hint(hint)
        .about(Subject::Store(store.id));
    for (id, span) in store.owners.iter().filter(|(id, _)| id != intruder) {
        finding = finding.with(span, format!("`{}` owns it too", name(*id)));
    }
    store.owners.iter().fold(finding, |finding, (id, _)| finding.about(Subject::Service(*id)))
}

/// The owner that the store is named after; else the first.
fn rightful(model: &Model, store: &Store) -> ServiceId {
    let named_after =
        |id: ServiceId| store.name.as_str().starts_with(model.service(id).name.as_str());
    let owners = store.owners.iter().map(|(id, _)| *id);
    owners
        .clone()
        .find(|id| named_after(*id))
        .or_else(|| owners.clone().next())
        .expect("has owners")
}
