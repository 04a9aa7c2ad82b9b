//! Diagnostics as JSON, for programs.

use std::borrow::Cow;

use serde::Serialize;

use crate::secrecy::masked;

use super::{Diagnostic, Sources, Span, summary, visible_json};

#[derive(Serialize)]
struct Report<'a> {
    diagnostics: Vec<Finding<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: Cow<'a, str>,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    hint: Option<Cow<'a, str>>,
    outcome: &'a str,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: Cow<'a, str>,
    #[serde(flatten)]
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// One JSON document with every diagnostic, in the given order, and a summary of what is violated.
pub fn json<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic, IntoIter: Clone>,
    sources: &Sources,
) -> String {
    let diagnostics = diagnostics.into_iter();
    let counted = summary(diagnostics.clone());
    let report = Report {
        diagnostics: diagnostics.map(|d| finding(d, sources)).collect(),
        summary: Counts {
            errors: counted.errors,
            warnings: counted.warnings,
            infos: counted.infos,
        },
    };
    let text = serde_json::to_string_pretty(&report).expect("plain strings and numbers");
    visible_json(&text) + "\n"
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Finding<'a> {
    Finding {
        code: diagnostic.code.id,
        name: diagnostic.code.name,
        severity: diagnostic.severity.word(),
        message: masked(&diagnostic.message),
        place: diagnostic.place.as_ref().and_then(|span| place(span, sources)),
        hint: diagnostic.hint.as_deref().map(masked),
        outcome: diagnostic.outcome.word(),
        related: diagnostic
            .related
            .iter()
            .map(|(span, message)| Related {
                message: masked(message),
                place: place(span, sources),
            })
            .collect(),
    }
}

fn place<'a>(span: &'a Span, sources: &Sources) -> Option<Place<'a>> {
    let (start, end) = sources.positions(span)?;
    Some(Place {
        file: &span.file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    })
}
