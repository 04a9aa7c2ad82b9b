//! The texts that spans point into, and lines and columns in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Span;

/// Every input text by its path, so that a diagnostic can quote it.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<Arc<str>, Arc<str>>);

/// A place as people count: lines from 1, columns from 1 in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
}

impl Sources {
    /// Adds a text; a later one of the same path replaces it.
    pub fn insert(&mut self, file: &Arc<str>, text: &Arc<str>) {
        self.0.insert(Arc::clone(file), Arc::clone(text));
    }

    /// The text of a file, if it was read.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(AsRef::as_ref)
    }

    /// Where a span begins and ends; `None` when its file is not known.
    pub fn positions(&self, span: &Span) -> Option<(Position, Position)> {
        let text = self.text(&span.file)?;
        Some((position(text, span.start), position(text, span.end)))
    }
}

fn position(text: &str, offset: usize) -> Position {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let characters = before[line_start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
    Position { line: text[..line_start].matches('\n').count() + 1, column: characters + 1 }
}
