//! The documents that people write, as far as scaffold reads them.

use std::path::Path;

use anyhow::{Result, bail};

use super::{LARGEST_TOPOLOGY, kind_of, text};
use crate::tree::TreePath;

const LARGEST_DOCUMENT: u64 = 16 * 1024 * 1024;

/// The text of a document, relative to the project; `None` when there is none.
pub fn document(root: &Path, path: &str) -> Result<Option<String>> {
    let path = root.join(path);
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    text(&path, LARGEST_DOCUMENT).map(Some)
}

/// The text of an OpenAPI document, relative to the project; `None` when there is none. No folder on the way is a link.
pub fn openapi(root: &Path, path: &str) -> Result<Option<String>> {
    if TreePath::new(path).is_none() {
        bail!("`{path}` leaves the project; name a file beneath it");
    }
    let mut folder = root.to_owned();
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    for part in parts {
        folder.push(part);
        match folder.symlink_metadata() {
            Ok(kind) if kind.is_dir() => {}
            Ok(kind) => {
                bail!("`{part}` in `{path}` is {}, not a folder", kind_of(kind.file_type()))
            }
            Err(_) => return Ok(None),
        }
    }
    let file = folder.join(name);
    if file.symlink_metadata().is_err() {
        return Ok(None);
    }
    text(&file, LARGEST_TOPOLOGY).map(Some)
}
