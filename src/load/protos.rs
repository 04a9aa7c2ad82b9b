//! The proto files below an import root.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{beneath, bytes, kind_of};
use crate::tree::{File, Tree, TreePath};

pub(super) const LARGEST_PROTO: u64 = 16 * 1024 * 1024;
const LARGEST_SET: u64 = 512 * 1024 * 1024;
pub(super) const MOST_PROTOS: usize = 20_000;
const DEEPEST: usize = 32;

/// Every `.proto` file below `folder`, by its path relative to it; `None` when there is no such folder.
pub fn protos(root: &Path, folder: &str) -> Result<Option<Tree>> {
    if TreePath::new(folder).is_none() {
        bail!("the import root `{folder}` leaves the project; name a folder beneath it");
    }
    let top = beneath(root, folder)?;
    below(&top, folder, fs::symlink_metadata(&top))
}

/// The same for any folder, which the command line names.
pub fn protos_at(folder: &Path) -> Result<Option<Tree>> {
    // A link to a folder is that folder.
    below(folder, &folder.display().to_string(), fs::metadata(folder))
}

/// The bytes of one proto file at any place; `None` when there is no such file.
pub fn proto_at(path: &Path) -> Result<Option<Vec<u8>>> {
    let is_there = path.symlink_metadata().is_ok_and(|kind| !kind.is_dir());
    is_there.then(|| bytes(path, LARGEST_PROTO)).transpose()
}

/// The bytes of a set of descriptors that a compiler wrote.
pub fn descriptor_set(path: &Path) -> Result<Vec<u8>> {
    bytes(path, LARGEST_SET)
}

fn below(top: &Path, shown: &str, kind: io::Result<Metadata>) -> Result<Option<Tree>> {
    match kind {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read `{shown}`")),
        Ok(kind) if !kind.is_dir() => {
            bail!("`{shown}` is {}, not a folder", kind_of(kind.file_type()))
        }
        Ok(_) => protos_in(top).map(Some),
    }
}

/// Every `.proto` file below a folder that is there.
pub(super) fn protos_in(folder: &Path) -> Result<Tree> {
    let mut tree = Tree::default();
    walk(folder, "", 0, &mut tree)?;
    Ok(tree)
}

fn walk(folder: &Path, prefix: &str, depth: usize, tree: &mut Tree) -> Result<()> {
    let cannot = || format!("cannot read `{}`", folder.display());
    if depth > DEEPEST {
        bail!("`{}` lies more than {DEEPEST} folders deep", folder.display());
    }
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let kind = entry.file_type().with_context(cannot)?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        if kind.is_dir() {
            walk(&entry.path(), &path, depth + 1, tree)?;
        } else if Path::new(name).extension().is_some_and(|extension| extension == "proto") {
            if tree.len() == MOST_PROTOS {
                bail!("there are more than {MOST_PROTOS} proto files");
            }
            let sound = TreePath::new(&path)
                .with_context(|| format!("`{path}` is no name for a proto file"))?;
            tree.insert(sound, File::new(bytes(&entry.path(), LARGEST_PROTO)?));
        }
    }
    Ok(())
}
