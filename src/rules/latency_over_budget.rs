//! T06: calls that together may take longer than their operation promises.

use std::time::Duration;

use crate::analysis::waiting::{promise, waits};
use crate::diagnostic::Code;
use crate::model::{Call, Model, Operation, duration_text};

use super::machinery::target;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T06", name: "latency-over-budget" },
    page: include_str!("latency_over_budget.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.operations.iter().filter_map(|operation| of_operation(model, operation)).collect()
}

fn of_operation(model: &Model, operation: &Operation) -> Option<Finding> {
    let promise = promise(model, operation)?;
    let waits = waits(model, operation);
    let all = waits.longest();
    let what = format!("`{}` of `{}`", operation.name, model.service(operation.service).name);
    let promised = duration_text(promise.value.value);
    let finding = if all > promise.value.value {
        let sum: Vec<String> = waits.parts.iter().map(|part| shown(model, part)).collect();
        let words = format!(
            "{what} promises {promised}, and may wait {}: {}",
            duration_text(all),
            sum.join(" + ")
        );
        Finding::warning(words)
            .hint("shorten timeouts, take attempts away, run calls in `parallel`, or promise less")
    } else {
        let open = waits.open?;
        let words = format!(
            "whether {what} can promise {promised} is open: nobody says how long `{}` may take",
            target(model, open)
        );
        Finding::undecidable(words).hint("write a `timeout`, and a number for `times: per-item`")
    };
    let finding = finding.at(&promise.span).about(Subject::Operation(operation.id));
    Some(
        waits
            .parts
            .iter()
            .fold(finding, |finding, (_, call)| finding.about(Subject::Call(call.id))),
    )
}

/// `` 2s `auth.Check` ``
fn shown(model: &Model, (time, call): &(Duration, &Call)) -> String {
    format!("{} `{}`", duration_text(*time), target(model, call))
}
