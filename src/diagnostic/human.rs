//! Diagnostics on a terminal: rustc's look, one frame each.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Outcome, Severity, Sources, Span, Untrusted};

/// Every diagnostic with its frame, separated by empty lines; styled with ANSI escapes when asked.
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, sources, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let title = clean(&title(diagnostic));
    let level = level(diagnostic);
    let id = format!("{} {}", diagnostic.code.id, diagnostic.code.name);
    let places: Vec<Place> = std::iter::once((diagnostic.place.as_ref(), String::new()))
        .chain(diagnostic.related.iter().map(|(span, words)| (Some(span), clean(words))))
        .filter_map(|(span, words)| place(span?, words, sources))
        .collect();
    let hint = diagnostic.hint.as_deref().map(clean);
    let mut group = Group::with_title(level.clone().primary_title(&title).id(&id));
    for (index, place) in places.iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(place.range.clone());
        let annotation = match place.words.as_str() {
            "" => annotation,
            words => annotation.label(words),
        };
        group = group.element(
            Snippet::source(place.text.as_str())
                .path(place.file.as_str())
                .line_start(place.line)
                .annotation(annotation),
        );
    }
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    renderer.render(&[group])
}

fn title(diagnostic: &Diagnostic) -> String {
    let mut title = diagnostic.message.clone();
    match diagnostic.outcome {
        Outcome::Violated => {}
        Outcome::NotDecidable => title.push_str(" (not decidable)"),
        Outcome::Waived => title.push_str(" (waived)"),
    }
    title
}

fn level(diagnostic: &Diagnostic) -> Level<'static> {
    match (diagnostic.outcome, diagnostic.severity) {
        (Outcome::NotDecidable | Outcome::Waived, _) => Level::NOTE,
        (Outcome::Violated, Severity::Error) => Level::ERROR,
        (Outcome::Violated, Severity::Warning) => Level::WARNING,
        (Outcome::Violated, Severity::Info) => Level::INFO,
    }
}

struct Place {
    file: String,
    text: String,
    line: usize,
    range: Range<usize>,
    words: String,
}

/// The lines that a span touches, cut short when there are many, with the span's range in them.
fn place(span: &Span, words: String, sources: &Sources) -> Option<Place> {
    const MOST_LINES: usize = 6;
    const MOST_BYTES: usize = 400;
    let text = sources.text(&span.file)?;
    let start = floor_boundary(text, span.start.min(text.len()));
    let end = floor_boundary(text, span.end.clamp(start, text.len()));
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let first = floor_boundary(text, first.max(start.saturating_sub(MOST_BYTES)));
    let mut last = text[end..].find('\n').map_or(text.len(), |at| end + at);
    if let Some((at, _)) = text[first..last].match_indices('\n').nth(MOST_LINES) {
        last = first + at;
    }
    let last = floor_boundary(text, last.min(first + 2 * MOST_BYTES));
    let end = end.min(last).max(start.min(last));
    let mut shown = String::new();
    let mut range = 0..0;
    for (offset, character) in text[first..last].char_indices() {
        if first + offset == start {
            range.start = shown.len();
        }
        if first + offset == end {
            range.end = shown.len();
        }
        match character {
            '\n' | '\t' => shown.push(character),
            other => {
                let _ = write!(shown, "{}", Untrusted(other.encode_utf8(&mut [0; 4])));
            }
        }
    }
    if start >= last {
        range.start = shown.len();
    }
    if end >= last {
        range.end = shown.len();
    }
    let line = text[..first].bytes().filter(|byte| *byte == b'\n').count() + 1;
    Some(Place { file: clean(&span.file), text: shown, line, range, words })
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn clean(text: &str) -> String {
    Untrusted(text).to_string()
}
