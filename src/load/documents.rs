//! The documents that people write, as far as scaffold reads them.

use std::path::Path;

use anyhow::{Result, bail};

use super::{LARGEST_TOPOLOGY, beneath, text};
use crate::tree::TreePath;

pub(super) const LARGEST_DOCUMENT: u64 = 16 * 1024 * 1024;

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

fn read(root: &Path, path: &str, most: u64) -> Result<Option<String>> {
    let path = beneath(root, path)?;
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    text(&path, most).map(Some)
}
