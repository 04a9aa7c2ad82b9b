//! What is emitted: templates, and the first line of each that says when and whose.
//!
//! A blueprint is a folder. Its first level says *for each what*, the path below says *where*, the first
//! line of a template says *when and whose*. There is no manifest that could disagree.

mod embedded;
mod environment;
mod header;

use std::collections::BTreeMap;

pub use embedded::{starter, starters, style, texts};
pub use environment::{environment, templates, written};
pub use header::{Header, Owner};

use crate::views::Each;

/// A set of templates.
#[derive(Debug)]
pub struct Blueprint {
    /// Its name, for the lock.
    pub name: String,
    /// What it emits, sorted by path.
    pub templates: Vec<Template>,
    /// Fragments that templates include, by the name that they use.
    pub includes: BTreeMap<String, String>,
}

/// One file of a blueprint.
#[derive(Debug)]
pub struct Template {
    /// Its path in the blueprint: how messages name it.
    pub name: String,
    /// What it is rendered for.
    pub each: Each,
    /// Where its output goes, below the place of what it is rendered for; upper-case words are variables.
    pub path: String,
    /// When and whose.
    pub header: Header,
    /// What it says.
    pub body: Body,
}

/// The text of a template.
#[derive(Debug)]
pub enum Body {
    /// Rendered; the header is cut off.
    Rendered(String),
    /// Copied byte for byte.
    Verbatim(Vec<u8>),
}

impl Blueprint {
    /// A blueprint of scaffold's own; the error names what is wrong in its templates.
    pub fn embedded(name: &str) -> anyhow::Result<Self> {
        embedded::blueprint(name)
    }
}
