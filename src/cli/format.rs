//! `--format`: how findings are printed.

use anyhow::Result;
use clap::ValueEnum;

use super::output::Terminal;
use crate::diagnostic::{self, Diagnostic, Outcome, Sources, Summary};

/// More than a person reads at once.
const MOST_FRAMES: usize = 200;

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
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    format: Format,
    everything: bool,
    terminal: &Terminal,
) -> Result<()> {
    let all = diagnostics.iter().copied();
    terminal.data(&match format {
        Format::Human => frames(diagnostics, sources, everything, terminal.stdout_styled()),
        Format::Json => diagnostic::json(all, sources),
        Format::Sarif => diagnostic::sarif(all, sources),
        Format::Github => diagnostic::github(all, sources),
    })
}

/// The first findings with their frames, errors before all others when there are too many, and how many more there are.
pub(super) fn frames(
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    everything: bool,
    styled: bool,
) -> String {
    let of_interest = |d: &&Diagnostic| everything || d.outcome == Outcome::Violated;
    let mut shown: Vec<&Diagnostic> = diagnostics.iter().copied().filter(of_interest).collect();
    let hidden = shown.len().saturating_sub(MOST_FRAMES);
    if hidden > 0 {
        shown.sort_by_key(|diagnostic| !diagnostic.is_error());
        shown.truncate(MOST_FRAMES);
    }
    let mut text = diagnostic::human(shown, sources, styled);
    if hidden > 0 {
        text.push_str(&format!("and {hidden} more; `--format json` has all\n\n"));
    }
    text
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
