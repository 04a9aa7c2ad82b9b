//! The requirements documents (`_prd.md`): what a system is to do, as ids, titles, priorities and places.
//!
//! Read as Markdown, in the shapes that people write: headings, list items, tables, paragraphs that begin with an id. Nothing
//! is invented: what has no id is no requirement, and what is unclear is a [`Correction`] that the document needs.

pub mod codes;
mod collect;
mod id;
mod lines;
mod priority;
mod tables;
mod title;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Span;

pub use priority::{Priority, Scale, Weight};

/// The most requirements that are read of one document.
pub const MOST: usize = 10_000;

/// A requirements document, understood.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its path, relative to the project.
    pub file: Arc<str>,
    /// Its first heading of the first level, as text.
    pub heading: Option<String>,
    /// In the order in which they stand there, each id once.
    pub requirements: Vec<Requirement>,
    /// What somebody should mend in it, by place.
    pub corrections: Vec<Correction>,
    /// The place of each requirement among all, by its id in capitals.
    places: BTreeMap<String, usize>,
}

/// Something that the system is to do, or to be.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// As written: `FR-1`, `REQ_12`, `US-3.2`.
    pub id: String,
    /// Its first sentence; code stands between backticks. Empty when there is none.
    pub title: String,
    /// How much it matters, where somebody says so.
    pub priority: Option<Priority>,
    /// Its id where it is defined.
    pub span: Span,
}

/// Something in the document that keeps it from being clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The line, from 1.
    pub line: usize,
    /// What is the matter, and what to do; user text in backticks.
    pub words: String,
}

impl Document {
    /// The requirement of an id, spelled as there.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        let place = self.places.get(&id.to_ascii_uppercase())?;
        self.requirements.get(*place).filter(|one| one.id == id)
    }
}

impl Requirement {
    /// Whether anybody is to build it: all but what is said not to be done this time.
    pub fn is_wanted(&self) -> bool {
        self.weight() != Weight::Excluded
    }

    /// How much it matters; what nobody says matters.
    pub fn weight(&self) -> Weight {
        self.priority.as_ref().map_or(Weight::Needed, |priority| priority.weight)
    }
}

/// Where the document of a slug stands in a project.
pub fn path(slug: &str) -> String {
    format!("tasks/prd-{slug}/_prd.md")
}

/// Reads a document. Never fails: whatever it holds is text.
pub fn parse(file: &Arc<str>, text: &str) -> Document {
    collect::collect(file, text)
}
