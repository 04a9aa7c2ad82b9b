//! The order of lib.rs is the dependency rule: a module imports only what stands above it. A code means one fault.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("src is there") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The modules of lib.rs, each with its place.
fn order() -> BTreeMap<String, usize> {
    let text = fs::read_to_string("src/lib.rs").expect("lib.rs is there");
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .enumerate()
        .map(|(place, module)| (module.to_owned(), place))
        .collect()
}

/// The modules of this crate that a line names: `use crate::{a, b::c}` and `crate::a::b`.
fn imported(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or(line);
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    code.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            match rest.strip_prefix('{') {
                Some(list) => list.split(',').map(|part| word(part.trim())).collect(),
                None => vec![word(rest)],
            }
        })
        .filter(|module| !module.is_empty())
        .collect()
}

#[test]
fn a_module_imports_only_what_stands_above_it() {
    let order = order();
    assert!(order.len() > 10, "lib.rs declares its modules as `pub mod NAME;`");
    let mut faults = Vec::new();
    for path in sources(Path::new("src")) {
        let inside = path.strip_prefix("src").expect("it stands in src");
        let first = inside.components().next().expect("it has a name");
        let module = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        let Some(place) = order.get(&module) else { continue };
        let text = fs::read_to_string(&path).expect("sources are UTF-8");
        for (index, line) in text.lines().enumerate() {
            for other in imported(line) {
                if order.get(&other).is_some_and(|above| above > place) {
                    faults.push(format!(
                        "{}:{}: `{module}` stands above `{other}` in lib.rs and may not import it",
                        path.display(),
                        index + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_folder_of_src_is_declared_in_lib_rs() {
    let order = order();
    for entry in fs::read_dir("src").expect("src is there") {
        let path = entry.expect("src can be read").path();
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let is_module =
            path.is_dir() || !["lib.rs", "main.rs", "README.md"].iter().any(|f| path.ends_with(f));
        assert!(!is_module || order.contains_key(&name), "add `pub mod {name};` to src/lib.rs");
    }
}

#[test]
fn no_file_is_longer_than_600_lines() {
    for path in sources(Path::new("src")) {
        let lines = fs::read_to_string(&path).expect("sources are UTF-8").lines().count();
        assert!(lines <= 600, "split {}: it has {lines} lines", path.display());
    }
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    for path in sources(Path::new("src")) {
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let empty = ["util", "utils", "helper", "helpers", "common", "misc", "manager"];
        assert!(!empty.contains(&name.as_str()), "name {} for what it holds", path.display());
    }
}

/// The id in a line such as `Code { id: "S01", name: "shared-store" }`.
fn id_of_code(line: &str) -> Option<&str> {
    line.split_once("Code { id: \"")?.1.split_once('"').map(|(id, _)| id)
}

#[test]
fn no_two_faults_share_a_code() {
    let mut homes: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut faults = Vec::new();
    for path in sources(Path::new("src")) {
        let text = fs::read_to_string(&path).expect("sources are UTF-8");
        for id in text.lines().filter_map(id_of_code) {
            if let Some(other) = homes.insert(id.to_owned(), path.clone()) {
                faults.push(format!("{id}: {} and {}", other.display(), path.display()));
            }
        }
    }
    assert!(homes.len() > 50, "codes are written as `Code {{ id: \"S01\", .. }}`");
    assert!(faults.is_empty(), "give one of the two another code:\n{}", faults.join("\n"));
}

/// The fields that are keys of the language: `"stream-idle" => stream_idle,`.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix('"'));
    let fields = lines.filter_map(|line| line.split_once("\" => ")?.1.strip_suffix(','));
    fields.filter(|field| {
        field.bytes().all(|byte| byte.is_ascii_lowercase() || b"_#".contains(&byte))
    })
}

/// The parts of the language that know what keys mean.
const KNOWING: [&str; 3] = ["overlay.rs", "profiles.rs", "irregular.rs"];

#[test]
fn every_key_of_the_language_means_something() {
    let files = sources(Path::new("src"));
    let read = |path: &PathBuf| fs::read_to_string(path).expect("sources are UTF-8");
    let is_language = |path: &PathBuf| path.starts_with("src/topology");
    let knows = |path: &PathBuf| KNOWING.iter().any(|name| path.ends_with(name));
    let language: String = files.iter().filter(|path| is_language(path)).map(read).collect();
    let meaning = files.iter().filter(|path| !is_language(path) || knows(path));
    let meaning: String = meaning.map(read).collect();
    assert!(keys(&language).count() > 100, "keys are written as `\"key\" => field,`");
    let unread: Vec<&str> =
        keys(&language).filter(|field| !meaning.contains(&format!(".{field}"))).collect();
    assert_eq!(unread, Vec::<&str>::new(), "keys that nobody reads");
}
