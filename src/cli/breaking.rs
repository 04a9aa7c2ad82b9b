//! `scaffold breaking`.

use anyhow::Result;

use super::against::{Change, change};
use super::buf_format::BufFormat;
use super::compile::compile;
use super::corpus::{Layout, Wanted};
use super::output::Terminal;
use super::{Ending, Global, consumers};
use crate::diagnostic::{self, Diagnostic};

/// Since when, and of which protos.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The rules are those of buf's FILE category, unless a `buf.yaml` in a root or beside the topology\n\
                  selects others; `scaffold explain RULE` shows what a rule is about. The earlier state of a\n\
                  revision is the commit at which HEAD parted from it; nothing is checked out. Roots that are\n\
                  marked as vendored are not judged."
)]
pub(super) struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// The earlier state: a revision of the repository, or a folder that holds what this one does
    #[arg(long, value_name = "REV|DIR")]
    against: String,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    format: BufFormat,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let place = args.wanted.layout(global)?;
    let change = change(&place, &args.wanted.files, &args.against, global, terminal)?;
    let mut all = match place.0 {
        Layout::Project(_) if !change.findings.is_empty() => {
            let compiled = compile(global)?;
            consumers::named(&change, &compiled)
        }
        _ => consumers::plain(&change),
    };
    all.extend(change.faults.iter().cloned());
    let mut sorted: Vec<&Diagnostic> = all.iter().collect();
    diagnostic::sort(&mut sorted);
    args.format.print(&change.findings, &change.faults, &sorted, &change.sources, terminal)?;
    if args.format == BufFormat::Human {
        terminal.talk(&verdict(&change));
    }
    let failed = all.iter().any(Diagnostic::is_error);
    Ok(if failed { Ending::Findings } else { Ending::Fine })
}

fn verdict(change: &Change) -> String {
    let past = &change.past;
    if change.faults.iter().any(Diagnostic::is_error) {
        return format!("nothing was compared with {past}: mend the errors above first\n");
    }
    match change.findings.len() {
        0 => format!("no breaking change since {past}\n"),
        1 => format!("1 breaking change since {past}\n"),
        count => format!("{count} breaking changes since {past}\n"),
    }
}
