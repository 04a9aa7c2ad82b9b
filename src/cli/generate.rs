//! `scaffold generate`.

use anyhow::Result;

use super::compile::{compile, report};
use super::output::Terminal;
use super::write::{Mode, write};
use super::{Ending, Global, emit};
use crate::merge::Scope;

/// How strict, and how far to go.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    mode: Mode,
    /// Treat warnings and undecidable checks as errors, and stop at them
    #[arg(long)]
    strict: bool,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?.judged(args.strict);
    report(&compiled, terminal);
    let errors = compiled.summary().errors > 0;
    if compiled.stops || (args.strict && errors) {
        terminal.talk("nothing was written: mend the errors above first\n");
        return Ok(Ending::Findings);
    }
    let files = emit::files(&compiled, terminal)?;
    let ending = write(&compiled, files, Scope::Project, &args.mode, terminal)?;
    Ok(if errors { Ending::Findings } else { ending })
}
