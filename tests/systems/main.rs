//! Public systems with their real shape, `snapshots/systems/NAME`: what is said of them is what their architects would say.
//!
//! Most of their services are written in other languages, so that nothing is generated: `out` holds the findings of `check`,
//! one a line, and the specification. `UPDATE=1` rewrites both.
#![expect(clippy::disallowed_methods, reason = "tests copy trees, and read UPDATE")]

#[path = "../support/mod.rs"]
mod support;

mod hotel_reservation;
mod online_boutique;
mod otel_demo;
mod train_ticket;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::golden::assert_equals_file;
use support::judges::{judges_or_note, markdownlint, mermaid, written};
use support::python::succeed;
use tempfile::TempDir;

/// A public system, and what is known of it.
struct System {
    /// Its folder below `snapshots/systems`, which is also its name.
    name: &'static str,
    /// What everybody knows to be wrong with it: the rule that must say so, and words of the place and of the message.
    known: &'static [(&'static str, &'static str)],
    /// Each rule that finds something, and why all that it finds is true. Another rule that begins to speak must be judged first.
    judged: &'static [(&'static str, &'static str)],
}

const ALL: [System; 4] =
    [hotel_reservation::SYSTEM, online_boutique::SYSTEM, otel_demo::SYSTEM, train_ticket::SYSTEM];

/// What is true of the contracts of all of them: they are older than these rules, and never were linted.
const LINT: &str = "lint";

/// The most nodes that a reader takes in.
const MOST_NODES: usize = 40;

impl System {
    fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/systems").join(self.name)
    }

    /// The same as committed.
    fn golden(&self, file: &str) -> String {
        let path = self.folder().join("out").join(file);
        fs::read_to_string(&path).unwrap_or_default()
    }

    fn scaffold(&self, arguments: &[&str]) -> Vec<u8> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        command.arg("-C").arg(self.folder().join("in")).args(arguments);
        command.output().expect("the binary starts").stdout
    }

    /// What `check` finds, by rule.
    fn found(&self) -> BTreeMap<String, Vec<String>> {
        self.lines(|one| one["message"].as_str().unwrap_or_default().to_owned())
    }

    /// The same, with what is said of all that one finding tells together.
    fn found_in_full(&self) -> BTreeMap<String, Vec<String>> {
        self.lines(|one| {
            let related = one["related"].as_array().into_iter().flatten();
            let all = [one].into_iter().chain(related);
            all.filter_map(|one| one["message"].as_str()).collect::<Vec<_>>().join("\n")
        })
    }

    fn lines(&self, message: impl Fn(&Value) -> String) -> BTreeMap<String, Vec<String>> {
        let report = self.scaffold(&["check", "--all", "--format", "json"]);
        let report: Value = serde_json::from_slice(&report).expect("it is JSON");
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for one in report["diagnostics"].as_array().expect("a list") {
            let text = |key: &str| one[key].as_str().unwrap_or_default();
            let how = match text("outcome") {
                "violated" => text("severity"),
                outcome => outcome,
            };
            let line = format!(
                "{}:{}: {how}: {}",
                text("file"),
                one["line"].as_u64().unwrap_or_default(),
                message(one)
            );
            found.entry(format!("{} {}", text("code"), text("name"))).or_default().push(line);
        }
        found
    }

    /// One `## CODE name (count)` a rule, and its findings below.
    fn findings(&self) -> String {
        let mut text = String::new();
        for (rule, lines) in self.found() {
            text += &format!("## {rule} ({})\n{}\n\n", lines.len(), lines.join("\n"));
        }
        text
    }

    fn specification(&self) -> String {
        let folder = TempDir::new().expect("a temporary folder");
        succeed(Command::new("cp").arg("-r").arg(self.folder().join("in")).arg(folder.path()));
        let project = folder.path().join("in");
        let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        let output = command.arg("-C").arg(&project).arg("spec").output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() != Some(2), "{}: {said}", self.name);
        let path = format!("tasks/prd-{}/_techspec.md", self.name);
        fs::read_to_string(project.join(path)).expect("there is a specification")
    }
}

#[test]
fn all_that_is_said_of_a_system_is_what_was_judged() {
    for system in &ALL {
        let _ = fs::create_dir_all(system.folder().join("out"));
        let golden = |file: &str| format!("snapshots/systems/{}/out/{file}", system.name);
        assert_equals_file(&golden("findings.txt"), &system.findings());
        assert_equals_file(&golden("_techspec.md"), &system.specification());
    }
}

#[test]
fn every_known_fault_is_found_at_its_place() {
    for system in &ALL {
        let found = system.found_in_full();
        for (code, words) in system.known {
            let of_rule = found.iter().filter(|(rule, _)| rule.split(' ').next() == Some(code));
            let lines: Vec<&String> = of_rule.flat_map(|(_, lines)| lines).collect();
            let has_all = |line: &str| words.split(" .. ").all(|word| line.contains(word));
            let is_it = |lines: &&&String| has_all(lines) || lines.lines().any(has_all);
            assert!(
                lines.iter().any(|line| is_it(&line)),
                "{}: {code} does not find {words}, only {lines:#?}",
                system.name
            );
        }
    }
}

#[test]
fn no_rule_speaks_that_nobody_has_judged() {
    for system in &ALL {
        let rules = system.found().into_keys();
        let codes = rules.filter(|rule| !rule.ends_with(LINT));
        let codes: Vec<String> =
            codes.filter_map(|rule| rule.split(' ').next().map(str::to_owned)).collect();
        let judged: Vec<&str> = system.judged.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, judged, "{}: judge what is found, and say why it is true", system.name);
    }
}

#[test]
fn every_system_is_listed() {
    let mut names: Vec<String> = fs::read_dir("snapshots/systems")
        .expect("there are systems")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ALL.each_ref().map(|system| system.name));
}

#[test]
fn every_diagram_is_small_enough_to_be_read() {
    for system in &ALL {
        let text = system.golden("_techspec.md");
        for diagram in text.split("```mermaid\ngraph ").skip(1) {
            let body = diagram.split("```").next().unwrap_or_default();
            let is_node = |line: &&str| line.contains(['[', '{']);
            let nodes = body.lines().filter(|line| !line.contains("-->")).filter(is_node).count();
            assert!(nodes <= MOST_NODES, "{}: {nodes} nodes in\n{body}", system.name);
        }
    }
}

#[test]
fn nobody_has_anything_against_their_specifications() {
    let Some(judges) = judges_or_note("the specifications of public systems") else { return };
    let file = |system: &System| {
        written(&judges, &format!("system-{}.md", system.name), &system.golden("_techspec.md"))
    };
    let files: Vec<PathBuf> = ALL.iter().map(file).collect();
    for verdict in [mermaid(&judges, &files), markdownlint(&judges, &files)] {
        assert!(verdict.is_ok(), "{}", verdict.unwrap_err());
    }
}

#[test]
fn links_of_their_specifications_lead_somewhere() {
    for system in &ALL {
        let text = system.golden("_techspec.md");
        let anchors: Vec<String> = text.lines().filter_map(anchor).collect();
        for link in text.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(anchors.iter().any(|anchor| anchor == link), "{}: #{link}", system.name);
        }
    }
}

/// What GitHub makes of a heading.
fn anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    Some(kept.collect::<String>().to_lowercase().replace(' ', "-"))
}
