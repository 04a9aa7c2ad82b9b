//! `scaffold check`.

use anyhow::Result;

use super::compile::compile;
use super::format::{Format, counts, findings};
use super::output::Terminal;
use super::{Ending, Global};

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
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?.judged(args.strict);
    let summary = compiled.summary();
    findings(&compiled.diagnostics(), &compiled.sources, args.format, args.all, terminal)?;
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
