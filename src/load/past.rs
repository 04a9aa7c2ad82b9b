//! An earlier state of the contracts: another folder, or a revision of the repository.

use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};

use super::documents::document_at;
use super::protos::{Protos, protos_at};
use super::revision::Revision;

/// Where the earlier state is read from.
#[derive(Debug)]
pub enum Past {
    /// A folder that holds what this one does, as it was.
    Folder {
        /// As the user called it.
        named: String,
        /// Where it is.
        path: PathBuf,
    },
    /// A commit.
    Revision(Revision),
}

impl Past {
    /// What a word stands for that was given in `here`: a folder, or else the commit at which `base` parted from a revision.
    pub fn find(here: &Path, base: &Path, named: &str) -> Result<Self> {
        let path = here.join(named);
        if !path.is_dir() {
            return Revision::find(base, named).map(Self::Revision);
        }
        let is_plain = !named.contains(['/', '\\', '.']);
        if is_plain && Revision::find(base, named).is_ok() {
            bail!(
                "`{named}` is a folder and a revision; write `./{named}` or `refs/heads/{named}`"
            );
        }
        Ok(Self::Folder { named: named.trim_end_matches('/').to_owned(), path })
    }

    /// The protos below a folder; `None` where it was not there.
    pub fn protos(&self, folder: &str) -> Result<Option<Protos>> {
        match self {
            Self::Folder { path, .. } => {
                let is_plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
                let is_inside = Path::new(folder).components().all(is_plain);
                if is_inside { protos_at(&path.join(folder)) } else { Ok(None) }
            }
            Self::Revision(revision) => revision.protos(folder),
        }
    }

    /// The text of a file; `None` where it was not there.
    pub fn document(&self, document: &str) -> Result<Option<String>> {
        match self {
            Self::Folder { path, .. } => document_at(&path.join(document)),
            Self::Revision(revision) => revision.document(document),
        }
    }

    /// How it is called in words.
    pub fn name(&self) -> String {
        match self {
            Self::Folder { named, .. } => named.clone(),
            Self::Revision(revision) => revision.name(),
        }
    }

    /// How a path in it is shown.
    pub fn shown(&self, path: &str) -> String {
        match self {
            Self::Folder { named, .. } => {
                if path.is_empty() {
                    named.clone()
                } else {
                    format!("{named}/{path}")
                }
            }
            Self::Revision(revision) => format!("{}:{path}", revision.short()),
        }
    }
}
