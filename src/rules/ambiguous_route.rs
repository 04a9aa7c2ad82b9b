//! G07: a route that two things answer: one that is declared and an RPC that is bound to it, or two RPCs.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Span};
use crate::model::{BoundRoute, Model, Operation, ServiceId, shape_of};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G07", name: "ambiguous-route" },
    page: include_str!("ambiguous_route.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.services.iter().flat_map(|service| of_service(model, service.id)).collect()
}

fn of_service(model: &Model, id: ServiceId) -> Vec<Finding> {
    let mut declared: BTreeMap<(&str, String), (&Operation, &Span)> = BTreeMap::new();
    for (operation, method, path) in model.declared_routes_of(id) {
        if let Some(span) = &operation.span {
            declared.entry((method, shape_of(path))).or_insert((operation, span));
        }
    }
    let bound = model.bound_routes_of(id);
    let mut first: BTreeMap<(&str, String), &BoundRoute> = BTreeMap::new();
    let mut findings = Vec::new();
    for route in &bound {
        let (method, shape) = route.shape();
        let before = *first.entry((method, shape.clone())).or_insert(route);
        if !std::ptr::eq(before, route) {
            findings.push(of_two(model, before, route));
            continue;
        }
        let known = [method, "ANY"].map(|method| declared.get(&(method, shape.clone())));
        if let Some((operation, span)) = known.into_iter().flatten().next() {
            findings.push(with_declared(model, route, operation, span));
        }
    }
    findings
}

/// The topology counts where it says what the route does.
fn with_declared(model: &Model, route: &BoundRoute, declared: &Operation, span: &Span) -> Finding {
    let service = &model.service(declared.service).name;
    let (rpc, name) = (&route.operation.name, &declared.name);
    let winner = if declared.detailed { "the declared route" } else { "the RPC" };
    let words = format!(
        "`{name}` of `{service}` is declared, and bound to `{rpc}` by its contract: {winner} answers"
    );
    Finding::warning(words)
        .at(span)
        .with(&route.contract.span, "bound here")
        .hint("take it out of the topology, or bind the RPC to another path")
        .about(Subject::Operation(declared.id))
        .about(Subject::Operation(route.operation.id))
}

fn of_two(model: &Model, first: &BoundRoute, second: &BoundRoute) -> Finding {
    let service = &model.service(second.operation.service).name;
    let (one, other) = (&first.operation.name, &second.operation.name);
    let words = format!(
        "`{}` of `{service}` is bound to `{other}`, and to `{one}` before, which answers",
        second.binding.name()
    );
    Finding::warning(words)
        .at(&second.contract.span)
        .with(&first.contract.span, "bound here")
        .hint("bind one of them to another path")
        .about(Subject::Operation(second.operation.id))
        .about(Subject::Operation(first.operation.id))
}
