//! Did you mean.

use std::cell::Cell;

/// A longer word is like none that anybody meant to write.
const LONGEST: usize = 128;
/// Enough for two hundred misspelt names among two thousand.
const MOST_COMPARISONS: usize = 400_000;

/// The known word that is most like the given one, if any is like it at all.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE: f64 = 0.7;
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::jaro_winkler(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
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
