//! A part of a section: a heading, sentences, a table; only what there is.

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::names::Written;

/// What stands below a heading of its own, or at the beginning of a section.
#[derive(Serialize)]
pub(super) struct Part {
    heading: Option<Written>,
    words: Vec<Written>,
    table: Option<Written>,
}

#[derive(Serialize)]
struct View {
    parts: Vec<Part>,
}

impl Part {
    /// What stands at the beginning of a section; nothing without words.
    pub(super) fn first(words: impl IntoIterator<Item = Written>) -> Self {
        Self { heading: None, words: words.into_iter().collect(), table: None }
    }

    /// A heading, and what there is below it.
    pub(super) fn new(
        heading: &'static str,
        words: impl IntoIterator<Item = Written>,
        table: Option<Written>,
    ) -> Self {
        Self { heading: Some(Written::own(heading)), words: words.into_iter().collect(), table }
    }

    fn says_nothing(&self) -> bool {
        self.words.is_empty() && self.table.is_none()
    }
}

/// The parts that say something.
pub(super) fn telling(parts: impl IntoIterator<Item = Part>) -> Vec<Part> {
    parts.into_iter().filter(|part| !part.says_nothing()).collect()
}

/// The view of a section that consists of parts; nothing when none of them says anything.
pub(super) fn view(parts: impl IntoIterator<Item = Part>) -> Option<Value> {
    let parts = telling(parts);
    (!parts.is_empty()).then(|| Value::from(Serde(&View { parts })))
}
