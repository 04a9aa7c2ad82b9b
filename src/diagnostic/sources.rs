//! The texts that spans point into, and lines and columns in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Span;

/// Every input text by its path, so that a diagnostic can quote it.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<Arc<str>, Source>);

/// A place as people count: lines from 1, columns from 1 in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
}

/// A text, with the positions of every so many bytes: many places in a large file are found without reading all of it.
#[derive(Clone, Debug)]
struct Source {
    text: Arc<str>,
    marks: Vec<Position>,
}

const BETWEEN_MARKS: usize = 1024;

impl Sources {
    /// Adds a text; a later one of the same path replaces it.
    pub fn insert(&mut self, file: &Arc<str>, text: &Arc<str>) {
        let mut marks = Vec::with_capacity(text.len() / BETWEEN_MARKS + 1);
        let mut position = Position { line: 1, column: 1 };
        for bytes in text.as_bytes().chunks(BETWEEN_MARKS) {
            marks.push(position);
            position = position.after(bytes);
        }
        self.0.insert(Arc::clone(file), Source { text: Arc::clone(text), marks });
    }

    /// Adds the texts of others; theirs count where both have one.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The text of a file, if it was read.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(|source| &*source.text)
    }

    /// Where a span begins and ends; `None` when its file is not known.
    pub fn positions(&self, span: &Span) -> Option<(Position, Position)> {
        let source = self.0.get(&span.file)?;
        Some((source.position(span.start), source.position(span.end)))
    }

    /// The line of a byte; 1 when the file is not known.
    pub(super) fn line(&self, file: &str, offset: usize) -> usize {
        self.0.get(file).map_or(1, |source| source.position(offset).line)
    }
}

impl Source {
    fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let start = Position { line: 1, column: 1 };
        let Some(last) = self.marks.len().checked_sub(1) else { return start };
        let mark = (offset / BETWEEN_MARKS).min(last);
        self.marks[mark].after(&self.text.as_bytes()[mark * BETWEEN_MARKS..offset])
    }
}

impl Position {
    /// The position behind these bytes; only the first byte of a character counts.
    fn after(self, bytes: &[u8]) -> Self {
        let line_start = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let lines = bytes.split(|byte| *byte == b'\n').count() - 1;
        let characters = bytes[line_start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        let column = if lines == 0 { self.column } else { 1 };
        Self { line: self.line + lines, column: column + characters }
    }
}
