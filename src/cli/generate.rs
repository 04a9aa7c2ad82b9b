//! `scaffold generate`.

use anyhow::Result;

use super::compile::{compile_and_lint, nothing_written, report};
use super::output::Terminal;
use super::write::{Mode, write};
use super::{Ending, Global, emit};
use crate::merge::Scope;

/// How strict, and how far to go.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A file that you have changed is never overwritten: what would be written instead goes to\n\
                        `.scaffold/conflicts`, and the exit status is 1."
)]
pub(super) struct Args {
    #[command(flatten)]
    mode: Mode,
    /// Treat warnings, and checks that lack facts to decide, as errors; stop at them
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let (mut compiled, linted) = compile_and_lint(global)?;
    if args.strict {
        compiled.tighten();
    }
    report(&compiled, terminal);
    let errors = compiled.summary().errors > 0;
    if compiled.stops || (args.strict && errors) {
        return Ok(nothing_written(terminal));
    }
    let files = emit::files(&compiled, &linted, terminal)?;
    let ending = write(&compiled, files, Scope::Project, &args.mode, terminal)?;
    Ok(if errors { Ending::Findings } else { ending })
}
