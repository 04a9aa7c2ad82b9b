//! Where the sections of a `buf.yaml` begin, and where a word stands in them.

use std::vec;

/// The places of one key: that of the file, and those of its modules.
pub(super) struct Keys {
    of_file: usize,
    of_modules: vec::IntoIter<usize>,
}

impl Keys {
    /// All places of a key in a text.
    pub(super) fn of(key: &str, text: &str) -> Self {
        let found = words(key, text, 0).filter(|at| is_key(text, *at, key.len()));
        let (of_file, of_modules): (Vec<usize>, Vec<usize>) =
            found.partition(|at| text[..*at].is_empty() || text[..*at].ends_with('\n'));
        let of_file = of_file.first().or(of_modules.last()).copied().unwrap_or_default();
        Self { of_file, of_modules: of_modules.into_iter() }
    }

    /// Where the section of the next module begins: its own one, or else that of the file.
    pub(super) fn section(&mut self, is_own: bool) -> usize {
        let own = if is_own { self.of_modules.next() } else { None };
        own.unwrap_or(self.of_file)
    }
}

/// Where a word stands as one of its own, from a place on.
pub(super) fn words<'a>(
    word: &'a str,
    text: &'a str,
    from: usize,
) -> impl Iterator<Item = usize> + 'a {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let all = text.match_indices(word).map(|(at, _)| at).skip_while(move |at| *at < from);
    all.filter(move |at| {
        !text[..*at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
    })
}

/// Whether the word at a place is the key of a map, and no value and no part of a comment.
fn is_key(text: &str, at: usize, length: usize) -> bool {
    const QUOTES: [char; 2] = ['"', '\''];
    let before = text[..at].trim_end_matches(QUOTES).trim_end_matches([' ', '\t']);
    let after = text[at + length..].trim_start_matches(QUOTES).trim_start_matches([' ', '\t']);
    (before.is_empty() || before.ends_with(['\n', '-', '{', ','])) && after.starts_with(':')
}
