//! `scaffold explain --effective`: every value that holds for a service, and the line that gave it.

use anyhow::Result;

use super::compile::{Compiled, compile, report, service_named};
use super::output::Terminal;
use super::{Ending, Global};
use crate::diagnostic::{Sources, Span};
use crate::topology::{self, Line};

/// One line of what is printed.
struct Row {
    /// `calls.auth.Authenticate.timeout`
    key: String,
    /// As written, or as the language has it.
    value: String,
    /// `topology.yaml:27`, or `built in`
    place: String,
}

pub(super) fn effective(service: &str, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?;
    let rows = rows(&compiled, service).inspect_err(|_| report(&compiled, terminal))?;
    let width = |text: fn(&Row) -> &str| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or_default()
    };
    let (keys, values) = (width(|row| &row.key), width(|row| &row.value));
    let line = |row: &Row| format!("{:keys$}  {:values$}  {}\n", row.key, row.value, row.place);
    terminal.data(&rows.iter().map(line).collect::<String>())?;
    Ok(Ending::Fine)
}

/// What is written, in the order of the language's keys, then what the language says by itself.
fn rows(compiled: &Compiled, service: &str) -> Result<Vec<Row>> {
    let service = service_named(&compiled.model, service)?;
    let (topology, _) = topology::parse(&compiled.project.file, &compiled.project.text);
    let written = topology.listed(service.name.as_str()).into_iter();
    let mut rows: Vec<Row> = written.filter_map(|line| row(&line, &compiled.sources)).collect();
    let built_in = compiled.model.built_in(service.id).into_iter();
    rows.extend(built_in.map(|(key, value)| Row { key, value, place: "built in".to_owned() }));
    Ok(rows)
}

fn row(line: &Line, sources: &Sources) -> Option<Row> {
    let first = line.places.first()?;
    let (start, _) = sources.positions(first)?;
    let values: Vec<String> = line.places.iter().filter_map(|span| value(span, sources)).collect();
    Some(Row {
        key: line.key.clone(),
        value: values.join(", "),
        place: format!("{}:{}", first.file, start.line),
    })
}

/// What stands at a place, on one line and without its quotes.
fn value(span: &Span, sources: &Sources) -> Option<String> {
    let written = sources.text(&span.file)?.get(span.start..span.end)?;
    let bare = ['"', '\'']
        .iter()
        .find_map(|quote| written.strip_prefix(*quote).and_then(|rest| rest.strip_suffix(*quote)));
    Some(bare.unwrap_or(written).split_whitespace().collect::<Vec<_>>().join(" "))
}
