//! The contracts at a commit, read from git's objects: the work tree and the index are left alone. The only place that starts git
//! to read.

use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

use super::objects::{Entry, Kind, bytes_of, entries};
use super::protos::{LARGEST_PROTO, MOST_PROTOS, Protos};
use super::unread::Unread;
use crate::tree::{File, TreePath};

/// What git says of its own folders where it runs as a hook; what is asked for here is found from the folder alone.
const AMBIENT: [&str; 5] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"];

pub(super) const CANNOT_START: &str = "cannot start git, which `--against` reads with";

/// The commit at which the present state parted from a revision.
#[derive(Debug)]
pub struct Revision {
    /// As the user called it.
    named: String,
    /// The folder of the repository.
    top: PathBuf,
    /// Where the folder that paths are relative to lies in it, as git shows it: empty, or with `/` at its end.
    prefix: String,
    commit: String,
}

impl Revision {
    /// The merge base of `HEAD` and a revision, in the repository around `base`.
    pub(super) fn find(base: &Path, named: &str) -> Result<Self> {
        let top = answer(base, &["rev-parse", "--show-toplevel"]).with_context(|| {
            let base = base.display();
            format!("there is no folder `{named}`, and `{base}` lies in no repository whose revision it could be")
        })?;
        let prefix = answer(base, &["rev-parse", "--show-prefix"])?;
        let top = PathBuf::from(top);
        let commit = commit(&top, named)?;
        let Some(head) = resolved(&top, "HEAD")? else {
            bail!("the repository has no commit yet, so that `{named}` is no earlier state of it");
        };
        let commit = merge_base(&top, named, &head, &commit)?;
        Ok(Self { named: named.to_owned(), top, prefix, commit })
    }

    /// `main (1a2b3c4)`.
    pub(super) fn name(&self) -> String {
        format!("{} ({})", self.named, self.short())
    }

    /// The beginning of the commit.
    pub(super) fn short(&self) -> &str {
        self.commit.get(..7).unwrap_or(&self.commit)
    }

    /// The text of a file.
    pub(super) fn document(&self, path: &str) -> Result<Option<String>> {
        let Some(path) = self.within(path)? else { return Ok(None) };
        let found = entries(&self.top, &self.commit, &path)?;
        let [Entry { kind: Kind::File, object, path: found, .. }] = &found[..] else {
            return Ok(None);
        };
        if *found != path {
            return Ok(None);
        }
        let mut bytes = bytes_of(&self.top, &[object], super::LARGEST_TOPOLOGY)?;
        let text = String::from_utf8(bytes.pop().unwrap_or_default());
        text.map(Some).with_context(|| format!("`{path}` at `{}` is not UTF-8", self.name()))
    }

    /// The protos below a folder.
    pub(super) fn protos(&self, folder: &str) -> Result<Option<Protos>> {
        let Some(folder) = self.within(folder)? else {
            bail!(
                "`{folder}` lies outside of the repository, and has no state at `{}`",
                self.named
            );
        };
        let place = Place { top: self.top.clone(), commit: self.commit.clone(), folder };
        let place = place.in_submodule()?;
        let mut protos = Protos::default();
        let is_there = place.read(&self.name(), "", &mut protos)?;
        Ok(is_there.then_some(protos))
    }

    /// A path relative to the base as one relative to the repository; `None` for one outside of it.
    fn within(&self, path: &str) -> Result<Option<String>> {
        if Path::new(path).is_absolute() {
            let full = std::fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
            let inside = full.strip_prefix(&self.top).ok().map(Path::to_owned);
            return Ok(inside.and_then(|inside| inside.to_str().map(str::to_owned)));
        }
        let mut parts: Vec<&str> = self.prefix.split('/').filter(|part| !part.is_empty()).collect();
        for component in Path::new(path).components() {
            match component {
                Component::ParentDir if parts.pop().is_none() => return Ok(None),
                Component::Normal(part) => {
                    parts.push(part.to_str().context("paths are UTF-8")?);
                }
                _ => {}
            }
        }
        Ok(Some(parts.join("/")))
    }
}

/// A folder at a commit of a repository.
struct Place {
    top: PathBuf,
    commit: String,
    folder: String,
}

impl Place {
    /// The same folder in the submodule that it lies in, if it does.
    fn in_submodule(self) -> Result<Self> {
        for (at, _) in self.folder.match_indices('/') {
            let around = &self.folder[..at];
            let found = entries(&self.top, &self.commit, around)?;
            if let [Entry { kind: Kind::Submodule, object, path }] = &found[..]
                && path == around
            {
                let inner = Self {
                    top: self.top.join(path),
                    commit: object.clone(),
                    folder: self.folder[at + 1..].to_owned(),
                };
                inner.is_here(path)?;
                return inner.in_submodule();
            }
        }
        Ok(self)
    }

    /// An error when the commit of a submodule was not fetched.
    fn is_here(&self, path: &str) -> Result<()> {
        if self.top.join(".git").exists() && resolved(&self.top, &self.commit)?.is_some() {
            return Ok(());
        }
        let commit = self.commit.get(..7).unwrap_or_default();
        bail!(
            "`{path}` is a submodule, and its commit {commit} of then is not here; `git -C {path} fetch origin {}` brings it",
            self.commit
        )
    }

    /// Adds its protos, at paths below `prefix`; says whether there is such a folder.
    fn read(&self, name: &str, prefix: &str, protos: &mut Protos) -> Result<bool> {
        let found = entries(&self.top, &self.commit, &self.folder)?;
        let (mut paths, mut objects) = (Vec::new(), Vec::new());
        for entry in &found {
            let below = match entry.path.strip_prefix(&self.folder) {
                Some("") => return self.alone(entry, name, prefix, protos),
                Some(below) => below.trim_start_matches('/'),
                None => continue,
            };
            let path = format!("{prefix}{below}");
            if path.split('/').any(|part| part.starts_with('.')) {
                continue;
            }
            let is_proto = Path::new(below).extension().is_some_and(|it| it == "proto");
            match entry.kind {
                Kind::File if is_proto => match TreePath::new(&path) {
                    Some(sound) => {
                        paths.push(sound);
                        objects.push(entry.object.as_str());
                    }
                    None => _ = protos.unread.insert(path, Unread::NoName),
                },
                Kind::Link if is_proto => {
                    protos.unread.insert(path, Unread::NoFile("a link"));
                }
                Kind::Submodule => self.submodule(entry, name, &path, protos)?,
                Kind::File | Kind::Link => {}
            }
        }
        if protos.files.len() + protos.unread.len() + paths.len() > MOST_PROTOS {
            bail!("there are more than {MOST_PROTOS} proto files at `{name}`");
        }
        let files = bytes_of(&self.top, &objects, LARGEST_PROTO)?;
        protos.files.extend(paths.into_iter().zip(files.into_iter().map(File::new)));
        Ok(!found.is_empty())
    }

    /// What the folder itself is, when it is none.
    fn alone(&self, entry: &Entry, name: &str, prefix: &str, protos: &mut Protos) -> Result<bool> {
        let folder = &self.folder;
        match entry.kind {
            Kind::File => bail!("`{folder}` at `{name}` is a file, not a folder"),
            Kind::Link => bail!("`{folder}` at `{name}` is a link, and links are not followed"),
            Kind::Submodule => {
                self.submodule(entry, name, prefix, protos)?;
                Ok(true)
            }
        }
    }

    /// Adds the protos of a submodule; one that is not checked out has none now either.
    fn submodule(
        &self,
        entry: &Entry,
        name: &str,
        prefix: &str,
        protos: &mut Protos,
    ) -> Result<()> {
        let top = self.top.join(&entry.path);
        if !top.join(".git").exists() {
            return Ok(());
        }
        let inner = Self { top, commit: entry.object.clone(), folder: String::new() };
        inner.is_here(&entry.path)?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        inner.read(name, &prefix, protos)?;
        Ok(())
    }
}

/// The commit that a revision names.
fn commit(top: &Path, named: &str) -> Result<String> {
    if named.starts_with('-') {
        bail!("`{named}` is no revision: none begins with `-`");
    }
    if let Some(commit) = resolved(top, named)? {
        return Ok(commit);
    }
    let hint = if is_shallow(top)? {
        "the clone is shallow; `git fetch --unshallow` brings all of it"
    } else {
        "`git fetch` brings the branches of the others, as `origin/NAME`"
    };
    bail!("there is no folder and no revision `{named}`; {hint}")
}

fn resolved(top: &Path, revision: &str) -> Result<Option<String>> {
    let commit = format!("{revision}^{{commit}}");
    let output = run(top, &["rev-parse", "--verify", "--quiet", &commit])?;
    Ok(output.status.success().then(|| line(&output)))
}

fn merge_base(top: &Path, named: &str, head: &str, commit: &str) -> Result<String> {
    let output = run(top, &["merge-base", head, commit])?;
    if output.status.success() {
        return Ok(line(&output));
    }
    if is_shallow(top)? {
        bail!(
            "the clone is shallow and ends before `HEAD` and `{named}` part; `git fetch --unshallow` brings all of it"
        );
    }
    bail!(
        "`HEAD` and `{named}` have no commit in common; name a revision that this branch began at"
    )
}

fn is_shallow(top: &Path) -> Result<bool> {
    Ok(answer(top, &["rev-parse", "--is-shallow-repository"])? == "true")
}

/// What git says, without the end of the line; its complaint is the error.
fn answer(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = run(folder, arguments)?;
    if !output.status.success() {
        bail!("git says: {}", complaint(&output));
    }
    Ok(line(&output))
}

/// What git does, whether it succeeds or not.
pub(super) fn run(folder: &Path, arguments: &[&str]) -> Result<Output> {
    git(folder).args(arguments).output().context(CANNOT_START)
}

/// Git in a folder, in English, asking nobody anything.
pub(super) fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
    for variable in AMBIENT {
        command.env_remove(variable);
    }
    command
}

/// The first line of a complaint.
pub(super) fn complaint(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr);
    words.lines().next().unwrap_or("nothing").trim_start_matches("fatal: ").to_owned()
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned()
}
