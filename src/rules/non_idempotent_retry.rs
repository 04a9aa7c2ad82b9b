//! T04: a call is repeated although its effect may be there already.

use crate::contracts::Idempotency;
use crate::diagnostic::{Code, Span};
use crate::model::{Call, Model, OperationKind, Origin, Target};

use super::machinery::target;
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "T04", name: "non-idempotent-retry" },
    page: include_str!("non_idempotent_retry.md"),
    stops: false,
    check,
};

/// What is known of doing something twice.
enum Twice {
    Harmless,
    Harmful(String),
    Unknown,
}

fn check(model: &Model) -> Vec<Finding> {
    let repeated = model.calls.iter().filter(|call| call.attempts.value > 1);
    repeated.filter_map(|call| finding(model, call)).collect()
}

fn finding(model: &Model, call: &Call) -> Option<Finding> {
    let (caller, asked) = (model.caller_name(call.caller), target(model, call));
    let finding = match twice(model, call) {
        Twice::Harmless => return None,
        Twice::Harmful(why) => {
            Finding::error(format!("`{caller}` repeats `{asked}`, {why}")).hint(remedy(model, call))
        }
        Twice::Unknown => {
            let words =
                format!("`{caller}` repeats `{asked}`, of which nobody says what twice does");
            Finding::undecidable(words).hint(
                "write `idempotent: true` if doing it twice does no harm, or take `retry` away",
            )
        }
    };
    let finding = finding.at(&call.span).about(Subject::Call(call.id));
    Some(match &call.attempts.origin {
        Origin::Written(span) => finding.with(span, format!("{} attempts", call.attempts.value)),
        Origin::Defaults(span) => finding
            .with(span, format!("{} attempts", call.attempts.value))
            .because(by_default(span), asked),
        Origin::BuiltIn => finding,
    })
}

fn by_default(place: &Span) -> Cause {
    let hint = "write `retry` at the calls that may be repeated, not under `defaults`; or say in the contracts that doing it twice does no harm";
    let words =
        "# calls are repeated by default, and nothing says that doing it twice does no harm";
    Cause::new(words, hint).at_some(Some(place))
}

fn twice(model: &Model, call: &Call) -> Twice {
    match call.idempotent {
        Some(true) => return Twice::Harmless,
        Some(false) => return Twice::Harmful("which is said not to be idempotent".to_owned()),
        None => {}
    }
    match &call.target {
        Target::External { route: Some(route), .. } => of_route(route),
        Target::Operation(id) => match &model.operation(*id).kind {
            OperationKind::Route { method, .. } => of_route(method),
            OperationKind::Rpc { .. } => of_rpc(model, *id),
            OperationKind::Event(_)
            | OperationKind::Cron(_)
            | OperationKind::Job(_)
            | OperationKind::Opaque { .. } => Twice::Unknown,
        },
        Target::External { route: None, .. } | Target::Service(_) => Twice::Unknown,
    }
}

/// What HTTP says of its methods.
fn of_route(route: &str) -> Twice {
    match route.split(' ').next().unwrap_or_default() {
        "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE" => Twice::Harmless,
        method @ ("POST" | "PATCH") => Twice::Harmful(format!("and {method} may do it twice")),
        _ => Twice::Unknown,
    }
}

fn of_rpc(model: &Model, id: crate::model::OperationId) -> Twice {
    match model.operation(id).rpc(&model.contracts).map(|(_, method)| method.idempotency) {
        Some(Idempotency::NoSideEffects | Idempotency::Idempotent) => Twice::Harmless,
        Some(Idempotency::Unknown) => {
            Twice::Harmful("whose contract does not say that it is idempotent".to_owned())
        }
        None => Twice::Unknown,
    }
}

fn remedy(model: &Model, call: &Call) -> &'static str {
    let is_rpc = match call.target {
        Target::Operation(id) => model.operation(id).grpc_path().is_some(),
        Target::Service(_) | Target::External { .. } => false,
    };
    if is_rpc {
        "write `option idempotency_level = IDEMPOTENT` in the proto if it is, or take `retry` away"
    } else {
        "write `idempotent: true` if the callee recognises a repeated request, or take `retry` away"
    }
}
