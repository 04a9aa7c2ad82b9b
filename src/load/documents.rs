//! The documents that people write, as far as scaffold reads them.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{LARGEST_TOPOLOGY, beneath, refuse_links, text};
use crate::tree::TreePath;

pub(super) const LARGEST_DOCUMENT: u64 = 16 * 1024 * 1024;

/// The largest requirements document, in bytes.
const LARGEST_REQUIREMENTS: u64 = 1024 * 1024;

/// The text of a document, relative to the project; `None` when there is none.
pub fn document(root: &Path, path: &str) -> Result<Option<String>> {
    read(root, path, LARGEST_DOCUMENT)
}

/// The text of a document at any place, which the command line names; `None` when there is none.
pub fn document_at(path: &Path) -> Result<Option<String>> {
    let is_there = path.symlink_metadata().is_ok();
    is_there.then(|| text(path, LARGEST_DOCUMENT)).transpose()
}

/// The text of an OpenAPI document, relative to the project; `None` when there is none.
pub fn openapi(root: &Path, path: &str) -> Result<Option<String>> {
    if TreePath::new(path).is_none() {
        bail!("`{path}` leaves the project; name a file beneath it");
    }
    read(root, path, LARGEST_TOPOLOGY)
}

/// The text of a requirements document, relative to the project; `None` when there is none.
pub fn requirements(root: &Path, path: &str) -> Result<Option<String>> {
    read(root, path, LARGEST_REQUIREMENTS)
}

/// The names of what stands in a folder of the project, sorted; none where there is no such folder.
pub fn names(root: &Path, folder: &str) -> Result<Vec<String>> {
    refuse_links(root, folder)?;
    let path = root.join(folder);
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let entries = path.read_dir().with_context(|| format!("cannot read `{folder}`"))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read `{folder}`"))?;
        names.extend(entry.file_name().to_str().map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn read(root: &Path, path: &str, most: u64) -> Result<Option<String>> {
    let path = beneath(root, path)?;
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    text(&path, most).map(Some)
}
