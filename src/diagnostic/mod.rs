//! What is wrong with an input, where, and what to do about it.
//!
//! Diagnostics are data: every stage returns all of its own and goes on. How they look on a terminal,
//! as JSON, as SARIF or as GitHub annotations is decided here, and nowhere else.

mod frame;
mod github;
mod human;
mod json;
mod sarif;
mod sources;
mod untrusted;

use std::borrow::Borrow;
use std::sync::Arc;

pub use github::github;
pub use human::human;
pub use json::json;
pub use sarif::sarif;
pub use sources::{Position, Sources};
pub use untrusted::{Untrusted, is_unprintable, visible_json};

/// A range of bytes in one input file, named by its path relative to the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file, relative to the project and with `/`.
    pub file: Arc<str>,
    /// The first byte.
    pub start: usize,
    /// One past the last byte; equal to `start` for a place between two bytes.
    pub end: usize,
}

/// A value and the place where it was written.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// How bad a finding is; only errors change the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Probably not meant.
    Warning,
    /// Cannot stay.
    Error,
}

/// What a check came to. Checks that hold leave no diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The fault is there.
    Violated,
    /// A fact is missing, so that nobody can tell.
    NotDecidable,
    /// The fault is there, and somebody said why it may stay.
    Waived,
}

/// The stable name of a kind of fault: `S01 shared-store`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// A letter and two digits.
    pub id: &'static str,
    /// The fault in kebab-case.
    pub name: &'static str,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of fault.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What the check came to.
    pub outcome: Outcome,
    /// One sentence in lower case without a period; user text in backticks.
    pub message: String,
    /// Where to look; absent for faults of the whole input.
    pub place: Option<Span>,
    /// Other places that explain this one, each with a few words.
    pub related: Vec<(Span, String)>,
    /// What to do, in the imperative.
    pub hint: Option<String>,
}

/// How many findings count, by severity: only violated ones do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Violated, and errors.
    pub errors: usize,
    /// Violated, and warnings.
    pub warnings: usize,
    /// Violated, and infos.
    pub infos: usize,
}

impl Span {
    /// The bytes from `start` up to `end` of `file`.
    pub fn new(file: &Arc<str>, start: usize, end: usize) -> Self {
        Self { file: Arc::clone(file), start, end }
    }
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl Severity {
    /// The word for it in every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Outcome {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Violated => "violated",
            Self::NotDecidable => "not-decidable",
            Self::Waived => "waived",
        }
    }
}

impl Diagnostic {
    /// A violated error; the builder methods below add the rest.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            outcome: Outcome::Violated,
            message: message.into(),
            place: None,
            related: Vec::new(),
            hint: None,
        }
    }

    /// A violated warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// A violated info.
    pub fn info(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Info, ..Self::error(code, message) }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: &Span) -> Self {
        self.place = Some(place.clone());
        self
    }

    /// Says where, when it is known.
    #[must_use]
    pub fn at_some(mut self, place: Option<&Span>) -> Self {
        self.place = place.cloned();
        self
    }

    /// Adds a place that explains this one.
    #[must_use]
    pub fn with(mut self, place: &Span, words: impl Into<String>) -> Self {
        self.related.push((place.clone(), words.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same where nothing may be left open: warnings and what cannot be decided become errors; waivers and infos stay.
    pub fn tighten(&mut self) {
        let is_open = match self.outcome {
            Outcome::NotDecidable => true,
            Outcome::Violated => self.severity == Severity::Warning,
            Outcome::Waived => false,
        };
        if is_open {
            self.outcome = Outcome::Violated;
            self.severity = Severity::Error;
        }
    }

    /// Whether it counts as an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error && self.outcome == Outcome::Violated
    }
}

/// Sorts by file, place, code and message: the order of every output.
pub fn sort<D: Borrow<Diagnostic>>(diagnostics: &mut [D]) {
    diagnostics.sort_by(|a, b| {
        let (a, b) = (a.borrow(), b.borrow());
        (&a.place, a.code.id, &a.message).cmp(&(&b.place, b.code.id, &b.message))
    });
}

/// Counts what is violated.
pub fn summary<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Summary {
    let mut summary = Summary::default();
    for diagnostic in diagnostics.into_iter().filter(|d| d.outcome == Outcome::Violated) {
        match diagnostic.severity {
            Severity::Error => summary.errors += 1,
            Severity::Warning => summary.warnings += 1,
            Severity::Info => summary.infos += 1,
        }
    }
    summary
}
