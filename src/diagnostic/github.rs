//! Diagnostics as GitHub workflow commands, shown beside the changed lines of a pull request.

use std::fmt::Write;

use super::untrusted::words;
use super::{Diagnostic, Outcome, Severity, Sources, Untrusted};

/// One workflow command a diagnostic; waived ones are left out.
pub fn github<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.into_iter().filter(|d| d.outcome != Outcome::Waived) {
        let command = match (diagnostic.outcome, diagnostic.severity) {
            (Outcome::Violated, Severity::Error) => "error",
            (Outcome::Violated, Severity::Warning) => "warning",
            _ => "notice",
        };
        let mut properties = String::new();
        if let Some(span) = &diagnostic.place
            && let Some((start, end)) = sources.positions(span)
        {
            let _ = write!(
                properties,
                "file={},line={},col={},endLine={},endColumn={},",
                property(&Untrusted(&span.file).to_string()),
                start.line,
                start.column,
                end.line,
                end.column
            );
        }
        let title = format!("{} {}", diagnostic.code.id, diagnostic.code.name);
        let mut said = words(&diagnostic.message);
        if let Some(hint) = &diagnostic.hint {
            let _ = write!(said, "\nhint: {}", words(hint));
        }
        let _ =
            writeln!(out, "::{command} {properties}title={}::{}", property(&title), data(&said));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
