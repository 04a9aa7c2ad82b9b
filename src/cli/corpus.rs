//! Which protos a command looks at, and what a `buf.yaml` says of them: those of the project, of the modules of a `buf.yaml` or a
//! `buf.work.yaml`, or below the folders that `-I` names.

use std::collections::BTreeSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::Global;
use super::roots::roots;
use crate::contracts::buf::{Config, Finding, Module, Proto, Version, workspace};
use crate::contracts::{Root, quote_those};
use crate::diagnostic::{Diagnostic, Sources};
use crate::load::{self, Protos};
use crate::topology;

pub(super) const BUF_YAML: &str = "buf.yaml";
const BUF_WORK_YAML: &str = "buf.work.yaml";
/// The files that say which modules there are.
pub(super) const MODULES: [&str; 2] = [BUF_WORK_YAML, BUF_YAML];

/// Which protos.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// Only these files, and what lies in these folders, with what they import [default: all]
    #[arg(value_name = "FILES")]
    pub(super) files: Vec<String>,
    /// A folder that imports start from [default: the roots of the project, else the modules of `buf.yaml`]
    #[arg(short = 'I', long = "root", value_name = "ROOT")]
    roots: Vec<String>,
}

/// Protos in one state, not compiled yet.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) roots: Arc<Vec<Root>>,
    /// Of each root, what holds for it.
    pub(super) rules: Vec<RuleSet>,
    /// What is wrong with the files that say where the protos are and what holds.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) sources: Sources,
}

/// What a `buf.yaml` says of a root.
#[derive(Clone, Debug)]
pub(super) struct RuleSet {
    /// The `buf.yaml`.
    pub(super) file: Arc<str>,
    pub(super) version: Version,
    pub(super) module: Module,
}

/// What names the roots.
#[derive(Clone, Debug)]
pub(super) enum Layout {
    /// The topology of this name.
    Project(Arc<str>),
    /// The `buf.work.yaml`, else the `buf.yaml`.
    Modules,
    /// The command line.
    Named(Vec<String>),
}

/// A state to read from: what lies below a folder, and the text of a file, both relative to the same folder.
pub(super) struct State<'a> {
    pub(super) protos: &'a dyn Fn(&str) -> Result<Option<Protos>>,
    pub(super) document: &'a Reading<'a>,
}

/// The text of a file, if there is one.
pub(super) type Reading<'a> = dyn Fn(&str) -> Result<Option<String>> + 'a;

impl Wanted {
    /// What names the roots, and the folder that everything is relative to.
    pub(super) fn layout(&self, global: &Global) -> Result<(Layout, PathBuf)> {
        let here = &global.directory;
        if !self.roots.is_empty() {
            let roots = self.roots.iter().map(|root| plain(root)).collect();
            return Ok((Layout::Named(roots), here.clone()));
        }
        match load::find(here, global.file.as_deref()) {
            Ok(project) => Ok((Layout::Project(project.file), project.root)),
            Err(_)
                if global.file.is_none()
                    && MODULES.iter().any(|name| here.join(name).is_file()) =>
            {
                Ok((Layout::Modules, here.clone()))
            }
            Err(error) if global.file.is_some() => Err(error),
            Err(error) => Err(error).context(
                "cannot tell which protos: name their folders with `-I ROOT`, or go to a project or a `buf.yaml`",
            ),
        }
    }
}

/// The present state.
pub(super) fn present(layout: &Layout, base: &Path) -> Result<Corpus> {
    let protos = |folder: &str| match layout {
        Layout::Project(_) => load::protos(base, folder),
        Layout::Modules | Layout::Named(_) => there(base, folder).map(Some),
    };
    let document = |path: &str| match layout {
        Layout::Project(_) => load::document(base, path),
        Layout::Modules | Layout::Named(_) => load::document_at(&base.join(path)),
    };
    corpus(layout, &State { protos: &protos, document: &document })
}

/// A folder that somebody named has protos, or is a slip of the pen.
pub(super) fn there(base: &Path, folder: &str) -> Result<Protos> {
    match load::protos_at(&base.join(folder))? {
        Some(protos) if !protos.files.is_empty() || !protos.unread.is_empty() => Ok(protos),
        _ => bail!("there is no proto below `{}`", if folder.is_empty() { "." } else { folder }),
    }
}

/// The roots of a state and what holds for them.
pub(super) fn corpus(layout: &Layout, state: &State) -> Result<Corpus> {
    let mut corpus = Corpus::default();
    let mut outer = corpus.config(BUF_YAML, state.document);
    match layout {
        Layout::Project(file) => corpus.of_project(file, state)?,
        Layout::Modules => {
            let folders = corpus.workspace(state)?;
            // A `buf.yaml` beside it says nothing of its folders.
            outer = outer.filter(|_| folders.is_none());
            let modules = outer.iter().flat_map(|(config, _)| &config.modules);
            let folders =
                folders.unwrap_or_else(|| modules.map(|module| module.folder.clone()).collect());
            corpus.named(folders.into_iter(), state)?;
        }
        Layout::Named(roots) => corpus.named(roots.iter().cloned(), state)?,
    }
    Ok(corpus.ruled(outer.as_ref(), state.document))
}

impl Corpus {
    /// The protos of a project whose roots have been read, and whose other faults are known.
    pub(super) fn of(roots: Arc<Vec<Root>>, read: &Reading) -> Self {
        let mut corpus = Self { roots, ..Self::default() };
        let outer = corpus.config(BUF_YAML, read);
        corpus.ruled(outer.as_ref(), read)
    }

    fn of_project(&mut self, file: &Arc<str>, state: &State) -> Result<()> {
        let text = (state.document)(file)?.with_context(|| format!("there is no `{file}`"))?;
        let text: Arc<str> = text.into();
        self.sources.insert(file, &text);
        let (topology, faults) = topology::parse(file, &text);
        self.faults.extend(faults.into_iter().filter(Diagnostic::is_error));
        let (roots, faults) = roots(&topology, state.protos, &mut self.sources);
        self.roots = Arc::new(roots);
        self.faults.extend(faults);
        Ok(())
    }

    fn named(&mut self, folders: impl Iterator<Item = String>, state: &State) -> Result<()> {
        for folder in folders {
            let Protos { files, unread, links } = (state.protos)(&folder)?.unwrap_or_default();
            let root = Root { folder, files, unread, links, ..Root::default() };
            Arc::make_mut(&mut self.roots).push(root);
        }
        Ok(())
    }

    /// The same with what holds in each root, and without the files that it leaves out.
    fn ruled(mut self, outer: Option<&(Config, Arc<str>)>, read: &Reading) -> Self {
        for index in 0..self.roots.len() {
            let rules = self.rules_of(index, outer, read);
            let holds = |path: &str| rules.module.holds(path);
            let root = &self.roots[index];
            let files = root.files.iter().map(|(path, _)| path.as_str());
            if !files.chain(root.unread.keys().map(String::as_str)).all(holds) {
                let Root { files, unread, .. } = &mut Arc::make_mut(&mut self.roots)[index];
                *files =
                    mem::take(files).into_iter().filter(|(it, _)| holds(it.as_str())).collect();
                unread.retain(|path, _| holds(path));
            }
            self.rules.push(rules);
        }
        self
    }

    /// A `buf.yaml` of its own, or else that of the folder that everything is relative to.
    fn rules_of(
        &mut self,
        index: usize,
        outer: Option<&(Config, Arc<str>)>,
        read: &Reading,
    ) -> RuleSet {
        let Root { folder, is_lost, .. } = &self.roots[index];
        let (folder, is_lost) = (folder.clone(), *is_lost);
        let own = match folder.as_str() {
            "" | "." => None,
            // Why nothing in it can be read is told already.
            _ if is_lost => None,
            folder => self.config(&format!("{folder}/{BUF_YAML}"), read),
        };
        if let Some((config, file)) = own {
            return RuleSet { file, version: config.version, module: config.module_of("") };
        }
        let usual = (Config::default(), Arc::from(BUF_YAML));
        let (config, file) = outer.unwrap_or(&usual);
        let module = config.module_of(&folder);
        RuleSet { file: Arc::clone(file), version: config.version, module }
    }

    /// The folders of a workspace of the first edition.
    fn workspace(&mut self, state: &State) -> Result<Option<Vec<String>>> {
        let Some(text) = (state.document)(BUF_WORK_YAML)? else { return Ok(None) };
        let (file, text): (Arc<str>, Arc<str>) = (BUF_WORK_YAML.into(), text.into());
        self.sources.insert(&file, &text);
        Ok(Some(workspace(&file, &text).unwrap_or_else(|fault| {
            self.faults.push(*fault);
            Vec::new()
        })))
    }

    fn config(&mut self, path: &str, read: &Reading) -> Option<(Config, Arc<str>)> {
        let file: Arc<str> = path.into();
        let text: Arc<str> = match read(path) {
            Ok(text) => text?.into(),
            Err(error) => {
                self.sources.insert(&file, &Arc::from(""));
                self.faults.push(Config::unreadable(&file, &error));
                return None;
            }
        };
        self.sources.insert(&file, &text);
        match Config::parse(&file, &text) {
            Ok(config) => Some((config, file)),
            Err(fault) => {
                self.faults.push(*fault);
                None
            }
        }
    }
}

/// A folder as it is shown: `./proto/` is `proto`, and `.` is nothing.
pub(super) fn plain(folder: &str) -> String {
    let absolute = if folder.starts_with('/') { "/" } else { "" };
    let parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    format!("{absolute}{}", parts.join("/"))
}

/// Whether one of the files on the command line is this one, or a folder around it, by its path or as imports name it.
pub(super) fn is_wanted(proto: &Proto, files: &[String], roots: &[Root]) -> bool {
    let import_path = proto.import_path.as_str();
    let root = proto.root.and_then(|index| roots.get(index));
    let shown = root.map(|root| Path::new(&root.folder).join(import_path));
    let is = |file: &String| {
        import_path == file
            || shown.as_ref().is_some_and(|shown| shown.starts_with(file.trim_start_matches("./")))
    };
    proto.root.is_some() && (files.is_empty() || files.iter().any(is))
}

/// Lets diagnostics quote the files that have findings.
pub(super) fn quote_found(roots: &[Root], findings: &[Finding], sources: &mut Sources) {
    let told: BTreeSet<&str> = findings.iter().filter_map(|it| it.file.as_deref()).collect();
    quote_those(roots, |shown| told.contains(shown), sources);
}
