//! The errors of protox and prost-reflect, in our words: one sentence, backticks, bounded length.

use std::fmt::Write;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Span};

use super::codes::{DUPLICATE_SYMBOL, INVALID_PROTO};

/// The longest sentence; errors quote tokens, and a token may be a whole file.
const LONGEST: usize = 300;

/// One diagnostic for an error of another crate, with its labels as places in `file`.
pub(super) fn told(error: &dyn miette::Diagnostic, file: &Arc<str>, length: usize) -> Diagnostic {
    let message = backticked(&error.to_string());
    let repeated = message.starts_with("name `") && message.contains("defined");
    let code = if repeated && !message.ends_with("is not defined") {
        DUPLICATE_SYMBOL
    } else {
        INVALID_PROTO
    };
    let mut diagnostic = Diagnostic::error(code, message);
    let mut labels: Vec<(Span, String)> = error
        .labels()
        .into_iter()
        .flatten()
        .map(|label| {
            let start = label.offset().min(length);
            let end = (start + label.len()).min(length);
            (Span::new(file, start, end), label.label().unwrap_or_default().to_owned())
        })
        .collect();
    if let Some(primary) = primary(&labels) {
        diagnostic.place = Some(labels.remove(primary).0);
        diagnostic.related = labels;
    }
    if let Some(help) = error.help() {
        diagnostic.hint = Some(backticked(&help.to_string()));
    }
    diagnostic
}

/// The label at the fault; the others explain what it collides with.
fn primary(labels: &[(Span, String)]) -> Option<usize> {
    let at_fault = |words: &str| words.contains("found here") || words.contains("again here");
    labels.iter().position(|(_, words)| at_fault(words)).or(labels.len().checked_sub(1))
}

/// `expected ';', but found 'x'` with backticks; a quote inside a word stays what it is.
fn backticked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let outside = |c: char| c.is_whitespace() || ",.:;()".contains(c);
        let quote = character == '\'' && if open { outside(next) } else { outside(before) };
        if quote {
            open = !open;
        }
        out.push(if quote { '`' } else { character });
        before = character;
        if out.len() >= LONGEST {
            let _ = write!(out, " ..{}", if open { "`" } else { "" });
            break;
        }
    }
    out.replace('\n', " ")
}
