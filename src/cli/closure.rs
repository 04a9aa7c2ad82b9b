//! The protos that a command line names, and what they import: nothing else below the roots is read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::corpus::{plain, there};
use crate::contracts::{Root, imported};
use crate::load;
use crate::tree::{File, TreePath};

/// The roots with the files that are needed, and the import paths that are named: all of them when none is.
pub(super) fn closure(
    here: &Path,
    folders: &[String],
    named: &[String],
) -> Result<(Vec<Root>, BTreeSet<String>)> {
    let mut roots: Vec<Root> =
        folders.iter().map(|folder| Root { folder: plain(folder), ..Root::default() }).collect();
    if named.is_empty() {
        refuse_nested(here, &roots)?;
        for root in &mut roots {
            root.files = there(here, &root.folder)?.whole(&root.folder)?;
        }
        let all = roots.iter().flat_map(|root| root.files.iter());
        let all = all.map(|(path, _)| path.to_string()).collect();
        return Ok((roots, all));
    }
    if let Some(absent) = roots.iter().find(|root| !here.join(&root.folder).is_dir()) {
        bail!("there is no folder `{}`", absent.folder);
    }
    let mut wanted = BTreeSet::new();
    for file in named {
        wanted.extend(import_paths(here, &roots, file)?);
    }
    add_imported(here, &mut roots, &wanted)?;
    Ok((roots, wanted))
}

/// All of a root within a root would be there twice, under two import paths.
fn refuse_nested(here: &Path, roots: &[Root]) -> Result<()> {
    let places: Vec<PathBuf> =
        roots.iter().map(|root| load::place_of(&here.join(&root.folder))).collect();
    for (root, place) in roots.iter().zip(&places) {
        let around = |other: &PathBuf| place != other && place.starts_with(other);
        if let Some(at) = places.iter().position(around) {
            let outer = if roots[at].folder.is_empty() { "." } else { &roots[at].folder };
            bail!(
                "the root `{}` lies in the root `{outer}`, so that all its protos would be there twice; \
                 leave one of the two out, or name FILES",
                root.folder
            );
        }
    }
    Ok(())
}

/// What one argument stands for: a file or a folder, by its path or as imports name it.
fn import_paths(here: &Path, roots: &[Root], file: &str) -> Result<Vec<String>> {
    let file = plain(file);
    for (root, import_path) in meant(here, roots, &file) {
        let found = here.join(&root.folder).join(&import_path);
        if found.is_dir() {
            let below = there(here, &found.to_string_lossy())?.whole(&file)?;
            let paths = below.iter().filter_map(|(path, _)| path.below(&import_path));
            return Ok(paths.map(|path| path.to_string()).collect());
        }
        if let Some(first) = holder(here, roots, &import_path) {
            if first.folder != root.folder {
                let path = first.path_of(&TreePath::new(&import_path).expect("it was found by it"));
                bail!("`{file}` is hidden by `{path}`, which is in an earlier root");
            }
            return Ok(vec![import_path]);
        }
    }
    if here.join(&file).exists() {
        bail!("`{file}` lies in no root; name the folder that its imports start from with `-I`");
    }
    bail!("there is no proto `{file}` in the roots")
}

/// The places that an argument can mean, the likeliest first.
fn meant<'a>(here: &Path, roots: &'a [Root], file: &str) -> Vec<(&'a Root, String)> {
    let place = load::place_of(&here.join(file));
    let by_path = roots.iter().filter_map(|root| {
        let inside = place.strip_prefix(load::place_of(&here.join(&root.folder))).ok()?;
        let inside = inside.to_str().filter(|_| place.exists())?;
        Some((root, inside.to_owned()))
    });
    let by_import = roots.iter().filter(|root| here.join(&root.folder).join(file).exists());
    let by_import = by_import.map(|root| (root, file.to_owned()));
    by_path
        .chain(by_import)
        .filter(|(_, path)| path.is_empty() || TreePath::new(path).is_some())
        .collect()
}

fn holder<'a>(here: &Path, roots: &'a [Root], import_path: &str) -> Option<&'a Root> {
    roots.iter().find(|root| place(here, root, import_path).is_file())
}

fn place(here: &Path, root: &Root, import_path: &str) -> PathBuf {
    here.join(&root.folder).join(import_path)
}

/// Reads what is wanted and all that it imports, each from the first root that holds it.
fn add_imported(here: &Path, roots: &mut [Root], wanted: &BTreeSet<String>) -> Result<()> {
    let mut seen = wanted.clone();
    let mut open: Vec<String> = wanted.iter().cloned().collect();
    while let Some(import_path) = open.pop() {
        let Some(path) = TreePath::new(&import_path) else { continue };
        for root in &mut *roots {
            let Some(bytes) = load::proto_at(&place(here, root, &import_path))? else { continue };
            let imports = imported(&String::from_utf8_lossy(&bytes));
            open.extend(imports.into_iter().filter(|import| seen.insert(import.clone())));
            root.files.insert(path, File::new(bytes));
            break;
        }
    }
    Ok(())
}
