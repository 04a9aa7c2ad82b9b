//! Idempotency keys: which operations are done once for each key, and how the doors are told.
//!
//! Only a service with a store of its own looks at keys: where nothing is kept, there is nothing to do twice.
//! GET, PUT and DELETE may be repeated anyway, streams cannot be answered again, and tokens are not stored.
//! Over HTTP the key stands in a header, which `docs/openapi` says of each operation that takes it.

use super::bound::Bound;
use super::door;
use crate::contracts::{Contracts, Idempotency, Method, Streaming};
use crate::model::{Model, Operation, OperationKind, Service};
use crate::names::Written;
use crate::views::meaning::contract;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks, one_line};

/// The methods of HTTP that take keys.
const UNSAFE: [&str; 2] = ["PATCH", "POST"];

/// Whether an operation is done once for each key.
pub(in crate::views) fn is_keyed(model: &Model, service: &Service, operation: &Operation) -> bool {
    match &operation.kind {
        OperationKind::Route { method, .. } => {
            (UNSAFE.contains(&method.as_str()) || method == "ANY")
                && !door::is_open(service, operation)
        }
        OperationKind::Rpc { .. } => is_unsafe(&model.contracts, operation),
        _ => false,
    }
}

fn is_unsafe(contracts: &Contracts, operation: &Operation) -> bool {
    contract::method_of(contracts, operation).is_some_and(is_unsafe_rpc)
}

fn is_unsafe_rpc(method: &Method) -> bool {
    method.streaming == Streaming::Unary && method.idempotency != Idempotency::NoSideEffects
}

/// Whether a route that is bound to an RPC is done once for each key.
pub(in crate::views) fn is_bound_keyed(bound: &Bound) -> bool {
    UNSAFE.contains(&bound.binding.rule.method.as_str()) && is_unsafe_rpc(bound.contract)
}

/// Whether a route, asked by a method, takes a key: what it streams is not kept.
pub(in crate::views) fn takes_key(
    service: &PyService,
    operation: &PyOperation,
    method: &str,
) -> bool {
    service.has.http_keys
        && UNSAFE.contains(&method)
        && operation.flow.passed_on.is_none()
        && !door::is_open(service.service, operation.operation)
}

/// What a decorator says of a route that takes one: `dependencies=[Claimed]`.
pub(in crate::views) fn claimed(system: &System, imports: &mut Imports) -> Written {
    imports.name(&format!("{}.idempotency_http", system.runtime), "Claimed");
    Written::own("dependencies=[Claimed]")
}

/// The RPCs that are.
pub(in crate::views) fn rpcs<'a, 'b>(
    system: &'b System<'a>,
    service: &'b PyService<'a>,
) -> impl Iterator<Item = &'b PyOperation<'a>> {
    let is_rpc = |one: &PyOperation| matches!(one.operation.kind, OperationKind::Rpc { .. });
    service.operations.iter().filter(move |one| {
        service.has.grpc_keys
            && is_rpc(one)
            && is_keyed(system.model, service.service, one.operation)
    })
}

/// What remembers answers, over the database.
pub(in crate::views) fn opened(service: &PyService) -> Lines {
    if service.has.keys() {
        one_line(Written::own("once = Once(database)"))
    } else {
        Lines::default()
    }
}

/// `OnceInterceptor(` with the RPCs that change nothing.
pub(super) fn interceptor(system: &System, service: &PyService) -> Option<Lines> {
    let mut arguments = vec![one_line(Written::own("once"))];
    arguments.extend(door::reads(system, service));
    let lines = exploded_blocks(&Written::own("OnceInterceptor"), arguments, ",");
    service.has.grpc_keys.then_some(lines)
}

/// What `bootstrap.py` imports for them.
pub(super) fn imports(system: &System, service: &PyService, imports: &mut Imports) {
    let runtime = &system.runtime;
    if service.has.keys() {
        imports.name(&format!("{runtime}.idempotency"), "Once");
    }
    if service.has.grpc_keys {
        imports.name(&format!("{runtime}.idempotency_grpc"), "OnceInterceptor");
    }
    if service.has.http_keys {
        imports.name(&format!("{runtime}.idempotency_http"), "remember");
    }
}
