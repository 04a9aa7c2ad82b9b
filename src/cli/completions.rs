//! `scaffold completions`.

use anyhow::Result;
use clap_complete::Shell;

use super::output::Terminal;
use super::{Ending, grammar};

/// For which shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "In bash: source <(scaffold completions bash)")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut grammar(), "scaffold", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Fine)
}
