//! `scaffold spec`.

use anyhow::{Context, Result};

use super::compile::{compile, nothing_written, report};
use super::output::Terminal;
use super::write::{Mode, write};
use super::{Ending, Global, emit};
use crate::merge::Scope;
use crate::names::{Name, nearest};
use crate::techspec::SPECIFICATION;

/// Which document, and how far to go.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    mode: Mode,
    /// Only the one for these requirements: SLUG of `tasks/prd-SLUG` [default: all]
    #[arg(long, value_name = "SLUG")]
    prd: Option<String>,
    /// Print the specification, and write nothing
    #[arg(long)]
    stdout: bool,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?;
    report(&compiled, terminal);
    if compiled.stops {
        return Ok(nothing_written(terminal));
    }
    let mut slugs: Vec<&Name> = compiled.model.prds.iter().map(|(slug, _)| slug).collect();
    if let Some(wanted) = &args.prd {
        let near = nearest(wanted, slugs.iter().map(|slug| slug.as_str())).map(str::to_owned);
        slugs.retain(|slug| slug.as_str() == wanted);
        if slugs.is_empty() {
            let near = near.map(|near| format!("; `{near}` is the nearest")).unwrap_or_default();
            anyhow::bail!("no requirements have the slug `{wanted}`{near}");
        }
    }
    let mut ending = Ending::Fine;
    for slug in slugs {
        let files = emit::specifications(&compiled, slug, terminal)?;
        if args.stdout {
            let page = files.iter().find(|one| one.path.file_name() == SPECIFICATION);
            let page = page.context("every PRD has a specification")?;
            terminal.data(&String::from_utf8_lossy(&page.file.bytes))?;
            continue;
        }
        let folder = format!("tasks/prd-{slug}");
        let written = write(&compiled, files, Scope::Below(&folder), &args.mode, terminal)?;
        if written == Ending::Findings {
            ending = Ending::Findings;
        }
    }
    Ok(ending)
}
