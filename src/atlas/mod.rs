//! The specification as one page to walk about in: the picture, each part of it with its contract, calls, checks and
//! what its failure stops, the matrix, search. One file that needs no network; without scripts it is a long document.

mod checks;
mod contract;
mod entries;
mod facts;
mod ground;
mod matrix;
mod parts;
mod requirements;

use anyhow::Result;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::blueprint;
use crate::graph::{Use, svg};
use crate::model::Model;
use crate::names::written::html;
use crate::names::{Name, Written};
use crate::rules::Findings;
use crate::techspec::Documents;

use checks::{Check, checks};
use entries::{Entry, entries};
use facts::{Filter, facts, filters};
use ground::Ground;
use matrix::{HEADINGS, Row, matrix};
use parts::{Part, parts};

#[derive(Serialize)]
struct Page {
    nonce: Written,
    title: Written,
    summary: Written,
    style: Written,
    script: Written,
    picture: Written,
    facts: Written,
    filters: Vec<Filter>,
    entries: Vec<Entry>,
    parts: Vec<Part>,
    headings: Vec<Written>,
    rows: Vec<Row>,
    checks: Vec<Check>,
}

/// The page for a PRD of the system, or for the first one.
pub fn render(
    model: &Model,
    findings: &Findings,
    prd: Option<&Name>,
    documents: &Documents,
) -> Result<String> {
    let templates = blueprint::templates("atlas")?;
    blueprint::written(&templates, "page.html.j2", seen(model, findings, prd, documents))
}

/// Everything that the templates see.
pub fn seen(
    model: &Model,
    findings: &Findings,
    prd: Option<&Name>,
    documents: &Documents,
) -> Value {
    let ground = Ground::new(model, findings, prd, documents);
    let title = Written::fill("{}: the system", &[&html::text(model.system.as_str())]);
    let place = |placed: &crate::graph::Placed| ground.place(placed.node.id);
    let label = format!("The system {}", model.system);
    let mut page = Page {
        nonce: Written::default(),
        summary: summary(&ground),
        style: style(),
        script: script(),
        picture: svg(&ground.drawing, &label, Use::Page(&place)),
        facts: facts(&ground),
        filters: filters(&ground),
        entries: entries(&ground),
        parts: parts(&ground),
        headings: HEADINGS.map(Written::own).to_vec(),
        rows: matrix(&ground),
        checks: checks(&ground),
        title,
    };
    page.nonce = nonce(&page);
    Value::from(Serde(&page))
}

/// A word that only the style and the scripts of this page know: no text of the page can hold it, because it is made of all
/// of them. The browser runs nothing else.
fn nonce(page: &Page) -> Written {
    let texts = serde_json::to_vec(page).expect("its keys are strings");
    html::text(&blake3::hash(&texts).to_hex()[..32])
}

/// What the system is, and how much of everything it has.
fn summary(ground: &Ground) -> Written {
    let words = ground.model().description.trim().trim_end_matches('.');
    let count = |number: usize, one: &'static str, more: &'static str| {
        Written::fill(
            "{} {}",
            &[&number.into(), &Written::own(if number == 1 { one } else { more })],
        )
    };
    let numbers = [
        count(ground.subject.scope.len(), "service", "services"),
        count(ground.flows.len(), "flow", "flows"),
        count(ground.rows.len(), "edge", "edges"),
        count(ground.subject.findings.diagnostics.len(), "finding", "findings"),
    ];
    let numbers = Written::join(&numbers, ", ");
    match words {
        "" => Written::fill("{}.", &[&numbers]),
        words => Written::fill("{}. {}.", &[&html::text(words), &numbers]),
    }
}

/// The style sheets of pictures and of the page.
fn style() -> Written {
    Written::concat(&["picture", "atlas"].map(|folder| Written::own(blueprint::style(folder))))
}

/// The scripts of the page, in the order of their numbers.
fn script() -> Written {
    let scripts = blueprint::texts("atlas/script");
    Written::concat(&scripts.into_values().map(Written::own).collect::<Vec<_>>())
}
