//! Proto files in words, texts and punctuation: as little as the guards before the parser need.

use std::ops::Range;

/// A piece of a proto file that is neither white space nor a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword or a number; names with dots come as one.
    Word,
    /// A string with its quotes.
    Text,
    /// An ASCII character that the language knows.
    Punctuation(u8),
    /// A character that may stand only in strings and comments.
    Foreign(char),
}

/// The tokens of `text` with their places; never fails, and reads what the parser reads.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (Token, Range<usize>)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = after_blanks(text, at);
        let first = text[at..].chars().next()?;
        let start = at;
        let token = match first {
            '"' | '\'' => {
                at = after_string(text.as_bytes(), at);
                Token::Text
            }
            c if is_word(c) => {
                at += text[at..].find(|c| !is_word(c) && c != '.').unwrap_or(text.len() - at);
                Token::Word
            }
            c if c.is_ascii() && b".-+(){}[]<>,=:;/#".contains(&(c as u8)) => {
                at += 1;
                Token::Punctuation(c as u8)
            }
            other => {
                at += other.len_utf8();
                Token::Foreign(other)
            }
        };
        Some((token, start..at))
    })
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn after_blanks(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let blanks =
            rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).len();
        at += blanks;
        let rest = &text[at..];
        if rest.starts_with("//") || rest.starts_with('#') {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else {
            return at;
        }
    }
}

/// Behind the closing quote, or at the end of the line when there is none.
fn after_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => return at,
            b'\\' if bytes.get(at + 1).is_some_and(|next| next.is_ascii() && *next != b'\n') => {
                at += 2;
            }
            byte if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}
