//! `scaffold check`.

use std::sync::Arc;

use anyhow::Result;

use super::against::change;
use super::compile::{Compiled, compile};
use super::corpus::Layout;
use super::format::{Format, counts, findings};
use super::output::Terminal;
use super::{Ending, Global, consumers};
use crate::diagnostic::{self, Diagnostic};

/// How strict, and in which form.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`scaffold explain CODE` says what a check looks for. What is meant to stay gets a reason in the\n\
                        topology, where it stands: `allow: {CODE: REASON}`."
)]
pub(super) struct Args {
    /// Treat warnings, and checks that lack facts to decide, as errors
    #[arg(long)]
    strict: bool,
    /// Show also what is waived, and what lacks facts to be decided
    #[arg(long)]
    all: bool,
    /// Look for breaking changes too: since a revision of the repository, or the state in another folder
    #[arg(long, value_name = "REV|DIR")]
    against: Option<String>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let mut compiled = compile(global)?.judged(args.strict);
    let changed = match &args.against {
        Some(against) => changed(against, &mut compiled, global, terminal)?,
        None => Vec::new(),
    };
    let mut all = compiled.diagnostics();
    all.extend(&changed);
    diagnostic::sort(&mut all);
    let summary = diagnostic::summary(all.iter().copied());
    findings(&all, &compiled.sources, args.format, args.all, terminal)?;
    if args.format == Format::Human {
        let services = compiled.model.services.len();
        let methods = compiled.model.rpc_count();
        let verdict = counts(summary).unwrap_or_else(|| "no findings".to_owned());
        let services = format!("{services} service{}", if services == 1 { "" } else { "s" });
        let methods = format!("{methods} RPC{}", if methods == 1 { "" } else { "s" });
        terminal.talk(&format!("{verdict} in {services} and {methods}\n"));
    }
    Ok(if summary.errors > 0 { Ending::Findings } else { Ending::Fine })
}

/// What the contracts break of an earlier state; their own faults are told already.
fn changed(
    against: &str,
    compiled: &mut Compiled,
    global: &Global,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>> {
    let project = &compiled.project;
    let place = (Layout::Project(Arc::clone(&project.file)), project.root.clone());
    let change = change(&place, &[], against, global, terminal)?;
    let is_told = |fault: &Diagnostic| {
        compiled.faults.iter().any(|told| (told.code, &told.place) == (fault.code, &fault.place))
    };
    let faults: Vec<Diagnostic> =
        change.faults.iter().filter(|fault| !is_told(fault)).cloned().collect();
    let mut all = consumers::named(&change, compiled);
    all.extend(faults);
    compiled.sources.extend(change.sources);
    Ok(all)
}
