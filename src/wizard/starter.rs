//! A starter as the beginning of a system with another name.

use crate::names::Name;
use crate::tree::{File, Tree, TreePath};

const TOPOLOGY: &str = "topology.yaml";

/// The name of a starter's system, as its topology says it.
pub fn system_of(starter: &Tree) -> Option<Name> {
    let text = starter.get(&TreePath::new(TOPOLOGY)?)?.text()?;
    let value = text.lines().find_map(|line| line.strip_prefix("system:"))?;
    let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
    Name::new(value).ok()
}

/// The starter with another name for its system. Where the folder of the requirements takes its name from the
/// system's, it is renamed too; nothing else is.
pub fn named(starter: &Tree, system: &Name) -> Tree {
    let Some(before) = system_of(starter).filter(|before| before != system) else {
        return starter.clone();
    };
    let says_folder = starter.iter().any(|(path, file)| {
        let lines = file.text().unwrap_or_default();
        path.as_str() == TOPOLOGY && lines.lines().any(|line| line.starts_with("prd:"))
    });
    let folder = format!("tasks/prd-{before}/");
    let change = |(path, file): (&TreePath, &File)| match path.as_str().strip_prefix(&folder) {
        _ if path.as_str() == TOPOLOGY => (path.clone(), renamed(file, &before, system)),
        Some(rest) if !says_folder => {
            let moved = TreePath::new(&format!("tasks/prd-{system}/{rest}"));
            (moved.expect("a part of a sound path"), file.clone())
        }
        _ => (path.clone(), file.clone()),
    };
    starter.iter().map(change).collect()
}

fn renamed(file: &File, before: &Name, system: &Name) -> File {
    let text = file.text().unwrap_or_default();
    let line = |line: &str| {
        line.strip_prefix("system:").map_or_else(
            || line.to_owned(),
            |rest| format!("system:{}", rest.replacen(before.as_str(), system.as_str(), 1)),
        )
    };
    File::new(text.split('\n').map(line).collect::<Vec<_>>().join("\n"))
}
