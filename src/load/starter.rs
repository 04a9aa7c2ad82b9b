//! A folder that somebody wants to start a new project from.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{LARGEST_TOPOLOGY, bytes, protos};
use crate::tree::{File, Tree, TreePath};

/// The topology of a folder, its protos and its requirements: what people write; the rest is made from them.
pub fn starter(folder: &Path) -> Result<Tree> {
    let mut tree = protos(folder, "")?;
    let topology = TreePath::new("topology.yaml").expect("a plain name");
    let text = bytes(&folder.join(topology.as_str()), LARGEST_TOPOLOGY)?;
    tree.insert(topology, File::new(text));
    let Ok(tasks) = fs::read_dir(folder.join("tasks")) else { return Ok(tree) };
    for entry in tasks {
        let entry = entry.with_context(|| format!("cannot read `{}`", folder.display()))?;
        let requirements = entry.path().join("_prd.md");
        let path = entry
            .file_name()
            .to_str()
            .and_then(|name| TreePath::new(&format!("tasks/{name}/_prd.md")));
        if let Some(path) = path.filter(|_| requirements.symlink_metadata().is_ok()) {
            tree.insert(path, File::new(bytes(&requirements, LARGEST_TOPOLOGY)?));
        }
    }
    Ok(tree)
}
