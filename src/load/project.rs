//! Where the project is, and its topology.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::documents::LARGEST_DOCUMENT;
use super::{LARGEST_TOPOLOGY, text};

/// The folder that everything is relative to, and the topology in it.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder of the topology.
    pub root: PathBuf,
    /// The topology's file name.
    pub file: Arc<str>,
    /// The topology as written.
    pub text: Arc<str>,
}

/// Finds the topology from `start` upwards, or takes the file that is named, and reads it.
pub fn find(start: &Path, named: Option<&Path>) -> Result<Project> {
    let path = match named {
        Some(file) => start.join(file),
        None => upwards(start)?,
    };
    let root = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = path
        .file_name()
        .and_then(|name| name.to_str())
        .context("the topology's name is not UTF-8")?;
    let written = text(&path, LARGEST_TOPOLOGY)?;
    Ok(Project { root: root.to_owned(), file: file.into(), text: written.into() })
}

fn upwards(start: &Path) -> Result<PathBuf> {
    let start = std::path::absolute(start).context("cannot tell the current folder")?;
    match nearest(&start, "topology.yaml") {
        Some(path) => Ok(path),
        None => bail!(
            "there is no `topology.yaml` in `{}` or above it; `scaffold new` makes one, `-f FILE` names another",
            start.display()
        ),
    }
}

/// The text of the `uv.lock` in a folder or above it, and where it is.
pub fn uv_lock(start: &Path) -> Result<Option<(PathBuf, String)>> {
    let start = std::path::absolute(start).context("cannot tell the current folder")?;
    let Some(path) = nearest(&start, "uv.lock") else { return Ok(None) };
    let written = text(&path, LARGEST_DOCUMENT)?;
    Ok(Some((path, written)))
}

fn nearest(start: &Path, name: &str) -> Option<PathBuf> {
    let candidates = start.ancestors().map(|folder| folder.join(name));
    candidates.into_iter().find(|candidate| candidate.symlink_metadata().is_ok())
}
