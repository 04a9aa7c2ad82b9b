//! Changes in words: one line a path with one sign, or a unified diff.

use std::fmt::Write;

use similar::TextDiff;

use super::{Action, Change, Changes};

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

/// Everything that would change as one patch; `git apply` understands it.
pub fn unified(changes: &Changes) -> String {
    changes.changes.iter().map(one).collect()
}

fn one(change: &Change) -> String {
    let empty: &[u8] = &[];
    let (old, new) = match &change.action {
        Action::Create(file) => (None, Some(file.bytes.as_slice())),
        Action::Update { old, new } => (Some(old.as_slice()), Some(new.bytes.as_slice())),
        Action::Delete { old } => (Some(old.as_slice()), None),
        Action::Conflict { old, new, .. } => {
            (old.as_deref(), new.as_ref().map(|file| file.bytes.as_slice()))
        }
        Action::Keep => return String::new(),
    };
    let old_name = old.map_or("/dev/null".to_owned(), |_| format!("a/{}", change.path));
    let new_name = new.map_or("/dev/null".to_owned(), |_| format!("b/{}", change.path));
    let (old, new) = (old.unwrap_or(empty), new.unwrap_or(empty));
    match (std::str::from_utf8(old), std::str::from_utf8(new)) {
        (Ok(old), Ok(new)) => {
            TextDiff::from_lines(old, new).unified_diff().header(&old_name, &new_name).to_string()
        }
        _ => format!("Binary files {old_name} and {new_name} differ\n"),
    }
}
