//! S05: services that keep more connections open, at full scale, than their server allows.

use crate::analysis::connections::{Budget, OF_AN_INSTANCE, budgets};
use crate::diagnostic::Code;
use crate::model::{Model, Service};

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "S05", name: "exceeded-connections" },
    page: include_str!("exceeded_connections.md"),
    stops: false,
    check,
};

/// Where an environment is declared that others use, that one is looked at, and not the file itself.
fn check(model: &Model) -> Vec<Finding> {
    let is_judged_elsewhere = model.environment.is_none() && model.has_deployment();
    if is_judged_elsewhere || model.is_local() {
        return Vec::new();
    }
    budgets(model).iter().filter_map(|budget| finding(model, budget)).collect()
}

fn finding(model: &Model, budget: &Budget) -> Option<Finding> {
    let store = model.store(budget.store);
    let finding = match budget.wanted() {
        Some(wanted) if wanted > budget.usable() => too_many(model, budget, wanted),
        Some(_) => return None,
        None => unbounded(model, budget),
    };
    Some(finding.at(&store.span).about(Subject::Store(store.id)))
}

fn too_many(model: &Model, budget: &Budget, wanted: u32) -> Finding {
    let (server, usable) = (budget.server, budget.usable());
    let parts = budget.users.iter().filter_map(|(id, most)| {
        Some(format!("{} × {OF_AN_INSTANCE} of `{}`", (*most)?, model.service(*id).name))
    });
    let parts: Vec<String> = parts.collect();
    let words = format!(
        "at full scale {} keep up to {wanted} connections to `{server}`, which has room for {usable}",
        parts.join(" and ")
    );
    let mut finding = Finding::warning(words).hint(format!(
        "bound `scale`, or let the server allow more, or put a pooler before it, and write `connections: {}` at the store",
        wanted + budget.kept
    ));
    for (id, _) in &budget.users {
        let service = model.service(*id);
        let most = service.scale.as_ref().and_then(|scale| scale.max.as_ref());
        if let Some(most) = most {
            finding = finding.with(&most.span, format!("at most {} instances", most.value));
        }
    }
    finding
}

fn unbounded(model: &Model, budget: &Budget) -> Finding {
    let open = budget.users.iter().filter(|(_, most)| most.is_none());
    let open: Vec<&Service> = open.map(|(id, _)| model.service(*id)).collect();
    let names: Vec<&str> = open.iter().map(|one| one.name.as_str()).collect();
    let words = format!(
        "nobody can tell how many connections {} will keep to `{}`",
        list(&names),
        budget.server
    );
    Finding::undecidable(words).hint("write `scale: {max: ..}`")
}
