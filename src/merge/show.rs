//! Changes in words: one line a path with one sign, or a unified diff.

use std::fmt::Write;

use similar::TextDiff;

use super::{Action, Change, Changes};
use crate::tree::File;

/// One line a path that changes or is left with news: `+` created, `~` updated, `-` removed, `!` conflict.
pub fn summary(changes: &Changes) -> String {
    let mut out = String::new();
    for Change { path, action } in &changes.changes {
        let line = match action {
            Action::Create(_) => format!("+ {path}"),
            Action::Update { .. } => format!("~ {path}"),
            Action::Delete { .. } => format!("- {path}"),
            Action::Conflict { reason, .. } => format!("! {path}: {reason}"),
            Action::Keep => continue,
        };
        let _ = writeln!(out, "{line}");
    }
    out
}

/// The conflicts alone, as in [`summary`].
pub fn conflicts(changes: &Changes) -> String {
    summary(changes).split_inclusive('\n').filter(|line| line.starts_with('!')).collect()
}

/// Everything that would change as one patch; `git apply` understands it. What is left as it is, is not in it:
/// applying the patch does what a run would do.
pub fn unified(changes: &Changes) -> String {
    changes.changes.iter().map(one).collect()
}

fn one(change: &Change) -> String {
    let empty: &[u8] = &[];
    let (old, new) = match &change.action {
        Action::Create(file) => (None, Some(file)),
        Action::Update { old, new } => (Some(old.as_slice()), Some(new)),
        Action::Delete { old } => (Some(old.as_slice()), None),
        Action::Conflict { .. } | Action::Keep => return String::new(),
    };
    let path = &change.path;
    let old_name = old.map_or("/dev/null".to_owned(), |_| format!("a/{path}"));
    let new_name = new.map_or("/dev/null".to_owned(), |_| format!("b/{path}"));
    let head = format!("diff --git a/{path} b/{path}\n{}", mode(old, new));
    let (old, new) = (old.unwrap_or(empty), new.map_or(empty, |file| file.bytes.as_slice()));
    match (std::str::from_utf8(old), std::str::from_utf8(new)) {
        (Ok(old), Ok(new)) => {
            let lines = TextDiff::from_lines(old, new);
            format!("{head}{}", lines.unified_diff().header(&old_name, &new_name))
        }
        _ => format!("{head}Binary files {old_name} and {new_name} differ\n"),
    }
}

/// The line without which a patch cannot say that an empty file comes or goes.
fn mode(old: Option<&[u8]>, new: Option<&File>) -> &'static str {
    match (old, new) {
        (None, Some(file)) if file.executable => "new file mode 100755\n",
        (None, _) => "new file mode 100644\n",
        (Some(_), None) => "deleted file mode 100644\n",
        (Some(_), Some(_)) => "",
    }
}
