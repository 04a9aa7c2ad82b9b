//! `scaffold stubs`: of the project, or of any protos.

use std::path::PathBuf;

use anyhow::Result;

use super::any_stubs;
use super::compile::{compile, nothing_written, report};
use super::output::Terminal;
use super::write::{Mode, write};
use super::{Ending, Global, emit};
use crate::blueprint::Owner;
use crate::merge::Scope;
use crate::render::Rendered;
use crate::stubs::{Imports, Target, Typing};

/// Of which protos, where to, and how far to go.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("any_protos").args(["roots", "descriptor_set"]).multiple(true),
    after_help = "Without --out, the stubs of the project are written to their place in its tree. With it,\n\
                  those of any protos: `scaffold stubs -I proto --out gen` writes what grpcio-tools would,\n\
                  byte for byte, and types of the services for grpc.aio. Where protoc's own output is not\n\
                  valid Python, a valid form is written, and a note says so.\n\n\
                  `scaffold.lock` in the folder says which files are scaffold's: nothing else is ever\n\
                  overwritten or removed. Stubs of protos that are no more are, unless FILES are named."
)]
pub(super) struct Args {
    /// Only these protos, and what lies in these folders [default: all below the roots, or in the set]
    #[arg(value_name = "FILES", requires = "out")]
    pub(super) files: Vec<String>,
    /// A folder that imports start from
    #[arg(short = 'I', long = "root", value_name = "ROOT", requires = "out")]
    pub(super) roots: Vec<String>,
    /// The folder of the stubs of any protos
    #[arg(long, value_name = "DIR", requires = "any_protos")]
    pub(super) out: Option<PathBuf>,
    /// How generated modules import each other: `absolute`, `relative`, or as the package that DIR is: `package:NAME`
    #[arg(
        long,
        value_name = "STYLE",
        requires = "out",
        default_value = "absolute",
        hide_default_value = true
    )]
    pub(super) imports: Imports,
    /// Which release is equalled, such as `grpcio-tools=1.85.1` [default: that of `uv.lock`, else the newest known]
    #[arg(long, value_name = "RELEASE", requires = "out")]
    pub(super) target: Option<Target>,
    /// How precise the types of messages are: `parity` with protoc, or `strict` as mypy can demand it
    #[arg(
        long,
        value_name = "HOW",
        requires = "out",
        default_value = "parity",
        hide_default_value = true
    )]
    pub(super) typing: Typing,
    /// Print what protoc does even where Python refuses it
    #[arg(long, requires = "out")]
    pub(super) strict_parity: bool,
    /// Take the protos from a `FileDescriptorSet` that protoc made, with imports and source info
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "roots")]
    pub(super) descriptor_set: Option<PathBuf>,
    #[command(flatten)]
    pub(super) mode: Mode,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    match &args.out {
        Some(out) => any_stubs::run(args, out, global, terminal),
        None => of_the_project(args, global, terminal),
    }
}

fn of_the_project(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
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
