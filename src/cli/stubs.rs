//! `scaffold stubs`.

use anyhow::Result;

use super::compile::{compile, nothing_written, report};
use super::output::Terminal;
use super::write::{Mode, write};
use super::{Ending, Global, emit};
use crate::blueprint::Owner;
use crate::merge::Scope;
use crate::render::Rendered;

/// How far to go.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    mode: Mode,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?;
    if compiled.stops {
        report(&compiled, terminal);
        return Ok(nothing_written(terminal));
    }
    let stubs = emit::stubs(&compiled, terminal)?.into_iter();
    let files = stubs.map(|(path, file)| Rendered { path, file, owner: Owner::Scaffold });
    let folder = emit::stubs_folder(&compiled);
    write(&compiled, files.collect(), Scope::Below(&folder), &args.mode, terminal)
}
