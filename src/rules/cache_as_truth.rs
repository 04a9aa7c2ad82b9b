//! S04: the only home of a service's data is a cache.

use crate::diagnostic::Code;
use crate::model::{Model, Ownership, Service, Store};
use crate::topology::StoreKind;

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "S04", name: "cache-as-truth" },
    page: include_str!("cache_as_truth.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.services.iter().filter_map(|service| finding(model, service)).collect()
}

/// Who says `kind: cache` knows what is kept; who says `persistence` has thought of it.
fn finding(model: &Model, service: &Service) -> Option<Finding> {
    let owned = || service.owns.iter().map(|owned| (owned, model.store(owned.store)));
    if owned().any(|(_, store)| store.kind == StoreKind::Truth) {
        return None;
    }
    let is_unsaid = |(_, store): &(&Ownership, &Store)| {
        let written = &store.written;
        store.kind == StoreKind::Cache && written.kind.is_none() && written.persistence.is_none()
    };
    let (ownership, store) = owned().find(is_unsaid)?;
    let words = format!(
        "all data of `{}` is in `{}`, and {} forgets it when it restarts",
        service.name, store.name, store.engine
    );
    Some(
        Finding::warning(words)
            .at(&ownership.span)
            .hint("own a database too, or write `kind: cache` or `persistence: aof` at the store")
            .about(Subject::Store(store.id))
            .about(Subject::Service(service.id)),
    )
}
