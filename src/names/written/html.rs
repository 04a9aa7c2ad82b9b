//! HTML and SVG: what stands between tags, in attributes in double quotes, and in blocks of data.

use std::fmt::Write;

use super::{Written, one_line, shown_line};
use crate::secrecy::masked;

/// Text between tags or in an attribute in double quotes, on one line.
pub fn text(text: &str) -> Written {
    Written(escaped(&shown_line(text)))
}

/// Text of several lines, for places that keep them; other whitespace than line breaks becomes spaces.
pub fn block(text: &str) -> Written {
    let text = masked(text);
    let lines = text.lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        format!("{}{}", " ".repeat(indent), escaped(&one_line(line)))
    });
    Written(lines.collect::<Vec<_>>().join("\n"))
}

/// An id that begins with a kind; ids of different names differ.
pub fn id(kind: &'static str, name: &str) -> Written {
    let mut out = format!("{kind}-");
    for character in masked(name).chars() {
        if character.is_ascii_alphanumeric() || character == '-' || character == '.' {
            out.push(character);
        } else {
            let _ = write!(out, "_{:x}_", u32::from(character));
        }
    }
    Written(out)
}

/// A measure with at most one digit behind the point.
pub fn measure(value: f64) -> Written {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    Written(if text == "-0" { "0".to_owned() } else { text.to_owned() })
}

/// A JSON document for a `<script type="application/json">`, which nothing in it can end.
pub fn json(document: &impl serde::Serialize) -> Written {
    let text = serde_json::to_string(document).expect("its keys are strings");
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    Written(out)
}

/// A link to a place of the same page.
pub fn link(place: &Written, words: &Written) -> Written {
    Written::fill("<a href=\"#{}\">{}</a>", &[place, words])
}

/// Cells of a row of a table.
pub fn cells(cells: &[Written]) -> Written {
    let cells: Vec<Written> =
        cells.iter().map(|cell| Written::fill("<td>{}</td>", &[cell])).collect();
    Written::concat(&cells)
}

/// The headings of the columns of a table.
pub fn headings(headings: &[&'static str]) -> Written {
    let heading =
        |words: &&'static str| Written::fill("<th scope=\"col\">{}</th>", &[&Written::own(words)]);
    Written::concat(&headings.iter().map(heading).collect::<Vec<_>>())
}

/// The message of a diagnostic: what stands between backticks becomes code, all else text.
pub fn message(message: &str) -> Written {
    inline(&super::markdown::message(message))
}

/// A line of Markdown as our writers make it: code spans, strong words, and of links the words, because what they lead to
/// is in another document.
pub fn inline(line: &Written) -> Written {
    let (mut out, mut rest) = (String::new(), line.as_str());
    while let Some(character) = rest.chars().next() {
        let (taken, made) = piece(rest, character);
        out.push_str(&made);
        rest = &rest[taken..];
    }
    Written(out)
}

/// How many bytes the first piece of a line takes, and what becomes of it.
fn piece(rest: &str, first: char) -> (usize, String) {
    match first {
        '\\' => match rest[1..].chars().next() {
            Some(next) => (1 + next.len_utf8(), escaped(&next.to_string())),
            None => (1, escaped("\\")),
        },
        '&' if rest.starts_with("&amp;") => (5, "&amp;".to_owned()),
        '`' => code(rest),
        '*' if rest.starts_with("**") => match rest[2..].find("**") {
            Some(end) => {
                let words = inline(&Written(rest[2..2 + end].to_owned()));
                (end + 4, format!("<strong>{words}</strong>"))
            }
            None => (2, String::new()),
        },
        '[' => link_words(rest).unwrap_or_else(|| (1, escaped("["))),
        other => (other.len_utf8(), escaped(&other.to_string())),
    }
}

/// A code span: what stands up to as many backticks as it begins with.
fn code(rest: &str) -> (usize, String) {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    let behind = &rest[fence..];
    let mut ends = behind.match_indices(&rest[..fence]).map(|(at, _)| at);
    let is_end =
        |at: &usize| !behind[..*at].ends_with('`') && !behind[at + fence..].starts_with('`');
    let Some(end) = ends.find(is_end) else {
        return (fence, escaped(&rest[..fence]));
    };
    let inner = &behind[..end];
    let bare = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
    let words = bare.filter(|bare| bare.starts_with('`') || bare.ends_with('`')).unwrap_or(inner);
    let made = format!("<code>{}</code>", escaped(&words.replace("\\|", "|")));
    (2 * fence + end, made)
}

/// The words of a link: up to the bracket that no code span and no backslash hides.
fn link_words(rest: &str) -> Option<(usize, String)> {
    let (mut at, mut out) = (1, String::new());
    while !rest[at..].starts_with(']') {
        let (taken, made) = piece(&rest[at..], rest[at..].chars().next()?);
        out.push_str(&made);
        at += taken;
    }
    let target = rest[at + 1..].strip_prefix('(')?;
    Some((at + 2 + target.find(')')? + 1, out))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}
