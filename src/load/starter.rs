//! A folder that somebody wants to start a new project from.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use super::documents::LARGEST_DOCUMENT;
use super::protos::protos_in;
use super::{LARGEST_TOPOLOGY, bytes};
use crate::tree::{File, Tree, TreePath};

/// The topology of a folder, its protos and its requirements: what people write; the rest is made from them.
pub fn starter(folder: &Path) -> Result<Tree> {
    let mut tree = protos_in(folder)?;
    let topology = TreePath::new("topology.yaml").expect("a plain name");
    let text = bytes(&folder.join(topology.as_str()), LARGEST_TOPOLOGY)?;
    tree.insert(topology, File::new(text));
    tree.extend(requirements(&folder.join("tasks"))?);
    Ok(tree)
}

/// The `_prd.md` of every folder in `tasks`.
fn requirements(tasks: &Path) -> Result<Tree> {
    let cannot = || format!("cannot read `{}`", tasks.display());
    let entries = match fs::read_dir(tasks) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Tree::default()),
        entries => entries.with_context(cannot)?,
    };
    let mut tree = Tree::default();
    for entry in entries {
        let entry = entry.with_context(cannot)?;
        let document = entry.path().join("_prd.md");
        let name = entry.file_name();
        let path = name.to_str().and_then(|name| TreePath::new(&format!("tasks/{name}/_prd.md")));
        if let Some(path) = path.filter(|_| document.symlink_metadata().is_ok()) {
            tree.insert(path, File::new(bytes(&document, LARGEST_DOCUMENT)?));
        }
    }
    Ok(tree)
}
