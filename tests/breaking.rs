//! `scaffold breaking` finds what buf finds: on a set of changes that breaks every rule once and nearly breaks it once.
//!
//! `breaking/RULE.txt` holds a state before, one that breaks the rule, and one that comes near it. All of them together are
//! one pair of folders, in which `PKG` is the rule in lower case.
#![expect(clippy::disallowed_methods, reason = "tests write below the target folder only")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scaffold::contracts::Root;
use scaffold::contracts::breaking::{ALL, breaking};
use scaffold::contracts::buf::{Finding, Protos, Section, Selected, Version, lines, selected};
use scaffold::load;
use scaffold::tree::{File, Tree, TreePath};
use support::buf::{Buf, assert_same, buf_or_note, sorted};
use support::python;

const CATEGORIES: [&str; 5] = ["FILE", "PACKAGE", "WIRE_JSON", "WIRE", "CSR"];

#[test]
fn every_rule_is_broken_by_its_change_and_not_by_what_comes_near_it() {
    let broken = found("breaks", &CATEGORIES);
    let near = found("passes", &CATEGORIES);
    for rule in ALL {
        let of = |all: &[Finding]| {
            let folder = rule.id.to_lowercase();
            let named = format!("\"{folder}");
            let is_here =
                |line: &str| line.starts_with(&(folder.clone() + "/")) || line.contains(&named);
            let is_of = |it: &&Finding| it.rule == rule.id && is_here(&it.line());
            all.iter().filter(is_of).map(Finding::line).collect::<Vec<_>>()
        };
        assert!(!of(&broken).is_empty(), "breaking/{}.txt: the change breaks nothing", rule.id);
        assert_eq!(of(&near), Vec::<String>::new(), "breaking/{}.txt: comes too near", rule.id);
    }
}

#[test]
fn every_rule_has_a_change_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/breaking");
    let files = fs::read_dir(folder).expect("the changes have a folder");
    let stem = |path: PathBuf| path.file_stem().map(|it| it.to_string_lossy().into_owned());
    let files: BTreeSet<String> =
        files.filter_map(|entry| stem(entry.expect("readable").path())).collect();
    let rules: BTreeSet<String> = ALL.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(files, rules);
}

#[test]
fn the_changes_break_what_buf_says() {
    let Some(buf) = buf_or_note("breaking against buf") else { return };
    for side in ["breaks", "passes"] {
        for category in CATEGORIES {
            compare(&buf, side, &[category]);
        }
        compare(&buf, side, &CATEGORIES);
    }
}

#[test]
fn releases_of_the_common_googleapis_break_what_buf_says() {
    let test = "breaking between releases of the common googleapis";
    let (Some(buf), Some(tools)) = (buf_or_note(test), python::tools_or_note(test)) else { return };
    let folders: Result<Vec<PathBuf>, String> = ["1.56.0", "1.63.0", "1.70.0"]
        .iter()
        .map(|version| python::package(&tools, "googleapis-common-protos", version))
        .collect();
    let folders = match folders {
        Ok(folders) => folders,
        Err(reason) => return python::note_not_run(test, &reason),
    };
    for (before, now) in [(0, 1), (1, 2), (0, 2), (2, 0)] {
        let (before, now) = (&folders[before], &folders[now]);
        let (previous, current) = (released(before), released(now));
        for using in CATEGORIES {
            let config = config(&[using]);
            let against = before.display().to_string();
            let arguments = ["breaking", ".", "--against", &against, "--config", &config];
            let theirs = buf.lines(now, &arguments);
            let ours = sorted(&lines(&of_roots(&previous, &current, &[using])));
            assert_same(&format!("{} {using}", now.display()), &ours, &theirs);
        }
    }
}

/// The protos of a release.
fn released(folder: &Path) -> Protos {
    let (around, name) = (folder.parent(), folder.file_name().and_then(|name| name.to_str()));
    let (around, name) = (around.expect("below target"), name.expect("a plain name"));
    let files = load::protos(around, name).expect("readable").expect("there").files;
    let (protos, faults) = Protos::read(&[Root { files, ..Root::default() }]);
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    protos
}

fn config(using: &[&str]) -> String {
    let using = format!("[\"{}\"]", using.join("\",\""));
    format!(r#"{{"version":"v2","breaking":{{"use":{using}}}}}"#)
}

fn compare(buf: &Buf, side: &str, using: &[&str]) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("breaking");
    for state in ["before", side] {
        for (path, text) in state_of(state) {
            let file = folder.join(state).join(path);
            fs::create_dir_all(file.parent().expect("below the folder")).expect("target is ours");
            fs::write(file, text).expect("target is ours");
        }
    }
    let config = config(using);
    let arguments = ["breaking", ".", "--against", "../before", "--config", &config];
    let theirs = buf.lines(&folder.join(side), &arguments);
    let ours = sorted(&lines(&found(side, using)));
    assert_same(&format!("{side} {using:?}"), &ours, &theirs);
}

/// What changes in files that do not come with scaffold.
fn of_roots(previous: &Protos, current: &Protos, using: &[&str]) -> Vec<Finding> {
    breaking(previous, current, &|proto| proto.root.is_some(), &all_of(using))
}

fn found(side: &str, using: &[&str]) -> Vec<Finding> {
    of_roots(&protos("before"), &protos(side), using)
}

fn all_of(using: &[&str]) -> Selected {
    let section = Section {
        using: using.iter().map(|name| (*name).to_owned()).collect(),
        ..Section::default()
    };
    let (selected, faults) = selected(ALL, Version::Two, &section, &Arc::from("buf.yaml"));
    assert!(faults.is_empty(), "{faults:#?}");
    selected
}

fn protos(state: &str) -> Protos {
    let file = |(path, text): (String, String)| {
        (TreePath::new(&path).expect("a plain path"), File::new(text.into_bytes()))
    };
    let files: Tree = state_of(state).into_iter().map(file).collect();
    let (protos, faults) = Protos::read(&[Root { files, ..Root::default() }]);
    assert!(faults.is_empty(), "{state}: {faults:#?}");
    protos
}

/// Path and text of all files of a state.
fn state_of(state: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for rule in ALL {
        let path = format!("{}/tests/breaking/{}.txt", env!("CARGO_MANIFEST_DIR"), rule.id);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let package = rule.id.to_lowercase();
        for section in text.split("-- ").skip(1) {
            let (head, body) = section.split_once(" --\n").expect("a head of a section");
            let (of, name) = head.split_once('/').unwrap_or((head, "a"));
            if of == state {
                let body = body.replace("PKG", &package).replace("DIR", &package);
                files.insert(format!("{package}/{name}.proto"), body);
            }
        }
    }
    files
}
