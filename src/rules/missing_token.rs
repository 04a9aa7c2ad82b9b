//! G04: a call that wants an access token, made for callers who come with a key or a password.

use crate::diagnostic::{Code, Span};
use crate::model::{Call, Caller, Model, Operation, OperationKind, Service, Target};
use crate::topology::{Auth, CallKind};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G04", name: "missing-token" },
    page: include_str!("missing_token.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let for_callers = for_callers(model);
    let requests = model.calls.iter().filter(|call| call.kind == CallKind::Request);
    requests.filter(|call| for_callers[call.id.0]).filter_map(|call| of_call(model, call)).collect()
}

fn of_call(model: &Model, call: &Call) -> Option<Finding> {
    let Caller::Service(caller) = call.caller else { return None };
    let (caller, Target::Operation(id)) = (model.service(caller), &call.target) else {
        return None;
    };
    let (shown, place) = door(caller, caller.http)?;
    let shown = match shown {
        Auth::ApiKey => "an API key",
        Auth::Basic => "a name and a password",
        Auth::None | Auth::Jwt | Auth::Mtls | Auth::Oidc => return None,
    };
    let asked = model.service(model.operation(*id).service);
    let is_route = matches!(model.operation(*id).kind, OperationKind::Route { .. });
    let (wanted, _) = door(asked, is_route || !asked.http)?;
    if !caller.generated || !matches!(wanted, Auth::Jwt | Auth::Oidc) {
        return None;
    }
    let words = format!(
        "`{}` calls `{}`, which wants an access token; its own callers come with {shown}",
        caller.name, asked.name
    );
    Some(
        Finding::warning(words)
            .at(&call.span)
            .with(place, "said here")
            .hint(format!(
                "write `auth: jwt` at `{}`; or have `{}` ask for a key too",
                caller.name, asked.name
            ))
            .about(Subject::Call(call.id)),
    )
}

/// Of each call whether it is made for whoever came in by a door: work of the clock, of events and of jobs has a token of
/// its own. A call that no operation makes may be made by all of its service.
fn for_callers(model: &Model) -> Vec<bool> {
    let by_door = |one: &Operation| {
        matches!(one.kind, OperationKind::Rpc { .. } | OperationKind::Route { .. })
    };
    let mut made: Vec<Option<bool>> = vec![None; model.calls.len()];
    for operation in &model.operations {
        for step in &operation.steps {
            let before = made[step.call.0].unwrap_or_default();
            made[step.call.0] = Some(before || by_door(operation));
        }
    }
    let services = model.services.iter();
    let has_doors: Vec<bool> =
        services.map(|service| model.operations_of(service.id).iter().any(by_door)).collect();
    let of_caller = |caller| match caller {
        Caller::Service(id) => has_doors[id.0],
        Caller::External(_) => false,
    };
    let calls = model.calls.iter();
    calls.map(|call| made[call.id.0].unwrap_or_else(|| of_caller(call.caller))).collect()
}

/// What a door asks for, and where that is said: of routes, and where there are none, what the outside is told wins.
fn door(service: &Service, is_public: bool) -> Option<(Auth, &Span)> {
    let public = service.public.as_ref().filter(|_| is_public || !service.http);
    if let Some(auth) = public.and_then(|public| public.auth.as_ref()) {
        return Some((auth.value, &auth.span));
    }
    let own = service.auth.as_ref()?;
    Some((own.value, own.origin.span().unwrap_or(&service.span)))
}
