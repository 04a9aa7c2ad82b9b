//! What stands now at the places that scaffold would write to.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use super::kind_of;
use crate::tree::{Tree, TreePath};

/// The present state of the places of interest; a place that is not in it is absent.
#[derive(Debug, Default)]
pub struct Disk(BTreeMap<TreePath, Entry>);

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file with these bytes.
    File(Vec<u8>),
    /// Something that cannot be replaced by a file: where it stands, and what it is.
    Obstacle {
        /// The path itself, or a folder above it.
        at: String,
        /// `a link`, `a folder` ..
        kind: &'static str,
    },
}

impl Disk {
    /// What stands at a path; `None` for nothing.
    pub fn get(&self, path: &TreePath) -> Option<&Entry> {
        self.0.get(path)
    }

    /// The files, as a tree.
    pub fn files(&self) -> Tree {
        let file = |(path, entry): (&TreePath, &Entry)| match entry {
            Entry::File(bytes) => Some((path.clone(), crate::tree::File::new(bytes.clone()))),
            Entry::Obstacle { .. } => None,
        };
        self.0.iter().filter_map(file).collect()
    }
}

/// Looks at each path below `root`, without following any link.
pub fn disk<'a>(root: &Path, paths: impl IntoIterator<Item = &'a TreePath>) -> Result<Disk> {
    let mut folders = BTreeMap::new();
    let mut disk = Disk::default();
    for path in paths {
        if let Some(entry) = entry(root, path, &mut folders)? {
            disk.0.insert(path.clone(), entry);
        }
    }
    Ok(disk)
}

/// What a folder on the way to a file is.
#[derive(Clone)]
enum Way {
    Open,
    Absent,
    Blocked(&'static str),
}

fn entry(
    root: &Path,
    path: &TreePath,
    folders: &mut BTreeMap<String, Way>,
) -> Result<Option<Entry>> {
    for (at, _) in path.as_str().match_indices('/') {
        let folder = &path.as_str()[..at];
        let way = match folders.get(folder) {
            Some(way) => way.clone(),
            None => way(root, folder)?,
        };
        folders.insert(folder.to_owned(), way.clone());
        match way {
            Way::Open => {}
            Way::Absent => return Ok(None),
            Way::Blocked(kind) => return Ok(Some(Entry::Obstacle { at: folder.to_owned(), kind })),
        }
    }
    let full = root.join(path.as_str());
    match fs::symlink_metadata(&full) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot look at `{path}`")),
        Ok(kind) if kind.is_file() => {
            let bytes = fs::read(&full).with_context(|| format!("cannot read `{path}`"))?;
            Ok(Some(Entry::File(bytes)))
        }
        Ok(kind) => {
            Ok(Some(Entry::Obstacle { at: path.to_string(), kind: kind_of(kind.file_type()) }))
        }
    }
}

fn way(root: &Path, folder: &str) -> Result<Way> {
    match fs::symlink_metadata(root.join(folder)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Way::Absent),
        Err(error) => Err(error).with_context(|| format!("cannot look at `{folder}`")),
        Ok(kind) if kind.is_dir() => Ok(Way::Open),
        Ok(kind) => Ok(Way::Blocked(kind_of(kind.file_type()))),
    }
}
