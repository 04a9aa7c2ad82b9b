//! `--format` of the commands whose findings have buf's ids.

use anyhow::Result;
use clap::ValueEnum;

use super::format::{Format, findings};
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
    /// Prints what was found on stdout; what buf has no line for goes to stderr.
    pub(super) fn print(
        self,
        found: &[Finding],
        diagnostics: &[&Diagnostic],
        sources: &Sources,
        terminal: &Terminal,
    ) -> Result<()> {
        let format = match self {
            Self::Human => Format::Human,
            Self::Json => Format::Json,
            Self::Sarif => Format::Sarif,
            Self::Github => Format::Github,
            Self::Buf => return terminal.data(&lines(found)),
        };
        findings(diagnostics, sources, format, false, terminal)
    }
}
