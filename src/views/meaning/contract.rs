//! What the contracts say of an operation and of a call: its RPC, the message that it sends.

use super::path_variables::path_variables;
use crate::contracts::{Contracts, Message, Method};
use crate::model::{Call, Model, Operation, OperationKind, Target};

/// The RPC that an operation is.
pub(in crate::views) fn method_of<'a>(
    contracts: &'a Contracts,
    operation: &Operation,
) -> Option<&'a Method> {
    match &operation.kind {
        OperationKind::Rpc { service, method } => contracts.service(service)?.method(method),
        _ => None,
    }
}

/// The RPC that a call reaches; `None` for other protocols.
pub(in crate::views) fn called<'a>(model: &'a Model, call: &Call) -> Option<&'a Method> {
    match &call.target {
        Target::Operation(id) => method_of(&model.contracts, model.operation(*id)),
        Target::Service(_) | Target::External { .. } => None,
    }
}

/// What a call over HTTP sends: the one message that the topology names, if it has all that the path needs.
pub(in crate::views) fn sent<'a>(model: &'a Model, call: &Call) -> Option<&'a Message> {
    let mut messages = call.sends.iter().filter_map(|name| model.contracts.message(name));
    let message = messages.next().filter(|_| messages.next().is_none())?;
    let has = |name: &&str| message.field(name).is_some();
    path_variables(model, call).iter().all(has).then_some(message)
}

/// What a call sends: the request of its RPC, or the message that the topology names.
pub(super) fn request_of<'a>(model: &'a Model, call: &Call) -> Option<&'a Message> {
    match called(model, call) {
        Some(method) => model.contracts.message(&method.input),
        None => sent(model, call),
    }
}

/// Whether a call over HTTP carries a body.
pub(in crate::views) fn has_body(model: &Model, call: &Call) -> bool {
    let route = model.target_operation(call).unwrap_or_default();
    let method = route.split(' ').next().unwrap_or_default();
    route.contains(' ') && !matches!(method, "ANY" | "GET" | "HEAD" | "DELETE" | "OPTIONS")
}
