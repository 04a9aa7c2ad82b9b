//! T06: calls that together may take longer than their operation promises.

use std::time::Duration;

use crate::analysis::unplaced::unplaced;
use crate::analysis::waiting::{promise, waits};
use crate::diagnostic::Code;
use crate::model::{Call, Model, Operation, duration_text};

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T06", name: "latency-over-budget" },
    page: include_str!("latency_over_budget.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.operations.iter().filter_map(|operation| of_operation(model, operation)).collect()
}

const SHORTEN: &str =
    "shorten timeouts, take attempts away, run calls in `parallel`, or promise less";
const SAY: &str = "write a `timeout`, a number for `times: per-item`, and under `endpoints` which operation makes which call";

fn of_operation(model: &Model, operation: &Operation) -> Option<Finding> {
    let promise = promise(model, operation)?;
    let waits = waits(model, operation);
    let all = waits.longest();
    let service = &model.service(operation.service).name;
    let what = format!("`{}` of `{service}`", operation.name);
    let promised = duration_text(promise.value.value);
    let (finding, of_service) = if all > promise.value.value {
        let sum: Vec<String> = waits.parts.iter().map(|part| shown(model, part)).collect();
        let words = format!(
            "{what} promises {promised}, and may wait {}: {}",
            duration_text(all),
            sum.join(" + ")
        );
        let of_service =
            format!("`{service}` promises {promised}, and # operations may wait longer");
        (Finding::warning(words).hint(SHORTEN), Cause::new(of_service, SHORTEN))
    } else {
        let unplaced = || unplaced(model, operation.service).next();
        let why = match waits.open {
            Some(open) => format!("how long `{}` may take", target(model, open)),
            None => format!("which operation calls `{}`", target(model, unplaced()?)),
        };
        let words = format!("whether {what} can promise {promised} is open: nobody says {why}");
        let of_service =
            format!("whether # operations of `{service}` can promise {promised} is open");
        (Finding::undecidable(words).hint(SAY), Cause::new(of_service, SAY))
    };
    let finding = finding.at(&promise.span).about(Subject::Operation(operation.id));
    let finding = finding.because(of_service.at_some(Some(&promise.span)), &operation.name);
    let finding = match &operation.span {
        Some(span) if operation.slo.is_none() => finding.with(span, "waits for others"),
        _ => finding,
    };
    let calls = waits.parts.iter();
    Some(calls.fold(finding, |finding, (_, call)| finding.about(Subject::Call(call.id))))
}

/// `` 2s `auth.Check` ``
fn shown(model: &Model, (time, call): &(Duration, &Call)) -> String {
    format!("{} `{}`", duration_text(*time), target(model, call))
}
