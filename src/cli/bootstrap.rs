//! A whole new project from its inputs: compiled and rendered in memory, written at once.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::Ending;
use super::compile::{Compiled, nothing_written, report, understood_and_linted};
use super::emit;
use super::inputs::{Files, Inputs};
use super::lint::Linted;
use super::output::Terminal;
use crate::load::{Disk, Project};
use crate::merge::{self, Lock, Scope};
use crate::tree::{Tree, TreePath};

/// Whether the new project becomes a git repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Git {
    /// `git init`, unless it lies in a repository already.
    Init,
    /// `--no-git`.
    Leave,
}

/// Writes `folder` with the inputs (topology, protos, requirements) and everything that follows from them.
pub(super) fn bootstrap(
    folder: &Path,
    inputs: Tree,
    git: Git,
    terminal: &Terminal,
) -> Result<Ending> {
    refuse_foreign(folder)?;
    let read = Inputs::read(project(folder, &inputs)?, Files::Memory(&inputs));
    let (compiled, linted) = understood_and_linted(read)?;
    report(&compiled, terminal);
    if compiled.stops {
        return Ok(nothing_written(terminal));
    }
    let (tree, lock) = whole(&compiled, &linted, inputs, terminal)?;
    let files = tree.len() + 1;
    merge::create(folder, &tree, &lock)?;
    if git == Git::Init {
        initialize(folder, terminal);
    }
    terminal.talk(&farewell(&compiled, folder, files));
    let errors = compiled.summary().errors > 0;
    Ok(if errors { Ending::Findings } else { Ending::Fine })
}

/// A folder that is there must be empty.
pub(super) fn refuse_foreign(folder: &Path) -> Result<()> {
    let Ok(kind) = folder.symlink_metadata() else { return Ok(()) };
    let shown = folder.display();
    if !kind.is_dir() {
        bail!("`{shown}` is there already, and is no folder");
    }
    let mut entries = folder.read_dir().with_context(|| format!("cannot read `{shown}`"))?;
    if entries.next().is_some() {
        bail!(
            "`{shown}` is there already, and not empty; name another folder, or run `scaffold generate` in it"
        );
    }
    Ok(())
}

fn project(folder: &Path, inputs: &Tree) -> Result<Project> {
    let path = TreePath::new("topology.yaml").expect("a plain name");
    let text = inputs.get(&path).context("there is no `topology.yaml` to begin with")?;
    let text = text.text().context("`topology.yaml` is not UTF-8")?;
    Ok(Project { root: folder.to_owned(), file: "topology.yaml".into(), text: text.into() })
}

/// The inputs and all that is made of them, with the lock of the latter.
fn whole(
    compiled: &Compiled,
    linted: &Linted,
    inputs: Tree,
    terminal: &Terminal,
) -> Result<(Tree, Lock)> {
    let rendered = emit::files(compiled, linted, terminal)?;
    let made: Tree = rendered.iter().map(|r| (r.path.clone(), r.file.clone())).collect();
    let blueprint = &compiled.model.blueprint;
    let changes =
        merge::diff(rendered, &Disk::default(), &Lock::default(), blueprint, Scope::Project);
    let mut tree = inputs;
    tree.extend(made);
    Ok((tree, changes.lock))
}

/// Makes a repository of it; that git is missing is no reason to fail.
fn initialize(folder: &Path, terminal: &Terminal) {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    if absolute.ancestors().any(|above| above.join(".git").exists()) {
        return;
    }
    let git = Command::new("git")
        .args(["init", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !git.is_ok_and(|status| status.success()) {
        terminal.talk("note: `git init` did not work here; the project is no repository yet\n");
    }
}

fn farewell(compiled: &Compiled, folder: &Path, files: usize) -> String {
    let model = &compiled.model;
    let slug = model.prds.first().map_or(model.system.as_str(), |(slug, _)| slug.as_str());
    let shown = folder.strip_prefix(".").unwrap_or(folder).display();
    format!(
        "\nwrote {files} files to `{shown}`\n\n\
         What next:\n\n\
         \x20 cd {shown}\n\
         \x20 uv sync --all-packages          # Python libraries\n\
         \x20 uv run pytest                   # everything is tested, no server needed\n\
         \x20 scaffold up                     # run all services on this machine\n\n\
         Read `tasks/prd-{slug}/_techspec.md` for what the system is, and `README.md` for where things are.\n\
         Change `topology.yaml` or `proto/`, then run `scaffold generate`.\n"
    )
}
