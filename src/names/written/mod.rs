//! Text that may stand where it goes: made by a writer for that language and place, never by hand.
//!
//! Templates accept nothing else. One file a target language; each function names the place.

pub mod data;
pub mod dot;
pub mod html;
pub mod markdown;
pub mod mermaid;
pub mod proto;
pub mod python;

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use minijinja::Value;
use serde::{Serialize, Serializer};

use crate::diagnostic::is_unprintable;
use crate::secrecy::masked;

/// Finished text of one target language. Only the writers in this folder make it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written(String);

impl Written {
    /// Text of our own that no input can reach: words in the source code of scaffold.
    pub fn own(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Finished pieces, one after another.
    pub fn concat<'a>(pieces: impl IntoIterator<Item = &'a Written>) -> Self {
        Self(pieces.into_iter().map(Self::as_str).collect())
    }

    /// Finished pieces with words of our own between them.
    pub fn join<'a>(pieces: impl IntoIterator<Item = &'a Written>, between: &'static str) -> Self {
        let mut joined = String::new();
        for (index, piece) in pieces.into_iter().enumerate() {
            joined.push_str(if index == 0 { "" } else { between });
            joined.push_str(piece.as_str());
        }
        Self(joined)
    }

    /// Words of our own with a finished piece for each `{}`, in order.
    pub fn fill(pattern: &'static str, pieces: &[&Written]) -> Self {
        let mut out = String::new();
        let mut pieces = pieces.iter();
        for (index, words) in pattern.split("{}").enumerate() {
            if index > 0 {
                out.push_str(pieces.next().expect("a piece for each `{}`").as_str());
            }
            out.push_str(words);
        }
        assert!(pieces.next().is_none(), "a `{{}}` for each piece in `{pattern}`");
        Self(out)
    }

    /// What stands behind these words of our own; everything when it does not begin with them.
    #[must_use]
    pub fn after(&self, words: &'static str) -> Self {
        Self(self.0.strip_prefix(words).unwrap_or(&self.0).to_owned())
    }

    /// What stands before and behind the first occurrence of these words of our own.
    pub fn around(&self, words: &'static str) -> Option<(Self, Self)> {
        let (before, behind) = self.0.split_once(words)?;
        Some((Self(before.to_owned()), Self(behind.to_owned())))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Finished text in the making: pieces of writers and words of our own, one after another.
#[derive(Clone, Debug, Default)]
pub struct Pieces(String);

impl Pieces {
    /// Words of our own.
    #[must_use]
    pub fn own(mut self, words: &'static str) -> Self {
        self.0.push_str(words);
        self
    }

    /// What a writer made.
    #[must_use]
    pub fn put(mut self, piece: &Written) -> Self {
        self.0.push_str(&piece.0);
        self
    }

    /// The text.
    pub fn end(self) -> Written {
        Written(self.0)
    }
}

impl Display for Written {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Written {
    /// A safe string for minijinja: the environment's formatter refuses all others.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

impl From<usize> for Written {
    fn from(number: usize) -> Self {
        Self(number.to_string())
    }
}

impl From<u32> for Written {
    fn from(number: u32) -> Self {
        Self(number.to_string())
    }
}

impl From<u16> for Written {
    fn from(number: u16) -> Self {
        Self(number.to_string())
    }
}

/// One line of a document, which shows no secret.
fn shown_line(text: &str) -> Cow<'_, str> {
    match masked(text) {
        Cow::Borrowed(text) => one_line(text),
        Cow::Owned(text) => Cow::Owned(one_line(&text).into_owned()),
    }
}

/// One line: line breaks become spaces, what cannot be seen is left out, spaces at the ends and double ones go.
fn one_line(text: &str) -> Cow<'_, str> {
    if is_plain_line(text) {
        return Cow::Borrowed(text);
    }
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_unprintable(*c)).collect();
    Cow::Owned(seen.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a text is one line as it stands, as nearly all names and sentences are.
fn is_plain_line(text: &str) -> bool {
    let is_shown = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_shown && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
}
