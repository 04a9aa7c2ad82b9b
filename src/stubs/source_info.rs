//! What a descriptor says about the text that it was compiled from: comments, and how some things were written.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::diagnostic::is_unprintable;

use super::statements::Statements;
use super::wire::{self, Value, Width};

const SERVICE: u32 = 6;
const METHOD: u32 = 2;
const OUTPUT_TYPE: u32 = 3;
const JSON_NAME: u32 = 10;

/// The comments around a declaration.
#[derive(Clone, Debug, Default)]
pub(super) struct Comments {
    pub(super) detached: Vec<String>,
    pub(super) leading: String,
    pub(super) trailing: String,
}

/// The places of one file that matter to stubs; paths are those of `SourceCodeInfo.Location`.
#[derive(Debug, Default)]
pub(super) struct SourceInfo {
    comments: BTreeMap<Vec<u32>, Comments>,
    spans: BTreeMap<Vec<u32>, Span>,
    json_names: BTreeSet<Vec<u32>>,
    with_braces: BTreeSet<Vec<u32>>,
}

/// Where something begins and ends; lines and columns count from 0, as descriptors do.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: Position,
    end: Position,
}

#[derive(Clone, Copy, Debug)]
struct Position {
    line: usize,
    column: usize,
}

impl SourceInfo {
    /// Reads a `SourceCodeInfo`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let mut info = Self::default();
        for field in wire::fields(bytes)? {
            if field.number == 1 {
                info.add(field.bytes()?)?;
            }
        }
        Ok(info)
    }

    /// Says of services and rpcs what protox does not, or says otherwise than protoc: the braces of rpcs, and which comment
    /// belongs to what. `text` is the source where it is known.
    pub(super) fn repair(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.look_up(text),
            None => self.guess_braces(),
        }
    }

    /// Takes out of comments what would hide or reorder text wherever they are shown.
    pub(super) fn neutralise(&mut self) {
        let clean = |text: &mut String| {
            text.retain(|c| matches!(c, '\n' | '\t') || !is_unprintable(c));
        };
        for comments in self.comments.values_mut() {
            comments.detached.iter_mut().for_each(clean);
            clean(&mut comments.leading);
            clean(&mut comments.trailing);
        }
    }

    fn look_up(&mut self, text: &str) {
        let places: Vec<&Vec<u32>> =
            self.spans.keys().filter(|path| matches!(path.len(), 2 | 4)).collect();
        if places.is_empty() {
            return;
        }
        let statements = Statements::of(text);
        let lines = line_starts(text);
        for path in places {
            let Position { line, column } = self.spans[path].start;
            let Some(start) = lines.get(line).map(|start| start + column) else { continue };
            self.comments.insert(path.clone(), statements.comments(start));
            if path.len() == 4 && statements.has_braces(start) {
                self.with_braces.insert(path.clone());
            }
        }
    }

    /// Braces are told from the distance between the reply's type and the method's end: `);` is two characters long. Three can be
    /// `){}` or `) ;`, of which the first is usual.
    fn guess_braces(&mut self) {
        for (path, Span { end, .. }) in &self.spans {
            let [SERVICE, _, METHOD, _] = path[..] else { continue };
            let reply = self.spans.get([path, &[OUTPUT_TYPE][..]].concat().as_slice());
            let Some(Span { end: reply, .. }) = reply else { continue };
            if end.line != reply.line || end.column > reply.column + 2 {
                self.with_braces.insert(path.clone());
            }
        }
    }

    /// The comments of a service, or of a method of it.
    pub(super) fn comments(&self, service: u32, method: Option<u32>) -> Comments {
        let mut path = vec![SERVICE, service];
        path.extend(method.into_iter().flat_map(|method| [METHOD, method]));
        self.comments.get(&path).cloned().unwrap_or_default()
    }

    /// Whether the text gives a field, by its path, a JSON name.
    pub(super) fn has_json_name(&self, field: &[u32]) -> bool {
        self.json_names.contains([field, &[JSON_NAME]].concat().as_slice())
    }

    /// Whether a method, by its path, was written with braces.
    pub(super) fn has_braces(&self, method: &[u32]) -> bool {
        self.with_braces.contains(method)
    }

    fn add(&mut self, bytes: &[u8]) -> Result<()> {
        let (mut path, mut span) = (Vec::new(), Vec::new());
        let mut comments = Comments::default();
        for field in wire::fields(bytes)? {
            match field.number {
                1 => path.extend(numbers(field.value)?),
                2 => span.extend(numbers(field.value)?),
                3 => comments.leading = field.text()?,
                4 => comments.trailing = field.text()?,
                6 => comments.detached.push(field.text()?),
                _ => {}
            }
        }
        let path: Vec<u32> = path.into_iter().map(u32::try_from).collect::<Result<_, _>>()?;
        match path[..] {
            [SERVICE, _] | [SERVICE, _, METHOD, _] => {
                self.comments.insert(path.clone(), comments);
                self.spans.extend(span_of(&span).map(|span| (path, span)));
            }
            [SERVICE, _, METHOD, _, OUTPUT_TYPE] => {
                self.spans.extend(span_of(&span).map(|span| (path, span)));
            }
            [.., JSON_NAME] if path.len() > 2 => {
                self.json_names.insert(path);
            }
            _ => {}
        }
        Ok(())
    }
}

fn numbers(value: Value) -> Result<Vec<u64>> {
    let values = match value {
        Value::Bytes(bytes) => wire::unpacked(bytes, Width::Varint)?,
        other => vec![other],
    };
    let number = |value| if let Value::Varint(number) = value { Some(number) } else { None };
    Ok(values.into_iter().filter_map(number).collect())
}

fn span_of(span: &[u64]) -> Option<Span> {
    let position = |line: u64, column: u64| {
        Some(Position { line: usize::try_from(line).ok()?, column: usize::try_from(column).ok()? })
    };
    let (last, end) = match *span {
        [line, _, end] => (line, end),
        [_, _, last, end] => (last, end),
        _ => return None,
    };
    Some(Span { start: position(span[0], span[1])?, end: position(last, end)? })
}

fn line_starts(text: &str) -> Vec<usize> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect()
}
