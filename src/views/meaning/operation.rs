//! An operation as a Python method: its name, its label, its words.

use super::contract::method_of;
use super::dataflow::{Dataflow, Input, Source, dataflow};
use super::facts::Facts;
use crate::contracts::{Field, Streaming};
use crate::model::{Model, Operation, OperationKind, Service, ServiceId};
use crate::names::{python_identifier, snake};
use crate::secrecy::masked;
use crate::topology::{Job, Schedule};
use crate::views::doors::bound::{Bound, is_bound};
use crate::views::doors::issuer::publishes_keys;

/// An operation of a generated service.
#[derive(Debug)]
pub(in crate::views) struct PyOperation<'a> {
    pub(in crate::views) operation: &'a Operation,
    /// `send_message`, `post_v1_messages`, `on_chat_message_sent`, `on_schedule`, `reindex`
    pub(in crate::views) method: String,
    /// `acme.chat.v1.ChatService/SendMessage`, `POST /v1/messages`, `chat.message.sent`, `cron`, `reindex`
    pub(in crate::views) label: String,
    /// What its docstring says.
    pub(in crate::views) doc: String,
    /// Which side streams; unary for all that is no RPC.
    pub(in crate::views) streaming: Streaming,
    /// Whether the topology says anything of it; otherwise it answers that it is not implemented yet.
    pub(in crate::views) declared: bool,
    /// An event that is handled in the transaction of the inbox.
    pub(in crate::views) transactional: bool,
    /// A skeleton that would believe any secret: it does not answer outside of local.
    pub(in crate::views) believes_secrets: bool,
    /// A job whose result is kept.
    pub(in crate::views) keeps_result: bool,
    pub(in crate::views) flow: Dataflow<'a>,
}

impl PyOperation<'_> {
    /// Whether an event starts it.
    pub(in crate::views) fn is_event(&self) -> bool {
        matches!(self.operation.kind, OperationKind::Event(_))
    }
}

/// The operations of a service in their order: RPCs, routes, topics, cron, jobs.
pub(super) fn operations<'a>(
    model: &'a Model,
    service: &'a Service,
    has: Facts,
    bound: &[Bound],
) -> Vec<PyOperation<'a>> {
    let mut all: Vec<PyOperation> = Vec::new();
    let named = methods(model, service.id);
    for (operation, method) in named {
        if is_untyped_event(model, operation)
            || publishes_keys(service, operation)
            || is_bound(bound, operation)
        {
            continue;
        }
        let transactional = has.inbox && is_idempotent(service, operation);
        let contract = method_of(&model.contracts, operation);
        let flow = dataflow(model, operation);
        all.push(PyOperation {
            operation,
            method,
            label: operation.grpc_path().unwrap_or_else(|| operation.name.clone()),
            doc: doc(model, service, operation, transactional),
            streaming: contract.map_or(Streaming::Unary, |method| method.streaming),
            declared: is_declared(operation),
            transactional,
            keeps_result: keeps_result(service, operation),
            believes_secrets: believes_secrets(model, operation, &flow),
            flow,
        });
    }
    all.sort_by_key(|operation| order(&operation.operation.kind));
    all
}

/// Whether a secret of the request ends here: no call hands it on to somebody who looks at it.
fn believes_secrets(model: &Model, operation: &Operation, flow: &Dataflow) -> bool {
    let (OperationKind::Rpc { .. }, Input::Message(message)) = (&operation.kind, &flow.input)
    else {
        return false;
    };
    let is_secret = |field: &&Field| {
        let name = format!("{}.{}", message.full_name, field.name);
        model.data_classes.iter().any(|(known, class)| *known == name && class == "secret")
    };
    let handed_on: Vec<&str> = flow
        .steps
        .iter()
        .filter_map(|step| step.request.as_ref())
        .flat_map(|parts| &parts.filled)
        .filter_map(|(_, source)| match source {
            Source::Request(field) => Some(field.name.as_str()),
            _ => None,
        })
        .collect();
    let ends = |field: &Field| !handed_on.contains(&field.name.as_str());
    is_declared(operation) && message.fields.iter().filter(is_secret).any(ends)
}

/// Every operation of a service that can be asked for, and the name of its method. Of two with the same name, the
/// second RPC begins with its proto service.
pub fn methods(model: &Model, service: ServiceId) -> Vec<(&Operation, String)> {
    let mut all: Vec<(&Operation, String)> = Vec::new();
    for operation in model.operations_of(service) {
        let id = model.described(operation).and_then(|described| described.id.as_deref());
        let named = id.map(|id| reserved(python_identifier(&snake(id))));
        let named = named.or_else(|| method_name(&operation.kind, &operation.name));
        let Some(mut method) = named else { continue };
        if all.iter().any(|(_, known)| *known == method) {
            method = match &operation.kind {
                OperationKind::Rpc { service, .. } => {
                    let last = service.rsplit('.').next().unwrap_or(service);
                    format!("{}_{method}", snake(last))
                }
                _ => format!("{method}_{}", all.len()),
            };
        }
        if all.iter().any(|(_, known)| *known == method) {
            method = format!("{method}_{}", all.len());
        }
        all.push((operation, method));
    }
    all
}

fn keeps_result(service: &Service, operation: &Operation) -> bool {
    let is_it =
        |name: &str| matches!(operation.kind, OperationKind::Job(_)) && *name == operation.name;
    service.jobs.iter().any(|(name, job)| is_it(name) && is_kept(job))
}

/// Whether the topology wants the result of a job.
pub(super) fn is_kept(job: &Job) -> bool {
    job.result.as_ref().is_some_and(|result| result.value)
}

/// Whether an event has no message that the contracts know: nothing can read it.
fn is_untyped_event(model: &Model, operation: &Operation) -> bool {
    let OperationKind::Event(topic) = operation.kind else { return false };
    let payload = model.topic(topic).payload.as_ref();
    payload.is_none_or(|payload| model.contracts.message(&payload.value).is_none())
}

/// The names of types that signatures use: a method of that name would hide them in its class. And those that ruff
/// takes for something dangerous wherever they are called.
const TAKEN: [&str; 13] = [
    "bool", "bytes", "dict", "extra", "float", "id", "int", "list", "object", "print", "set",
    "str", "type",
];

/// The Python name of a method for what starts an operation.
pub(super) fn method_name(kind: &OperationKind, name: &str) -> Option<String> {
    let text = match kind {
        OperationKind::Rpc { method, .. } => snake(method),
        OperationKind::Route { method, path } => squeezed(&format!("{method}_{path}")),
        OperationKind::Event(_) => squeezed(&format!("on_{name}")),
        OperationKind::Cron(_) => "on_schedule".to_owned(),
        OperationKind::Job(_) => squeezed(name),
        OperationKind::Opaque { .. } => return None,
    };
    Some(reserved(python_identifier(&text)))
}

fn reserved(text: String) -> String {
    if TAKEN.contains(&text.as_str()) { format!("{text}_") } else { text }
}

/// Lower case, everything that is no letter or digit as one `_`; without secrets, as documents name tests by it.
pub(in crate::views) fn squeezed(text: &str) -> String {
    let text = masked(text);
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_")
}

fn order(kind: &OperationKind) -> u8 {
    match kind {
        OperationKind::Rpc { .. } => 0,
        OperationKind::Route { .. } => 1,
        OperationKind::Event(_) => 2,
        OperationKind::Cron(_) => 3,
        OperationKind::Job(_) => 4,
        OperationKind::Opaque { .. } => 5,
    }
}

fn is_declared(operation: &Operation) -> bool {
    match operation.kind {
        OperationKind::Rpc { .. } | OperationKind::Route { .. } => operation.is_declared(),
        _ => true,
    }
}

fn is_idempotent(service: &Service, operation: &Operation) -> bool {
    let OperationKind::Event(topic) = operation.kind else { return false };
    service.consumes.iter().any(|s| s.topic == topic && s.idempotent == Some(true))
}

fn doc(model: &Model, service: &Service, operation: &Operation, transactional: bool) -> String {
    match &operation.kind {
        OperationKind::Rpc { .. } => {
            let comment =
                method_of(&model.contracts, operation).map(|method| method.comment.trim());
            match comment {
                Some(comment) if !comment.is_empty() => comment.to_owned(),
                _ => format!("{}.", operation.grpc_path().unwrap_or_default()),
            }
        }
        OperationKind::Route { .. } => match model.described(operation) {
            Some(described) if !described.description.is_empty() => described.description.clone(),
            Some(described) if !described.summary.is_empty() => {
                format!("{}.", described.summary.trim_end_matches('.'))
            }
            Some(_) | None => format!("{}.", operation.name),
        },
        OperationKind::Event(topic) => {
            let mut words = payload_doc(model, *topic);
            if transactional {
                words.push_str(" Once an event: `work` commits with it.");
            }
            words
        }
        OperationKind::Cron(schedule) => {
            format!("What {} is for, at `{}`.", service.name, spec(schedule))
        }
        OperationKind::Job(Some(schedule)) => {
            format!("The job {}, at `{}`.", operation.name, spec(schedule))
        }
        OperationKind::Job(None) | OperationKind::Opaque { .. } => {
            format!("The job {}.", operation.name)
        }
    }
}

/// What the contract says of a topic's message.
pub(in crate::views) fn payload_doc(model: &Model, topic: crate::model::TopicId) -> String {
    let topic = model.topic(topic);
    let message =
        topic.payload.as_ref().and_then(|payload| model.contracts.message(&payload.value));
    match message.map(|message| message.comment.trim()) {
        Some(comment) if !comment.is_empty() => comment.to_owned(),
        _ => format!("An event of the topic {}.", topic.name),
    }
}

/// A schedule in the topology's words.
pub(in crate::views) fn spec(schedule: &Schedule) -> String {
    match schedule {
        Schedule::Cron(fields) => fields.clone(),
        Schedule::Every(duration) => format!("every {}", duration.text),
    }
}
