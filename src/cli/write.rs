//! What every writing command ends with: say what changes, write it, say what came of it.

use anyhow::Result;

use super::Ending;
use super::compile::Compiled;
use super::output::Terminal;
use crate::merge::{self, Changes, Scope};
use crate::render::Rendered;

/// How far a writing command goes.
#[derive(Debug, clap::Args)]
pub(super) struct Mode {
    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what would change as a patch, and write nothing
    #[arg(long)]
    diff: bool,
    /// Fail when anything would change, and write nothing
    #[arg(long)]
    check: bool,
}

impl Mode {
    /// Whether anything is written.
    pub(super) fn writes(&self) -> bool {
        !(self.dry_run || self.diff || self.check)
    }
}

/// Brings the files of `scope` on the disk to what is wanted, as far as the mode goes.
pub(super) fn write(
    compiled: &Compiled,
    files: Vec<Rendered>,
    scope: Scope,
    mode: &Mode,
    terminal: &Terminal,
) -> Result<Ending> {
    let root = &compiled.project.root;
    let writes = mode.writes();
    if writes {
        merge::recover(root)?;
    }
    let changes = merge::compare(root, files, &compiled.model.blueprint, scope)?;
    if writes {
        merge::apply(root, &changes)?;
    }
    told(&changes, writes, mode, terminal)
}

/// Says what changes, or what did.
pub(super) fn told(
    changes: &Changes,
    writes: bool,
    mode: &Mode,
    terminal: &Terminal,
) -> Result<Ending> {
    if mode.diff {
        terminal.data(&merge::unified(changes))?;
        terminal.talk(&merge::conflicts(changes));
    } else {
        terminal.data(&merge::summary(changes))?;
    }
    terminal.talk(&verdict(changes, writes));
    let drifted = mode.check && !changes.is_empty();
    let findings = drifted || changes.conflicts() > 0;
    Ok(if findings { Ending::Findings } else { Ending::Fine })
}

fn verdict(changes: &Changes, written: bool) -> String {
    let counts = changes.counts();
    let files =
        |number: usize| if number == 1 { "1 file".to_owned() } else { format!("{number} files") };
    let mut parts = Vec::new();
    for (number, done, planned) in [
        (counts.created, "created", "to create"),
        (counts.updated, "updated", "to update"),
        (counts.deleted, "removed", "to remove"),
    ] {
        if number > 0 {
            parts.push(format!("{} {}", files(number), if written { done } else { planned }));
        }
    }
    parts.push(format!("{} up to date", files(counts.kept)));
    let mut words = parts.join(", ");
    if counts.conflicts > 0 {
        let left = match (counts.conflicts, written) {
            (1, true) => "left as it is (`!` above); what scaffold would write is",
            (_, true) => "left as they are (`!` above); what scaffold would write is",
            (1, false) => "to leave as it is (`!` above); a run puts what scaffold would write",
            (_, false) => "to leave as they are (`!` above); a run puts what scaffold would write",
        };
        words.push_str(&format!("\n{} {left} in `.scaffold/conflicts`", files(counts.conflicts)));
        if written {
            words.push_str(
                "\nto take scaffold's text for such a file, delete yours and run this again",
            );
        }
    }
    words.push('\n');
    words
}
