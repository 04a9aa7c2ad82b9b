//! Values of the model as tables and sentences show them.

use std::time::Duration;

use crate::diagnostic::Spanned;
use crate::model::{
    Call, Effective, Model, Operation, OperationId, OperationKind, Origin, Step, duration_text,
};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::{
    Auth, ConsistencyModel, Fallback, Public, Schedule, Slo, StoreKind, Timeout, Times,
};

/// How long a call may take: as written, where from if not from the call, and how long a stream may be silent.
pub(super) fn timeout(call: &Call) -> Written {
    let line = match call.timeout.as_ref() {
        None => Line::default().own("not said"),
        Some(Effective { value, origin }) => {
            let line = match value {
                Timeout::After(after) => Line::default().text(&after.text),
                Timeout::Never => Line::default().own("none"),
            };
            match origin {
                Origin::Defaults(_) => line.own(" (default)"),
                Origin::Written(_) | Origin::BuiltIn => line,
            }
        }
    };
    match call.stream_idle {
        Some(idle) => line.own(", idle ").text(&duration_text(idle)).end(),
        None => line.end(),
    }
}

/// How often a call is made at most, and to how many replicas at once.
pub(super) fn attempts(call: &Call) -> Written {
    let line = Line::default().number(call.attempts.value as usize);
    let line = match call.copies {
        1 => line,
        copies => line.own(", each to ").number(copies as usize).own(" replicas"),
    };
    match call.quorum {
        Some(quorum) => line.own(", ").number(quorum as usize).own(" must answer").end(),
        None => line.end(),
    }
}

/// What the caller does when a call fails, unless it just fails too.
pub(super) fn on_failure(call: &Call) -> Option<Written> {
    let mut parts = Vec::new();
    if let Some(breaker) = &call.breaker {
        let line = Line::default().own("breaker opens after ");
        let line = line.count(breaker.failures as usize, "failure", "failures").own(" for ");
        parts.push(line.text(&duration_text(breaker.reset)).end());
    }
    parts.extend(stand_in(call));
    (!parts.is_empty()).then(|| Written::join(&parts, "; "))
}

/// What the caller does without an answer, unless it fails too.
pub(super) fn stand_in(call: &Call) -> Option<Written> {
    let optional = call.optional.then(|| Written::own("optional"));
    let instead = call.fallback.as_ref().map(|fallback| match fallback {
        Fallback::Nothing => Written::own("goes on without"),
        Fallback::Cached => Written::own("last good answer"),
        Fallback::Default => Written::own("fixed answer"),
        Fallback::Text(words) => markdown::text(words),
    });
    let parts: Vec<Written> = optional.into_iter().chain(instead).collect();
    (!parts.is_empty()).then(|| Written::join(&parts, "; "))
}

/// How a caller proves who it is.
pub(super) fn auth(auth: Auth) -> Written {
    Written::own(match auth {
        Auth::None => "none",
        Auth::Jwt => "JWT",
        Auth::Mtls => "mTLS",
        Auth::ApiKey => "API key",
        Auth::Oidc => "OIDC",
        Auth::Basic => "basic",
    })
}

/// How the outside proves who it is, and how often it may ask.
pub(super) fn public(public: &Public) -> Written {
    let line = match &public.auth {
        Some(value) => Line::default().written(&auth(value.value)),
        None => Line::default().own("authentication not said"),
    };
    let line = match &public.rate {
        Some(rate) => line.own(", ").text(&rate.value.text),
        None => line,
    };
    if public.cors.is_empty() {
        return line.end();
    }
    line.own(", CORS ")
        .written(&markdown::codes(public.cors.iter().map(|o| o.value.as_str())))
        .end()
}

/// A promise to callers, in one line; nothing for an empty one.
pub(super) fn slo(slo: &Slo) -> Option<Written> {
    let availability = slo
        .availability
        .as_ref()
        .map(|a| Line::default().text(a.value.text.trim_end_matches('%')).own("% available").end());
    let p99 = slo.p99.as_ref().map(|p| Line::default().own("p99 ").text(&p.value.text).end());
    let rps = slo.rps.as_ref();
    let rps = rps.map(|r| Line::default().number(r.value as usize).own(" requests/s").end());
    let parts: Vec<Written> = [availability, p99, rps].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| Written::join(&parts, ", "))
}

/// What readers may rely on.
pub(super) fn consistency(model: ConsistencyModel) -> Written {
    Written::own(match model {
        ConsistencyModel::Strong => "strong",
        ConsistencyModel::Eventual => "eventual",
        ConsistencyModel::ReadYourWrites => "read-your-writes",
        ConsistencyModel::Causal => "causal",
    })
}

/// What the data in a store is worth.
pub(super) fn store_kind(kind: StoreKind) -> Written {
    Written::own(match kind {
        StoreKind::Truth => "source of truth",
        StoreKind::Cache => "cache",
        StoreKind::Coordination => "coordination",
    })
}

/// When something runs by itself.
pub(super) fn schedule(schedule: &Schedule) -> Written {
    match schedule {
        Schedule::Cron(fields) => markdown::code(fields),
        Schedule::Every(every) => Line::default().own("every ").text(&every.text).end(),
    }
}

/// What starts an operation.
pub(crate) fn trigger(model: &Model, operation: &Operation) -> Written {
    match &operation.kind {
        OperationKind::Rpc { .. } => Written::own("RPC"),
        OperationKind::Route { .. } => Written::own("HTTP request"),
        OperationKind::Event(_) => Written::own("event"),
        OperationKind::Opaque { protocol } => {
            Line::default().text(&crate::graph::words::proper(protocol)).own(" request").end()
        }
        OperationKind::Cron(when) | OperationKind::Job(Some(when)) => {
            Line::default().own("clock: ").written(&schedule(when)).end()
        }
        OperationKind::Job(None) => match starters(model, operation).as_slice() {
            [] => Written::own("started by code"),
            known => {
                let names = markdown::codes(known.iter().copied());
                Line::default().own("started by ").written(&names).end()
            }
        },
    }
}

/// The operations of its service that hand a job over.
fn starters<'a>(model: &'a Model, job: &Operation) -> Vec<&'a str> {
    let own = model.operations_of(job.service).iter();
    let starters = own.filter(|other| other.starts.as_ref() == Some(&job.name));
    starters.map(|other| other.name.as_str()).collect()
}

/// What the topology says that an operation does.
pub(crate) fn deeds(model: &Model, operation: &Operation) -> Written {
    let steps: Vec<Written> = operation.steps.iter().map(|step| step_words(model, step)).collect();
    let topics = operation.publishes.iter().map(|id| model.topic(*id).name.as_str());
    let reads = operation.reads.iter().map(|id| model.store(*id).name.as_str());
    let writes = operation.writes.iter().map(|id| model.store(*id).name.as_str());
    let starts = markdown::codes(operation.starts.as_deref());
    let tells = markdown::codes(operation.result.as_deref());
    let parts = [
        ("calls ", Written::join(&steps, ", "), steps.is_empty()),
        ("publishes ", markdown::codes(topics), operation.publishes.is_empty()),
        ("reads ", markdown::codes(reads), operation.reads.is_empty()),
        ("writes ", markdown::codes(writes), operation.writes.is_empty()),
        ("starts the job ", starts, operation.starts.is_none()),
        ("tells the result of ", tells, operation.result.is_none()),
    ];
    let parts = parts.iter().filter(|(_, _, is_empty)| !is_empty);
    let parts: Vec<Written> =
        parts.map(|(word, names, _)| Line::default().own(word).written(names).end()).collect();
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, "; ") }
}

fn step_words(model: &Model, step: &Step) -> Written {
    let call = model.call(step.call);
    let line = Line::default().written(&callee(model, call));
    match step.times {
        Times::Count(times) if times.get() == 1 => line.end(),
        Times::Count(times) => line.own(" × ").number(times.get() as usize).end(),
        Times::PerItem => line.own(" per item").end(),
    }
}

/// What a call names: the service or external, and the operation if it is said.
pub(super) fn callee(model: &Model, call: &Call) -> Written {
    markdown::code(&callee_name(model, call))
}

/// The same as plain text.
pub(super) fn callee_name(model: &Model, call: &Call) -> String {
    let name = model.target_name(call);
    match model.target_operation(call) {
        Some(operation) if operation.contains(' ') => format!("{name} {operation}"),
        Some(operation) => format!("{name}.{operation}"),
        None => name.to_owned(),
    }
}

/// How many there are; nothing for none.
pub(super) fn counted(count: usize) -> Written {
    if count == 0 { markdown::nothing() } else { count.into() }
}

/// Names as code spans; of many, the first ones and how many more there are.
pub(crate) fn some(names: &[&str]) -> Written {
    const MOST_NAMES: usize = 8;
    let shown = markdown::codes(names.iter().take(MOST_NAMES).copied());
    if names.len() <= MOST_NAMES {
        return shown;
    }
    let line = Line::default().written(&shown).own(" and ");
    line.number(names.len() - MOST_NAMES).own(" more").end()
}

/// What begins with an operation: `` `gateway POST /v1/messages` ``
pub(super) fn flow(model: &Model, entry: OperationId) -> Written {
    markdown::code(&model.flow_name(entry))
}

/// A time as people write it, `8.4s`, or that there is none.
pub(super) fn time(time: Option<Duration>) -> Written {
    let known = time.filter(|time| !time.is_zero());
    known.map_or_else(markdown::nothing, |time| markdown::text(&format!("{time:?}")))
}

/// Ids of requirements.
pub(super) fn requirements<'a>(ids: impl IntoIterator<Item = &'a Spanned<String>>) -> Written {
    let words: Vec<Written> = ids.into_iter().map(|id| markdown::text(&id.value)).collect();
    if words.is_empty() { markdown::nothing() } else { Written::join(&words, ", ") }
}
