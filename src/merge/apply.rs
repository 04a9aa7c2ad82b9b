//! Carries changes out: all of them or none.

#![expect(clippy::disallowed_methods, reason = "this is the writer")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::draft::Draft;
use super::stage::{self, Move, Stage, cannot};
use super::{Action, Changes, Scope, lock};
use crate::load;
use crate::render::Rendered;
use crate::tree::{File, Tree, TreePath};

/// Finishes what a run began that was killed, or drops what it had not committed. Whoever compares in order to write
/// does this first: what stands afterwards is the old or the new, not both.
pub fn recover(root: &Path) -> Result<()> {
    if Stage::is_left(root) {
        let _mutex = mutex(root)?;
        Stage::recovered(root)?;
    }
    Ok(())
}

/// Compares the wanted files with the project at `root`; nothing is written.
pub fn compare(
    root: &Path,
    wanted: Vec<Rendered>,
    blueprint: &str,
    scope: Scope,
) -> Result<Changes> {
    let before = lock::read(root)?;
    let disk = load::disk(root, super::diff::paths(&wanted, &before))?;
    Ok(super::diff(wanted, &disk, &before, blueprint, scope))
}

/// Writes the changes and the lock below `root`. On an error nothing has changed.
pub fn apply(root: &Path, changes: &Changes) -> Result<()> {
    let lock_moves = lock_file(root, &changes.lock)?;
    let nothing_aside =
        changes.conflicts() == 0 && root.join(".scaffold/conflicts").symlink_metadata().is_err();
    if changes.is_empty() && lock_moves.is_none() && nothing_aside {
        return Ok(());
    }
    let _mutex = mutex(root)?;
    let stage = Stage::open(root)?;
    let staged = stage_all(root, &stage, changes, lock_moves)
        .and_then(|moves| write_aside(root, changes).map(|()| moves));
    match staged {
        Ok(moves) => stage.commit(&moves),
        Err(error) => {
            stage.remove()?;
            Err(error.context("nothing was changed"))
        }
    }
}

/// Makes a whole new project: a sibling folder is filled, then renamed once, so that `folder` is whole or absent.
pub fn create(folder: &Path, tree: &Tree, lock: &lock::Lock) -> Result<()> {
    let absolute = std::path::absolute(folder).with_context(|| cannot("create", folder))?;
    let parent = absolute.parent().context("the root folder is no place for a project")?;
    if !parent.is_dir() {
        bail!("`{}` is no folder, so that nothing can be made in it", parent.display());
    }
    let draft = Draft::begin(parent)?;
    let lock = (TreePath::new(lock::PATH).expect("a plain name"), File::new(lock.text()));
    for (path, file) in tree.iter().chain([(&lock.0, &lock.1)]) {
        let target = draft.path().join(path.as_str());
        stage::create_folders(target.parent().expect("a file has a folder"))?;
        stage::write(&target, file)?;
    }
    draft.put(&absolute)
}

/// Only one run at a time; the lock ends with the process, however it ends.
fn mutex(root: &Path) -> Result<fs::File> {
    load::refuse_links(root, ".scaffold")?;
    let folder = root.join(".scaffold");
    stage::create_folders(&folder)?;
    let path = folder.join("mutex");
    let file = fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| cannot("write", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            bail!(
                "another scaffold is writing here (it holds `{}`); wait until it is done",
                path.display()
            )
        }
        Err(fs::TryLockError::Error(error)) => Err(error).with_context(|| cannot("lock", &path)),
    }
}

fn stage_all(
    root: &Path,
    stage: &Stage,
    changes: &Changes,
    lock: Option<(File, Move)>,
) -> Result<Vec<Move>> {
    let mut moves = Vec::new();
    let mut created = BTreeSet::new();
    for change in &changes.changes {
        let path = &change.path;
        match &change.action {
            Action::Create(file) => {
                stage.add(path, file)?;
                created.insert(topmost_absent(root, path));
            }
            Action::Update { old, new } => {
                stage.add(path, new)?;
                moves.push(Move::Replace(path.clone(), lock::hash(old), lock::hash(&new.bytes)));
            }
            Action::Delete { old } => moves.push(Move::Remove(path.clone(), lock::hash(old))),
            Action::Keep | Action::Conflict { .. } => {}
        }
    }
    moves.extend(created.into_iter().map(Move::Create));
    if let Some((file, step)) = lock {
        stage.add(&TreePath::new(lock::PATH).expect("a plain name"), &file)?;
        moves.push(step);
    }
    Ok(moves)
}

/// The first part of a path that does not exist yet: moving it moves everything below in one step.
fn topmost_absent(root: &Path, path: &TreePath) -> TreePath {
    let text = path.as_str();
    text.match_indices('/')
        .map(|(at, _)| &text[..at])
        .find(|folder| root.join(folder).symlink_metadata().is_err())
        .map_or_else(
            || path.clone(),
            |folder| TreePath::new(folder).expect("a part of a sound path"),
        )
}

/// The lock as it is to be, and how it gets there; `None` when it stands already.
fn lock_file(root: &Path, lock: &lock::Lock) -> Result<Option<(File, Move)>> {
    let path = TreePath::new(lock::PATH).expect("a plain name");
    let file = File::new(lock.text());
    let disk = load::disk(root, [&path])?;
    let step = match disk.get(&path) {
        None => Move::Create(path),
        Some(load::Entry::File(now)) if *now == file.bytes => return Ok(None),
        Some(load::Entry::File(now)) => {
            Move::Replace(path, lock::hash(now), lock::hash(&file.bytes))
        }
        Some(load::Entry::Obstacle { at, kind }) => {
            bail!("`{at}` is {kind}, so that the lock cannot be written")
        }
    };
    Ok(Some((file, step)))
}

/// Incoming texts that were not written go to `.scaffold/conflicts`; those of earlier runs are removed.
fn write_aside(root: &Path, changes: &Changes) -> Result<()> {
    load::refuse_links(root, ".scaffold/conflicts")?;
    let folder = root.join(".scaffold/conflicts");
    if folder.symlink_metadata().is_ok() {
        fs::remove_dir_all(&folder).with_context(|| cannot("remove", &folder))?;
    }
    for change in &changes.changes {
        if let Action::Conflict { new: Some(file), .. } = &change.action {
            let target = folder.join(change.path.as_str());
            stage::create_folders(target.parent().expect("a file has a folder"))?;
            stage::write(&target, file)?;
        }
    }
    Ok(())
}
