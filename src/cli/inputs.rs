//! What a project consists of, read and not yet understood: its topology, its protos, and where its other files are.

use std::sync::Arc;

use anyhow::Result;

use super::Global;
use super::corpus::Corpus;
use super::roots::roots;
use crate::contracts::Root;
use crate::diagnostic::{Diagnostic, Sources};
use crate::load::{self, Project, Protos};
use crate::topology::{self, Topology};
use crate::tree::{File, Tree, TreePath};

/// A project, read.
pub(super) struct Inputs<'a> {
    pub(super) project: Project,
    pub(super) topology: Topology,
    pub(super) roots: Arc<Vec<Root>>,
    /// What is wrong with the topology, and with where it says that protos are.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) sources: Sources,
    /// Where to look for what else it names.
    pub(super) files: Files<'a>,
}

/// The files of a project.
#[derive(Clone, Copy, Debug)]
pub(super) enum Files<'a> {
    /// Those in its folder.
    Disk,
    /// Those of a project that is not written yet.
    Memory(&'a Tree),
}

impl Inputs<'static> {
    /// Those of the project that the flags name.
    pub(super) fn find(global: &Global) -> Result<Self> {
        let project = load::find(&global.directory, global.file.as_deref())?;
        Ok(Self::read(project, Files::Disk))
    }
}

impl<'a> Inputs<'a> {
    /// Those of a project, among these files.
    pub(super) fn read(project: Project, files: Files<'a>) -> Self {
        let mut sources = Sources::default();
        sources.insert(&project.file, &project.text);
        let (topology, mut faults) = topology::parse(&project.file, &project.text);
        let read = |folder: &str| files.protos(&project, folder);
        let (roots, of_roots) = roots(&topology, &read, &mut sources);
        faults.extend(of_roots);
        Self { project, topology, roots: Arc::new(roots), faults, sources, files }
    }

    /// Its protos, with what a `buf.yaml` says of them.
    pub(super) fn corpus(&self) -> Corpus {
        let read = |path: &str| self.files.document(&self.project, path);
        Corpus::of(Arc::clone(&self.roots), &read)
    }
}

impl Files<'_> {
    /// What lies below an import root; `None` when there is no such folder.
    pub(super) fn protos(self, project: &Project, folder: &str) -> Result<Option<Protos>> {
        match self {
            Self::Disk => load::protos(&project.root, folder),
            Self::Memory(files) => {
                let files = below(files, folder);
                Ok((!files.is_empty()).then(|| Protos { files, ..Protos::default() }))
            }
        }
    }

    /// The text of an OpenAPI document; `None` when there is none.
    pub(super) fn openapi(self, project: &Project, path: &str) -> Result<Option<String>> {
        match self {
            Self::Disk => load::openapi(&project.root, path),
            Self::Memory(files) => Ok(text(files, path)),
        }
    }

    /// The text of a requirements document; `None` when there is none.
    pub(super) fn requirements(self, project: &Project, path: &str) -> Result<Option<String>> {
        match self {
            Self::Disk => load::requirements(&project.root, path),
            Self::Memory(files) => Ok(text(files, path)),
        }
    }

    /// The text of any other document; `None` when there is none.
    pub(super) fn document(self, project: &Project, path: &str) -> Result<Option<String>> {
        match self {
            Self::Disk => load::document(&project.root, path),
            Self::Memory(files) => Ok(text(files, path)),
        }
    }
}

/// The files below a folder, by their paths in it.
fn below(files: &Tree, folder: &str) -> Tree {
    let inside = |(path, file): (&TreePath, &File)| {
        let rest = path.as_str().strip_prefix(folder)?.strip_prefix('/')?;
        Some((TreePath::new(rest)?, file.clone()))
    };
    files.iter().filter_map(inside).collect()
}

fn text(files: &Tree, path: &str) -> Option<String> {
    files.get(&TreePath::new(path)?)?.text().map(str::to_owned)
}
