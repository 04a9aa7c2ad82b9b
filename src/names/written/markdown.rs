//! Markdown: words in running text, in tables and in code spans.

use std::fmt::Write;
use std::iter;

use super::{Written, shown_line};
use crate::secrecy::masked;

/// Running text on one line, with everything that Markdown or HTML would read as markup escaped.
pub fn text(text: &str) -> Written {
    Line::default().text(text).end()
}

/// A code span that holds the text as it is, also in a table.
pub fn code(text: &str) -> Written {
    Line::default().code(text).end()
}

/// A link; the target is a path or an anchor, with everything escaped that could end it.
pub fn link(words: &Written, target: &str) -> Written {
    let mut out = format!("[{words}](");
    for byte in target.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/#".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out.push(')');
    Written(out)
}

/// What stands in a cell of a table that has nothing to say.
pub fn nothing() -> Written {
    Written::own("-")
}

/// Code spans with commas between them; [`nothing`] for none.
pub fn codes<'a>(texts: impl IntoIterator<Item = &'a str>) -> Written {
    let mut spans = Line::default();
    for text in texts {
        spans = if spans.0.is_empty() { spans } else { spans.own(", ") }.code(text);
    }
    if spans.0.is_empty() { nothing() } else { spans.end() }
}

/// What a person wrote in the document that is being written again, kept byte for byte.
pub fn kept(text: &str) -> Written {
    Written(text.to_owned())
}

/// A line of running text, put together from words of our own and from values.
#[derive(Clone, Debug, Default)]
pub struct Line(String);

impl Line {
    /// Words of our own.
    #[must_use]
    pub fn own(mut self, words: &'static str) -> Self {
        self.0.push_str(words);
        self
    }

    /// A value as running text.
    #[must_use]
    pub fn text(mut self, value: &str) -> Self {
        add_text(&mut self.0, value);
        self
    }

    /// A value as a code span.
    #[must_use]
    pub fn code(mut self, value: &str) -> Self {
        add_code(&mut self.0, value);
        self
    }

    /// A number.
    #[must_use]
    pub fn number(mut self, number: usize) -> Self {
        let _ = write!(self.0, "{number}");
        self
    }

    /// A number and the thing that it counts: `1 service`, `2 services`.
    #[must_use]
    pub fn count(self, number: usize, one: &'static str, more: &'static str) -> Self {
        self.number(number).own(" ").own(if number == 1 { one } else { more })
    }

    /// What another writer made.
    #[must_use]
    pub fn written(mut self, piece: &Written) -> Self {
        self.0.push_str(piece.as_str());
        self
    }

    /// The line.
    pub fn end(self) -> Written {
        Written(self.0)
    }
}

/// The message of a diagnostic: what stands between backticks is code, all else running text.
pub fn message(message: &str) -> Written {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return text(message);
    }
    let add = |line: Line, (index, words): (usize, &&str)| match index % 2 {
        0 => between(line, words),
        _ => line.code(words),
    };
    parts.iter().enumerate().fold(Line::default(), add).end()
}

/// Running text that keeps the spaces at its ends.
fn between(line: Line, words: &str) -> Line {
    let before = if words.starts_with(' ') { " " } else { "" };
    let after = if words.len() > 1 && words.ends_with(' ') { " " } else { "" };
    line.own(before).text(words.trim()).own(after)
}

/// The anchor that GitHub gives to a heading of these words.
pub fn anchor(heading: &str) -> Written {
    let lower = masked(heading).to_lowercase();
    let kept = lower.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    });
    Written(kept.collect())
}

/// Text for a fenced block of code; a fence inside it cannot end the block.
pub fn block(text: &str) -> Written {
    let mut kept = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    while kept.contains("```") {
        kept = kept.replace("```", "` ` `");
    }
    Written(kept)
}

fn add_text(out: &mut String, text: &str) {
    let line = shown_line(text);
    if line.starts_with(['#', '-', '+', '=']) {
        out.push('\\');
    }
    let mut rest = &*line;
    while let Some(at) = rest.find(MARKUP) {
        let (before, behind) = rest.split_at(at);
        let (markup, behind) = behind.split_at(1);
        out.push_str(before);
        match markup {
            "&" => out.push_str("&amp;"),
            _ => out.extend(["\\", markup]),
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// What Markdown or HTML would read as markup.
const MARKUP: [char; 11] = ['\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '&'];

fn add_code(out: &mut String, text: &str) {
    let line = shown_line(text);
    let fence = || iter::repeat_n('`', longest_run(&line, '`') + 1);
    let space = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    out.extend(fence());
    out.push_str(space);
    for (index, part) in line.split('|').enumerate() {
        out.push_str(if index == 0 { "" } else { "\\|" });
        out.push_str(part);
    }
    out.push_str(space);
    out.extend(fence());
}

fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(str::len).max().unwrap_or(0)
}
