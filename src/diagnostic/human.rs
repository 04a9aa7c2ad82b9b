//! Diagnostics on a terminal: rustc's look, one frame each.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::frame::{Frame, frames};
use super::untrusted::words;
use super::{Diagnostic, Outcome, Severity, Sources};

/// Every diagnostic with its frame, separated by empty lines; styled with ANSI escapes when asked.
pub fn human<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    styled: bool,
) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, sources, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let title = words(&title(diagnostic));
    let id = format!("{} {}", diagnostic.code.id, diagnostic.code.name);
    let hint = diagnostic.hint.as_deref().map(words);
    let place = diagnostic.place.iter().map(|span| (span, ""));
    let related = diagnostic.related.iter().map(|(span, words)| (span, words.as_str()));
    let frames = frames(place.chain(related), sources);
    let mut group = Group::with_title(level(diagnostic).primary_title(&title).id(&id));
    for frame in &frames {
        group = group.element(snippet(frame));
    }
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    renderer.render(&[group])
}

fn snippet(frame: &Frame) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let annotations = frame.marks.iter().map(|mark| {
        let kind = if mark.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(mark.range.clone());
        if mark.words.is_empty() { annotation } else { annotation.label(mark.words.as_str()) }
    });
    Snippet::source(frame.text.as_str())
        .path(frame.file.as_str())
        .line_start(frame.line)
        .annotations(annotations)
}

fn title(diagnostic: &Diagnostic) -> String {
    match diagnostic.outcome {
        Outcome::NotDecidable => format!("{} (not decidable)", diagnostic.message),
        // Whoever waives a fault says so in its message, with the reason.
        Outcome::Violated | Outcome::Waived => diagnostic.message.clone(),
    }
}

fn level(diagnostic: &Diagnostic) -> Level<'static> {
    match (diagnostic.outcome, diagnostic.severity) {
        (Outcome::NotDecidable | Outcome::Waived, _) => Level::NOTE,
        (Outcome::Violated, Severity::Error) => Level::ERROR,
        (Outcome::Violated, Severity::Warning) => Level::WARNING,
        (Outcome::Violated, Severity::Info) => Level::INFO,
    }
}
