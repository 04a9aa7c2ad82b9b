//! The policy of a call: its deadline, retries and breaker, in the topology's words and numbers.

use std::time::Duration;

use crate::model::{Breaker, Call};
use crate::names::Written;
use crate::names::written::python;
use crate::topology::{Deadline, StatusCode, Timeout};
use crate::views::doors::door;
use crate::views::meaning::system::{Peer, PeerKind, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{LONGEST, Lines, exploded};

/// How long an attempt takes at most when nothing is said.
pub(in crate::views) const UNSAID: Duration = Duration::from_secs(5);

/// `GET_USER`
pub(super) fn constant(method: &str) -> Written {
    python::identifier(&method.to_uppercase())
}

/// `GET_USER = CallPolicy(` .. `)`
pub(super) fn policy(
    system: &System,
    peer: &Peer,
    (name, label): (&str, &str),
    call: &Call,
    imports: &mut Imports,
) -> Lines {
    let resilience = format!("{}.resilience", system.runtime);
    imports.name(&resilience, "CallPolicy");
    let timeout = match call.timeout.as_ref().map(|timeout| &timeout.value) {
        Some(Timeout::After(duration)) => python::seconds(duration.value),
        Some(Timeout::Never) => Written::own("None"),
        None => python::seconds(UNSAID),
    };
    let mut arguments = vec![
        Written::fill("operation={}", &[&python::string(label)]),
        Written::fill("timeout={}", &[&timeout]),
    ];
    if let Some(idle) = call.stream_idle {
        arguments.push(Written::fill("stream_idle={}", &[&python::seconds(idle)]));
    }
    if call.attempts.value > 1 {
        let attempts = python::number(&call.attempts.value.to_string());
        arguments.push(Written::fill("attempts={}", &[&attempts]));
        arguments.extend(retried(system, peer, call, imports));
    }
    if let Some(backoff) = call.backoff {
        imports.name(&resilience, "Backoff");
        arguments.push(Written::fill("backoff=Backoff(base={})", &[&python::seconds(backoff)]));
    }
    if let Some(budget) = call.retry_budget {
        let share = python::number(&format!("{:?}", budget / 100.0));
        arguments.push(Written::fill("budget={}", &[&share]));
    }
    if let Some(breaker) = &call.breaker {
        imports.name(&resilience, "BreakerPolicy");
        arguments.push(Written::fill("breaker={}", &[&breaker_policy(breaker)]));
    }
    if call.deadline == Deadline::Detached {
        arguments.push(Written::own("detached=True"));
    }
    if door::wants_token_of_caller(system.model, peer) {
        arguments.push(Written::own("for_caller=True"));
    }
    exploded(&Written::fill("{} = CallPolicy", &[&constant(name)]), &arguments, "")
}

/// The policy of a call as its client gives it on: with what shows the peer who calls, where it asks for that.
pub(super) fn given(name: &str, has_credentials: bool, imports: &mut Imports) -> Written {
    if !has_credentials {
        return constant(name);
    }
    imports.name("collections.abc", "Mapping");
    imports.name("dataclasses", "replace");
    Written::fill("replace({}, credentials=credentials)", &[&constant(name)])
}

/// The errors that are worth another attempt, where the topology names statuses.
fn retried(system: &System, peer: &Peer, call: &Call, imports: &mut Imports) -> Option<Written> {
    let over_http = matches!(peer.kind, PeerKind::Http(_));
    let mut classes: Vec<&str> =
        call.retry_codes.iter().map(|code| error_class(*code, over_http)).collect();
    classes.sort_unstable();
    classes.dedup();
    if classes.is_empty() {
        return None;
    }
    for class in &classes {
        imports.name(&format!("{}.errors", system.runtime), class);
    }
    let names: Vec<Written> = classes.iter().map(|class| python::identifier(class)).collect();
    if let [one] = names.as_slice() {
        return Some(Written::fill("retry_on=({},)", &[one]));
    }
    let line = Written::fill("retry_on=({})", &[&Written::join(&names, ", ")]);
    if line.as_str().len() + 5 <= LONGEST {
        return Some(line);
    }
    Some(Written::fill("retry_on=(\n        {},\n    )", &[&Written::join(&names, ",\n        ")]))
}

/// The class of the runtime's error tree that a status of the peer becomes.
fn error_class(code: StatusCode, over_http: bool) -> &'static str {
    match code {
        StatusCode::Grpc("UNAVAILABLE") | StatusCode::Http(502 | 503) => "PeerUnavailable",
        StatusCode::Grpc("DEADLINE_EXCEEDED") | StatusCode::Http(408 | 504) => "DeadlineExceeded",
        StatusCode::Grpc("NOT_FOUND") | StatusCode::Http(404) => "NotFound",
        StatusCode::Grpc("RESOURCE_EXHAUSTED") | StatusCode::Http(429) if over_http => {
            "PeerUnavailable"
        }
        StatusCode::Grpc("RESOURCE_EXHAUSTED") | StatusCode::Http(429) => "TooManyRequests",
        // Over HTTP, any other refusal is our own mistake.
        _ if over_http => "PeerFailed",
        StatusCode::Grpc("ABORTED") | StatusCode::Http(409) => "Aborted",
        StatusCode::Grpc("ALREADY_EXISTS") => "AlreadyExists",
        StatusCode::Grpc("FAILED_PRECONDITION") => "FailedPrecondition",
        StatusCode::Grpc("INVALID_ARGUMENT" | "OUT_OF_RANGE") | StatusCode::Http(400) => {
            "InvalidArgument"
        }
        StatusCode::Grpc("PERMISSION_DENIED") | StatusCode::Http(403) => "PermissionDenied",
        StatusCode::Grpc("UNAUTHENTICATED") | StatusCode::Http(401) => "Unauthenticated",
        StatusCode::Grpc("UNIMPLEMENTED") | StatusCode::Http(501) => "NotImplementedYet",
        StatusCode::Grpc(_) | StatusCode::Http(_) => "PeerFailed",
    }
}

fn breaker_policy(breaker: &Breaker) -> Written {
    if !breaker.written {
        return Written::own("BreakerPolicy()");
    }
    let failures = python::number(&breaker.failures.to_string());
    let reset = python::seconds(breaker.reset);
    Written::fill("BreakerPolicy(failures={}, reset={})", &[&failures, &reset])
}
