//! `scaffold spec`.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::compile::{Compiled, compile_and_lint, nothing_written, report};
use super::output::Terminal;
use super::write::{Mode, write};
use super::{Ending, Global, emit};
use crate::merge::{self, Scope};
use crate::names::{Name, nearest};

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
    /// A page to walk about in instead: picture, filters, search, matrix; one file, no network
    #[arg(long, conflicts_with_all = ["dry_run", "diff", "check"])]
    html: bool,
    /// Where the page goes [default: `_techspec.html` beside `_techspec.md`]
    #[arg(long, value_name = "FILE", requires = "html", conflicts_with = "stdout")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let (compiled, linted) = compile_and_lint(global)?;
    report(&compiled, terminal);
    if compiled.stops {
        return Ok(nothing_written(terminal));
    }
    let slugs = slugs(&compiled, args.prd.as_deref())?;
    if args.html {
        return pages(&compiled, &slugs, args, global, terminal);
    }
    let mut ending = Ending::Fine;
    for slug in slugs {
        if args.stdout {
            terminal.data(&emit::specification(&compiled, &linted, slug, terminal)?)?;
            continue;
        }
        let files = emit::specifications(&compiled, &linted, slug, terminal)?;
        let folder = format!("tasks/prd-{slug}");
        let written = write(&compiled, files, Scope::Below(&folder), &args.mode, terminal)?;
        if written == Ending::Findings {
            ending = Ending::Findings;
        }
    }
    Ok(ending)
}

/// The requirements that are meant: those of a name, or all.
fn slugs<'a>(compiled: &'a Compiled, wanted: Option<&str>) -> Result<Vec<&'a Name>> {
    let mut slugs: Vec<&Name> = compiled.model.prds.iter().map(|(slug, _)| slug).collect();
    let Some(wanted) = wanted else { return Ok(slugs) };
    let near = nearest(wanted, slugs.iter().map(|slug| slug.as_str())).map(str::to_owned);
    slugs.retain(|slug| slug.as_str() == wanted);
    if slugs.is_empty() {
        let near = near.map(|near| format!("; `{near}` is the nearest")).unwrap_or_default();
        bail!("no requirements have the slug `{wanted}`{near}");
    }
    Ok(slugs)
}

fn pages(
    compiled: &Compiled,
    slugs: &[&Name],
    args: &Args,
    global: &Global,
    terminal: &Terminal,
) -> Result<Ending> {
    if args.out.is_some() && slugs.len() > 1 {
        bail!(
            "`--out` names one file, and there are {} pages; choose one with `--prd`",
            slugs.len()
        );
    }
    for slug in slugs {
        let (path, text) = emit::page(compiled, slug)?;
        if args.stdout {
            terminal.data(&text)?;
            continue;
        }
        let (shown, target) = match &args.out {
            Some(out) => (out.display().to_string(), global.directory.join(out)),
            None => (path.to_string(), compiled.project.root.join(path.as_str())),
        };
        merge::page(&target, &text)?;
        terminal.data(&format!("{shown}\n"))?;
    }
    Ok(Ending::Fine)
}
