//! The blueprints and starters that are part of the program.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};

use super::{Blueprint, Body, Header, Owner, Template, header};
use crate::tree::{File, Tree, TreePath};
use crate::views::Each;

static BLUEPRINTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/blueprints");

/// The names of the starters of `scaffold new --from`.
pub fn starters() -> Vec<&'static str> {
    let mut names: Vec<&str> = BLUEPRINTS
        .get_dir("starters")
        .into_iter()
        .flat_map(Dir::dirs)
        .filter_map(|dir| dir.path().file_name()?.to_str())
        .collect();
    names.sort_unstable();
    names
}

/// The files of a starter: a topology, its protos, its requirements.
pub fn starter(name: &str) -> Option<Tree> {
    let name = starters().into_iter().find(|known| *known == name)?;
    let dir = BLUEPRINTS.get_dir(format!("starters/{name}"))?;
    let mut tree = Tree::default();
    for (path, bytes) in files(dir) {
        tree.insert(TreePath::new(&path)?, File::new(bytes));
    }
    Some(tree)
}

/// The texts below a folder of the blueprints, by their path in it: templates of documents, which have no header.
pub fn texts(folder: &str) -> BTreeMap<String, &'static str> {
    let found = BLUEPRINTS.get_dir(folder).map(files).unwrap_or_default();
    found
        .into_iter()
        .filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)))
        .collect()
}

/// The style sheet of a folder of the blueprints: `FOLDER/FOLDER.css`.
pub fn style(folder: &str) -> &'static str {
    let file = BLUEPRINTS.get_file(format!("{folder}/{folder}.css"));
    file.and_then(|file| file.contents_utf8()).expect("the folder has a style sheet")
}

pub(super) fn blueprint(name: &str) -> Result<Blueprint> {
    let Some(dir) = BLUEPRINTS.get_dir(name).filter(|_| name != "starters") else {
        bail!("there is no blueprint `{name}`");
    };
    let mut blueprint =
        Blueprint { name: name.to_owned(), templates: Vec::new(), includes: BTreeMap::new() };
    for (path, bytes) in files(dir) {
        add(&mut blueprint, &path, bytes)
            .with_context(|| format!("in template `{name}/{path}`"))?;
    }
    blueprint.templates.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(blueprint)
}

fn add(blueprint: &mut Blueprint, path: &str, bytes: &[u8]) -> Result<()> {
    let (folder, rest) = path.split_once('/').context("a template stands in no folder")?;
    if folder == "includes" {
        let text = std::str::from_utf8(bytes).context("it is not UTF-8")?;
        blueprint.includes.insert(path.to_owned(), text.to_owned());
        return Ok(());
    }
    let each = Each::ALL
        .into_iter()
        .find(|each| each.folder() == folder)
        .with_context(|| format!("nothing is emitted for each `{folder}`"))?;
    let (output, header, body) = match rest.strip_suffix(".j2") {
        Some(output) => {
            let text = std::str::from_utf8(bytes).context("it is not UTF-8")?;
            let (header, body) = header::split(text)?;
            (output, header, Body::Rendered(body.to_owned()))
        }
        None => (
            rest,
            Header { when: Vec::new(), owner: Owner::Scaffold },
            Body::Verbatim(bytes.to_vec()),
        ),
    };
    blueprint.templates.push(Template {
        name: path.to_owned(),
        each,
        path: output.to_owned(),
        header,
        body,
    });
    Ok(())
}

/// Every file below a folder, by its path relative to it.
fn files<'a>(dir: &'a Dir<'a>) -> Vec<(String, &'a [u8])> {
    let mut found = Vec::new();
    let mut open = vec![dir];
    while let Some(current) = open.pop() {
        open.extend(current.dirs());
        for file in current.files() {
            let path =
                file.path().strip_prefix(dir.path()).expect("files stand below their folder");
            found.push((
                path.to_str().expect("blueprints are named in UTF-8").to_owned(),
                file.contents(),
            ));
        }
    }
    found.sort_unstable();
    found
}
