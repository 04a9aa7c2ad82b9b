//! What starts by itself or from outside, and what it sets in motion.

use std::cmp::Reverse;

use serde::Serialize;

use crate::graph::{Sequence, sequence, sequence_diagram};
use crate::model::{self, Caller, Model, Operation, OperationKind, duration_text};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::cells;
use super::subject::Subject;
use super::table::table;

/// Of more flows than these, those with one call are listed and not drawn.
const MANY: usize = 20;

/// A flow with its picture.
#[derive(Serialize)]
pub(super) struct Flow {
    heading: Written,
    facts: Written,
    picture: Written,
    left_out: Option<Written>,
}

/// Every operation that nobody in the system calls.
pub(super) fn starts(subject: &Subject) -> Option<Written> {
    let rows: Vec<_> =
        entries(subject).map(|(flow, operation)| start(subject, flow, operation)).collect();
    let headings = ["Entry", "Started by", "Callers", "Calls", "Events", "Promise", "Requirements"];
    table(headings, &rows)
}

/// What an entry is, and which flows are drawn below.
pub(super) fn words(subject: &Subject) -> Written {
    let line = Line::default().own(
        "An entry is what no service of the system calls: it starts from outside, by the clock, or by an event that it goes \
         on from. What only takes an event in belongs to the flow that tells it.",
    );
    let (drawn, moving) = (drawn(subject).len(), moving(subject).len());
    if drawn == moving {
        return line.end();
    }
    if drawn == subject.most() {
        let line = line.own(" Of these flows the ").number(drawn).own(" largest are drawn: ");
        return line.own("`scaffold graph --flow` shows each.").end();
    }
    let line = line.own(" Of these flows ").number(moving - drawn);
    line.own(" make a single call each, and are not drawn.").end()
}

/// The flows that set something in motion, drawn.
pub(super) fn flows(subject: &Subject) -> Vec<Flow> {
    let drawn = drawn(subject).into_iter();
    drawn.map(|(flow, operation)| flow_view(subject, flow, operation)).collect()
}

fn drawn<'a>(subject: &Subject<'a>) -> Vec<(&'a model::Flow, &'a Operation)> {
    let mut drawn = moving(subject);
    if drawn.len() > MANY {
        drawn.retain(|(flow, _)| size(flow) > 1);
    }
    if drawn.len() > subject.most() {
        drawn.sort_by_key(|(flow, _)| Reverse(size(flow)));
        drawn.truncate(subject.most());
    }
    drawn
}

fn size(flow: &model::Flow) -> usize {
    flow.calls.len() + flow.events.len()
}

fn moving<'a>(subject: &Subject<'a>) -> Vec<(&'a model::Flow, &'a Operation)> {
    let moves =
        |operation: &Operation| !operation.steps.is_empty() || !operation.publishes.is_empty();
    entries(subject).filter(|(_, operation)| moves(operation)).collect()
}

fn entries<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a model::Flow, &'a Operation)> {
    let model = subject.model;
    subject.flows().into_iter().map(move |flow| (flow, model.operation(flow.entry)))
}

fn start(subject: &Subject, flow: &model::Flow, operation: &Operation) -> [Written; 7] {
    let model = subject.model;
    let service = model.service(operation.service);
    let name = Line::default().written(&subject.service_link(service)).own(" ");
    let mut callers: Vec<&str> =
        operation.called_by.iter().map(|id| model.caller_name(model.call(*id).caller)).collect();
    callers.dedup();
    let promise = operation.slo.as_ref().and_then(cells::slo);
    [
        name.written(&operation_name(subject, operation)).end(),
        cells::trigger(model, operation),
        markdown::codes(callers),
        cells::counted(flow.calls.len()),
        cells::counted(flow.events.len()),
        promise.unwrap_or_else(markdown::nothing),
        cells::requirements(&operation.covers),
    ]
}

/// The name of an operation as a code span; of two RPCs with the same name, the full path.
fn operation_name(subject: &Subject, operation: &Operation) -> Written {
    let same = |other: &&Operation| other.name == operation.name;
    let alone = subject.model.operations_of(operation.service).iter().filter(same).count() < 2;
    match operation.grpc_path() {
        Some(path) if !alone => markdown::code(&path),
        _ => markdown::code(&operation.name),
    }
}

fn flow_view(subject: &Subject, flow: &model::Flow, operation: &Operation) -> Flow {
    let model = subject.model;
    let service = model.service(operation.service);
    let heading = Line::default().own("Flow: ").code(service.name.as_str()).own(" ");
    let sequence = sequence(model, operation.id);
    Flow {
        heading: heading.written(&operation_name(subject, operation)).end(),
        facts: facts(subject, flow, operation),
        picture: sequence_diagram(&sequence),
        left_out: left_out(&sequence),
    }
}

fn left_out(sequence: &Sequence) -> Option<Written> {
    let line = Line::default().own("Not followed for lack of room: ");
    let line = line.count(sequence.left_out, "step", "steps").own(".");
    (sequence.left_out > 0).then(|| line.end())
}

/// How many services take part, how long it may take, what it fulfils.
fn facts(subject: &Subject, flow: &model::Flow, operation: &Operation) -> Written {
    let model = subject.model;
    let mut services: Vec<_> =
        flow.operations.iter().map(|id| model.operation(*id).service).collect();
    services.sort_unstable();
    services.dedup();
    let line = Line::default().own("Passes through ").count(services.len(), "service", "services");
    let line = critical(model, flow, line);
    let line = match operation.slo.as_ref().and_then(cells::slo) {
        Some(promise) => line.own("; promises ").written(&promise),
        None => line,
    };
    let line = match client_timeout(subject, operation) {
        Some(timeout) => line.own("; its client waits ").written(&timeout),
        None => line,
    };
    let line = if operation.covers.is_empty() {
        line
    } else {
        line.own("; fulfils ").written(&cells::requirements(&operation.covers))
    };
    let line = line.own(".");
    if flow.events.is_empty() {
        return line.end();
    }
    let line = line.own(" Its events go on in ");
    let consumers: Vec<&str> = flow
        .events
        .iter()
        .map(|id| model.service(model.operation(*id).service).name.as_str())
        .collect();
    line.written(&markdown::codes(consumers)).own(".").end()
}

/// How many calls there are, and how many of them the answer depends on.
fn critical(model: &Model, flow: &model::Flow, line: Line) -> Line {
    let critical = flow.calls.iter().filter(|id| model.call(**id).is_critical()).count();
    let line = line.own(" with ").count(flow.calls.len(), "call", "calls");
    match (flow.calls.len(), critical) {
        (0, _) => line,
        (_, 0) => line.own(", none of which is critical"),
        (1, _) => line.own(", which is critical"),
        (all, critical) if all == critical => line.own(", all of which are critical"),
        (_, critical) => line.own(", ").number(critical).own(" of which are critical"),
    }
}

fn client_timeout(subject: &Subject, operation: &Operation) -> Option<Written> {
    if !matches!(operation.kind, OperationKind::Route { .. } | OperationKind::Rpc { .. }) {
        return None;
    }
    let [only] = operation.called_by.as_slice() else { return None };
    let call = subject.model.call(*only);
    matches!(call.caller, Caller::Service(_)).then_some(())?;
    call.timeout_value().map(|timeout| markdown::text(&duration_text(timeout)))
}
