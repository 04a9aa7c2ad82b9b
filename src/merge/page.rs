//! Writes a page: a file for the eyes of people, of which scaffold keeps no account.

#![expect(clippy::disallowed_methods, reason = "this is the writer")]

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

use super::stage::cannot;

/// What every page of scaffold has near its beginning.
const MARK: &str = "<meta name=\"generator\" content=\"scaffold\">";

/// Writes a page, whole or not at all, and makes its folder. What stands there and is no page of scaffold stays.
pub fn page(path: &Path, text: &str) -> Result<()> {
    if let Ok(present) = fs::read(path) {
        let is_ours = present.windows(MARK.len()).take(1_000).any(|bytes| bytes == MARK.as_bytes());
        if !is_ours {
            bail!("`{}` is there already, and scaffold did not write it", path.display());
        }
    }
    let absolute = std::path::absolute(path).with_context(|| cannot("write", path))?;
    let folder = absolute.parent().with_context(|| cannot("write", path))?;
    fs::create_dir_all(folder).with_context(|| cannot("create", folder))?;
    let mut draft = NamedTempFile::new_in(folder).with_context(|| cannot("write", path))?;
    draft.write_all(text.as_bytes()).with_context(|| cannot("write", path))?;
    open_to_all(&draft)?;
    draft.persist(&absolute).with_context(|| cannot("write", path))?;
    Ok(())
}

/// Drafts are for their owner alone; pages are for everybody.
#[cfg(unix)]
fn open_to_all(draft: &NamedTempFile) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(draft.path(), fs::Permissions::from_mode(0o644))
        .with_context(|| cannot("write", draft.path()))
}

#[cfg(not(unix))]
fn open_to_all(_: &NamedTempFile) -> Result<()> {
    Ok(())
}
