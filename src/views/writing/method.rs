//! The signature of an operation as a method: of the port, of the use cases, of a fake.

use super::imports::Imports;
use super::lines::Lines;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::dataflow::{Dataflow, Input, Reply};
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};

/// What a method takes and gives.
pub(in crate::views) struct Signature {
    /// `request: auth_pb2.GetUserRequest`; without `self`.
    pub(in crate::views) parameters: Vec<Written>,
    pub(in crate::views) returns: Written,
    /// Whether it yields what it gives.
    pub(in crate::views) is_generator: bool,
}

/// How a method is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::views) enum Form {
    /// In a Protocol: a generator is called without `await`.
    Declared,
    /// With a body.
    Defined,
}

pub(in crate::views) fn signature(
    system: &System,
    service: &PyService,
    operation: &PyOperation,
    imports: &mut Imports,
) -> Signature {
    match (&operation.operation.kind, &operation.flow.input) {
        (OperationKind::Rpc { .. }, Input::Message(message)) => {
            let input = system.messages.class(&message.full_name, imports);
            let parameter = if operation.streaming.from_client() {
                imports.name("collections.abc", "AsyncIterator");
                Written::fill("requests: AsyncIterator[{}]", &[&input])
            } else {
                Written::fill("request: {}", &[&input])
            };
            let output = reply_class(system, &operation.flow, imports);
            given(vec![parameter], output, operation.streaming.from_server(), imports)
        }
        (OperationKind::Event(_), Input::Message(message)) => {
            let event = system.messages.class(&message.full_name, imports);
            let mut parameters = vec![Written::fill("event: {}", &[&event])];
            if operation.transactional {
                let module = format!("{}.repositories.unit_of_work", service.package);
                imports.name(&module, "Work");
                parameters.push(Written::own("work: Work"));
            }
            given(parameters, Written::own("None"), false, imports)
        }
        (OperationKind::Route { .. }, _) => {
            let values = operation.flow.values().iter();
            let mut parameters: Vec<Written> =
                values.map(|value| value.parameter(system, service.service.id, imports)).collect();
            if !parameters.is_empty() {
                parameters.insert(0, Written::own("*"));
            }
            let streams = operation.flow.passed_on.is_some();
            let output = reply_class(system, &operation.flow, imports);
            given(parameters, output, streams, imports)
        }
        _ if operation.keeps_result => {
            imports.name("pydantic", "JsonValue");
            imports.name("collections.abc", "Mapping");
            let given_to_job = Written::own("given: Mapping[str, JsonValue]");
            given(vec![given_to_job], Written::own("dict[str, JsonValue]"), false, imports)
        }
        _ => given(Vec::new(), Written::own("None"), false, imports),
    }
}

/// The type of what an operation answers with, or of one piece of it.
fn reply_class(system: &System, flow: &Dataflow, imports: &mut Imports) -> Written {
    match &flow.reply {
        Reply::Message(parts) => system.messages.class(&parts.message.full_name, imports),
        Reply::Step(index) => match flow.steps[*index].provides {
            Some(message) => system.messages.class(&message.full_name, imports),
            None => Written::own("None"),
        },
        Reply::Described(shaped) => shaped.kind(system, imports),
        Reply::Accepted => of_jobs(system, "JobAccepted", imports),
        Reply::Outcome => of_jobs(system, "JobOutcome", imports),
        Reply::Json => {
            imports.name("pydantic", "JsonValue");
            Written::own("dict[str, JsonValue]")
        }
        Reply::Nothing => Written::own("None"),
    }
}

fn of_jobs(system: &System, class: &'static str, imports: &mut Imports) -> Written {
    imports.name(&format!("{}.jobs", system.runtime), class);
    Written::own(class)
}

fn given(
    parameters: Vec<Written>,
    output: Written,
    is_generator: bool,
    imports: &mut Imports,
) -> Signature {
    if !is_generator {
        return Signature { parameters, returns: output, is_generator };
    }
    imports.name("collections.abc", "AsyncIterator");
    let returns = Written::fill("AsyncIterator[{}]", &[&output]);
    Signature { parameters, returns, is_generator }
}

/// The head of a method: one line without parameters, exploded with some.
pub(in crate::views) fn head(name: &str, signature: &Signature, form: Form) -> Lines {
    let def = match (form, signature.is_generator) {
        (Form::Declared, true) => "def {}",
        _ => "async def {}",
    };
    let name = Written::fill(def, &[&python::identifier(name)]);
    let mut lines = Lines::default();
    if signature.parameters.is_empty() {
        lines.add(0, Written::fill("{}(self) -> {}:", &[&name, &signature.returns]));
        return lines;
    }
    lines.add(0, Written::fill("{}(", &[&name]));
    lines.own(1, "self,");
    for parameter in &signature.parameters {
        lines.add_annotated(1, parameter, ",");
    }
    lines.add_annotated(0, &Written::fill(") -> {}", &[&signature.returns]), ":");
    lines
}
