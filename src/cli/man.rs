//! `scaffold man`.

use anyhow::Result;

use super::output::Terminal;
use super::{Ending, grammar};

/// Nothing to choose.
#[derive(Debug, clap::Args)]
#[command(after_help = "To read it: scaffold man | man -l -")]
pub(super) struct Args {}

pub(super) fn run(_: &Args, terminal: &Terminal) -> Result<Ending> {
    let mut page = Vec::new();
    clap_mangen::Man::new(grammar()).render(&mut page)?;
    terminal.data(&String::from_utf8_lossy(&page))?;
    Ok(Ending::Fine)
}
