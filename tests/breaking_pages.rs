//! The page of a breaking rule says what the rule does: its bad change gives exactly the finding that it shows, its good one none.

mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use scaffold::contracts::breaking::{ALL, breaking, page};
use scaffold::contracts::buf::{Protos, Section, Version, selected};
use scaffold::contracts::{Root, quote};
use scaffold::diagnostic::{Severity, Sources, human};
use scaffold::tree::{File, Tree, TreePath};
use support::page::{Page, assert_shown};

/// Where a block stands that does not say.
const USUAL: &str = "shop/v1/shop.proto";

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let files = fs::read_dir(folder()).expect("the pages have a folder");
    let mut files: Vec<String> = files
        .map(|file| file.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let rules: Vec<String> = ALL.iter().map(|rule| format!("{}.md", rule.id)).collect();
    assert_eq!(files, rules);
}

#[test]
fn every_page_says_its_name_its_categories_and_where_it_comes_from() {
    for rule in ALL {
        let text = page(rule.id).expect("it has a page");
        let title = format!("# {} breaking-change\n", rule.id);
        assert!(text.starts_with(&title), "let the page begin with `{title}`");
        let word = if rule.categories.len() == 1 { "category" } else { "categories" };
        let line = format!("In the {word} `{}`.\n", rule.categories.join("`, `"));
        assert!(text.contains(&line), "{}: say `{line}`", rule.id);
        for heading in ["Why it hurts", "Before", "Bad", "Good", "How to fix it", "Source"] {
            let heading = format!("\n## {heading}\n");
            assert!(text.contains(&heading), "add `{heading}` to {}", rule.id);
        }
    }
}

#[test]
fn every_page_shows_what_its_bad_change_gives() {
    assert_shown(ALL.iter().map(|rule| {
        let page = page_of(rule.id);
        let given = given(rule.id, &page, "bad");
        assert!(!given.is_empty(), "{}: the bad change breaks nothing", rule.id);
        (page, given)
    }));
}

#[test]
fn every_good_change_is_free_of_the_fault() {
    for rule in ALL {
        let given = given(rule.id, &page_of(rule.id), "good");
        assert!(given.is_empty(), "{}: the good change gives\n{given}", rule.id);
    }
}

/// What a rule says to the change from `before` to another state on its page.
fn given(rule: &str, page: &Page, state: &str) -> String {
    let section = Section { using: vec![rule.to_owned()], ..Section::default() };
    let (selected, faults) = selected(ALL, Version::Two, &section, &Arc::from("buf.yaml"));
    assert!(faults.is_empty(), "{faults:?}");
    let (before, now) = (root(page, "before"), root(page, state));
    let read = |root: &Root| {
        let (protos, faults) = Protos::read(std::slice::from_ref(root));
        assert!(faults.is_empty(), "{rule}: {faults:?}");
        protos
    };
    let is_ours = |proto: &scaffold::contracts::buf::Proto| proto.root.is_some();
    let findings = breaking(&read(&before), &read(&now), &is_ours, &selected);
    let mut sources = Sources::default();
    quote(&[now], &mut sources);
    let told: Vec<_> = findings
        .iter()
        .map(|finding| finding.diagnostic("breaking-change", Severity::Error))
        .collect();
    human(&told, &sources, false)
}

fn root(page: &Page, state: &str) -> Root {
    let files = page.blocks.iter().filter_map(|(head, body)| {
        let path = head.strip_prefix("proto ")?.strip_prefix(state)?.trim_start();
        let path = if path.is_empty() { USUAL } else { path };
        Some((TreePath::new(path).expect("a sound path"), File::new(body.clone())))
    });
    Root { files: files.collect::<Tree>(), ..Root::default() }
}

fn page_of(id: &str) -> Page {
    let path = folder().join(id).with_extension("md");
    Page::of(page(id).expect("it has a page"), &path)
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/contracts/breaking/pages")
}
