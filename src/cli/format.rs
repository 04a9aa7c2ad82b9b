//! `--format`: how findings are printed.

use anyhow::Result;
use clap::ValueEnum;

use super::output::Terminal;
use crate::diagnostic::{self, Diagnostic, Outcome, Sources, Summary};

/// The forms of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Frames, for people
    #[default]
    Human,
    /// One JSON document
    Json,
    /// A SARIF 2.1.0 log
    Sarif,
    /// GitHub workflow commands
    Github,
}

/// Prints findings on stdout. People see what is violated; with `everything` also what is waived or not decidable.
pub(super) fn findings(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    everything: bool,
    terminal: &Terminal,
) -> Result<()> {
    match format {
        Format::Human => {
            let shown: Vec<Diagnostic> = diagnostics
                .iter()
                .filter(|d| everything || d.outcome == Outcome::Violated)
                .cloned()
                .collect();
            terminal.data(&diagnostic::human(&shown, sources, terminal.stdout_styled()))
        }
        Format::Json => terminal.data(&diagnostic::json(diagnostics, sources)),
        Format::Sarif => terminal.data(&diagnostic::sarif(diagnostics, sources)),
        Format::Github => terminal.data(&diagnostic::github(diagnostics, sources)),
    }
}

/// `2 errors, 1 warning`; `None` when nothing counts.
pub(super) fn counts(summary: Summary) -> Option<String> {
    let part = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    let parts: Vec<String> =
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")]
            .into_iter()
            .filter_map(|(number, word)| part(number, word))
            .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
