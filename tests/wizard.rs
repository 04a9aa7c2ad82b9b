//! Answers become files, what is missing is named, and what cannot be is refused.

use std::path::Path;

use scaffold::names::Name;
use scaffold::tree::Tree;
use scaffold::wizard::{self, Answers, Given, Incomplete, ScriptedAsk, Unanswered};

const SHOP: &str = include_str!("wizard/shop.answers.yaml");

fn told(given: Given, unanswered: Unanswered) -> Result<Answers, Incomplete> {
    let folder = Name::new("demo").unwrap();
    wizard::answers(&mut ScriptedAsk::new(given, unanswered), Some(&folder)).unwrap()
}

fn set(assignments: &[&str]) -> Given {
    let mut given = Given::new();
    for assignment in assignments {
        given.set(assignment).unwrap();
    }
    given
}

fn faults(assignments: &[&str]) -> String {
    told(set(assignments), Unanswered::Missing).unwrap_err().to_string()
}

/// All files, one after another, under their names.
fn shown(tree: &Tree) -> String {
    tree.iter()
        .map(|(path, file)| format!("==> {path}\n{}", file.text().unwrap()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wizard").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "run `UPDATE=1 cargo test --test wizard` if {name} is to say this");
}

#[test]
fn answers_become_files() {
    let answers = told(Given::file(SHOP).unwrap(), Unanswered::Missing).unwrap();
    golden("shop.files.txt", &shown(&wizard::project(&answers)));
    golden("shop.meaning.txt", &wizard::meaning(&answers));
}

#[test]
fn defaults_make_a_small_system() {
    let answers = told(Given::new(), Unanswered::Suggested).unwrap();
    golden("defaults.files.txt", &shown(&wizard::project(&answers)));
    golden("defaults.meaning.txt", &wizard::meaning(&answers));
}
