//! The lines around a place, cut to what a person reads, with everything in them made safe to print.

use std::fmt::Write;
use std::ops::Range;

use super::untrusted::words;
use super::{Sources, Span, Untrusted};

const MOST_LINES: usize = 6;
const MOST_BYTES: usize = 400;
/// Of many places the first ones are shown.
const MOST_PLACES: usize = 10;
/// Places of one file that lie no further apart share a frame.
const NEAR: usize = 4_000;

/// A part of a file with the places in it.
pub(super) struct Frame {
    pub(super) file: String,
    pub(super) text: String,
    /// The number of its first line, from 1.
    pub(super) line: usize,
    pub(super) marks: Vec<Mark>,
}

/// A range of a frame's text.
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) words: String,
    pub(super) is_primary: bool,
}

/// The frames of places, each with its words: the first one is what it is all about.
pub(super) fn frames<'a>(
    places: impl IntoIterator<Item = (&'a Span, &'a str)>,
    sources: &Sources,
) -> Vec<Frame> {
    let mut windows: Vec<Window> = Vec::new();
    for (index, (span, words)) in places.into_iter().take(MOST_PLACES).enumerate() {
        let Some(window) = window(span, words, index == 0, sources) else { continue };
        match windows.iter_mut().find(|known| known.is_near(&window)) {
            Some(known) => known.take_in(window),
            None => windows.push(window),
        }
    }
    windows.iter().map(|window| window.frame(sources)).collect()
}

/// The bytes of a file that one or more places are shown in.
struct Window<'a> {
    text: &'a str,
    file: &'a str,
    shown: Range<usize>,
    /// Whether it begins and ends where lines do.
    is_whole: bool,
    places: Vec<(Range<usize>, &'a str, bool)>,
}

/// The lines that a span touches, cut short when they are many or long.
fn window<'a>(
    span: &'a Span,
    words: &'a str,
    is_primary: bool,
    sources: &'a Sources,
) -> Option<Window<'a>> {
    let text = sources.text(&span.file)?;
    let start = floor_boundary(text, span.start.min(text.len()));
    let end = floor_boundary(text, span.end.clamp(start, text.len()));
    let furthest = floor_boundary(text, start.saturating_sub(MOST_BYTES));
    let line_start = text[furthest..start].rfind('\n').map(|at| furthest + at + 1);
    let begins_whole = line_start.is_some() || furthest == 0;
    let first = line_start.unwrap_or(furthest);
    let longest = floor_boundary(text, text.len().min(first + 2 * MOST_BYTES));
    let line_end = text.get(end..longest).and_then(|rest| rest.find('\n')).map(|at| end + at);
    let ends_whole = line_end.is_some() || longest == text.len();
    let last = line_end.unwrap_or(longest);
    let cut = text[first..last].match_indices('\n').nth(MOST_LINES);
    let last = cut.map_or(last, |(at, _)| first + at);
    let is_whole = begins_whole && (ends_whole || cut.is_some());
    let place = start.min(last)..end.min(last);
    let places = vec![(place, words, is_primary)];
    Some(Window { text, file: &span.file, shown: first..last, is_whole, places })
}

impl<'a> Window<'a> {
    fn is_near(&self, other: &Self) -> bool {
        let together = self.together(other);
        self.file == other.file
            && self.is_whole
            && other.is_whole
            && together.end - together.start <= NEAR
    }

    fn together(&self, other: &Self) -> Range<usize> {
        self.shown.start.min(other.shown.start)..self.shown.end.max(other.shown.end)
    }

    fn take_in(&mut self, other: Window<'a>) {
        self.shown = self.together(&other);
        self.places.extend(other.places);
    }

    fn frame(&self, sources: &Sources) -> Frame {
        let mut text = String::new();
        let mut moved = vec![0; self.shown.len() + 1];
        for (offset, character) in self.text[self.shown.clone()].char_indices() {
            moved[offset] = text.len();
            match character {
                '\n' | '\t' => text.push(character),
                other => {
                    let _ = write!(text, "{}", Untrusted(other.encode_utf8(&mut [0; 4])));
                }
            }
        }
        moved[self.shown.len()] = text.len();
        let at = |offset: usize| moved[offset - self.shown.start];
        let mark = |(range, said, is_primary): &(Range<usize>, &str, bool)| Mark {
            range: at(range.start)..at(range.end),
            words: words(said),
            is_primary: *is_primary,
        };
        Frame {
            file: Untrusted(self.file).to_string(),
            line: sources.line(self.file, self.shown.start),
            marks: self.places.iter().map(mark).collect(),
            text,
        }
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
