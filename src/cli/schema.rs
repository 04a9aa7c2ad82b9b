//! `scaffold schema`.

use anyhow::Result;

use super::Ending;
use super::output::Terminal;
use crate::topology;

/// Nothing to choose.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, terminal: &Terminal) -> Result<Ending> {
    terminal.data(&topology::schema())?;
    Ok(Ending::Fine)
}
