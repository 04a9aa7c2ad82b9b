//! The stubs of any protos, in a folder of their own.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::described::{Origin, Protos};
use super::format::{counts, frames};
use super::output::Terminal;
use super::stubs::Args;
use super::write::told;
use super::{Ending, Global, compile};
use crate::blueprint::Owner;
use crate::diagnostic::{self, Diagnostic, Sources};
use crate::load;
use crate::merge::{self, Scope};
use crate::render::Rendered;
use crate::stubs::{self, Options, Target};
use crate::techspec;
use crate::tree::Tree;

/// What the lock of such a folder says that its files were made from.
const BLUEPRINT: &str = "stubs";

pub(super) fn run(args: &Args, out: &Path, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let root = global.directory.join(out);
    refuse_project(&root, out)?;
    let options = options(args, &global.directory)?;
    let origin = Origin::read(args, &global.directory)?;
    let inputs = origin.fingerprint(&options, terminal.stderr_styled())?;
    if args.mode.writes() {
        merge::recover(&root)?;
    }
    if let Some(same) = merge::unchanged(&root, &inputs)? {
        terminal.talk(&format!("{}{} files up to date\n", same.said, same.files));
        return Ok(Ending::Fine);
    }
    let Some((files, said)) = generated(&origin, &options, terminal)? else {
        return Ok(compile::nothing_written(terminal));
    };
    // Whoever names files speaks of these alone: the stubs of others stay.
    let scope = if args.files.is_empty() { Scope::Project } else { Scope::Wanted };
    let changes = merge::compare(&root, files, BLUEPRINT, scope)?;
    if changes.conflicts() > 0 {
        terminal.data(&merge::conflicts(&changes))?;
        terminal.talk(&format!(
            "nothing was written: `{}` holds files that scaffold did not write, or that were changed (`!` above)\n\
             remove or move them, or name another folder\n",
            out.display()
        ));
        return Ok(Ending::Findings);
    }
    let writes = args.mode.writes();
    if writes {
        merge::apply(&root, &changes)?;
        merge::remember(&root, &inputs, &changes.lock, &said)?;
    }
    told(&changes, writes, &args.mode, terminal)
}

/// The stubs of the protos, and what was said of them; nothing when they have errors.
fn generated(
    origin: &Origin,
    options: &Options,
    terminal: &Terminal,
) -> Result<Option<(Vec<Rendered>, String)>> {
    let Protos { descriptors, wanted, mut faults, sources, described } = origin.protos()?;
    let files: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let mut tree = Tree::default();
    if !faults.iter().any(Diagnostic::is_error) {
        let (stubs, found) = stubs::generate(&descriptors, &files, options);
        // The run ends with these stubs: to give back millions of small pieces before would take a tenth of its time.
        std::mem::forget((descriptors, described));
        tree = stubs;
        faults.extend(found);
    }
    let said = words(&faults, &sources, terminal);
    terminal.talk(&said);
    if faults.iter().any(Diagnostic::is_error) {
        return Ok(None);
    }
    let rendered = |(path, file)| Rendered { path, file, owner: Owner::Scaffold };
    Ok(Some((tree.into_iter().map(rendered).collect(), said)))
}

fn words(faults: &[Diagnostic], sources: &Sources, terminal: &Terminal) -> String {
    let mut faults: Vec<&Diagnostic> = faults.iter().collect();
    diagnostic::sort(&mut faults);
    let mut words = frames(&faults, sources, true, terminal.stderr_styled());
    if let Some(counts) = counts(diagnostic::summary(faults)) {
        words.push_str(&format!("{counts}\n"));
    }
    words
}

/// A project has a lock of its own, which knows nothing of such stubs.
fn refuse_project(root: &Path, out: &Path) -> Result<()> {
    if root.symlink_metadata().is_ok() && !root.is_dir() {
        bail!("`{}` is no folder, so that no stubs can be written there", out.display());
    }
    let is_project = root.join("topology.yaml").symlink_metadata().is_ok();
    let is_of_others = merge::blueprint_of(root)?.is_some_and(|blueprint| blueprint != BLUEPRINT);
    if is_project || is_of_others {
        bail!("`{}` is a project of scaffold; name a folder that has only stubs", out.display());
    }
    Ok(())
}

fn options(args: &Args, here: &Path) -> Result<Options> {
    Ok(Options {
        imports: args.imports.clone(),
        target: match args.target {
            Some(target) => target,
            None => locked_target(here)?.unwrap_or_default(),
        },
        typing: args.typing,
        service_types: true,
        strict_parity: args.strict_parity,
    })
}

/// The release that `uv.lock` names: generated code refuses to run with anything older than what it was made for.
fn locked_target(here: &Path) -> Result<Option<Target>> {
    let Some((path, lock)) = load::uv_lock(here)? else { return Ok(None) };
    let locked = |name| techspec::resolved(&lock, name).map(|version| (name, version));
    let Some((name, version)) = locked("grpcio-tools").or_else(|| locked("grpcio")) else {
        return Ok(None);
    };
    let target =
        version.parse().map_err(|reason: &str| anyhow::anyhow!("{name} {version} {reason}"));
    let context =
        || format!("`{}` names no release to equal; name one with `--target`", path.display());
    target.map(Some).with_context(context)
}
