//! The designs that the language was made with: the sound ones have no errors, the faulty one has exactly those in its comments.

mod judged;

use std::collections::BTreeSet;

use judged::{Judged, judge};
use scaffold::blueprint;
use scaffold::diagnostic::human;
use scaffold::rules;
use scaffold::tree::File;

#[test]
fn tiny_has_no_errors() {
    sound("tiny");
}

#[test]
fn ai_chat_has_no_errors() {
    sound("ai-chat");
}

#[test]
fn every_fault_in_a_comment_is_found_and_nothing_else_is_an_error() {
    let text = include_str!("findings/ai-chat-faulty.yaml");
    let judged = judge(text, &protos("ai-chat"));
    let wanted = faults_in_comments(text);
    let missed: Vec<_> = wanted.iter().filter(|fault| !is_found(&judged, fault)).collect();
    assert!(missed.is_empty(), "not found, as (line, code): {missed:?}\n{}", shown(&judged));
    for error in judged.errors() {
        let lines = judged.lines(error);
        let named = |line: &usize| wanted.contains(&(*line, error.code.id));
        assert!(lines.iter().any(named), "no comment names {error:#?}");
    }
}

fn sound(starter: &str) {
    let tree = blueprint::starter(starter).expect("there is such a starter");
    let topology = tree.iter().find(|(path, _)| path.as_str() == "topology.yaml");
    let text = topology.and_then(|(_, file)| file.text()).expect("it has a topology");
    let judged = judge(text, &protos(starter));
    assert!(judged.errors().is_empty(), "{}", shown(&judged));
}

fn protos(starter: &str) -> Vec<(String, String)> {
    let tree = blueprint::starter(starter).expect("there is such a starter");
    let text = |file: &File| file.text().expect("protos are text").to_owned();
    let proto = |(path, file): (&scaffold::tree::TreePath, &File)| {
        Some((path.as_str().strip_prefix("proto/")?.to_owned(), text(file)))
    };
    tree.iter().filter_map(proto).collect()
}

/// Line and code of each `# !CODE`, for the rules that there are.
fn faults_in_comments(text: &str) -> BTreeSet<(usize, &str)> {
    let lines = text.lines().enumerate().skip(1);
    let marks = lines.flat_map(|(index, line)| {
        let comment = line.split_once("# !").map_or("", |(_, comment)| comment);
        let codes = comment.split('!').filter_map(|mark| mark.split([' ', ')']).next());
        codes.map(move |code| (index + 1, code))
    });
    marks.filter(|(_, code)| rules::page(code).is_some()).collect()
}

fn is_found(judged: &Judged, (line, code): &(usize, &str)) -> bool {
    let violated = judged.violated();
    let mut of_rule = violated.iter().filter(|diagnostic| diagnostic.code.id == *code);
    of_rule.any(|diagnostic| judged.lines(diagnostic).contains(line))
}

fn shown(judged: &Judged) -> String {
    let all = [judged.faults.clone(), judged.findings.diagnostics.clone()].concat();
    human(&all, &judged.sources, false)
}
