//! What an operation is accepted by: what its contract, its calls and its promises say, a sentence each.

use crate::contracts::{Idempotency, Method, Streaming};
use crate::model::{Call, Model, Operation, OperationKind, Service, Step, TopicId, duration_text};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::{Auth, CallKind, Times};

use super::super::subject::Subject;
use super::super::{bodies, cells, services};
use super::limits;

/// Everything that can be told of an operation, in the order in which a request meets it.
pub(super) fn criteria(subject: &Subject, operation: &Operation) -> Vec<Written> {
    let model = subject.model;
    let service = model.service(operation.service);
    let mut all = door(subject, operation);
    all.extend(admission(service, operation));
    all.extend(refusals(model, operation));
    all.extend(repetition(model, operation));
    all.extend(operation.steps.iter().map(|step| called(model, model.call(step.call), step.times)));
    all.extend(order(model, operation));
    all.extend(operation.publishes.iter().map(|topic| published(model, service, *topic)));
    all.extend(touched(model, operation));
    all.extend(jobs(operation));
    all.extend(classified(subject, operation));
    all.extend(patience(model, operation));
    if let Some(promise) = operation.slo.as_ref().and_then(cells::slo) {
        all.push(Line::default().own("Keeps its promise: ").written(&promise).own(".").end());
    }
    all
}

/// How it is asked, and what it answers.
fn door(subject: &Subject, operation: &Operation) -> Vec<Written> {
    let model = subject.model;
    match &operation.kind {
        OperationKind::Rpc { .. } => {
            let answer = rpc(model, operation).map(answers);
            let routes = services::bound(subject, operation);
            let line = Line::default().own("Is served over HTTP too: ").written(&routes);
            let bound = (routes != markdown::nothing()).then(|| line.own(".").end());
            answer.into_iter().chain(bound).collect()
        }
        OperationKind::Route { .. } => {
            let told = bodies::sentence(subject, operation);
            let line = Line::default().own("Answers ").code(&operation.name);
            vec![told.unwrap_or_else(|| line.own(".").end())]
        }
        OperationKind::Event(topic) => event(model, operation, *topic),
        OperationKind::Cron(when) => {
            let line = Line::default().own("Runs by itself: ").written(&cells::schedule(when));
            vec![line.own(" (UTC); of several instances one runs it.").end()]
        }
        OperationKind::Job(_) => job(model, operation),
        OperationKind::Opaque { protocol } => {
            let line = Line::default().own("Answers ").code(&operation.name).own(" over ");
            vec![line.text(&crate::graph::words::proper(protocol)).own(".").end()]
        }
    }
}

fn rpc<'a>(model: &'a Model, operation: &Operation) -> Option<&'a Method> {
    let OperationKind::Rpc { service, method } = &operation.kind else { return None };
    model.contracts.service(service)?.method(method)
}

fn answers(method: &Method) -> Written {
    let (asked, told) = match method.streaming {
        Streaming::Unary => ("Answers ", " with "),
        Streaming::Server => ("Answers ", " with a stream of "),
        Streaming::Client => ("Answers a stream of ", " with "),
        Streaming::Bidirectional => ("Answers a stream of ", " with a stream of "),
    };
    let line = Line::default().own(asked).code(crate::graph::words::simple(&method.input));
    line.own(told).code(crate::graph::words::simple(&method.output)).own(".").end()
}

fn event(model: &Model, operation: &Operation, id: TopicId) -> Vec<Written> {
    let topic = model.topic(id);
    let service = model.service(operation.service);
    let known = service.consumes.iter().find(|known| known.topic == id);
    let line = Line::default().own("Handles every event of ").code(&topic.name);
    let line = match &topic.payload {
        Some(payload) => line.own(" (").code(crate::graph::words::simple(&payload.value)).own(")"),
        None => line,
    };
    let Some(known) = known else { return vec![line.own(".").end()] };
    let line = line.own(" as group ").code(&known.group);
    let often = if known.at_most_once { ", at most once." } else { ", at least once." };
    let mut all = vec![line.own(often).end()];
    if known.idempotent == Some(true) {
        all.push(Written::own("An event that comes twice has the effect of one."));
    }
    if let Some(attempts) = known.attempts {
        let line = Line::default().own("An event that fails ");
        let line = line.count(attempts as usize, "attempt", "attempts");
        all.push(match known.dead_letter {
            Some(id) => line.own(" goes to ").code(&model.topic(id).name).own(".").end(),
            None => line.own(" is not tried again.").end(),
        });
    }
    if known.ordered == Some(true) {
        all.push(Written::own("Events of one key are handled in their order."));
    }
    all
}

fn job(model: &Model, operation: &Operation) -> Vec<Written> {
    let jobs = &model.service(operation.service).jobs;
    let Some((name, job)) = jobs.iter().find(|(name, _)| *name == operation.name) else {
        return Vec::new();
    };
    let line = Line::default().own("Runs the job ").code(name);
    let line = match &job.schedule {
        Some(when) => line.own(" by itself: ").written(&cells::schedule(&when.value)).own(" (UTC)"),
        None => line.own(" when it is handed over"),
    };
    let mut all = vec![line.own(".").end()];
    let attempts = job.retry.as_ref().and_then(|retry| retry.attempts.as_ref());
    if let Some(attempts) = attempts {
        let line = Line::default().own("A run that fails is tried again, ");
        let line = line.count(attempts.value.get() as usize, "attempt", "attempts");
        all.push(line.own(" in all.").end());
    }
    if let Some(timeout) = &job.timeout {
        let line = Line::default().own("An attempt that takes longer than ");
        all.push(line.text(&timeout.value.text).own(" has failed.").end());
    }
    if job.result.as_ref().is_some_and(|result| result.value) {
        all.push(Written::own("Its result is kept, and can be asked for."));
    }
    all
}

/// Who may ask from outside, and how often.
fn admission(service: &Service, operation: &Operation) -> Vec<Written> {
    let is_asked =
        matches!(operation.kind, OperationKind::Rpc { .. } | OperationKind::Route { .. });
    let Some(public) = service.public.as_ref().filter(|_| is_asked) else { return Vec::new() };
    let (status, too_many) = match operation.kind {
        OperationKind::Rpc { .. } => ("`UNAUTHENTICATED`", "`RESOURCE_EXHAUSTED`"),
        _ => ("401", "429"),
    };
    let auth = public.auth.as_ref().map(|auth| auth.value);
    let auth = auth.filter(|auth| !matches!(auth, Auth::None | Auth::Mtls));
    let auth = auth.filter(|_| service.generated).map(|auth| {
        let line = Line::default().own("Whoever comes without a valid proof (");
        line.written(&cells::auth(auth)).own(") is refused with ").own(status).own(".").end()
    });
    let rate = public.rate.as_ref().filter(|_| service.generated).map(|rate| {
        let line = Line::default().own("One caller may ask ").text(&rate.value.text);
        line.own("; beyond that it answers ").own(too_many).own(".").end()
    });
    auth.into_iter().chain(rate).collect()
}

/// What a request has to keep to.
fn refusals(model: &Model, operation: &Operation) -> Option<Written> {
    let limits = match &operation.kind {
        OperationKind::Rpc { .. } => {
            limits::of_message(&model.contracts, &rpc(model, operation)?.input)
        }
        OperationKind::Route { .. } => {
            limits::of_route(model.document_of(operation.service)?, model.described(operation)?)
        }
        _ => return None,
    };
    let line = Line::default().own(match operation.kind {
        OperationKind::Rpc { .. } => "Refuses with `INVALID_ARGUMENT` what breaks a limit: ",
        _ => "Refuses with 422 what breaks a limit: ",
    });
    (!limits.is_empty()).then(|| line.written(&Written::join(&limits, "; ")).own(".").end())
}

/// Whether it may be asked twice.
fn repetition(model: &Model, operation: &Operation) -> Option<Written> {
    match rpc(model, operation)?.idempotency {
        Idempotency::Unknown => None,
        Idempotency::NoSideEffects => Some(Written::own("Changes nothing: it may be asked again.")),
        Idempotency::Idempotent => {
            Some(Written::own("May be asked again: the second time has no further effect."))
        }
    }
}

/// One call: how long it may take, how often it is tried, what happens without an answer.
pub(super) fn called(model: &Model, call: &Call, times: Times) -> Written {
    let line = Line::default().own(match call.kind {
        CallKind::Request => "Calls ",
        CallKind::Callback => "Calls back ",
        CallKind::Pull => "Pulls from ",
        CallKind::Config => "Reads its configuration from ",
    });
    let line = line.written(&cells::callee(model, call));
    let line = match times {
        Times::Count(times) if times.get() == 1 => line,
        Times::Count(times) => line.own(" ").number(times.get() as usize).own(" times"),
        Times::PerItem => line.own(" once for each item"),
    };
    let line = waits(line, call);
    let line = match cells::stand_in(call) {
        Some(instead) => line.own("; without an answer: ").written(&instead),
        None => line.own("; without an answer it fails too"),
    };
    let line = match &call.breaker {
        Some(breaker) => {
            let line = line.own("; after ").count(breaker.failures as usize, "failure", "failures");
            line.own(" it is not called for ").text(&duration_text(breaker.reset))
        }
        None => line,
    };
    match call.compensated_by {
        Some(back) => {
            let line = line.own("; when a later step fails, ");
            line.written(&cells::callee(model, model.call(back))).own(" takes it back.").end()
        }
        None => line.own(".").end(),
    }
}

fn waits(line: Line, call: &Call) -> Line {
    let line = match call.timeout_value() {
        Some(_) => line.own(", waits ").written(&cells::timeout(call)),
        None => line.own(", timeout ").written(&cells::timeout(call)),
    };
    match call.attempts.value {
        1 => line,
        attempts => line.own(", ").number(attempts as usize).own(" attempts in all"),
    }
}

/// What happens together, and of what only one happens.
fn order(model: &Model, operation: &Operation) -> Option<Written> {
    let named = |is: fn(&Step) -> bool| -> Vec<String> {
        let steps = operation.steps.iter().filter(|step| is(step));
        steps.map(|step| cells::callee_name(model, model.call(step.call))).collect()
    };
    let together = named(|step| step.parallel.is_some());
    let either = named(|step| step.either.is_some());
    let mut parts = Vec::new();
    let codes = |names: &[String]| markdown::codes(names.iter().map(String::as_str));
    if together.len() > 1 {
        parts.push(Line::default().own("at the same time: ").written(&codes(&together)).end());
    }
    if either.len() > 1 {
        parts.push(Line::default().own("only one of: ").written(&codes(&either)).end());
    }
    if parts.is_empty() && operation.steps.len() < 2 {
        return None;
    }
    let line = Line::default().own("Makes its calls in this order");
    if parts.is_empty() {
        return Some(line.own(".").end());
    }
    Some(line.own("; ").written(&Written::join(&parts, "; ")).own(".").end())
}

fn published(model: &Model, service: &Service, id: TopicId) -> Written {
    let topic = model.topic(id);
    let line = Line::default().own("Publishes ").code(&topic.name);
    let line = match &topic.payload {
        Some(payload) => line.own(" (").code(crate::graph::words::simple(&payload.value)).own(")"),
        None => line,
    };
    let line = match &topic.written.key {
        Some(key) => line.own(" with the key ").code(&key.value),
        None => line,
    };
    line.own(if service.outbox {
        " through the outbox, in the transaction of the change."
    } else {
        " directly."
    })
    .end()
}

/// The stores of others that it touches.
fn touched(model: &Model, operation: &Operation) -> Vec<Written> {
    let line = |word: &'static str, stores: &[crate::model::StoreId]| {
        let names = stores.iter().map(|id| model.store(*id).name.as_str());
        let line = Line::default().own(word).written(&markdown::codes(names)).own(".");
        (!stores.is_empty()).then(|| line.end())
    };
    let read = line("Reads ", &operation.reads);
    read.into_iter().chain(line("Writes to ", &operation.writes)).collect()
}

fn jobs(operation: &Operation) -> Vec<Written> {
    let starts = operation.starts.as_ref().map(|job| {
        let line = Line::default().own("Hands the job ").code(job);
        line.own(" over, and answers with its id at once.").end()
    });
    let tells = operation.result.as_ref().map(|job| {
        let line = Line::default().own("Tells how the job ").code(job);
        line.own(" went: waiting, done with its result, or failed.").end()
    });
    starts.into_iter().chain(tells).collect()
}

/// Classified data that reaches it.
fn classified(subject: &Subject, operation: &Operation) -> Option<Written> {
    let model = subject.model;
    let message = match &operation.kind {
        OperationKind::Event(topic) => model.topic(*topic).payload.as_ref()?.value.as_str(),
        _ => rpc(model, operation)?.input.as_str(),
    };
    let prefix = format!("{message}.");
    let fields = model.data_classes.iter().filter_map(|(field, class)| {
        let field = field.strip_prefix(&prefix)?;
        Some(Line::default().code(field).own(" (").text(class).own(")").end())
    });
    let fields: Vec<Written> = fields.collect();
    let line = Line::default().own("Keeps classified data out of its logs: ");
    (!fields.is_empty()).then(|| line.written(&Written::join(&fields, ", ")).own(".").end())
}

/// How long its callers wait for it.
fn patience(model: &Model, operation: &Operation) -> Option<Written> {
    let calls = operation.called_by.iter().map(|id| model.call(*id));
    let mut waits: Vec<Written> = calls
        .filter_map(|call| {
            let time = call.timeout_value()?;
            let line = Line::default().code(model.caller_name(call.caller)).own(" ");
            Some(line.text(&duration_text(time)).end())
        })
        .collect();
    waits.dedup();
    let line = Line::default().own("Answers before its callers give up: ");
    (!waits.is_empty()).then(|| line.written(&Written::join(&waits, ", ")).own(".").end())
}
