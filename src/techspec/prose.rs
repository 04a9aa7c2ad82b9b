//! What people write in a generated document: regions between two marks, which survive byte for byte.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Span};
use crate::names::Written;
use crate::names::written::markdown;

use super::codes::{REPEATED_REGION, UNPAIRED_MARK};

const BEGIN: &str = "<!-- scaffold:prose ";
const BEGIN_END: &str = " -->";
const END: &str = "<!-- /scaffold:prose -->";

/// The regions of a document by name, each with all bytes between its marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose(BTreeMap<String, String>);

impl Prose {
    /// Reads the regions of a document. Where marks do not pair up, the document must not be written again: that
    /// could lose what stands behind them.
    pub fn read(file: &Arc<str>, text: &str) -> (Self, Vec<Diagnostic>) {
        let mut prose = Self::default();
        let mut diagnostics = Vec::new();
        let mut open: Option<(&str, Span, usize)> = None;
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(file, offset, offset + line.trim_end().len());
            let start = offset;
            offset += line.len();
            if let Some(name) = begun(line) {
                if let Some((unfinished, place, _)) = open.replace((name, span, offset)) {
                    diagnostics.push(unclosed(unfinished, &place));
                }
            } else if line.trim() == END {
                match open.take() {
                    Some((name, place, from)) => {
                        prose.add(name, &text[from..start], &place, &mut diagnostics);
                    }
                    None => diagnostics.push(unopened(&span)),
                }
            }
        }
        diagnostics.extend(open.map(|(name, place, _)| unclosed(name, &place)));
        (prose, diagnostics)
    }

    fn add(&mut self, name: &str, text: &str, place: &Span, diagnostics: &mut Vec<Diagnostic>) {
        if self.0.insert(name.to_owned(), text.to_owned()).is_some() {
            let message = format!("the region `{name}` is there twice");
            let hint = "give one of the two back its own name, or join them";
            diagnostics.push(Diagnostic::error(REPEATED_REGION, message).at(place).hint(hint));
        }
    }

    /// A region with its marks; empty between them where nobody has written anything yet.
    pub fn region(&self, name: &str) -> Written {
        let text = self.0.get(name).map_or("", String::as_str);
        let line_break = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        markdown::kept(&format!("{BEGIN}{name}{BEGIN_END}\n{text}{line_break}{END}"))
    }

    /// The regions with text in them whose names do not stand in a new text, with their marks.
    pub(super) fn without_those_of(&self, text: &str) -> Vec<(&str, Written)> {
        let mut gone = self.0.iter().filter(|(_, text)| !text.trim().is_empty()).peekable();
        if gone.peek().is_none() {
            return Vec::new();
        }
        let there: BTreeSet<&str> = text.lines().filter_map(begun).collect();
        let gone = gone.map(|(name, _)| name.as_str()).filter(|name| !there.contains(name));
        gone.map(|name| (name, self.region(name))).collect()
    }
}

/// A document with everything between the marks of its regions cut out: what is left is scaffold's.
pub fn without(text: &str) -> Cow<'_, str> {
    let mut kept = Cow::Borrowed("");
    let mut rest = text;
    while let Some(begin) = rest.find(BEGIN) {
        let inside = rest[begin..].find("-->").map_or(rest.len(), |at| begin + at + 3);
        let Some(length) = rest[inside..].find(END) else { break };
        kept += &rest[..inside];
        rest = &rest[inside + length..];
    }
    kept + rest
}

/// The texts that people wrote into the regions of a document, as far as they wrote any.
pub fn written(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(begin) = rest.find(BEGIN) {
        let inside = rest[begin..].find("-->").map_or(rest.len(), |at| begin + at + 3);
        let Some(length) = rest[inside..].find(END) else { break };
        found.push(rest[inside..inside + length].trim());
        rest = &rest[inside + length..];
    }
    found.retain(|words| !words.is_empty());
    found
}

/// The name of the region that a line begins.
fn begun(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix(BEGIN)?.strip_suffix(BEGIN_END)?;
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!name.is_empty() && name.chars().all(sound)).then_some(name)
}

fn unclosed(name: &str, place: &Span) -> Diagnostic {
    Diagnostic::error(UNPAIRED_MARK, format!("the region `{name}` is never closed"))
        .at(place)
        .hint(format!("write `{END}` on a line of its own behind its text"))
}

fn unopened(place: &Span) -> Diagnostic {
    Diagnostic::error(UNPAIRED_MARK, "a region is closed that was never begun")
        .at(place)
        .hint(format!("write `{BEGIN}NAME{BEGIN_END}` above its text, or delete this line"))
}
