//! The marks that statements of a proto begin and end with, and the comments around what lies between them.

use super::between::between;
use super::source_info::Comments;

/// Where statements of a text begin and end.
#[derive(Debug)]
pub(super) struct Statements<'a> {
    text: &'a str,
    /// Every `;`, `{` and `}` outside of texts and comments.
    marks: Vec<(usize, u8)>,
}

impl<'a> Statements<'a> {
    /// Looks through a text that was parsed.
    pub(super) fn of(text: &'a str) -> Self {
        let mut marks = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += match byte {
                b';' | b'{' | b'}' => {
                    marks.push((at, *byte));
                    1
                }
                b'"' | b'\'' => quoted(&bytes[at..]),
                b'/' => comment(&bytes[at..]),
                _ => 1,
            };
        }
        Self { text, marks }
    }

    /// Whether the declaration that begins at an offset has braces; else it ends with `;`.
    pub(super) fn has_braces(&self, start: usize) -> bool {
        self.mark_behind(start).is_some_and(|(_, mark)| mark == b'{')
    }

    /// The comments around the declaration that begins at an offset.
    pub(super) fn comments(&self, start: usize) -> Comments {
        let mut index = self.marks.partition_point(|(at, _)| *at < start);
        let above = between(self.text, self.end(index));
        let (leading, mut detached) = (above.leading, above.detached);
        while self.is_empty_statement(index) {
            index -= 1;
            detached.splice(0..0, between(self.text, self.end(index)).detached);
        }
        let behind = self.mark_behind(start).map(|(at, _)| between(self.text, Some(at + 1)));
        let trailing = behind.map(|behind| behind.trailing).unwrap_or_default();
        Comments { detached, leading, trailing }
    }

    fn mark_behind(&self, start: usize) -> Option<(usize, u8)> {
        self.marks.get(self.marks.partition_point(|(at, _)| *at < start)).copied()
    }

    /// The end of the mark before the one of this index; none at the beginning of the text.
    fn end(&self, index: usize) -> Option<usize> {
        index.checked_sub(1).map(|before| self.marks[before].0 + 1)
    }

    /// Whether the mark before the one of this index ends nothing but itself.
    fn is_empty_statement(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let (at, mark) = self.marks[before];
        let start = self.end(before).unwrap_or_default();
        mark == b';' && is_bare(&self.text.as_bytes()[start..at])
    }
}

/// Whether there is nothing but comments.
fn is_bare(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match comment(&bytes[at..]) {
            length if length > 1 => at += length,
            _ if byte.is_ascii_whitespace() || *byte == b'\x0B' => at += 1,
            _ => return false,
        }
    }
    true
}

/// The length of a text in quotes.
fn quoted(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if *byte == bytes[0] => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// The length of a comment; 1 where there is none.
fn comment(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"//") {
        return bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    }
    if !bytes.starts_with(b"/*") {
        return 1;
    }
    let end = bytes[2..].windows(2).position(|pair| pair == b"*/");
    end.map_or(bytes.len(), |end| end + 4)
}
