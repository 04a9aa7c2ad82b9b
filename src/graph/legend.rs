//! What the looks of arrows mean, in a row below a picture.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::Graph;
use super::drawing::{BORDER, COLUMN, shortened};
use super::tone::{Tone, tones};

/// How wide the line of a sample is, with the room behind it, and the room behind its words.
const SAMPLE: f64 = 42.0;
const BEHIND: f64 = 26.0;
/// The most words that are shown for a tone.
const MOST_WORDS: usize = 4;

/// What one tone means.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub(super) tone: Tone,
    pub(super) words: String,
    /// Where its sample begins, to the right.
    pub(super) left: f64,
}

impl Meaning {
    /// Where its words begin.
    pub(super) fn middle(&self) -> f64 {
        self.left + SAMPLE
    }

    /// Where it ends, to the right.
    pub(super) fn right(&self) -> f64 {
        let columns = u32::try_from(self.words.width()).unwrap_or_default();
        self.middle() + f64::from(columns) * COLUMN
    }
}

/// The tones of a picture, from left to right.
pub(super) fn legend(graph: &Graph) -> Vec<Meaning> {
    let mut left = BORDER;
    let meaning = |(tone, words): (Tone, BTreeSet<&str>)| {
        let meaning = Meaning { tone, words: said(words), left };
        left = meaning.right() + BEHIND;
        meaning
    };
    tones(graph).into_iter().map(meaning).collect()
}

fn said(words: BTreeSet<&str>) -> String {
    let more = words.len().saturating_sub(MOST_WORDS);
    let mut shown: Vec<&str> = words.into_iter().take(MOST_WORDS).collect();
    let rest = format!("{more} more");
    if more > 0 {
        shown.push(&rest);
    }
    if shown.is_empty() { "not said".to_owned() } else { shortened(&shown.join(", ")) }
}
