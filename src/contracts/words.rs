//! The errors of protox and prost-reflect, in our words: one sentence, backticks, bounded length.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Span};

use super::codes::{DUPLICATE_SYMBOL, INVALID_PROTO};

/// The longest sentence; errors quote tokens, and a token may be a whole file.
const LONGEST: usize = 300;

/// What to do about faults that are met often, by how their sentence begins.
const HINTS: [(&str, &str); 6] = [
    ("expected `=`, but found `;`", "give every field and every value of an enum a number"),
    (
        "expected `enum`, `extend`",
        "begin a proto file with `syntax = \"proto3\";`, then declare messages and services",
    ),
    ("unknown syntax", "write `syntax = \"proto3\";`"),
    (
        "the first value for proto3 enums",
        "begin with a value that means nothing: `NAME_UNSPECIFIED = 0;`",
    ),
    (
        "camel-case name of field `",
        "rename one of them: JSON and some languages cannot tell them apart",
    ),
    (
        "name `",
        "rename one of them; values of an enum share the scope around the enum, so begin them with its name",
    ),
];

/// One diagnostic for an error of another crate, with its labels as places in `file`.
pub(super) fn told(error: &dyn miette::Diagnostic, file: &Arc<str>, length: usize) -> Diagnostic {
    let cause = error.diagnostic_source().map(|cause| format!(": {cause}")).unwrap_or_default();
    let message = backticked(&format!("{error}{cause}")).replace("`(.", "`(");
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
    let known = HINTS.iter().find(|(start, _)| diagnostic.message.starts_with(start));
    diagnostic.hint = match known {
        Some((_, hint)) => Some((*hint).to_owned()),
        None => error.help().map(|help| backticked(&help.to_string())),
    };
    diagnostic
}

/// Text of the user for a sentence: a name may be as long as a file.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    const MOST_SHOWN: usize = 120;
    match text.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => Cow::Owned(format!("{}..", &text[..at])),
        None => Cow::Borrowed(text),
    }
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
