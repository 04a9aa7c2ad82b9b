//! Where a declaration's bytes first occur in the bytes of its file.
//!
//! protoc searches for the bytes instead of remembering their place, so a declaration can be said to begin where an
//! equal or longer one stands before it. The search here gives the same without reading the file for each declaration.

use std::collections::HashMap;
use std::ops::Range;

/// The tag of a name, with which the bytes of every declaration begin.
const NAME: u8 = b'\n';

/// How many bytes places are sorted by; what is equal up to there is compared one by one.
const WINDOW: usize = 256;

/// All places of a file at which a declaration could begin, by the name there.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    bytes: &'a [u8],
    /// Sorted by what stands there.
    places: HashMap<&'a [u8], Vec<usize>>,
    found: HashMap<&'a [u8], usize>,
}

impl<'a> Offsets<'a> {
    /// Finds the places.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == NAME) {
            places.entry(beginning(&bytes[at..])).or_default().push(at);
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for places in places.values_mut() {
            places.sort_by_key(|at| window(&bytes[*at..]));
        }
        Self { bytes, places, found: HashMap::new() }
    }

    /// The first place where the bytes at `place` occur.
    pub(super) fn first(&mut self, place: &Range<usize>) -> Range<usize> {
        let declaration = &self.bytes[place.clone()];
        let first = match self.found.get(declaration) {
            Some(first) => *first,
            None => self.search(declaration).unwrap_or(place.start),
        };
        self.found.insert(declaration, first);
        first..first + declaration.len()
    }

    fn search(&self, declaration: &[u8]) -> Option<usize> {
        let places = self.places.get(beginning(declaration))?;
        let wanted = window(declaration);
        let from = places.partition_point(|at| window(&self.bytes[*at..]) < wanted);
        places[from..]
            .iter()
            .copied()
            .take_while(|at| self.bytes[*at..].starts_with(wanted))
            .filter(|at| self.bytes[*at..].starts_with(declaration))
            .min()
    }
}

/// The tag, the length and, when it is short, the name.
fn beginning(bytes: &[u8]) -> &[u8] {
    let length = bytes.get(1).map_or(0, |length| usize::from(length & 0x7F));
    &bytes[..bytes.len().min(2 + length)]
}

fn window(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(WINDOW)]
}
