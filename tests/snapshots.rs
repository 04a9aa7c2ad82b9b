//! `snapshots/NAME/in` becomes `snapshots/NAME/out`, twice, byte for byte. `UPDATE=1` rewrites `out`.
#![expect(clippy::disallowed_methods, reason = "tests copy trees, and read UPDATE")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Every file below a folder by its relative path; `.scaffold` is left out, as it is never committed.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let Ok(entries) = fs::read_dir(&current) else { continue };
        for entry in entries {
            let path = entry.expect("folders can be read").path();
            if path.is_dir() && !path.ends_with(".scaffold") {
                open.push(path);
            } else if path.is_file() {
                let name = path.strip_prefix(folder).expect("it stands below").to_owned();
                found.insert(name, fs::read(&path).expect("files can be read"));
            }
        }
    }
    found
}

fn write(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
}

fn generate(folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
    command.arg("-C").arg(folder).arg("generate");
    command.output().expect("the binary starts")
}

fn check(name: &str) {
    let (input, expected) = (format!("snapshots/{name}/in"), format!("snapshots/{name}/out"));
    let given = files(Path::new(&input));
    assert!(!given.is_empty(), "{input} is empty");
    let folder = TempDir::new().expect("a temporary folder");
    write(folder.path(), &given);
    let first = generate(folder.path());
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let made = files(folder.path());
    let second = generate(folder.path());
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    assert!(
        second.stdout.is_empty(),
        "a second run changes something:\n{}",
        String::from_utf8_lossy(&second.stdout)
    );
    assert_eq!(made, files(folder.path()), "a second run changes something");
    let made: BTreeMap<_, _> =
        made.into_iter().filter(|(path, bytes)| given.get(path) != Some(bytes)).collect();
    if env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&expected);
        write(Path::new(&expected), &made);
    }
    let committed = files(Path::new(&expected));
    let differing: Vec<String> = made
        .keys()
        .chain(committed.keys())
        .filter(|path| made.get(*path) != committed.get(*path))
        .map(|path| path.display().to_string())
        .collect();
    assert!(
        differing.is_empty(),
        "look at them, then `UPDATE=1 cargo test`:\n{}",
        differing.join("\n")
    );
}

#[test]
fn tiny_becomes_what_it_became() {
    check("tiny");
}

#[test]
fn ai_chat_becomes_what_it_became() {
    check("ai-chat");
}

#[test]
fn catalog_becomes_what_it_became() {
    check("catalog");
}

#[test]
fn shop_becomes_what_it_became() {
    check("shop");
}

#[test]
fn storefront_becomes_what_it_became() {
    check("storefront");
}

#[test]
fn streams_becomes_what_it_became() {
    check("streams");
}

#[test]
fn the_tiny_tree_stays_small() {
    let files = |part| files(&Path::new("snapshots/tiny").join(part)).len();
    let all = files("in") + files("out");
    assert!(all < 80, "{all} files are too many to begin with");
}

#[test]
fn every_snapshot_has_a_test() {
    for entry in fs::read_dir("snapshots").expect("there are snapshots") {
        let name = entry.expect("folders can be read").file_name();
        assert!(
            ["tiny", "ai-chat", "catalog", "shop", "storefront", "streams", "systems"]
                .iter()
                .any(|known| name == *known),
            "test {}",
            name.display()
        );
    }
}

#[test]
fn the_starters_are_the_inputs_of_their_snapshots() {
    for name in ["tiny", "ai-chat"] {
        let starter = files(Path::new(&format!("blueprints/starters/{name}")));
        assert_eq!(starter, files(Path::new(&format!("snapshots/{name}/in"))), "{name}");
    }
}
