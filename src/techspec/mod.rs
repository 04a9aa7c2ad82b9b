//! The technical specification: a document that says what the topology, the contracts and the checks say, and nothing
//! else, so that it can be written again at any time.
//!
//! One section, one file, one template. What people write stands in regions that survive ([`prose`]).

mod answers;
mod anti_patterns;
mod architecture;
mod beside;
mod bodies;
mod budgets;
mod capacity;
pub(crate) mod cells;
mod checklist;
mod clients;
pub mod codes;
mod communication;
mod configuration;
mod consistency;
mod criteria;
mod data_models;
mod decisions;
mod dependencies;
mod deployment;
mod differences;
mod environments;
mod errors;
mod evidence;
mod flows;
mod gates;
mod glossary;
mod impact;
mod kept;
mod libraries;
mod messages;
mod part;
mod patterns;
mod practices;
pub mod prose;
mod proofs;
mod protos;
mod questions;
mod resolved;
mod review;
mod scalability;
mod security;
mod sequencing;
mod services;
mod square;
mod subject;
mod summary;
mod table;
mod testing;
mod traceability;
mod travels;
mod unsaid;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::blueprint;
use crate::model::Model;
use crate::names::written::markdown::{self, Line};
use crate::names::{Name, Written};
use crate::parallel;
use crate::rules::Findings;
use crate::views::Code;

pub(crate) use communication::{HEADINGS, Row, rows};
pub(crate) use impact::holds;
pub(crate) use patterns::properties;
pub use proofs::tests_in;
pub use prose::Prose;
pub use resolved::resolved;
pub(crate) use services::facts;
pub(crate) use subject::Subject;

/// What stands in the folder of the document, as far as it matters for it.
#[derive(Clone, Debug, Default)]
pub struct Documents<'a> {
    /// What people wrote in the present `_techspec.md`.
    pub prose: Prose,
    /// The same for the documents beside it, by path below its folder.
    pub beside: BTreeMap<String, Prose>,
    /// The paths of all files that scaffold writes; empty where nobody has planned them.
    pub files: Arc<BTreeSet<String>>,
    /// Those of them that people change.
    pub yours: Arc<BTreeSet<String>>,
    /// The names of the tests in those of them that hold tests.
    pub tests: BTreeMap<String, Vec<String>>,
    /// The system as it is in each of its environments.
    pub environments: &'a [(Name, Model)],
    /// The text of `uv.lock`, if there is one.
    pub lock: Option<&'a str>,
    /// What there is to tell of the generated code, where somebody knows already.
    pub code: Option<Arc<Code>>,
    /// What lint found in the contracts, where somebody has looked.
    pub lint: Option<Lint>,
}

/// What lint found in the contracts.
#[derive(Clone, Debug)]
pub enum Lint {
    /// Nothing, because something is wrong with `buf.yaml` or with the contracts themselves.
    Unreadable,
    /// How often each rule found something.
    Found(BTreeMap<&'static str, usize>),
}

/// A part of the document with a heading of its own.
pub struct Section {
    /// Its template below `sections/`, what its template calls its view, and its region of prose.
    pub name: &'static str,
    /// Its heading, as its template has it.
    pub heading: &'static str,
    /// What its template shows; nothing where there is nothing to say.
    view: fn(&Subject) -> Option<Value>,
}

/// The sections, in the order of the document.
pub const ALL: &[Section] = &[
    summary::SECTION,
    traceability::SECTION,
    architecture::SECTION,
    communication::SECTION,
    services::SECTION,
    protos::SECTION,
    data_models::SECTION,
    patterns::SECTION,
    consistency::SECTION,
    impact::SECTION,
    scalability::SECTION,
    libraries::SECTION,
    decisions::SECTION,
    security::SECTION,
    deployment::SECTION,
    sequencing::SECTION,
    testing::SECTION,
    review::SECTION,
    questions::SECTION,
    glossary::SECTION,
    checklist::SECTION,
];

/// The file of the specification, in the folder of its PRD.
pub const SPECIFICATION: &str = "_techspec.md";

/// The headings that a specification must have.
pub const REQUIRED: [&str; 8] = [
    "Architecture Overview",
    "Service Definitions",
    "Proto Definitions",
    "Data Models",
    "Communication Patterns",
    "Deployment Architecture",
    "Development Sequencing",
    "Testing Strategy",
];

/// The sections that judge the others, and so come to their views after them.
const JUDGING: [&str; 2] = [summary::SECTION.name, review::SECTION.name];

/// The document for a PRD of the system, or for the first one. It stands in `tasks/prd-SLUG`; its links begin there.
pub fn render(
    model: &Model,
    findings: &Findings,
    prd: Option<&Name>,
    documents: &Documents,
) -> Result<String> {
    let seen = seen(model, findings, prd, documents);
    let text = blueprint::document("techspec", "_techspec.md.j2", seen)?;
    Ok(with_leftovers(text, &documents.prose))
}

/// The specification of a PRD and the documents beside it, by path below the folder of the PRD.
pub fn documents(
    model: &Model,
    findings: &Findings,
    prd: &Name,
    documents: &Documents,
) -> Result<Vec<(String, String)>> {
    let mut all = vec![(SPECIFICATION.to_owned(), render(model, findings, Some(prd), documents)?)];
    let subject = Subject::new(model, findings, Some(prd), documents);
    all.extend(beside::rendered(&subject, &blueprint::templates("techspec")?)?);
    Ok(all)
}

/// The paths of the same.
pub fn paths(model: &Model, prd: &Name) -> Vec<String> {
    [SPECIFICATION.to_owned()].into_iter().chain(beside::paths(model, prd)).collect()
}

/// What the template of the documents beside a specification sees, for each of them.
pub fn seen_beside(
    model: &Model,
    findings: &Findings,
    prd: &Name,
    documents: &Documents,
) -> Vec<Value> {
    let subject = Subject::new(model, findings, Some(prd), documents);
    beside::seen(&subject).into_iter().map(|(_, value)| value).collect()
}

/// Everything that the templates see: a value for each section, and what the page itself needs.
pub fn seen(
    model: &Model,
    findings: &Findings,
    prd: Option<&Name>,
    documents: &Documents,
) -> Value {
    #[derive(Serialize)]
    struct Entry {
        link: Written,
    }
    let mut subject = Subject::new(model, findings, prd, documents);
    let (judging, telling): (Vec<&Section>, Vec<&Section>) =
        ALL.iter().partition(|section| JUDGING.contains(&section.name));
    let mut context: BTreeMap<&str, Value> = BTreeMap::new();
    for (section, view) in views(telling, &subject) {
        if view.is_none() && REQUIRED.contains(&section.heading) {
            subject.absent.push(section.heading);
        }
        context.insert(section.name, view.unwrap_or_else(|| Value::from(())));
    }
    for (section, view) in views(judging, &subject) {
        context.insert(section.name, view.unwrap_or_else(|| Value::from(())));
    }
    let mut contents = Vec::new();
    let mut regions: BTreeMap<&str, Written> = BTreeMap::new();
    for section in ALL.iter().filter(|section| !context[section.name].is_none()) {
        let anchor = format!("#{}", markdown::anchor(section.heading));
        contents.push(Entry { link: markdown::link(&Written::own(section.heading), &anchor) });
        regions.insert(section.name, subject.documents.prose.region(section.name));
    }
    context.insert("title", Value::from(Serde(&subject.title())));
    context.insert("contents", Value::from(Serde(&contents)));
    context.insert("prose", Value::from(Serde(&regions)));
    Value::from_pairs(context)
}

/// The views of sections that do not ask for each other's.
fn views<'a>(
    sections: Vec<&'a Section>,
    subject: &Subject,
) -> impl Iterator<Item = (&'a Section, Option<Value>)> + use<'a> {
    let views = parallel::map(&sections, |section| (section.view)(subject));
    sections.into_iter().zip(views)
}

/// Keeps the regions whose part of the document is gone: nothing that a person wrote is lost.
fn with_leftovers(mut text: String, prose: &Prose) -> String {
    let leftovers = prose.without_those_of(&text);
    if leftovers.is_empty() {
        return text;
    }
    text.push_str("\n## Kept Prose\n\n");
    let count = Line::default().own("The parts that these texts belonged to are gone: ");
    let count = count.count(leftovers.len(), "text", "texts").own(" to move or to delete.\n");
    text.push_str(count.end().as_str());
    for (id, region) in leftovers {
        let heading = Line::default().own("\n### Was ").code(id).own("\n\n").end();
        text.push_str(heading.as_str());
        text.push_str(region.as_str());
        text.push('\n');
    }
    text
}
