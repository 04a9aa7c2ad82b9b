//! The page of a rule says what the rule does: its bad example gives exactly the findings that it shows, its good one none.

mod judged;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use judged::judge_with;
use scaffold::diagnostic::human;
use scaffold::names::Name;
use scaffold::rules::{ALL, Rule};
use support::page::{Page, assert_shown};

#[test]
fn every_page_shows_what_its_bad_example_gives() {
    assert_shown(pages().into_iter().map(|(rule, path)| {
        let page = Page::of(rule.page, &path);
        let given = given(rule, &page, "bad");
        (page, given)
    }));
}

#[test]
fn every_good_example_is_free_of_the_fault() {
    for (rule, path) in pages() {
        let page = Page::of(rule.page, &path);
        let given = given(rule, &page, "good");
        assert!(given.is_empty(), "{}: the good example gives\n{given}", path.display());
    }
}

#[test]
fn every_page_begins_with_code_and_name_and_ends_with_a_source() {
    for (rule, path) in pages() {
        let text = rule.page;
        let title = format!("# {} {}\n", rule.code.id, rule.code.name);
        assert!(text.starts_with(&title), "let {} begin with `{title}`", path.display());
        for heading in ["## Why it hurts", "## Bad", "## Good", "## How to fix it", "## Source"] {
            assert!(text.contains(heading), "add `{heading}` to {}", path.display());
        }
    }
}

#[test]
fn every_rule_file_is_registered() {
    let registered: BTreeSet<String> = ALL.iter().map(file_of).collect();
    let files = fs::read_dir(folder()).expect("the rules have a folder");
    for file in files.map(|entry| entry.expect("readable").path()) {
        let Some(stem) = file.file_stem().and_then(|stem| stem.to_str()) else { continue };
        if file.extension().is_some_and(|extension| extension == "rs") && stem != "mod" {
            assert!(registered.contains(stem), "add `{stem}` to ALL in src/rules/mod.rs");
        }
    }
    for rule in ALL {
        let file = folder().join(file_of(rule)).with_extension("rs");
        assert!(file.is_file(), "the file of `{}` is to be {}", rule.code.name, file.display());
    }
}

#[test]
fn codes_and_names_are_unique_and_name_a_fault() {
    let ids: BTreeSet<&str> = ALL.iter().map(|rule| rule.code.id).collect();
    assert_eq!(ids.len(), ALL.len(), "give each rule a code of its own");
    let names: BTreeSet<&str> = ALL.iter().map(|rule| rule.code.name).collect();
    assert_eq!(names.len(), ALL.len(), "give each rule a name of its own");
    for name in names {
        assert!(Name::new(name).is_ok(), "write `{name}` in kebab-case");
        let commands = ["no-", "require-", "check-"];
        let is_command = commands.iter().any(|word| name.starts_with(word));
        assert!(!is_command, "let `{name}` name the fault, not what to do");
    }
}

/// What a rule says of an example on its page.
fn given(rule: &Rule, page: &Page, example: &str) -> String {
    let judged = judge_with(
        &page.block(&format!("yaml {example}")),
        &page.protos(example),
        &page.requirements(example),
    );
    assert!(judged.faults.is_empty(), "{} {example}: {:#?}", rule.code.id, judged.faults);
    human(&judged.of(rule.code.id), &judged.sources, false)
}

fn pages() -> Vec<(&'static Rule, PathBuf)> {
    ALL.iter().map(|rule| (rule, folder().join(file_of(rule)).with_extension("md"))).collect()
}

fn file_of(rule: &Rule) -> String {
    rule.code.name.replace('-', "_")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")
}
