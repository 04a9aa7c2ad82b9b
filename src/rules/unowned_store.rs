//! S03: a store that nobody owns, or that nobody uses at all.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Span};
use crate::model::{Model, Service, Store, StoreId};
use crate::topology::StoreKind;

use super::machinery::{list, touches};
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "S03", name: "unowned-store" },
    page: include_str!("unowned_store.md"),
    stops: false,
    check,
};

/// Who touches a store, and where that is written.
type Users<'a> = BTreeMap<StoreId, Vec<(&'a Service, Option<&'a Span>)>>;

fn check(model: &Model) -> Vec<Finding> {
    let users = users(model);
    let unowned = |store: &&Store| store.kind != StoreKind::Coordination && store.owners.is_empty();
    model.stores.iter().filter(unowned).filter_map(|store| finding(store, &users)).collect()
}

fn users(model: &Model) -> Users<'_> {
    let mut users = Users::new();
    for service in &model.services {
        for (store, _, place) in touches(model, service) {
            let known = users.entry(store).or_default();
            if known.last().is_none_or(|(user, _)| user.id != service.id) {
                known.push((service, place));
            }
        }
    }
    users
}

fn finding(store: &Store, users: &Users) -> Option<Finding> {
    let name = &store.name;
    let finding = match users.get(&store.id) {
        // Somebody does who misspells it, and that is told already.
        None if store.is_meant => return None,
        None => Finding::warning(format!("nobody uses `{name}`"))
            .hint(format!("write `owns: [{name}]` at a service, or delete it")),
        Some(users) => {
            let names: Vec<&str> = users.iter().map(|(user, _)| user.name.as_str()).collect();
            let verb = if names.len() == 1 { "uses" } else { "use" };
            let words = format!("{} {verb} `{name}`, but nobody owns it", list(&names));
            let hint =
                format!("write `owns: [{name}]` at the one service that decides over its data");
            users.iter().fold(Finding::error(words).hint(hint), |finding, (user, place)| {
                let finding = finding.about(Subject::Service(user.id));
                match place {
                    Some(place) => finding.with(place, format!("`{}` uses it", user.name)),
                    None => finding,
                }
            })
        }
    };
    Some(finding.at(&store.span).about(Subject::Store(store.id)))
}
