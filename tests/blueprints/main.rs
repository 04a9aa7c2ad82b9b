//! Templates are plain and complete: they do not think, every field of a view is shown, every template has a snapshot.

#[path = "../support/mod.rs"]
mod support;

mod complete;
mod plain;
mod tags;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of templates; the starters hold none.
const FOLDERS: [&str; 3] = ["atlas", "python", "techspec"];

/// Every template of a folder of `blueprints`, by its path in it.
fn templates(folder: &str) -> BTreeMap<String, String> {
    files(&Path::new("blueprints").join(folder))
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "j2"))
        .collect()
}

/// Every text below a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it stands below");
            let text = fs::read_to_string(&path).expect("it is UTF-8");
            found.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    found
}
