//! The proto files below an import root.

use std::collections::BTreeMap;
use std::fs::{self, FileType, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::unread::Unread;
use super::{at_most, beneath, bytes, kind_of};
use crate::tree::{File, Tree, TreePath};

pub(super) const LARGEST_PROTO: u64 = 16 * 1024 * 1024;
const LARGEST_SET: u64 = 512 * 1024 * 1024;
pub(super) const MOST_PROTOS: usize = 20_000;
const DEEPEST: usize = 32;

/// What lies below an import root.
#[derive(Debug, Default)]
pub struct Protos {
    /// Every `.proto` file that can be read, by its path in the root.
    pub files: Tree,
    /// The protos that cannot be read, and the folders that cannot be looked into, by their paths in the root.
    pub unread: BTreeMap<String, Unread>,
    /// All other links, by their paths in the root: each may be meant as a folder of protos.
    pub links: BTreeMap<String, Unread>,
}

/// The protos below `folder`; `None` when there is no such folder.
pub fn protos(root: &Path, folder: &str) -> Result<Option<Protos>> {
    if TreePath::new(folder).is_none() {
        bail!("the import root `{folder}` leaves the project; name a folder beneath it");
    }
    let top = beneath(root, folder)?;
    below(&top, folder, fs::symlink_metadata(&top), Some(root))
}

/// The same for any folder, which the command line names.
pub fn protos_at(folder: &Path) -> Result<Option<Protos>> {
    // A link to a folder is that folder.
    below(folder, &folder.display().to_string(), fs::metadata(folder), None)
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

fn below(
    top: &Path,
    shown: &str,
    kind: io::Result<Metadata>,
    project: Option<&Path>,
) -> Result<Option<Protos>> {
    match kind {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read `{shown}`")),
        Ok(kind) if !kind.is_dir() => {
            bail!("`{shown}` is {}, not a folder", kind_of(kind.file_type()))
        }
        Ok(_) => {
            let mut walk = Walk { shown, project, found: Protos::default() };
            walk.folder(top, "", 0)?;
            Ok(Some(walk.found))
        }
    }
}

/// Every `.proto` file below a folder that is there; an error when one of them cannot be read.
pub(super) fn protos_in(folder: &Path) -> Result<Tree> {
    let shown = folder.display().to_string();
    let found = below(folder, &shown, fs::metadata(folder), None)?;
    found.unwrap_or_default().whole(&shown)
}

impl Protos {
    /// The files, when all of them could be read; `shown` is how the root is called.
    pub fn whole(self, shown: &str) -> Result<Tree> {
        if let Some((path, unread)) = self.unread.first_key_value() {
            bail!("{}; {}", unread.words(&join(shown, path)), unread.remedy());
        }
        Ok(self.files)
    }
}

/// A way through all folders of a root.
struct Walk<'a> {
    /// How the root is called.
    shown: &'a str,
    /// The folder that no link should lead out of.
    project: Option<&'a Path>,
    found: Protos,
}

impl Walk<'_> {
    /// Adds what a folder holds; what cannot be read of it keeps nothing else from being read.
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<()> {
        if depth > DEEPEST {
            bail!("`{}` lies more than {DEEPEST} folders deep", join(self.shown, prefix));
        }
        let entries = match fs::read_dir(folder) {
            Err(error) if !prefix.is_empty() => {
                self.found.unread.insert(prefix.to_owned(), Unread::Refused(error.to_string()));
                return Ok(());
            }
            entries => entries.with_context(|| format!("cannot read `{}`", self.shown))?,
        };
        let cannot = || format!("cannot read `{}`", join(self.shown, prefix));
        for entry in entries {
            let entry = entry.with_context(cannot)?;
            let kind = entry.file_type().with_context(cannot)?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
            if kind.is_dir() {
                self.folder(&entry.path(), &path, depth + 1)?;
            } else if Path::new(name).extension().is_some_and(|extension| extension == "proto") {
                self.proto(&entry.path(), kind, path)?;
            } else if kind.is_symlink() {
                let link = Unread::link(&entry.path(), self.project);
                self.found.links.insert(path, link);
            }
        }
        Ok(())
    }

    fn proto(&mut self, file: &Path, kind: FileType, path: String) -> Result<()> {
        if self.found.files.len() + self.found.unread.len() == MOST_PROTOS {
            bail!("there are more than {MOST_PROTOS} proto files");
        }
        let bytes = match TreePath::new(&path) {
            None => Err(Unread::NoName),
            Some(_) if kind.is_symlink() => Err(Unread::link(file, self.project)),
            Some(_) if !kind.is_file() => Err(Unread::NoFile(kind_of(kind))),
            Some(sound) => bytes_of(file).map(|bytes| (sound, bytes)),
        };
        match bytes {
            Ok((sound, bytes)) => _ = self.found.files.insert(sound, File::new(bytes)),
            Err(unread) => _ = self.found.unread.insert(path, unread),
        }
        Ok(())
    }
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Unread> {
    let bytes = at_most(file, LARGEST_PROTO).map_err(|error| Unread::Refused(error.to_string()))?;
    if bytes.len() as u64 > LARGEST_PROTO {
        return Err(Unread::TooLarge(LARGEST_PROTO / 1024 / 1024));
    }
    Ok(bytes)
}

fn join(folder: &str, path: &str) -> String {
    match (folder.trim_end_matches('/'), path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}
