//! The jobs of a use case: what it hands over, and whose results it tells.

use super::skeleton::Body;
use crate::contracts::{Field, Kind, Scalar};
use crate::model::Model;
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::inputs::Place;
use crate::views::meaning::dataflow::{Input, Reply, Source};
use crate::views::meaning::field::{is_nameable, is_single};
use crate::views::meaning::operation::PyOperation;
use crate::views::writing::lines::{Lines, exploded_blocks, fit, one_line};
use crate::views::writing::literal::dict_lines;

impl Body<'_, '_> {
    /// Hands the job over, or looks for its result.
    pub(super) fn jobs(&mut self) {
        let operation = self.operation;
        if let Some(job) = &operation.operation.starts {
            let mut arguments = vec![one_line(python::string(job))];
            arguments.extend(self.given_to_job());
            let awaited = Written::own("await self._jobs.submit");
            let head = self.named_if_used("job_id", "job_id = {}", awaited);
            self.lines.nest(0, &call(&head, arguments));
        }
        if let Some(job) = &operation.operation.result
            && !matches!(operation.flow.reply, Reply::Outcome)
        {
            let arguments = vec![one_line(python::string(job)), one_line(id_of(operation))];
            let awaited = Written::own("await self._jobs.outcome");
            let head = self.named_if_used("outcome", "outcome = {}", awaited);
            self.lines.nest(0, &call(&head, arguments));
        }
    }

    /// What a route answers that hands a job over, or tells its result.
    pub(super) fn answer_of_job(&mut self) {
        let Some(job) = &self.operation.operation.result else {
            self.runtime("jobs", "JobAccepted");
            self.lines.own(0, "return JobAccepted(job_id=job_id)");
            return;
        };
        let arguments = [python::string(job), id_of(self.operation)];
        let head = Written::own("return await self._jobs.outcome");
        self.lines.nest(0, &fit(2 + self.depth(), &head, &arguments, ""));
    }

    /// A name for what nothing else takes is one too many.
    fn named_if_used(&self, name: &str, named: &'static str, call: Written) -> Written {
        let flow = &self.operation.flow;
        let takes = |source: &Source| matches!(source, Source::Job(text) if text.starts_with(name));
        let is_used = match &flow.reply {
            Reply::Accepted => name == "job_id",
            Reply::Message(parts) => parts.filled.iter().any(|(_, source)| takes(source)),
            _ => false,
        };
        if is_used { Written::fill(named, &[&call]) } else { call }
    }

    /// Everything plain that the operation was given, by name.
    fn given_to_job(&self) -> Option<Lines> {
        let given = given(self.system.model, self.operation);
        (!given.is_empty()).then(|| self.by_name(given))
    }

    /// `{"sku": sku}`, an entry a line.
    pub(super) fn by_name(&self, values: Vec<(&str, Source)>) -> Lines {
        let read = |(name, source)| (name, one_line(self.read(source).0));
        dict_lines(values.into_iter().map(read).collect())
    }
}

fn call(head: &Written, mut arguments: Vec<Lines>) -> Lines {
    if arguments.len() > 1 {
        return exploded_blocks(head, arguments, "");
    }
    let argument = arguments.pop().unwrap_or_default();
    argument.with_head(&Written::fill("{}(", &[head])).with_tail(")")
}

/// What JSON has a word for, and may lie with the broker: no message, no bytes, no token, no secret.
fn given<'b>(model: &Model, operation: &'b PyOperation<'_>) -> Vec<(&'b str, Source<'b>)> {
    match &operation.flow.input {
        Input::Values(values) => {
            let plain = values.iter().enumerate().filter(|(_, value)| {
                let is_text = value.field.map_or(value.described.is_none(), is_plain);
                is_text && value.place != Place::Token && !is_secret(model, &value.name)
            });
            plain.map(|(index, value)| (value.name.as_str(), Source::Value(index))).collect()
        }
        Input::Message(message) if !operation.streaming.from_client() => {
            let fields = message.fields.iter().filter(|field| is_plain(field));
            let fields = fields.filter(|field| !is_secret(model, &field.name));
            fields.map(|field| (field.name.as_str(), Source::Request(field))).collect()
        }
        Input::Message(_) | Input::Nothing => Vec::new(),
    }
}

/// The same without what is of any class of data: what a route answers of which no contract knows the answer.
pub(super) fn said_back<'b>(
    model: &Model,
    operation: &'b PyOperation<'_>,
) -> Vec<(&'b str, Source<'b>)> {
    let is_open = |name: &str| !is_classified(model, name, |_| true);
    given(model, operation).into_iter().filter(|(name, _)| is_open(name)).collect()
}

fn is_plain(field: &Field) -> bool {
    let is_scalar = matches!(&field.kind, Kind::Scalar(kind) if *kind != Scalar::Bytes);
    is_scalar && is_single(field) && is_nameable(field)
}

fn is_secret(model: &Model, name: &str) -> bool {
    is_classified(model, name, |class| class == "secret")
}

/// Whether any message has a field of this name and of such a class: what a route is given has the name of a field, and no
/// message.
fn is_classified(model: &Model, name: &str, is_it: impl Fn(&str) -> bool) -> bool {
    let mut classified = model.data_classes.iter().filter(|(_, class)| is_it(class));
    classified.any(|(field, _)| field.rsplit('.').next() == Some(name))
}

/// The id that the request names: the last variable of a path, the field of an RPC.
fn id_of(operation: &PyOperation) -> Written {
    let mut in_path = operation.flow.values().iter().filter(|value| value.place == Place::Path);
    match in_path.next_back() {
        Some(value) => python::identifier(&value.argument),
        None => Written::own("request.job_id"),
    }
}

/// What the double of a use case does: with jobs of its own, so that a result is there.
pub(in crate::views) fn canned(operation: &PyOperation) -> Lines {
    let mut lines = Lines::default();
    if let Some(job) = &operation.operation.starts {
        let job = python::string(job);
        lines.add(0, Written::fill("job_id = await self.jobs.submit({})", &[&job]));
        lines.own(0, "return JobAccepted(job_id=job_id)");
    } else if let Some(job) = &operation.operation.result {
        let arguments = [python::string(job), id_of(operation)];
        lines.nest(0, &fit(2, &Written::own("return await self.jobs.outcome"), &arguments, ""));
    }
    lines
}
