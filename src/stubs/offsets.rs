//! Where a declaration's bytes first occur in the bytes of its file.
//!
//! protoc searches for the bytes instead of remembering their place, so a declaration can be said to begin where an
//! equal or longer one stands before it. The search here gives the same without reading the file for each declaration.

use std::collections::HashMap;
use std::ops::Range;

/// The tag of a name, with which the bytes of every declaration begin.
const NAME: u8 = b'\n';

/// All places of a file at which a declaration could begin, by the name there.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    bytes: &'a [u8],
    names: HashMap<&'a [u8], Vec<usize>>,
}

impl<'a> Offsets<'a> {
    /// Finds the places.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut names: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == NAME) {
            names.entry(beginning(&bytes[at..])).or_default().push(at);
        }
        Self { bytes, names }
    }

    /// The first place where the bytes at `place` occur.
    pub(super) fn first(&self, place: &Range<usize>) -> Range<usize> {
        let declaration = &self.bytes[place.clone()];
        let places = self.names.get(beginning(declaration));
        let first = places
            .into_iter()
            .flatten()
            .copied()
            .find(|at| self.bytes[*at..].starts_with(declaration))
            .unwrap_or(place.start);
        first..first + declaration.len()
    }
}

/// The tag, the length and, when it is short, the name.
fn beginning(bytes: &[u8]) -> &[u8] {
    let length = bytes.get(1).map_or(0, |length| usize::from(length & 0x7F));
    &bytes[..bytes.len().min(2 + length)]
}
