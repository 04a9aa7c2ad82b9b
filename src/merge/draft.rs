//! The draft of a new project: a folder beside its place, filled first and renamed then, so that the project is whole
//! or absent.

#![expect(clippy::disallowed_methods, reason = "this is the writer")]

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::stage::cannot;

const PREFIX: &str = ".scaffold-new-";

/// A draft. While its process lives it holds a lock on the folder, so that others can tell that it does.
pub(super) struct Draft {
    folder: TempDir,
    _alive: Option<File>,
}

impl Draft {
    /// Makes an empty draft in a folder, and clears away those of runs that were killed.
    pub(super) fn begin(parent: &Path) -> Result<Self> {
        // Held until the draft has its own lock: nobody may find one without that is not dead.
        let alone = locked(parent);
        if alone.is_some() {
            clear_dead(parent);
        }
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(parent)
            .with_context(|| cannot("write in", parent))?;
        let alive = locked(folder.path());
        Ok(Self { folder, _alive: alive })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Moves the draft to its place.
    pub(super) fn put(self, place: &Path) -> Result<()> {
        readable_by_all(self.path())?;
        fs::rename(self.path(), place).with_context(|| cannot("create", place))?;
        let _moved = self.folder.keep();
        Ok(())
    }
}

/// The lock of a folder; it ends with the process, however that ends. Nothing where folders cannot be locked.
fn locked(folder: &Path) -> Option<File> {
    let handle = File::open(folder).ok()?;
    handle.try_lock().is_ok().then_some(handle)
}

/// What a killed run left is in nobody's way: whatever keeps it from being removed is no reason to fail.
fn clear_dead(parent: &Path) {
    for entry in parent.read_dir().into_iter().flatten().flatten() {
        let is_draft = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_draft && locked(&entry.path()).is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A temporary folder is private; a project is not.
#[cfg(unix)]
fn readable_by_all(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
        .with_context(|| cannot("create", folder))
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> Result<()> {
    Ok(())
}
