//! The documents that people write, as far as scaffold reads them.

use std::path::Path;

use anyhow::Result;

use super::text;

const LARGEST_DOCUMENT: u64 = 16 * 1024 * 1024;

/// The text of a document, relative to the project; `None` when there is none.
pub fn document(root: &Path, path: &str) -> Result<Option<String>> {
    let path = root.join(path);
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    text(&path, LARGEST_DOCUMENT).map(Some)
}
