//! O01: nobody answers for a service, or several teams share a store.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Domain, Model, Service, Store};

use super::machinery::list;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "O01", name: "missing-owner" },
    page: include_str!("missing_owner.md"),
    stops: false,
    check,
};

/// Silent until the first domain is declared: a small system needs none.
fn check(model: &Model) -> Vec<Finding> {
    if model.domains.is_empty() {
        return Vec::new();
    }
    let services = model.services.iter().filter_map(|service| unowned(model, service));
    services.chain(model.stores.iter().filter_map(|store| across(model, store))).collect()
}

fn unowned(model: &Model, service: &Service) -> Option<Finding> {
    let name = &service.name;
    let finding = match (service.domain, model.team_of(service.id)) {
        (_, Some(_)) => return None,
        // Where it names one that is not declared, that is told already.
        (None, None) if service.names_domain => return None,
        (None, None) => Finding::warning(format!("`{name}` has neither a domain nor a team"))
            .at(&service.span)
            .hint("write `domain`, or `team` where no domain fits"),
        (Some(id), None) => {
            let domain = model.domain(id);
            Finding::warning(format!(
                "`{name}` has no team, and neither has its domain `{}`",
                domain.name
            ))
            .at(&service.span)
            .with(&domain.span, "no team")
            .hint(format!("write `team` at `{}`", domain.name))
            .because(of_domain(domain), name.as_str())
        }
    };
    Some(finding.about(Subject::Service(service.id)))
}

fn of_domain(domain: &Domain) -> Cause {
    let words = format!("# services have no team, and neither has their domain `{}`", domain.name);
    Cause::new(words, format!("write `team` at `{}`", domain.name)).at_some(Some(&domain.span))
}

fn across(model: &Model, store: &Store) -> Option<Finding> {
    let users = || store.owners.iter().chain(&store.writers).chain(&store.readers);
    let teams: BTreeSet<&str> = users().filter_map(|(id, _)| model.team_of(*id)).collect();
    if teams.len() < 2 {
        return None;
    }
    let teams: Vec<&str> = teams.into_iter().collect();
    let words = format!("`{}` lies between the teams {}", store.name, list(&teams));
    let mut finding = Finding::warning(words)
        .at(&store.span)
        .hint("let one team own the store and offer its data to the others by calls or events")
        .about(Subject::Store(store.id));
    for (id, span) in users().filter(|(_, span)| *span != store.span) {
        let team = model.team_of(*id).unwrap_or("nobody");
        finding = finding.with(span, format!("`{}` of `{team}`", model.service(*id).name));
    }
    Some(finding)
}
