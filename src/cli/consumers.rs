//! Who has to follow a change of the contracts: the services, calls and flows of a project.

use std::collections::BTreeMap;

use super::against::Change;
use super::compile::Compiled;
use crate::contracts::buf::{Finding, Subject};
use crate::contracts::{self, Contracts};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::model::{self, Consumers, Model, OperationId, Uses};
use crate::topology;

/// How a finding of this family is called.
const NAME: &str = "breaking-change";
/// More names than anybody reads in a sentence.
const MOST_NAMED: usize = 5;

/// The findings of a change of any protos.
pub(super) fn plain(change: &Change) -> Vec<Diagnostic> {
    change.findings.iter().map(|finding| shown(finding).hint(advice(finding, &[]))).collect()
}

/// The findings of a change within a project, each with who uses what it is about. Today's topology over the contracts as they
/// were tells that: what is deleted is in no contract of today.
pub(super) fn named(change: &Change, compiled: &Compiled) -> Vec<Diagnostic> {
    if change.findings.is_empty() {
        return Vec::new();
    }
    let model = before(change, compiled);
    let uses = Uses::of(&model);
    let mut known: BTreeMap<&Subject, Consumers> = BTreeMap::new();
    let all = change.findings.iter().map(|finding| {
        if is_of_another_language(finding.rule) {
            return shown(finding).hint(advice(finding, &[]));
        }
        let consumers =
            known.entry(&finding.subject).or_insert_with(|| uses.consumers(&finding.subject));
        with_consumers(finding, consumers, &model, &compiled.project.file)
    });
    all.collect()
}

/// Options that shape the code of languages that no generated service is written in.
fn is_of_another_language(rule: &str) -> bool {
    let is_option = rule.starts_with("FILE_SAME_");
    is_option && !matches!(rule, "FILE_SAME_PACKAGE" | "FILE_SAME_SYNTAX")
}

fn before(change: &Change, compiled: &Compiled) -> Model {
    let (topology, _) = topology::parse(&compiled.project.file, &compiled.project.text);
    let (contracts, _) = contracts::compile(&change.previous);
    let documents = compiled.model.contracts.documents.clone();
    model::resolve(&topology, Contracts { documents, ..contracts }).0
}

fn with_consumers(
    finding: &Finding,
    consumers: &Consumers,
    model: &Model,
    topology: &str,
) -> Diagnostic {
    let mut diagnostic = shown(finding);
    for id in &consumers.calls {
        let call = model.call(*id);
        let words = format!("`{}` calls `{}`", model.caller_name(call.caller), call.written);
        diagnostic = diagnostic.with(&call.span, words);
    }
    for id in &consumers.topics {
        let topic = model.topic(*id);
        for (reader, span) in &topic.consumers {
            let words = format!("`{}` reads `{}`", model.service(*reader).name, topic.name);
            diagnostic = diagnostic.with(span, words);
        }
    }
    for id in &consumers.flows {
        let (span, words) = flow(model, *id, topology);
        diagnostic = diagnostic.with(&span, words);
    }
    let services = consumers.services.iter();
    let services: Vec<&str> = services.map(|id| model.service(*id).name.as_str()).collect();
    diagnostic.hint(advice(finding, &services))
}

/// Where a flow begins: in the topology, where the operation is written there.
fn flow(model: &Model, entry: OperationId, topology: &str) -> (Span, String) {
    let operation = model.operation(entry);
    let service = model.service(operation.service);
    let written = operation.span.as_ref().filter(|span| &*span.file == topology);
    let words = format!("the flow of `{}` of `{}` passes it", operation.name, service.name);
    (written.unwrap_or(&service.span).clone(), words)
}

fn shown(finding: &Finding) -> Diagnostic {
    finding.diagnostic(NAME, Severity::Error)
}

fn advice(finding: &Finding, services: &[&str]) -> String {
    let page =
        format!("`scaffold explain {}` shows how to change it and break nobody", finding.rule);
    let (named, more) = services.split_at(services.len().min(MOST_NAMED));
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    match named {
        [] => page,
        named => format!("change `{}`{more} first; {page}", named.join("`, `")),
    }
}
