//! Who fills what: the walking skeleton of an operation, before it becomes Python.
//!
//! Each call is filled from same-named fields of the same type: those of the latest earlier reply first, then those of
//! what the operation was given. An HTTP route is given whatever its calls need and no earlier reply provides.

use crate::contracts::{Cardinality, Contracts, Field, Kind, Message, Method};
use crate::model::{Call, Model, Operation, OperationKind, Target};
use crate::topology::Fallback;

/// An operation, filled.
#[derive(Debug)]
pub(super) struct Dataflow<'a> {
    /// What it is given.
    pub(super) input: Input<'a>,
    /// The calls that it makes, in order.
    pub(super) steps: Vec<Filled<'a>>,
    /// The events that it publishes, in order.
    pub(super) events: Vec<Event<'a>>,
    /// What it answers.
    pub(super) reply: Reply<'a>,
}

/// What an operation is given.
#[derive(Debug)]
pub(super) enum Input<'a> {
    /// A message, or a stream of them.
    Message(&'a Message),
    /// Single values by name: what the calls of a route need.
    Values(Vec<Value<'a>>),
    /// Nothing.
    Nothing,
}

/// A value that a route is given.
#[derive(Debug)]
pub(super) struct Value<'a> {
    /// The field that it was first needed for; it has its name and type.
    pub(super) field: &'a Field,
}

/// A call with its request.
#[derive(Debug)]
pub(super) struct Filled<'a> {
    pub(super) call: &'a Call,
    /// The RPC that is called; `None` for other protocols.
    pub(super) method: Option<&'a Method>,
    /// The request; `None` when the contracts do not say it.
    pub(super) request: Option<Parts<'a>>,
    /// The reply's message, when later steps may use it.
    pub(super) provides: Option<&'a Message>,
}

/// An event with its payload.
#[derive(Debug)]
pub(super) struct Event<'a> {
    pub(super) topic: &'a crate::model::Topic,
    pub(super) payload: Parts<'a>,
}

/// A message, and where each of its fields comes from.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) message: &'a Message,
    pub(super) filled: Vec<(&'a Field, Source<'a>)>,
    pub(super) missing: Vec<&'a Field>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// A field of the operation's message.
    Request(&'a Field),
    /// A value that the route was given.
    Value(&'a Field),
    /// A field of the reply of a step.
    Step(usize, &'a Field),
}

/// What an operation answers.
#[derive(Debug)]
pub(super) enum Reply<'a> {
    /// A message of its own contract.
    Message(Parts<'a>),
    /// The reply of this step, as it is.
    Step(usize),
    /// Free-form JSON: a route of which no contract knows the answer.
    Json,
    /// Nothing.
    Nothing,
}

impl Source<'_> {
    /// Whether the value can be absent where it comes from: a message, or a scalar that is `optional`.
    pub(super) fn may_be_absent(self) -> bool {
        let (Self::Request(field) | Self::Step(_, field)) = self else { return false };
        match field.cardinality {
            Cardinality::Optional => true,
            Cardinality::Singular | Cardinality::Required => matches!(field.kind, Kind::Message(_)),
            Cardinality::Repeated | Cardinality::Map(_) => false,
        }
    }
}

/// The data flow of an operation.
pub(super) fn dataflow<'a>(model: &'a Model, operation: &'a Operation) -> Dataflow<'a> {
    let contracts = &model.contracts;
    let method = method_of(contracts, operation);
    let mut input = match &operation.kind {
        OperationKind::Rpc { .. } => {
            message_input(method.and_then(|m| contracts.message(&m.input)))
        }
        OperationKind::Event(topic) => {
            let payload = model.topic(*topic).payload.as_ref();
            message_input(payload.and_then(|payload| contracts.message(&payload.value)))
        }
        OperationKind::Route { .. } => Input::Values(Vec::new()),
        OperationKind::Cron(_) | OperationKind::Job(_) | OperationKind::Opaque { .. } => {
            Input::Nothing
        }
    };
    let mut steps: Vec<Filled> = Vec::new();
    for step in model.request_steps(operation) {
        let filled = fill_call(model, model.call(step.call), &mut input, &steps);
        steps.push(filled);
    }
    let before = before_last_stream(&steps);
    let events = operation.publishes.iter().filter_map(|topic| {
        let topic = model.topic(*topic);
        let message = contracts.message(&topic.payload.as_ref()?.value)?;
        Some(Event { topic, payload: parts(message, &input, before) })
    });
    let events = events.collect();
    let reply = match &operation.kind {
        OperationKind::Rpc { .. } => method
            .and_then(|method| contracts.message(&method.output))
            .map_or(Reply::Nothing, |message| Reply::Message(parts(message, &input, &steps))),
        OperationKind::Route { .. } => match steps.iter().rposition(|step| step.provides.is_some())
        {
            Some(last) => Reply::Step(last),
            None => Reply::Json,
        },
        _ => Reply::Nothing,
    };
    Dataflow { input, steps, events, reply }
}

/// The steps whose replies are there when events are told: a last stream is only opened afterwards.
fn before_last_stream<'a, 'b>(steps: &'b [Filled<'a>]) -> &'b [Filled<'a>] {
    match steps.split_last() {
        Some((last, before)) if last.method.is_some_and(|m| m.streaming.from_server()) => before,
        _ => steps,
    }
}

/// The RPC that an operation is.
pub(super) fn method_of<'a>(contracts: &'a Contracts, operation: &Operation) -> Option<&'a Method> {
    match &operation.kind {
        OperationKind::Rpc { service, method } => contracts.service(service)?.method(method),
        _ => None,
    }
}

fn message_input(message: Option<&Message>) -> Input<'_> {
    message.map_or(Input::Nothing, Input::Message)
}

fn fill_call<'a>(
    model: &'a Model,
    call: &'a Call,
    input: &mut Input<'a>,
    steps: &[Filled<'a>],
) -> Filled<'a> {
    let contracts = &model.contracts;
    let method = match &call.target {
        Target::Operation(id) => method_of(contracts, model.operation(*id)),
        Target::Service(_) | Target::External { .. } => None,
    };
    let request = match method {
        Some(method) => contracts.message(&method.input),
        None => call.sends.iter().find_map(|name| contracts.message(name)),
    };
    if let (Some(message), Input::Values(values)) = (request, &mut *input) {
        need(message, steps, values);
    }
    let provides = method
        .filter(|_| !may_be_absent(call))
        .and_then(|method| contracts.message(&method.output));
    let request = request.map(|message| parts(message, input, steps));
    Filled { call, method, request, provides }
}

/// A route is given what a request needs and no earlier reply provides.
fn need<'a>(message: &'a Message, steps: &[Filled<'a>], values: &mut Vec<Value<'a>>) {
    for field in fillable(message) {
        let provided = from_steps(field, steps).is_some();
        let given = values.iter().any(|value| value.field.name == field.name);
        if !provided && !given {
            values.push(Value { field });
        }
    }
}

/// Whether the caller goes on without an answer.
pub(super) fn may_be_absent(call: &Call) -> bool {
    call.optional && matches!(call.fallback, None | Some(Fallback::Nothing))
}

fn parts<'a>(message: &'a Message, input: &Input<'a>, steps: &[Filled<'a>]) -> Parts<'a> {
    let mut parts = Parts { message, filled: Vec::new(), missing: Vec::new() };
    for field in &message.fields {
        let source = from_steps(field, steps).or_else(|| from_input(field, input));
        match source.filter(|_| field.oneof.is_none()) {
            Some(source) => parts.filled.push((field, source)),
            None => parts.missing.push(field),
        }
    }
    parts
}

fn from_steps<'a>(field: &Field, steps: &[Filled<'a>]) -> Option<Source<'a>> {
    steps.iter().enumerate().rev().find_map(|(index, step)| {
        let other = step.provides?.field(&field.name)?;
        same_type(field, other).then_some(Source::Step(index, other))
    })
}

fn from_input<'a>(field: &Field, input: &Input<'a>) -> Option<Source<'a>> {
    match input {
        Input::Message(message) => {
            let other = message.field(&field.name)?;
            same_type(field, other).then_some(Source::Request(other))
        }
        Input::Values(values) => {
            let value = values.iter().find(|value| value.field.name == field.name)?;
            same_type(field, value.field).then_some(Source::Value(value.field))
        }
        Input::Nothing => None,
    }
}

/// The fields that a route can be given from outside: plain values and lists of them.
fn fillable(message: &Message) -> impl Iterator<Item = &Field> {
    message.fields.iter().filter(|field| {
        let plain = matches!(field.kind, Kind::Scalar(_));
        plain && !matches!(field.cardinality, Cardinality::Map(_)) && field.oneof.is_none()
    })
}

fn same_type(one: &Field, other: &Field) -> bool {
    let singular = |field: &Field| {
        matches!(
            field.cardinality,
            Cardinality::Singular | Cardinality::Optional | Cardinality::Required
        )
    };
    one.kind == other.kind
        && (one.cardinality == other.cardinality || (singular(one) && singular(other)))
}
