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
use std::iter;
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

/// The template of what stands above the sections.
const HEAD: &str = "_techspec.md.j2";

/// The document for a PRD of the system, or for the first one. It stands in `tasks/prd-SLUG`; its links begin there.
pub fn render(
    model: &Model,
    findings: &Findings,
    prd: Option<&Name>,
    documents: &Documents,
) -> Result<String> {
    let templates = blueprint::templates("techspec")?;
    let mut subject = Subject::new(model, findings, prd, documents);
    let sections = each_section(&mut subject, |section, view| {
        let seen = section.seen(view, &documents.prose);
        blueprint::written(&templates, &section.template(), seen)
    });
    let told = sections.iter().map(|(section, _)| *section);
    let head = blueprint::written(&templates, HEAD, head(&subject, told));
    let texts: Result<Vec<String>> =
        iter::once(head).chain(sections.into_iter().map(|(_, text)| text)).collect();
    let text = texts?.concat();
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

/// What the templates of the specification see, each with its name: that of its head, and those of the sections that have
/// something to say.
pub fn seen(
    model: &Model,
    findings: &Findings,
    prd: Option<&Name>,
    documents: &Documents,
) -> Vec<(String, Value)> {
    let mut subject = Subject::new(model, findings, prd, documents);
    let sections = each_section(&mut subject, |section, view| section.seen(view, &documents.prose));
    let told = sections.iter().map(|(section, _)| *section);
    let head = [(HEAD.to_owned(), head(&subject, told))];
    let sections = sections.into_iter().map(|(section, seen)| (section.template(), seen));
    head.into_iter().chain(sections).collect()
}

/// What the template of the head sees: a title, and links to the sections that are told.
fn head<'s>(subject: &Subject, told: impl Iterator<Item = &'s Section>) -> Value {
    #[derive(Serialize)]
    struct Head {
        title: Written,
        contents: Vec<Written>,
    }
    let link = |section: &Section| {
        let anchor = format!("#{}", markdown::anchor(section.heading));
        markdown::link(&Written::own(section.heading), &anchor)
    };
    Value::from(Serde(&Head { title: subject.title(), contents: told.map(link).collect() }))
}

/// What is made of the view of each section that has something to say, in the order of the document.
fn each_section<R: Send>(
    subject: &mut Subject,
    make: impl Fn(&Section, Value) -> R + Sync,
) -> Vec<(&'static Section, R)> {
    let those_of = |sections: &[&'static Section], subject: &Subject| {
        parallel::map(sections, |section| Some((*section, make(section, (section.view)(subject)?))))
    };
    let (judging, telling): (Vec<&Section>, Vec<&Section>) =
        ALL.iter().partition(|section| JUDGING.contains(&section.name));
    let mut told = those_of(&telling, subject);
    let silent = telling.iter().zip(&told).filter(|(_, told)| told.is_none());
    let silent = silent.map(|(section, _)| section.heading);
    subject.absent.extend(silent.filter(|heading| REQUIRED.contains(heading)));
    told.extend(those_of(&judging, subject));
    let mut told: Vec<(&Section, R)> = told.into_iter().flatten().collect();
    told.sort_by_key(|(told, _)| ALL.iter().position(|section| section.name == told.name));
    told
}

impl Section {
    /// The name of its template.
    pub fn template(&self) -> String {
        format!("sections/{}.md.j2", self.name)
    }

    /// What its template sees: its view, and its region of prose.
    fn seen(&self, view: Value, prose: &Prose) -> Value {
        let region = Value::from(Serde(&prose.region(self.name)));
        let prose = Value::from_pairs([(self.name, region)]);
        Value::from_pairs([(self.name, view), ("prose", prose)])
    }
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
