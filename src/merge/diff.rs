//! What a run would do: a pure function of what is wanted, what stands, and what was written before.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::{self, Lock};
use super::{Action, Change, Changes, Scope};
use crate::blueprint::Owner;
use crate::load::{Disk, Entry};
use crate::render::Rendered;
use crate::techspec::prose;
use crate::tree::{File, TreePath};

/// Compares the wanted files with the disk. `before` is the lock of the last run; what it says of files
/// outside of `scope` stays as it is.
pub fn diff(
    wanted: Vec<Rendered>,
    disk: &Disk,
    before: &Lock,
    blueprint: &str,
    scope: Scope,
) -> Changes {
    let mut changes = Changes {
        changes: Vec::with_capacity(wanted.len()),
        lock: Lock { blueprint: blueprint.to_owned(), files: BTreeMap::new() },
    };
    let mut gone = before.files.clone();
    let kept = prose_of(&wanted);
    for Rendered { path, file, owner } in wanted {
        let known = gone.remove(&path);
        let fingerprint = lock::fingerprint(&file.bytes);
        let stands = matches!(disk.get(&path), Some(Entry::File(now)) if *now == file.bytes);
        let action = wanted_action(file, owner, disk.get(&path), known.as_ref());
        let hash = match &action {
            Action::Create(_) | Action::Update { .. } => Some(fingerprint),
            Action::Keep if stands => Some(fingerprint),
            _ => known.map(|entry| entry.hash),
        };
        if let Some(hash) = hash {
            changes.lock.files.insert(path.clone(), lock::Entry { owner, hash });
        }
        changes.changes.push(Change { path, action });
    }
    for (path, entry) in gone {
        if !scope.has(&path) {
            changes.lock.files.insert(path, entry);
        } else if let Some(action) = unwanted_action(&entry, disk.get(&path), &kept) {
            if matches!(action, Action::Conflict { .. }) {
                changes.lock.files.insert(path.clone(), entry);
            }
            changes.changes.push(Change { path, action });
        }
    }
    changes.changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

fn wanted_action(
    file: File,
    owner: Owner,
    now: Option<&Entry>,
    known: Option<&lock::Entry>,
) -> Action {
    match (now, known) {
        (Some(Entry::Obstacle { at, kind }), _) => {
            conflict(None, Some(file), format!("`{at}` is {kind}"))
        }
        (None, Some(_)) if owner != Owner::Scaffold => Action::Keep,
        (None, _) => Action::Create(file),
        (Some(Entry::File(now)), _) if *now == file.bytes => Action::Keep,
        (Some(Entry::File(_)), _) if owner == Owner::Once => Action::Keep,
        (Some(Entry::File(now)), None) => {
            conflict(Some(now), Some(file), "scaffold did not write it".to_owned())
        }
        (Some(Entry::File(now)), Some(known)) => changed_action(file, owner, now, known),
    }
}

/// The bytes that stand there differ from the wanted ones, and scaffold wrote the file once.
fn changed_action(file: File, owner: Owner, now: &[u8], known: &lock::Entry) -> Action {
    if lock::fingerprint(now) == known.hash {
        return Action::Update { old: now.to_vec(), new: file };
    }
    let nothing_new = lock::fingerprint(&file.bytes) == known.hash;
    if nothing_new && owner == Owner::You {
        return Action::Keep;
    }
    let reason = match owner {
        Owner::Scaffold => "it is scaffold's, and somebody changed it",
        Owner::You | Owner::Once => "you changed it, and scaffold has news for it",
    };
    conflict(Some(now), Some(file), reason.to_owned())
}

/// What people wrote into the documents that are wanted: it has moved with them where a document of before is gone.
fn prose_of(wanted: &[Rendered]) -> BTreeSet<String> {
    let texts = wanted.iter().filter_map(|one| one.file.text());
    texts.flat_map(prose::written).map(str::to_owned).collect()
}

/// A file that scaffold wrote and no longer makes: `None` when it is gone already.
fn unwanted_action(
    known: &lock::Entry,
    now: Option<&Entry>,
    kept: &BTreeSet<String>,
) -> Option<Action> {
    let would_be_lost = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        prose::written(text).iter().any(|words| !kept.contains(*words))
    };
    match now {
        None | Some(Entry::Obstacle { .. }) => None,
        Some(Entry::File(_)) if known.owner == Owner::Once => None,
        Some(Entry::File(now)) if would_be_lost(now) => Some(conflict(
            Some(now),
            None,
            "scaffold no longer makes it, but people wrote in it".to_owned(),
        )),
        Some(Entry::File(now)) if lock::fingerprint(now) == known.hash => {
            Some(Action::Delete { old: now.clone() })
        }
        Some(Entry::File(now)) => Some(conflict(
            Some(now),
            None,
            "scaffold no longer makes it, but it was changed".to_owned(),
        )),
    }
}

fn conflict(old: Option<&[u8]>, new: Option<File>, reason: String) -> Action {
    Action::Conflict { old: old.map(<[u8]>::to_vec), new, reason }
}

/// Every path that matters for [`diff`]: what is wanted, and what was written before.
pub(super) fn paths<'a>(wanted: &'a [Rendered], before: &'a Lock) -> Vec<&'a TreePath> {
    wanted.iter().map(|w| &w.path).chain(before.files.keys()).collect()
}
