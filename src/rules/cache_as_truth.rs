//! S04: the only home of a service's data is a cache.

use crate::analysis::truths::sole_caches;
use crate::diagnostic::Code;
use crate::model::{Model, Service};

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

/// Who says `persistence` has thought of it.
fn finding(model: &Model, service: &Service) -> Option<Finding> {
    let mut caches = sole_caches(model, service);
    let (ownership, store) = caches.find(|(_, store)| store.written.persistence.is_none())?;
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
