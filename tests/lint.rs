//! `scaffold lint` finds what buf finds: in the examples of all pages, in protos that nearly break a rule, in those of others.
//!
//! `lint/NAME.txt` holds a tree of protos, each file below a line with its path.
#![expect(clippy::disallowed_methods, reason = "buf reads files")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scaffold::contracts::buf::{Config, Finding, Protos, lines};
use scaffold::contracts::lint::{ALL, lint, page, selected};
use scaffold::contracts::{Root, quote};
use scaffold::diagnostic::{Severity, Sources, human};
use scaffold::load;
use scaffold::tree::{File, Tree, TreePath};
use support::buf::{Buf, assert_same, buf_or_note, sorted};
use support::page::{Page, assert_shown};
use support::python;

/// Every rule but the one that is left out.
const EVERYTHING: &str = r#"{"version":"v2","lint":{"use":["STANDARD","COMMENTS","UNARY_RPC","STABLE_PACKAGE_NO_IMPORT_UNSTABLE"],"except":["PROTOVALIDATE"]}}"#;

#[test]
fn every_page_shows_what_its_bad_example_gives() {
    assert_shown(pages().into_iter().map(|(id, page, path)| {
        let given = shown(id, page.protos("bad"));
        assert!(!given.is_empty(), "{}: the bad example breaks nothing", path.display());
        (page, given)
    }));
}

#[test]
fn every_good_example_keeps_its_rule() {
    for (id, page, path) in pages() {
        let given = shown(id, page.protos("good"));
        assert!(given.is_empty(), "{}: the good example gives\n{given}", path.display());
    }
}

#[test]
fn every_rule_has_a_page_that_says_what_pages_say() {
    let listed: BTreeSet<PathBuf> = pages().into_iter().map(|(_, _, path)| path).collect();
    let there = fs::read_dir(folder_of_pages()).expect("the pages have a folder");
    let there: BTreeSet<PathBuf> = there.map(|entry| entry.expect("readable").path()).collect();
    assert_eq!(listed, there, "the rules, and the files of pages");
    for (id, page, path) in pages() {
        assert!(
            page.text.starts_with(&format!("# {id} lint\n")),
            "the title of {}",
            path.display()
        );
        for heading in ["## Why it hurts", "## Bad", "## Good", "## How to fix it", "## Source"] {
            assert!(page.text.contains(heading), "add `{heading}` to {}", path.display());
        }
    }
}

#[test]
fn the_examples_of_all_pages_have_the_faults_that_buf_finds() {
    let Some(buf) = buf_or_note("lint of examples against buf") else { return };
    for (id, page, _) in pages() {
        for side in ["bad", "good"] {
            let folder = written(&format!("{id}-{side}"), page.protos(side));
            compare(&buf, &folder, EVERYTHING, &format!("{id} {side}"));
        }
    }
}

#[test]
fn tricky_protos_have_the_faults_that_buf_finds() {
    let Some(buf) = buf_or_note("lint of tricky protos against buf") else { return };
    for (name, protos) in tricky() {
        compare(&buf, &written(&name, protos), EVERYTHING, &name);
    }
}

#[test]
fn what_a_buf_yaml_says_holds_as_in_buf() {
    let Some(buf) = buf_or_note("lint under a buf.yaml") else { return };
    let sections = [
        r#"{"version":"v1"}"#,
        r#"{"version":"v2","lint":{"except":["PROTOVALIDATE"]}}"#,
        r#"{"version":"v1","lint":{"use":["MINIMAL","UNARY_RPC"],"allow_comment_ignores":true}}"#,
        r#"{"version":"v1","lint":{"use":["BASIC"],"except":["PACKAGE_LOWER_SNAKE_CASE","MINIMAL"]}}"#,
        r#"{"version":"v1","lint":{"use":["DEFAULT","PACKAGE_NO_IMPORT_CYCLE"],"enum_zero_value_suffix":"_NONE","service_suffix":"API"}}"#,
        r#"{"version":"v2","lint":{"use":["MINIMAL","IMPORT_NO_WEAK"]}}"#,
        r#"{"version":"v2","lint":{"use":["COMMENTS","ENUM_PASCAL_CASE"],"disallow_comment_ignores":true}}"#,
        r#"{"version":"v2","lint":{"use":["STANDARD"],"except":["PROTOVALIDATE"],"ignore":["a/v1"]}}"#,
        r#"{"version":"v2","lint":{"use":["STANDARD"],"except":["PROTOVALIDATE"],"ignore_only":{"ENUM_PASCAL_CASE":["a"],"BASIC":["b","v"],"COMMENT_ENUM":["top.proto"]}}}"#,
        r#"{"version":"v2","lint":{"use":["RPC_REQUEST_RESPONSE_UNIQUE","RPC_REQUEST_STANDARD_NAME"],"rpc_allow_same_request_response":true}}"#,
        r#"{"version":"v2","lint":{"use":["STANDARD"],"except":["PROTOVALIDATE"],"rpc_allow_google_protobuf_empty_requests":true}}"#,
        r#"{"version":"v2","lint":{"use":["STANDARD"],"except":["PROTOVALIDATE"],"rpc_allow_google_protobuf_empty_responses":true}}"#,
        r#"{"version":"v2","lint":{"use":["STANDARD"],"except":["PROTOVALIDATE"],"rpc_allow_google_protobuf_empty_requests":true,"rpc_allow_google_protobuf_empty_responses":true}}"#,
    ];
    for (name, protos) in tricky() {
        let folder = written(&format!("{name}-configured"), protos);
        for section in sections {
            compare(&buf, &folder, section, &format!("{name} under {section}"));
        }
    }
}

#[test]
fn protos_that_come_with_packages_have_the_faults_that_buf_finds() {
    let test = "lint of protos that come with packages";
    let (Some(buf), Some(tools)) = (buf_or_note(test), python::tools_or_note(test)) else { return };
    for (name, version, inside) in [
        ("googleapis-common-protos", "1.56.0", ""),
        ("googleapis-common-protos", "1.70.0", ""),
        ("grpcio-tools", "1.75.1", "grpc_tools/_proto"),
    ] {
        match python::package(&tools, name, version) {
            Ok(folder) => compare(&buf, &folder.join(inside), EVERYTHING, name),
            Err(reason) => python::note_not_run(test, &reason),
        }
    }
}

/// Ours and buf's, of all protos below a folder.
#[track_caller]
fn compare(buf: &Buf, folder: &Path, config: &str, what: &str) {
    let theirs = buf.lines(folder, &["lint", ".", "--config", config]);
    let files = load::protos_at(folder).expect("readable").expect("there").files;
    assert_same(what, &sorted(&lines(&found(files, config).0)), &theirs);
}

/// What we find in all protos of a tree.
fn found(files: Tree, config: &str) -> (Vec<Finding>, Sources) {
    let roots = [Root { files, ..Root::default() }];
    let (protos, faults) = Protos::read(&roots);
    assert!(faults.is_empty(), "{faults:#?}");
    let file = Arc::from("buf.yaml");
    let config = Config::parse(&file, config).expect("a sound buf.yaml");
    let section = &config.modules[0].lint;
    let (selected, faults) = selected(config.version, section, &file);
    assert!(faults.is_empty(), "{faults:#?}");
    let judged: Vec<_> = protos.files.values().filter(|proto| proto.root.is_some()).collect();
    let mut sources = Sources::default();
    quote(&roots, &mut sources);
    (lint(&protos, &judged, section, &selected), sources)
}

/// The findings of one rule, as people see them.
fn shown(id: &str, protos: Vec<(String, String)>) -> String {
    let (findings, sources) = found(tree(protos), EVERYTHING);
    let of_rule = findings.iter().filter(|finding| finding.rule == id);
    let diagnostics: Vec<_> =
        of_rule.map(|finding| finding.diagnostic("lint", Severity::Warning)).collect();
    human(&diagnostics, &sources, false)
}

fn pages() -> Vec<(&'static str, Page, PathBuf)> {
    let of = |id: &'static str| {
        let path = folder_of_pages().join(id).with_extension("md");
        let text = page(id).unwrap_or_else(|| panic!("write {}", path.display()));
        (id, Page::of(text, &path), path)
    };
    ALL.iter().map(|rule| of(rule.id)).collect()
}

fn folder_of_pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contracts/lint/pages")
}

/// The sets of `tests/lint`, by name.
fn tricky() -> Vec<(String, Vec<(String, String)>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let mut sets = Vec::new();
    for entry in fs::read_dir(folder).expect("the sets have a folder") {
        let path = entry.expect("readable").path();
        let text = fs::read_to_string(&path).expect("a set is text");
        let section = |section: &str| {
            let (path, text) = section.split_once(" --\n").expect("a head of a section");
            (path.to_owned(), text.to_owned())
        };
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        sets.push((name, text.split("-- ").skip(1).map(section).collect()));
    }
    sets
}

fn tree(protos: Vec<(String, String)>) -> Tree {
    let file = |(path, text): (String, String)| {
        (TreePath::new(&path).expect("a plain path"), File::new(text.into_bytes()))
    };
    protos.into_iter().map(file).collect()
}

/// Writes protos into a folder of their own.
fn written(name: &str, protos: Vec<(String, String)>) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("lint").join(name);
    let _ = fs::remove_dir_all(&folder);
    for (path, text) in protos {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("below the folder")).expect("target is ours");
        fs::write(file, text).expect("target is ours");
    }
    folder
}
