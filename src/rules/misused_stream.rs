//! G01: a stream that may be silent for ever.

use crate::contracts::{Method, Streaming};
use crate::diagnostic::Code;
use crate::model::{Call, Model, Operation, Target};
use crate::topology::CallKind;

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G01", name: "misused-stream" },
    page: include_str!("misused_stream.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    requests.filter_map(|call| of_call(model, call)).collect()
}

fn of_call(model: &Model, call: &Call) -> Option<Finding> {
    let Target::Operation(id) = call.target else { return None };
    let method = method(model, model.operation(id))?;
    if method.streaming == Streaming::Unary || call.stream_idle.is_some() {
        return None;
    }
    let caller = model.caller_name(call.caller);
    let words = format!(
        "`{caller}` does not say how long the stream `{}` may be silent",
        target(model, call)
    );
    let of_all =
        "write `stream-idle: 10s` at them or under `defaults`, longer than their longest pause";
    let cause = Cause::new("nobody says how long # streams may be silent", of_all);
    Some(
        Finding::warning(words)
            .at(&call.span)
            .with(&method.span, "streams")
            .hint("write `stream-idle: 10s`, longer than its longest pause")
            .because(cause, target(model, call))
            .about(Subject::Call(call.id)),
    )
}

fn method<'a>(model: &'a Model, operation: &Operation) -> Option<&'a Method> {
    let (_, method) = operation.rpc(&model.contracts)?;
    Some(method)
}
