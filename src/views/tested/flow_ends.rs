//! How a flow ends in a system that keeps nothing yet: whoever asks for one thing is told that it is not there.

use crate::model::{OperationId, ServiceId, Target};
use crate::views::data::standard::Verb;
use crate::views::data::table::tables;
use crate::views::meaning::filled::Filled;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::use_cases::skeleton::standard;

/// The services on the way to the first thing that is not there, the last of them first; `None` where none is looked for.
pub(super) fn missing(system: &System, id: OperationId) -> Option<Vec<ServiceId>> {
    let (service, index, operation) = find(system, id)?;
    if operation.operation.result.is_some() || looks_for_one(system, service, index) {
        return Some(vec![service.service.id]);
    }
    let certain = operation.flow.steps.iter().filter(|step| is_certain(step));
    let mut ways = certain.filter_map(|step| match step.call.target {
        Target::Operation(callee) => missing(system, callee),
        Target::Service(_) | Target::External { .. } => None,
    });
    let mut way = ways.next()?;
    way.push(service.service.id);
    Some(way)
}

/// Whether an operation changes one thing, by a message that no test makes up.
pub(super) fn is_update(system: &System, id: OperationId) -> bool {
    find(system, id).is_some_and(|(service, index, _)| {
        let tables = tables(system, service);
        standard(&tables, index).is_some_and(|(_, one)| matches!(one.verb, Verb::Update { .. }))
    })
}

fn looks_for_one(system: &System, service: &PyService, index: usize) -> bool {
    let tables = tables(system, service);
    let verb = standard(&tables, index).map(|(_, method)| &method.verb);
    matches!(verb, Some(Verb::Get { .. } | Verb::Delete { .. }))
}

/// Whether a call is made in any case, and its failure the caller's.
fn is_certain(step: &Filled) -> bool {
    let is_made = step.step.either.is_none() && step.items.is_none();
    is_made && !step.call.optional && step.call.fallback.is_none()
}

fn find<'a, 'b>(
    system: &'b System<'a>,
    id: OperationId,
) -> Option<(&'b PyService<'a>, usize, &'b PyOperation<'a>)> {
    system.services.iter().find_map(|service| {
        let index = service.operations.iter().position(|one| one.operation.id == id)?;
        Some((service, index, &service.operations[index]))
    })
}
