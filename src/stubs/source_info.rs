//! What a descriptor says about the text that it was compiled from: comments, and how some things were written.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::kind::Kind;
use super::wire::{self, Value};

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
    spans: BTreeMap<Vec<u32>, Place>,
    json_names: BTreeSet<Vec<u32>>,
}

/// Where something ends; lines and columns count from 0, as descriptors do.
#[derive(Clone, Copy, Debug)]
struct Place {
    end_line: u64,
    end_column: u64,
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
    ///
    /// Without the text this is told from the distance between the reply's type and the method's end: `);` is two
    /// characters long. Three can be `){}` or `) ;`, of which the first is usual.
    pub(super) fn has_braces(&self, method: &[u32], text: Option<&str>) -> bool {
        let Some(place) = self.spans.get(method) else { return false };
        if let Some(byte) = text.and_then(|text| last_byte(text, place)) {
            return byte == b'}';
        }
        let reply = [method, &[OUTPUT_TYPE]].concat();
        self.spans.get(&reply).is_some_and(|reply| {
            reply.end_line != place.end_line || place.end_column > reply.end_column + 2
        })
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
                self.spans.extend(place(&span).map(|place| (path, place)));
            }
            [SERVICE, _, METHOD, _, OUTPUT_TYPE] => {
                self.spans.extend(place(&span).map(|place| (path, place)));
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
    let width = Kind::Int32.width().expect("numbers have a width");
    let values = match value {
        Value::Bytes(bytes) => wire::unpacked(bytes, width)?,
        other => vec![other],
    };
    Ok(values
        .into_iter()
        .filter_map(|v| if let Value::Varint(n) = v { Some(n) } else { None })
        .collect())
}

fn place(span: &[u64]) -> Option<Place> {
    match *span {
        [line, _, end_column] => Some(Place { end_line: line, end_column }),
        [_, _, end_line, end_column] => Some(Place { end_line, end_column }),
        _ => None,
    }
}

/// The last byte of what stands at a place; `None` when the text is too short for it.
fn last_byte(text: &str, place: &Place) -> Option<u8> {
    let line = text.split('\n').nth(usize::try_from(place.end_line).ok()?)?;
    let column = usize::try_from(place.end_column).ok()?.checked_sub(1)?;
    let bytes = line.as_bytes();
    bytes.get(column).copied().filter(|byte| matches!(byte, b'}' | b';'))
}
