//! Where things are written: source info, packed so that thousands of files fit into memory.

use std::ops::Range;
use std::sync::Arc;

use prost_reflect::prost_types::SourceCodeInfo;
use prost_reflect::prost_types::source_code_info::Location;

use super::columns::width;

/// The places of one file, by the path of a descriptor.
#[derive(Clone, Debug)]
pub struct Places {
    text: Arc<str>,
    /// Where each line begins.
    lines: Vec<u32>,
    /// All paths, one behind the other.
    paths: Vec<i32>,
    /// By path; the first of several that have the same one comes first.
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    path: Range<u32>,
    bytes: Range<u32>,
    comment: Option<Box<str>>,
}

/// Where something is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// In the text of the file.
    pub bytes: Range<usize>,
    /// Line and column of the first character, from 1, as buf counts.
    pub start: (usize, usize),
    /// Line and column behind the last character, from 1, as buf counts.
    pub end: (usize, usize),
}

impl Places {
    /// Of a text that was parsed with these places.
    pub(super) fn new(text: &Arc<str>, info: &SourceCodeInfo) -> Self {
        let begins = text.match_indices('\n').map(|(at, _)| number(at + 1));
        let mut places = Self {
            text: Arc::clone(text),
            lines: std::iter::once(0).chain(begins).collect(),
            paths: Vec::new(),
            entries: Vec::with_capacity(info.location.len()),
        };
        for location in &info.location {
            places.add(location);
        }
        places.paths.shrink_to_fit();
        let paths = &places.paths;
        // What was parsed from a large file has equal paths in any order.
        let key = |entry: &Entry| (path(paths, entry), entry.bytes.start);
        places.entries.sort_by(|a, b| key(a).cmp(&key(b)));
        places
    }

    fn add(&mut self, location: &Location) {
        let (start, end) = match *location.span {
            [line, from, to] => ((line, from), (line, to)),
            [line, from, last, to] => ((line, from), (last, to)),
            _ => return,
        };
        let begin = number(self.paths.len());
        self.paths.extend(&location.path);
        self.entries.push(Entry {
            path: begin..number(self.paths.len()),
            bytes: self.offset(start)..self.offset(end),
            comment: location.leading_comments.as_deref().map(Box::from),
        });
    }

    fn offset(&self, (line, column): (i32, i32)) -> u32 {
        let line = usize::try_from(line).unwrap_or_default();
        let start = self.lines.get(line).copied().unwrap_or_default();
        (start + u32::try_from(column).unwrap_or_default()).min(number(self.text.len()))
    }

    /// Where the descriptor at a path is written, if it is.
    pub fn get(&self, path: &[i32]) -> Option<Place> {
        let entry = self.entry(path)?;
        let bytes = entry.bytes.start as usize..entry.bytes.end as usize;
        Some(Place { start: self.position(bytes.start), end: self.position(bytes.end), bytes })
    }

    /// A place from the nearest of these words before it on.
    #[must_use]
    pub fn from(&self, place: Place, word: &str) -> Place {
        let before = self.text.get(..place.bytes.start).unwrap_or_default();
        let Some(start) = before.rfind(word) else { return place };
        Place { bytes: start..place.bytes.end, start: self.position(start), ..place }
    }

    /// Whether anything is written at a path.
    pub fn has(&self, path: &[i32]) -> bool {
        self.entry(path).is_some()
    }

    /// The comment above, as written but for its marks. As for buf, one on the same line is none, and a block comment at the
    /// end of the line above is one.
    pub fn comment(&self, path: &[i32]) -> Option<&str> {
        let entry = self.entry(path)?;
        let before = self.text.get(..entry.bytes.start as usize)?;
        let (above, indent) = before.rsplit_once('\n')?;
        if !indent.trim().is_empty() {
            return None;
        }
        entry.comment.as_deref().or_else(|| block_behind(above))
    }

    /// What is written at a path.
    pub fn text(&self, path: &[i32]) -> Option<&str> {
        let bytes = &self.entry(path)?.bytes;
        self.text.get(bytes.start as usize..bytes.end as usize)
    }

    fn entry(&self, wanted: &[i32]) -> Option<&Entry> {
        let first = self.entries.partition_point(|entry| path(&self.paths, entry) < wanted);
        self.entries.get(first).filter(|entry| path(&self.paths, entry) == wanted)
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start as usize <= offset);
        let start = self.lines[line - 1] as usize;
        (line, 1 + width(self.text.get(start..offset).unwrap_or_default()))
    }
}

/// The block comment at the end of a text, when something else stands in its line.
fn block_behind(text: &str) -> Option<&str> {
    let inside = text.trim_end().strip_suffix("*/")?;
    let (before, comment) = inside.rsplit_once("/*")?;
    let line = before.rsplit('\n').next()?.trim_end();
    let is_code = !line.is_empty() && !line.contains("//");
    (is_code && !text.ends_with('\n')).then_some(comment)
}

fn path<'a>(paths: &'a [i32], entry: &Entry) -> &'a [i32] {
    &paths[entry.path.start as usize..entry.path.end as usize]
}

/// Files are far smaller than this.
fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
