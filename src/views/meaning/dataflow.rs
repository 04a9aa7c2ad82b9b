//! Who fills what: the walking skeleton of an operation, before it becomes Python.
//!
//! Each call is filled from same-named fields of the same type: those of the latest earlier reply first, then those of
//! what the operation was given. An HTTP route is given whatever its calls need and no earlier reply provides; `inputs`
//! says how that reaches it.

use super::answered::answered;
use super::compensation::compensate;
use super::contract::method_of;
use super::field::{is_nameable, same_type};
use super::filled::{Filled, fill_call};
use super::system::peer_kind;
use super::together::known_before;
use crate::contracts::{Field, Message, Method};
use crate::model::{Model, Operation, OperationKind};
use crate::openapi::Property;
use crate::views::doors::inputs::{self, Value};
use crate::views::http_contract::filling::Shaped;
use crate::views::http_contract::types::{operation_name, python_name};

/// An operation, filled.
#[derive(Debug)]
pub(in crate::views) struct Dataflow<'a> {
    /// What it is given.
    pub(in crate::views) input: Input<'a>,
    /// The calls that it makes, in order.
    pub(in crate::views) steps: Vec<Filled<'a>>,
    /// The events that it publishes, in order.
    pub(in crate::views) events: Vec<Event<'a>>,
    /// What it answers.
    pub(in crate::views) reply: Reply<'a>,
    /// The step, always the last, whose stream becomes that of the answer, item by item.
    pub(in crate::views) passed_on: Option<usize>,
}

/// What an operation is given.
#[derive(Debug)]
pub(in crate::views) enum Input<'a> {
    /// A message, or a stream of them.
    Message(&'a Message),
    /// Single values by name: the token, what stands in the path, what the calls of a route need.
    Values(Vec<Value<'a>>),
    /// Nothing.
    Nothing,
}

/// An event with its payload.
#[derive(Debug)]
pub(in crate::views) struct Event<'a> {
    pub(in crate::views) topic: &'a crate::model::Topic,
    pub(in crate::views) payload: Parts<'a>,
}

/// A message, and where each of its fields comes from.
#[derive(Debug)]
pub(in crate::views) struct Parts<'a> {
    pub(in crate::views) message: &'a Message,
    pub(in crate::views) filled: Vec<(&'a Field, Source<'a>)>,
    pub(in crate::views) missing: Vec<&'a Field>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub(in crate::views) enum Source<'a> {
    /// A field of the operation's message.
    Request(&'a Field),
    /// A field of the message that a field of the operation's message is.
    Within(&'a Field, &'a Field),
    /// The value of this index that the route was given.
    Value(usize),
    /// A field of the reply of a step.
    Step(usize, &'a Field),
    /// A field of the item at hand, or all of it.
    Item(Option<&'a Field>),
    /// One of the values in the body of a route that an OpenAPI document describes.
    Body(&'a [Property], &'a Property),
    /// What is known of the job that the operation hands over, or whose result it tells.
    Job(&'static str),
}

/// What an operation answers.
#[derive(Debug)]
pub(in crate::views) enum Reply<'a> {
    /// A message of its own contract.
    Message(Parts<'a>),
    /// The reply of this step, as it is.
    Step(usize),
    /// What an OpenAPI document says.
    Described(Shaped<'a>),
    /// The id of a job that is handed over.
    Accepted,
    /// How a job went.
    Outcome,
    /// Free-form JSON: a route of which no contract knows the answer.
    Json,
    /// Nothing.
    Nothing,
}

impl<'a> Dataflow<'a> {
    /// What a route is given.
    pub(in crate::views) fn values(&self) -> &[Value<'a>] {
        match &self.input {
            Input::Values(values) => values,
            Input::Message(_) | Input::Nothing => &[],
        }
    }

    /// Whether anything is filled from the operation's message.
    pub(in crate::views) fn uses_request(&self) -> bool {
        self.sources().any(|source| matches!(source, Source::Request(_) | Source::Within(..)))
    }

    /// The field of the operation's message from whose message the answer is filled.
    pub(in crate::views) fn answer_within(&self) -> Option<&'a Field> {
        let Reply::Message(parts) = &self.reply else { return None };
        parts.filled.iter().find_map(|(_, source)| match source {
            Source::Within(outer, _) => Some(*outer),
            _ => None,
        })
    }

    /// Whether the answer is filled from the operation's message.
    pub(in crate::views) fn answers_from_request(&self) -> bool {
        let Reply::Message(parts) = &self.reply else { return false };
        let is_asked = |source: &Source| matches!(source, Source::Request(_) | Source::Within(..));
        parts.filled.iter().any(|(_, source)| is_asked(source))
    }

    /// Whether anything is filled from the reply of a step, or it is the answer.
    pub(in crate::views) fn uses_step(&self, index: usize) -> bool {
        self.steps[index].is_undone_with(index) || self.uses_step_beyond(index)
    }

    /// The same, but for what takes the step back.
    pub(in crate::views) fn uses_step_beyond(&self, index: usize) -> bool {
        let others = self.steps.iter().enumerate().filter(|(at, _)| *at != index);
        let undoing = others.filter_map(|(_, step)| step.undone_by.as_deref());
        let answers = matches!(self.reply, Reply::Step(step) if step == index);
        answers || self.sources_with(undoing).any(|source| source.is_of_step(index))
    }

    /// Its steps, and what takes them back.
    pub(in crate::views) fn calls(&self) -> impl Iterator<Item = &Filled<'a>> {
        self.steps.iter().chain(self.steps.iter().filter_map(|step| step.undone_by.as_deref()))
    }

    fn sources(&self) -> impl Iterator<Item = Source<'a>> {
        self.sources_with(self.steps.iter().filter_map(|step| step.undone_by.as_deref()))
    }

    /// What fills the steps, these calls that take steps back, the events and the answer.
    fn sources_with<'s>(
        &'s self,
        undoing: impl Iterator<Item = &'s Filled<'a>>,
    ) -> impl Iterator<Item = Source<'a>> {
        let calls = self.steps.iter().chain(undoing).flat_map(Filled::sources);
        let (reply, answer) = match &self.reply {
            Reply::Message(parts) => (Some(parts), None),
            Reply::Described(shaped) => (None, Some(shaped)),
            _ => (None, None),
        };
        let told = self.events.iter().map(|event| &event.payload).chain(reply);
        let told = told.flat_map(|parts| &parts.filled).map(|(_, source)| *source);
        calls.chain(told).chain(answer.into_iter().flat_map(Shaped::sources))
    }
}

impl Source<'_> {
    /// Whether it is a part of the reply of this step.
    pub(super) fn is_of_step(self, index: usize) -> bool {
        matches!(self, Source::Step(step, _) if step == index)
    }
}

/// The data flow of an operation.
pub(super) fn dataflow<'a>(model: &'a Model, operation: &'a Operation) -> Dataflow<'a> {
    let method = method_of(&model.contracts, operation);
    let mut input = input(model, operation, method);
    let mut steps: Vec<Filled> = Vec::new();
    for step in model.request_steps(operation) {
        let call = model.call(step.call);
        if peer_kind(model, call).is_some() {
            let before = known_before(&steps, step);
            let filled = fill_call(model, step, operation, &mut input, &steps[..before]);
            steps.push(filled);
            compensate(model, &input, &mut steps);
        }
    }
    let passed_on = passed_on(model, operation, method, &steps);
    let before = &steps[..passed_on.unwrap_or(steps.len())];
    let events = events(model, operation, &mut input, before);
    let reply = reply(model, operation, method, (&input, &steps));
    Dataflow { input, steps, events, reply, passed_on }
}

/// What is given before anything is called.
fn input<'a>(model: &'a Model, operation: &'a Operation, method: Option<&'a Method>) -> Input<'a> {
    let message = match &operation.kind {
        OperationKind::Rpc { .. } => method.map(|method| method.input.as_str()),
        OperationKind::Event(topic) => {
            let payload = model.topic(*topic).payload.as_ref();
            payload.map(|payload| payload.value.as_str())
        }
        OperationKind::Route { .. } => return Input::Values(inputs::given(model, operation)),
        OperationKind::Cron(_) | OperationKind::Job(_) | OperationKind::Opaque { .. } => None,
    };
    message.and_then(|name| model.contracts.message(name)).map_or(Input::Nothing, Input::Message)
}

/// What is answered: by an RPC its message, by a route what its document says, or else the last reply that is kept.
fn reply<'a>(
    model: &'a Model,
    operation: &'a Operation,
    method: Option<&Method>,
    (input, steps): (&Input<'a>, &[Filled<'a>]),
) -> Reply<'a> {
    match &operation.kind {
        OperationKind::Rpc { .. } => method
            .and_then(|method| Some((model.contracts.message(&method.output)?, method)))
            .map_or(Reply::Nothing, |(message, method)| {
                let parts = answered(message, method, input, steps);
                Reply::Message(parts.take_from_job(operation))
            }),
        OperationKind::Route { .. } if let Some(described) = model.described(operation) => {
            let context = format!("{}Answer", operation_name(described));
            described.answer.schema.as_ref().map_or(Reply::Nothing, |schema| {
                let from = (input, steps);
                Reply::Described(Shaped::new(model, operation.service, schema, context, from))
            })
        }
        OperationKind::Route { .. } if operation.starts.is_some() => Reply::Accepted,
        OperationKind::Route { .. } if operation.result.is_some() => Reply::Outcome,
        OperationKind::Route { .. } => {
            steps.iter().rposition(|step| step.provides.is_some()).map_or(Reply::Json, Reply::Step)
        }
        _ => Reply::Nothing,
    }
}

/// The last step, when it streams and the operation answers with a stream.
fn passed_on(
    model: &Model,
    operation: &Operation,
    method: Option<&Method>,
    steps: &[Filled<'_>],
) -> Option<usize> {
    let last = steps.last().filter(|step| step.streams_back())?;
    let is_described = model.described(operation).is_some();
    let can_stream = match operation.kind {
        OperationKind::Rpc { .. } => method.is_some_and(|method| method.streaming.from_server()),
        OperationKind::Route { .. } => last.provides.is_some() && !is_described,
        _ => false,
    };
    can_stream.then_some(steps.len() - 1)
}

/// What is published. Without calls, a route is given the fields of its events.
fn events<'a>(
    model: &'a Model,
    operation: &'a Operation,
    input: &mut Input<'a>,
    steps: &[Filled<'a>],
) -> Vec<Event<'a>> {
    let typed = operation.publishes.iter().filter_map(|topic| {
        let topic = model.topic(*topic);
        let message = model.contracts.message(&topic.payload.as_ref()?.value)?;
        Some((topic, message))
    });
    let mut events = Vec::new();
    for (topic, message) in typed {
        if operation.steps.is_empty() && model.described(operation).is_none() {
            need(operation, message, steps, input);
        }
        events.push(Event { topic, payload: parts(message, input, steps) });
    }
    events
}

/// A route is given what a message needs and no earlier reply provides.
pub(super) fn need<'a>(
    operation: &Operation,
    message: &'a Message,
    steps: &[Filled<'a>],
    input: &mut Input<'a>,
) {
    let Input::Values(values) = input else { return };
    for field in &message.fields {
        let provided = from_steps(field, steps).is_some();
        let given = values.iter().any(|value| value.name == field.name);
        if provided {
            continue;
        }
        if !given {
            values.extend(inputs::asked(operation, field));
        }
        inputs::typed(values, operation, field);
    }
}

pub(super) fn parts<'a>(
    message: &'a Message,
    input: &Input<'a>,
    steps: &[Filled<'a>],
) -> Parts<'a> {
    let mut parts = Parts { message, filled: Vec::new(), missing: Vec::new() };
    for field in &message.fields {
        let source = from_steps(field, steps).or_else(|| from_input(field, input));
        match source.filter(|_| is_nameable(field)) {
            Some(source) => parts.filled.push((field, source)),
            None => parts.missing.push(field),
        }
    }
    parts
}

pub(super) fn from_steps<'a>(field: &Field, steps: &[Filled<'a>]) -> Option<Source<'a>> {
    steps.iter().enumerate().rev().find_map(|(index, step)| {
        let other = step.provides?.field(&field.name)?;
        same_type(field, other).then_some(Source::Step(index, other))
    })
}

pub(super) fn from_input<'a>(field: &Field, input: &Input<'a>) -> Option<Source<'a>> {
    match input {
        Input::Message(message) => {
            let other = message.field(&field.name)?;
            same_type(field, other).then_some(Source::Request(other))
        }
        Input::Values(values) => {
            let index = values.iter().position(|value| value.fills(field));
            index.map(Source::Value).or_else(|| from_body(field, values))
        }
        Input::Nothing => None,
    }
}

fn from_body<'a>(field: &Field, values: &[Value<'a>]) -> Option<Source<'a>> {
    let bodies = values.iter().filter_map(|value| value.described.as_ref());
    bodies.filter(|body| body.required).find_map(|body| {
        let mut parts = body.properties.iter().filter(|part| part.required);
        let part = parts.find(|part| {
            let same = part.name == field.name || python_name(&part.name) == field.name;
            same && inputs::fits(&part.schema, field)
        })?;
        Some(Source::Body(body.properties, part))
    })
}
