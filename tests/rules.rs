//! The page of a rule says what the rule does: its bad example gives exactly the findings that it shows, its good one none.
#![expect(clippy::disallowed_methods, reason = "UPDATE=1 rewrites the pages")]

mod judged;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use judged::judge;
use scaffold::diagnostic::human;
use scaffold::names::Name;
use scaffold::rules::{ALL, Rule};
use support::page::Page;

#[test]
fn every_page_shows_what_its_bad_example_gives() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for (rule, path) in pages() {
        let page = Page::of(rule.page, &path);
        let judged = judge(&page.block("yaml bad"), &page.protos("bad"));
        assert!(judged.faults.is_empty(), "{}: {:#?}", path.display(), judged.faults);
        let given = human(&judged.of(rule.code.id), &judged.sources, false);
        let given = format!("{}\n", given.trim_end());
        if given == page.block("text") {
            continue;
        }
        if update {
            let shown = |text: &str| format!("```text\n{text}```\n");
            let text = page.text.replace(&shown(&page.block("text")), &shown(&given));
            fs::write(&path, text).expect("pages can be written");
        } else {
            wrong.push(format!("{}: the bad example gives\n{given}", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE=1 cargo test --test rules rewrites them",
        wrong.join("\n")
    );
}

#[test]
fn every_good_example_is_free_of_the_fault() {
    for (rule, path) in pages() {
        let page = Page::of(rule.page, &path);
        let judged = judge(&page.block("yaml good"), &page.protos("good"));
        assert!(judged.faults.is_empty(), "{}: {:#?}", path.display(), judged.faults);
        let given = human(&judged.of(rule.code.id), &judged.sources, false);
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

fn pages() -> Vec<(&'static Rule, PathBuf)> {
    ALL.iter().map(|rule| (rule, folder().join(file_of(rule)).with_extension("md"))).collect()
}

fn file_of(rule: &Rule) -> String {
    rule.code.name.replace('-', "_")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")
}
