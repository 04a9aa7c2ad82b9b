//! What a descriptor says about the text that it was compiled from: comments, and how some things were written.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::rpc_body::{body_of, trailing_comment};
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
    ends: BTreeMap<Vec<u32>, End>,
    json_names: BTreeSet<Vec<u32>>,
    with_braces: BTreeSet<Vec<u32>>,
}

/// Where something ends; lines and columns count from 0, as descriptors do.
#[derive(Clone, Copy, Debug)]
struct End {
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

    /// Adds what protox does not say about the braces of rpcs; `text` is the source where it is known.
    ///
    /// Without the text, braces are told from the distance between the reply's type and the method's end: `);` is two
    /// characters long. Three can be `){}` or `) ;`, of which the first is usual.
    pub(super) fn repair(&mut self, text: Option<&str>) {
        let text = text.map(|text| (text, line_starts(text)));
        for (path, end) in &self.ends {
            let [SERVICE, _, METHOD, _] = path[..] else { continue };
            let Some(reply) = self.ends.get([path, &[OUTPUT_TYPE][..]].concat().as_slice()) else {
                continue;
            };
            let trailing = match &text {
                Some((text, starts)) => {
                    let at = starts.get(reply.line).map(|start| start + reply.column);
                    let body = at.and_then(|at| text.get(at..)).and_then(body_of);
                    body.map(trailing_comment)
                }
                None if end.line != reply.line || end.column > reply.column + 2 => {
                    Some(String::new())
                }
                None => None,
            };
            if let Some(trailing) = trailing {
                self.comments.entry(path.clone()).or_default().trailing = trailing;
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
                self.ends.extend(end(&span).map(|end| (path, end)));
            }
            [SERVICE, _, METHOD, _, OUTPUT_TYPE] => {
                self.ends.extend(end(&span).map(|end| (path, end)));
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

fn end(span: &[u64]) -> Option<End> {
    let ([line, _, column] | [_, _, line, column]) = *span else { return None };
    Some(End { line: usize::try_from(line).ok()?, column: usize::try_from(column).ok()? })
}

fn line_starts(text: &str) -> Vec<usize> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect()
}
