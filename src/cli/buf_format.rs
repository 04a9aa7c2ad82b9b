//! `--format` of the commands whose findings have buf's ids.

use anyhow::Result;
use clap::ValueEnum;

use super::format::{Format, findings, frames};
use super::output::Terminal;
use crate::contracts::buf::{Finding, lines};
use crate::diagnostic::{Diagnostic, Sources};

/// The forms of findings, and that of buf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum BufFormat {
    /// Frames, for people
    #[default]
    Human,
    /// One JSON document
    Json,
    /// A SARIF 2.1.0 log
    Sarif,
    /// GitHub workflow commands
    Github,
    /// Lines as buf prints them
    Buf,
}

impl BufFormat {
    /// Prints what was found on stdout; the faults, which buf has no lines for, go to stderr in its form.
    pub(super) fn print(
        self,
        found: &[Finding],
        faults: &[Diagnostic],
        diagnostics: &[&Diagnostic],
        sources: &Sources,
        terminal: &Terminal,
    ) -> Result<()> {
        let format = match self {
            Self::Human => Format::Human,
            Self::Json => Format::Json,
            Self::Sarif => Format::Sarif,
            Self::Github => Format::Github,
            Self::Buf => {
                let faults: Vec<&Diagnostic> = faults.iter().collect();
                terminal.talk(&frames(&faults, sources, false, terminal.stderr_styled()));
                return terminal.data(&lines(found));
            }
        };
        findings(diagnostics, sources, format, false, terminal)
    }
}
