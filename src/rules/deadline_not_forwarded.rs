//! T05: a callee goes on after its caller has given up.

use crate::diagnostic::Code;
use crate::model::{Call, Model};
use crate::topology::Deadline;

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T05", name: "deadline-not-forwarded" },
    page: include_str!("deadline_not_forwarded.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let detached = model.calls.iter().filter(|call| call.deadline == Deadline::Detached);
    detached.map(|call| finding(model, call)).collect()
}

fn finding(model: &Model, call: &Call) -> Finding {
    let (caller, asked) = (model.caller_name(call.caller), target(model, call));
    let hint = "forward the deadline, or publish an event for work that outlives its request";
    let cause = Cause::new(format!("# callees of `{caller}` go on after it has given up"), hint);
    Finding::warning(format!("`{asked}` goes on after `{caller}` has given up"))
        .at(&call.span)
        .hint(hint)
        .because(cause, asked)
        .about(Subject::Call(call.id))
}
