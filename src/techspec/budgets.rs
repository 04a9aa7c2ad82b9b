//! How long each flow may wait for its calls, and how often one request may become many.

use std::time::Duration;

use crate::analysis::attempts::{edges, heaviest};
use crate::analysis::paths::Paths;
use crate::analysis::waiting::{self, waits};
use crate::model::{Call, Caller, Flow, Model, Operation};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::cells;
use super::part::Part;
use super::subject::Subject;
use super::table::table;

/// How many waits a sum shows before the rest is counted.
const MOST: usize = 6;

/// The table of budgets, of the flows that call anybody.
pub(super) fn part(subject: &Subject, flows: &[&Flow]) -> Part {
    let model = subject.model;
    let edges = edges(model);
    let paths = heaviest(&edges);
    let calling = flows.iter().filter(|flow| !model.operation(flow.entry).steps.is_empty());
    let rows: Vec<_> = calling.map(|flow| budget(model, flow, &paths)).collect();
    let headings =
        ["Flow", "Its client waits", "May wait", "Sum of", "Promises (p99)", "Most attempts"];
    let words = Written::own(
        "The entry's own calls, one after the other, each attempt for as long as it may take; those that run together \
         count once. Attempts multiply along the way until a breaker or a budget ends them.",
    );
    let table = table(headings, &rows);
    Part::new("Timeouts and attempts per flow", table.is_some().then_some(words), table)
}

fn budget(model: &Model, flow: &Flow, paths: &Paths) -> [Written; 6] {
    let operation = model.operation(flow.entry);
    let waits = waits(model, operation);
    let longest = waits.longest();
    let may_wait = match waits.open {
        None => cells::time(Some(longest)),
        Some(open) => {
            let line = Line::default();
            let line = if longest.is_zero() {
                line.own("an open time for ")
            } else {
                line.written(&cells::time(Some(longest))).own(" and an open time for ")
            };
            line.written(&cells::callee(model, open)).end()
        }
    };
    let promise = waiting::promise(model, operation).map(|promise| promise.value.value);
    [
        cells::flow(model, flow.entry),
        cells::time(client(model, operation)),
        may_wait,
        sum(model, &waits),
        cells::time(promise),
        attempts(model, paths, flow),
    ]
}

/// How long the most impatient of its clients waits.
fn client(model: &Model, operation: &Operation) -> Option<Duration> {
    let calls = operation.called_by.iter().map(|id| model.call(*id));
    let services = calls.filter(|call| matches!(call.caller, Caller::Service(_)));
    services.filter_map(Call::timeout_value).min()
}

fn sum(model: &Model, waits: &waiting::Waits) -> Written {
    let mut parts: Vec<Written> = waits
        .parts
        .iter()
        .take(MOST)
        .map(|(time, call)| {
            let line = Line::default().written(&cells::time(Some(*time))).own(" ");
            line.written(&cells::callee(model, call)).end()
        })
        .collect();
    if waits.parts.len() > MOST {
        parts.push(Line::default().number(waits.parts.len() - MOST).own(" more").end());
    }
    if parts.is_empty() { markdown::nothing() } else { Written::join(&parts, " + ") }
}

/// `` 4 of `llm` (2 × 2) ``
fn attempts(model: &Model, paths: &Paths, flow: &Flow) -> Written {
    let weight = paths.weight(flow.entry.0);
    let repeated = paths.calls(flow.entry.0, 2);
    let Some(last) = repeated.last() else { return markdown::nothing() };
    let factors: Vec<Written> =
        repeated.iter().map(|id| Written::from(model.call(*id).attempts.value)).collect();
    let line = Line::default().text(&weight.to_string()).own(" of ");
    let line = line.written(&cells::callee(model, model.call(*last)));
    if factors.len() == 1 {
        return line.end();
    }
    line.own(" (").written(&Written::join(&factors, " × ")).own(")").end()
}
