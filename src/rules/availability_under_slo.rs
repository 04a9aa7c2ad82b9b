//! A01: a promise that what it depends on cannot keep.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Span, Spanned};
use crate::model::{Model, Operation, OperationKind, Service};
use crate::topology::Percentage;

use super::machinery::{Needed, instances, needed};
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "A01", name: "availability-under-slo" },
    page: include_str!("availability_under_slo.md"),
    stops: false,
    check,
};

/// What one instance of something is taken for, in percent, that promises nothing.
const INSTANCE: f64 = 99.9;

/// How many factors a message shows, the weakest first.
const SHOWN: usize = 6;

/// Something that must be there, and the share of time in which it is.
struct Factor {
    name: String,
    share: f64,
    /// Whether somebody promises that; else it is taken for granted.
    promised: bool,
}

/// What a promise depends on.
struct Sum {
    factors: Vec<Factor>,
    /// The systems of others that promise nothing.
    silent: Vec<String>,
}

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

/// What an operation that somebody asks for promises, or its service for all of them.
fn promise<'a>(model: &'a Model, operation: &'a Operation) -> Option<&'a Spanned<Percentage>> {
    let is_asked = matches!(
        operation.kind,
        OperationKind::Rpc { .. } | OperationKind::Route { .. } | OperationKind::Opaque { .. }
    );
    let own = operation.slo.as_ref().and_then(|slo| slo.availability.as_ref());
    own.or_else(|| availability(model.service(operation.service))).filter(|_| is_asked)
}

fn availability(service: &Service) -> Option<&Spanned<Percentage>> {
    service.slo.as_ref().and_then(|slo| slo.availability.as_ref())
}

fn sum(model: &Model, operation: &Operation) -> Sum {
    let Needed { services, stores, externals } =
        needed(model, operation.id, |service| availability(service).is_some());
    let (mut factors, mut silent) = (Vec::new(), Vec::new());
    for service in services.into_iter().map(|id| model.service(id)) {
        let promised = availability(service).filter(|_| service.id != operation.service);
        let share = promised.map_or_else(|| taken(instances(service)), |own| own.value.value);
        let promised = promised.is_some();
        factors.push(Factor { name: service.name.to_string(), share, promised });
    }
    for store in stores.into_iter().map(|id| model.store(id)) {
        let replicas = store.written.replicas.as_ref().map_or(1, |replicas| replicas.value);
        let share = taken(replicas.max(1));
        factors.push(Factor { name: store.name.to_string(), share, promised: false });
    }
    for external in externals.into_keys().map(|id| model.external(id)) {
        let slo = external.written.slo.as_ref();
        match slo.and_then(|slo| slo.availability.as_ref()) {
            Some(own) => {
                let (name, share) = (external.name.to_string(), own.value.value);
                factors.push(Factor { name, share, promised: true });
            }
            None => silent.push(external.name.to_string()),
        }
    }
    factors.sort_by(|a, b| a.share.total_cmp(&b.share).then_with(|| a.name.cmp(&b.name)));
    Sum { factors, silent }
}

/// Of so many instances, at least one is there.
fn taken(instances: u32) -> f64 {
    let away = (1.0 - INSTANCE / 100.0).powi(i32::try_from(instances).unwrap_or(i32::MAX));
    100.0 * (1.0 - away)
}

impl Sum {
    fn share(&self, counts: impl Fn(&Factor) -> bool) -> f64 {
        let factors = self.factors.iter().filter(|factor| counts(factor));
        100.0 * factors.map(|factor| factor.share / 100.0).product::<f64>()
    }

    /// `99.5% llm × 99.9% auth-db`, the weakest first.
    fn shown(&self, counts: impl Fn(&Factor) -> bool) -> String {
        let factors: Vec<String> = self
            .factors
            .iter()
            .filter(|factor| counts(factor))
            .map(|factor| format!("{} `{}`", percent(factor.share), factor.name))
            .collect();
        let shown = factors[..factors.len().min(SHOWN)].join(" × ");
        match factors.len().saturating_sub(SHOWN) {
            0 => shown,
            more => format!("{shown} × {more} more"),
        }
    }
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

/// `99.5%`, `99.9999%`: as many digits as tell it from a hundred, four at most.
fn percent(share: f64) -> String {
    let text = format!("{share:.4}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
