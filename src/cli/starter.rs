//! What a new project may begin with: a starter that comes with scaffold, or a folder of one's own.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::Global;
use super::corpus::BUF_YAML;
use super::documents::named;
use super::roots::USUAL;
use crate::names::nearest;
use crate::topology::{self, Topology};
use crate::tree::{File, Tree, TreePath};
use crate::{blueprint, load};

/// The starter of this name, or the folder.
pub(super) fn starter(name: &str, global: &Global) -> Result<Tree> {
    if let Some(tree) = blueprint::starter(name) {
        return Ok(tree);
    }
    let folder = global.directory.join(name);
    if folder.is_dir() {
        return own(&folder).with_context(|| format!("cannot start from `{}`", folder.display()));
    }
    let starters = blueprint::starters();
    match nearest(name, starters.iter().copied()) {
        Some(near) => bail!("there is no starter or folder `{name}`; did you mean `{near}`?"),
        None => {
            bail!("there is no starter or folder `{name}`; starters are {}", starters.join(", "))
        }
    }
}

/// What people wrote in a folder, with the documents that its topology names.
fn own(folder: &Path) -> Result<Tree> {
    let mut tree = load::starter(folder)?;
    let file: Arc<str> = "topology.yaml".into();
    let text = TreePath::new(&file).and_then(|path| tree.get(&path)?.text().map(str::to_owned));
    let (topology, _) = topology::parse(&file, &text.unwrap_or_default());
    for path in named(&topology).into_keys() {
        take(&mut tree, path, load::openapi(folder, path)?);
    }
    for path in rules(&topology) {
        take(&mut tree, &path, load::document(folder, &path)?);
    }
    Ok(tree)
}

fn take(tree: &mut Tree, path: &str, text: Option<String>) {
    if let (Some(path), Some(text)) = (TreePath::new(path), text) {
        tree.insert(path, File::new(text));
    }
}

/// Where a `buf.yaml` may say how its contracts are judged.
fn rules(topology: &Topology) -> Vec<String> {
    let roots = topology.protos.iter().filter_map(|written| written.root.as_ref());
    let roots = roots.map(|root| root.value.as_str()).chain([USUAL]);
    let sound = roots.filter(|root| TreePath::new(root).is_some());
    let mut rules: Vec<String> = sound.map(|root| format!("{root}/{BUF_YAML}")).collect();
    rules.push(BUF_YAML.to_owned());
    rules
}
