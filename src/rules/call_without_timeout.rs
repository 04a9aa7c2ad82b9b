//! T01: a call that may wait for ever.

use crate::contracts::Streaming;
use crate::diagnostic::{Code, Span};
use crate::model::{Call, Model, Origin, Target};
use crate::topology::Timeout;

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T01", name: "call-without-timeout" },
    page: include_str!("call_without_timeout.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.calls.iter().filter_map(|call| finding(model, call)).collect()
}

fn finding(model: &Model, call: &Call) -> Option<Finding> {
    if call.stream_idle.is_some() && is_stream(model, call) {
        return None;
    }
    let calls = format!("`{}` calls `{}`", model.caller_name(call.caller), target(model, call));
    let finding = match &call.timeout {
        None => Finding::undecidable(format!("{calls} with no timeout said"))
            .at(&call.span)
            .hint("write `timeout: 1s` here or under `defaults`; `none` if it may wait for ever")
            .because(unsaid(), target(model, call)),
        Some(timeout) if timeout.value == Timeout::Never => {
            let finding = Finding::warning(format!("{calls} and may wait for ever"))
                .at(&call.span)
                .hint("write how long an answer is worth waiting for: `timeout: 1s`");
            match &timeout.origin {
                Origin::Defaults(span) => {
                    finding.with(span, "never ends").because(endless(span), target(model, call))
                }
                Origin::Written(span) if *span != call.span => finding.with(span, "never ends"),
                Origin::Written(_) | Origin::BuiltIn => finding,
            }
        }
        Some(_) => return None,
    };
    Some(finding.about(Subject::Call(call.id)))
}

fn unsaid() -> Cause {
    let hint = "write `defaults: {timeout: 1s}`, and at the calls what is worth more or less";
    Cause::new("no timeout is said for # calls", hint)
}

fn endless(default: &Span) -> Cause {
    let hint = "write a default that ends, such as `timeout: 1s`, and at the calls what is worth more or less";
    Cause::new("# calls may wait for ever", hint).at_some(Some(default))
}

/// Whether either side sends more than one message, as far as a contract says.
fn is_stream(model: &Model, call: &Call) -> bool {
    let Target::Operation(id) = call.target else { return true };
    let rpc = model.operation(id).rpc(&model.contracts);
    rpc.is_none_or(|(_, method)| method.streaming != Streaming::Unary)
}
