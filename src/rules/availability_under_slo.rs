//! A01: a promise that what it depends on cannot keep.

use std::collections::BTreeMap;

use crate::analysis::availability::{Sum, percent, promise, sum};
use crate::diagnostic::{Code, Span, Spanned};
use crate::model::{Model, Operation};
use crate::topology::Percentage;

use super::machinery::target;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A01", name: "availability-under-slo" },
    page: include_str!("availability_under_slo.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    if model.is_local() {
        return Vec::new();
    }
    let mut worst: BTreeMap<Span, (f64, Finding)> = BTreeMap::new();
    for operation in &model.operations {
        let Some(promise) = promise(model, operation) else { continue };
        let sum = sum(model, operation);
        let Some(finding) = finding(model, operation, promise, &sum) else { continue };
        let share = sum.share(|_| true);
        let known = worst.get(&promise.span);
        if known.is_none_or(|(least, _)| share < *least) {
            worst.insert(promise.span.clone(), (share, finding));
        }
    }
    worst.into_values().map(|(_, finding)| finding).collect()
}

fn finding(
    model: &Model,
    operation: &Operation,
    promise: &Spanned<Percentage>,
    sum: &Sum,
) -> Option<Finding> {
    let promised = promise.value.value;
    let what = format!("`{}` of `{}`", operation.name, model.service(operation.service).name);
    let by_promises = sum.share(|factor| factor.promised);
    let in_all = sum.share(|_| true);
    let finding = if by_promises < promised {
        let words = format!(
            "{what} promises {}, and what it needs promises {} at best: {}",
            percent(promised),
            percent(by_promises),
            sum.shown(|factor| factor.promised),
        );
        Finding::error(words)
    } else if in_all < promised {
        let words = format!(
            "{what} promises {}, and what it needs comes to about {}: {}",
            percent(promised),
            percent(in_all),
            sum.shown(|_| true),
        );
        Finding::warning(words)
    } else if let Some(call) = sum.unplaced.map(|id| model.call(id)) {
        let caller = model.caller_name(call.caller);
        let words = format!(
            "whether {what} can promise {} is open: nobody says which operation of `{caller}` calls `{}`",
            percent(promised),
            target(model, call),
        );
        let hint = format!("name the call under `endpoints` of `{caller}`, where it is made");
        return Some(placed(Finding::undecidable(words), operation, promise).hint(hint));
    } else if let [silent, ..] = sum.silent.as_slice() {
        let words = format!(
            "whether {what} can promise {} is open: `{silent}` promises nothing",
            percent(promised),
        );
        let hint = format!("write `slo: {{availability: 99.9}}` at `{silent}`");
        return Some(placed(Finding::undecidable(words), operation, promise).hint(hint));
    } else {
        return None;
    };
    let hint = "promise less, run more of the weakest, or make its call optional with a fallback";
    Some(placed(finding, operation, promise).hint(hint))
}

fn placed(finding: Finding, operation: &Operation, promise: &Spanned<Percentage>) -> Finding {
    finding.at(&promise.span).about(Subject::Operation(operation.id))
}
