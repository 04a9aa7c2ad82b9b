//! C04: a request that comes back to where it began.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Call, Caller, Model, OperationId, ServiceId, Target};
use crate::topology::CallKind;

use super::machinery::list;
use super::{Finding, Rule, Subject};
use crate::analysis::cycles::{cycles, of_operations};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "C04", name: "call-cycle" },
    page: include_str!("call_cycle.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let of_operations = operation_cycles(model);
    let explained: BTreeSet<BTreeSet<ServiceId>> = of_operations
        .iter()
        .map(|way| way.iter().map(|id| model.operation(*id).service).collect())
        .collect();
    let of_services = service_cycles(model).into_iter().filter(|way| {
        let among: BTreeSet<ServiceId> = way.iter().copied().collect();
        !explained.iter().any(|known| known.is_superset(&among) || among.is_superset(known))
    });
    let errors = of_operations.iter().map(|way| error(model, way));
    let warnings: Vec<Finding> = of_services.map(|way| warning(model, &way)).collect();
    errors.chain(warnings).collect()
}

/// Operations that wait for each other: each of these requests hangs or ends in a timeout.
fn operation_cycles(model: &Model) -> Vec<Vec<OperationId>> {
    cycles(&of_operations(model))
        .into_iter()
        .map(|way| way.into_iter().map(OperationId).collect())
        .collect()
}

/// Services that call each other, whatever the operations.
fn service_cycles(model: &Model) -> Vec<Vec<ServiceId>> {
    let mut edges = vec![Vec::new(); model.services.len()];
    for call in model.calls.iter().filter(|call| call.kind == CallKind::Request) {
        if let (Caller::Service(from), Some(to)) = (call.caller, model.callee(call))
            && from != to
        {
            edges[from.0].push(to.0);
        }
    }
    cycles(&edges).into_iter().map(|way| way.into_iter().map(ServiceId).collect()).collect()
}

fn error(model: &Model, way: &[OperationId]) -> Finding {
    let name = |id: OperationId| {
        let operation = model.operation(id);
        let between = if operation.grpc_path().is_some() { "." } else { " " };
        format!("{}{between}{}", model.service(operation.service).name, operation.name)
    };
    let calls = pairs(way).filter_map(|(from, to)| {
        let steps = model.request_steps(model.operation(from));
        steps.map(|step| model.call(step.call)).find(|call| call.target == Target::Operation(to))
    });
    let names: Vec<String> = way.iter().map(|id| name(*id)).collect();
    let words = format!("{} wait for each other in a circle", list(&names));
    let hint = "let one of them take what it needs as an argument, or answer by an event";
    drawn(model, Finding::error(words), calls).hint(hint)
}

fn warning(model: &Model, way: &[ServiceId]) -> Finding {
    let calls = pairs(way).filter_map(|(from, to)| {
        let mut requests = model.calls_of(from).filter(|call| call.kind == CallKind::Request);
        requests.find(|call| model.callee(call) == Some(to))
    });
    let names: Vec<&str> = way.iter().map(|id| model.service(*id).name.as_str()).collect();
    let said = calls.clone().all(|call| matches!(call.target, Target::Operation(_)));
    let why =
        if said { "no single request goes all the way round" } else { "with operations not said" };
    let words = format!("{} call each other in a circle ({why})", list(&names));
    let hint = "move what both need into a service below them, or tell one side by an event";
    drawn(model, Finding::warning(words), calls).hint(hint)
}

/// Each node of a circle with the one that follows it.
fn pairs<T: Copy>(way: &[T]) -> impl Iterator<Item = (T, T)> + Clone {
    way.iter().copied().zip(way.iter().copied().cycle().skip(1))
}

fn drawn<'a>(model: &Model, finding: Finding, calls: impl Iterator<Item = &'a Call>) -> Finding {
    let mut calls: Vec<&Call> = calls.collect();
    calls.sort_by_key(|call| &call.span);
    let mut finding = match calls.first() {
        Some(first) => finding.at(&first.span),
        None => finding,
    };
    for call in calls.iter().skip(1) {
        let words = format!("`{}` goes on here", model.caller_name(call.caller));
        finding = finding.with(&call.span, words);
    }
    calls.iter().fold(finding, |finding, call| finding.about(Subject::Call(call.id)))
}
