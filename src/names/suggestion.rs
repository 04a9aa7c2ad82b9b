//! Did you mean.

use std::cell::Cell;

/// A longer word is like none that anybody meant to write.
const LONGEST: usize = 128;
/// Enough for two hundred misspelt names among two thousand.
const MOST_COMPARISONS: usize = 400_000;

/// The known word that was meant, as far as it is likely that one was: the same in another case or with other
/// separators, mistyped in a few letters, cut short, or said with a word too many or too few.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .filter_map(|candidate| Some((distance(&folded, &candidate.to_lowercase())?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How far two words are from one another, unless it is too far.
fn distance(written: &str, known: &str) -> Option<usize> {
    let (written_words, known_words) = (words(written), words(known));
    if written_words == known_words {
        return Some(0);
    }
    let letters = strsim::osa_distance(written, known);
    if letters <= typos(written.chars().count().max(known.chars().count())) {
        return Some(letters);
    }
    let is_alike = is_cut_short(written, known)
        || is_cut_short(known, written)
        || lacks_a_word(&written_words, &known_words)
        || lacks_a_word(&known_words, &written_words);
    is_alike.then_some(letters)
}

/// `unavail` for `unavailable`, `int` for `integer`.
fn is_cut_short(short: &str, long: &str) -> bool {
    short.len() >= 3 && short.len() * 3 >= long.len() && long.starts_with(short)
}

/// `mailer` for `welcome-mailer`, `order` for `order-service`.
fn lacks_a_word(short: &[&str], long: &[&str]) -> bool {
    let is_part = long.starts_with(short) || long.ends_with(short);
    !short.is_empty() && short.len() + 1 == long.len() && is_part
}

/// How many letters one may get wrong in a word of some length.
fn typos(length: usize) -> usize {
    match length {
        0..3 => 0,
        3..6 => 1,
        6..12 => 2,
        _ => 3,
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(['-', '_', '.', ' ']).filter(|word| !word.is_empty()).collect()
}

/// Finds nearest words for many words, but not for ever: who misspells hundreds of names among thousands, or
/// writes a file to that end, gets no more suggestions.
#[derive(Debug)]
pub struct Suggestions(Cell<usize>);

impl Default for Suggestions {
    fn default() -> Self {
        Self(Cell::new(MOST_COMPARISONS))
    }
}

impl Suggestions {
    /// The same as [`nearest`], while there is time.
    pub fn nearest<'a>(
        &self,
        word: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.0.get() == 0 {
            return None;
        }
        let counted = known.into_iter().inspect(|_| self.0.set(self.0.get().saturating_sub(1)));
        nearest(word, counted)
    }
}
