//! From a descriptor's path to where it is written and what stands above it.

use std::collections::HashMap;
use std::sync::Arc;

use prost_reflect::prost_types::source_code_info::Location;

use crate::diagnostic::Span;

use super::parse::Unit;

/// The places and comments of one file.
pub(super) struct Places<'a> {
    file: &'a Arc<str>,
    lines: Vec<usize>,
    length: usize,
    locations: HashMap<&'a [i32], &'a Location>,
}

impl<'a> Places<'a> {
    /// Of a file that parsed.
    pub(super) fn new(unit: &'a Unit) -> Self {
        let text = &unit.source.text;
        let locations = unit.info.location.iter();
        Self {
            file: &unit.source.path,
            lines: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
            length: text.len(),
            locations: locations.rev().map(|location| (&*location.path, location)).collect(),
        }
    }

    /// Where a path is written; the first byte of the file when nobody knows.
    pub(super) fn span(&self, path: &[i32]) -> Span {
        let found = self.locations.get(path).and_then(|location| self.range(&location.span));
        let (start, end) = found.unwrap_or((0, 0));
        Span::new(self.file, start, end)
    }

    /// Where `field` of what is at `path` is written, or failing that the whole of it.
    pub(super) fn part(&self, path: &[i32], field: i32) -> Span {
        let part = [path, &[field]].concat();
        self.span(if self.locations.contains_key(&*part) { &part } else { path })
    }

    /// The comment above, or failing that behind; lines lose the blanks around them.
    pub(super) fn comment(&self, path: &[i32]) -> String {
        let Some(location) = self.locations.get(path) else {
            return String::new();
        };
        let sides = [location.leading_comments(), location.trailing_comments()];
        sides.into_iter().map(tidy).find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn range(&self, span: &[i32]) -> Option<(usize, usize)> {
        let (start, end) = match *span {
            [line, from, to] => ((line, from), (line, to)),
            [line, from, last, to] => ((line, from), (last, to)),
            _ => return None,
        };
        Some((self.offset(start)?, self.offset(end)?))
    }

    fn offset(&self, (line, column): (i32, i32)) -> Option<usize> {
        let start = self.lines.get(usize::try_from(line).ok()?)?;
        Some((start + usize::try_from(column).ok()?).min(self.length))
    }
}

/// One blank after `//` belongs to the marker; more of them are the author's.
fn tidy(comment: &str) -> String {
    let lines: Vec<&str> =
        comment.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
