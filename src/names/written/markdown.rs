//! Markdown: words in running text, in tables and in code spans.

use std::fmt::Write;

use super::{Written, one_line};

/// Running text on one line, with everything that Markdown or HTML would read as markup escaped.
pub fn text(text: &str) -> Written {
    let mut out = String::new();
    for (index, character) in one_line(text).chars().enumerate() {
        let leading = index == 0 && matches!(character, '#' | '-' | '+' | '=');
        if leading
            || matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~')
        {
            out.push('\\');
        }
        if character == '&' { out.push_str("&amp;") } else { out.push(character) }
    }
    Written(out)
}

/// A code span that holds the text as it is, also in a table.
pub fn code(text: &str) -> Written {
    let line = one_line(text).replace('|', "\\|");
    let longest = longest_run(&line, '`');
    let fence = "`".repeat(longest + 1);
    let space = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    Written(format!("{fence}{space}{line}{space}{fence}"))
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
    let spans: Vec<Written> = texts.into_iter().map(code).collect();
    if spans.is_empty() { nothing() } else { Written::join(&spans, ", ") }
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
        self.0.push_str(text(value).as_str());
        self
    }

    /// A value as a code span.
    #[must_use]
    pub fn code(mut self, value: &str) -> Self {
        self.0.push_str(code(value).as_str());
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
    let written = parts.iter().enumerate().map(|(index, words)| match index % 2 {
        0 => between(words),
        _ => code(words),
    });
    Written::concat(&written.collect::<Vec<_>>())
}

/// Running text that keeps the spaces at its ends.
fn between(words: &str) -> Written {
    let before = if words.starts_with(' ') { " " } else { "" };
    let after = if words.len() > 1 && words.ends_with(' ') { " " } else { "" };
    Written(format!("{before}{}{after}", text(words)))
}

/// The anchor that GitHub gives to a heading of these words.
pub fn anchor(heading: &str) -> Written {
    let lower = heading.to_lowercase();
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

fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(str::len).max().unwrap_or(0)
}
