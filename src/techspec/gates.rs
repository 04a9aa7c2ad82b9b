//! The quality gates of the specification, evaluated: passed, failed, or not decidable and for want of what.

use serde::Serialize;

use crate::analysis::coverage::coverage;
use crate::diagnostic::{self, Outcome};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::requirements::Weight;
use crate::views;

use super::resolved::{is_within, resolved};
use super::subject::Subject;
use super::{anti_patterns, cells, decisions, questions};

/// A row of the table of gates.
#[derive(Serialize)]
pub(super) struct Gate {
    letter: Written,
    asks: Written,
    result: Written,
    reasons: Written,
}

/// What a gate came to, with everything that stands against it.
#[derive(Default)]
struct Evaluation {
    failures: Vec<Written>,
    unknown: Vec<Written>,
    /// What is worth saying though it stands against nothing.
    notes: Vec<Written>,
}

const PASSED: &str = "passed";
const FAILED: &str = "failed";
const OPEN: &str = "not decidable";

impl Evaluation {
    fn result(&self) -> &'static str {
        match (self.failures.is_empty(), self.unknown.is_empty()) {
            (false, _) => FAILED,
            (true, false) => OPEN,
            (true, true) => PASSED,
        }
    }
}

type Asked = (&'static str, &'static str, fn(&Subject) -> Evaluation);

const GATES: [Asked; 6] = [
    ("A", "requirements analysed, service boundaries identified", boundaries),
    ("B", "service architecture analysed, with the dependency graph", analyses),
    ("C", "libraries selected, resolved by uv", libraries),
    ("D", "technical questions answered", answers),
    ("E", "all sections of the template are there", sections),
    ("F", "architecture review passed, no anti-pattern", review),
];

pub(super) fn gates(subject: &Subject) -> Vec<Gate> {
    let gate = |(letter, asks, evaluate): &Asked| {
        let evaluation = evaluate(subject);
        let result = match evaluation.result() {
            FAILED => "**failed**",
            result => result,
        };
        let Evaluation { failures, unknown, notes } = evaluation;
        let reasons: Vec<Written> = failures.into_iter().chain(unknown).chain(notes).collect();
        Gate {
            letter: Written::own(letter),
            asks: Written::own(asks),
            result: Written::own(result),
            reasons: if reasons.is_empty() {
                markdown::nothing()
            } else {
                Written::join(&reasons, "; ")
            },
        }
    };
    GATES.iter().map(gate).collect()
}

/// The letters of the gates by result, in one line.
pub(super) fn summary(subject: &Subject) -> Written {
    let results: Vec<(&str, &str)> =
        GATES.iter().map(|(letter, _, evaluate)| (*letter, evaluate(subject).result())).collect();
    let part = |wanted: &'static str| {
        let same = results.iter().filter(|(_, result)| *result == wanted);
        let letters: Vec<Written> = same.map(|(letter, _)| Written::own(letter)).collect();
        let line = Line::default().written(&Written::join(&letters, ", "));
        (!letters.is_empty()).then(|| line.own(" ").own(wanted).end())
    };
    let parts: Vec<Written> = [PASSED, FAILED, OPEN].into_iter().filter_map(part).collect();
    Written::join(&parts, "; ")
}

fn boundaries(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    match subject.model.requirements(subject.prd) {
        None => {
            let path = format!("tasks/prd-{}/_prd.md", subject.prd);
            let line = Line::default().own("write the requirements in ").code(&path);
            evaluation.failures.push(line.end());
        }
        Some(_) => covered(subject, &mut evaluation),
    }
    if subject.model.domains.is_empty() {
        evaluation.unknown.push(Written::own("no `domains` say where the boundaries are"));
        return evaluation;
    }
    let alone: Vec<&str> = subject
        .services()
        .filter(|service| service.domain.is_none())
        .map(|service| service.name.as_str())
        .collect();
    if !alone.is_empty() {
        let line = Line::default().own("give a `domain` to ").written(&subject.listed(alone));
        evaluation.failures.push(line.end());
    }
    evaluation
}

/// Every requirement that is needed has something that covers it; everything that is covered is asked for.
fn covered(subject: &Subject, evaluation: &mut Evaluation) {
    let coverage = coverage(subject.model, subject.prd);
    let Some(document) = coverage.known() else {
        let words = "no requirement in `_prd.md` has an id: begin each with one, such as `FR-1`";
        evaluation.unknown.push(Written::own(words));
        return;
    };
    let ids = |weight: Weight| -> Vec<&str> {
        let open = coverage.open().filter(|one| one.weight() == weight);
        open.map(|one| one.id.as_str()).collect()
    };
    let needed = ids(Weight::Needed);
    if !needed.is_empty() {
        let line = Line::default().own("write `covers` for ").written(&cells::some(&needed));
        evaluation.failures.push(line.end());
    }
    let mut unknown: Vec<&str> = coverage.unknown().map(|one| one.id.value.as_str()).collect();
    unknown.dedup();
    if !unknown.is_empty() {
        let line = Line::default().own("add to `_prd.md`, or take out of the topology: ");
        evaluation.failures.push(line.written(&cells::some(&unknown)).end());
    }
    if !document.corrections.is_empty() {
        let line = Line::default().own("mend `_prd.md` in ");
        let line = line.count(document.corrections.len(), "place", "places");
        evaluation.notes.push(line.end());
    }
    let wished = ids(Weight::Wished);
    if !wished.is_empty() {
        let line = Line::default().own("uncovered, and could wait: ");
        evaluation.notes.push(line.written(&cells::some(&wished)).end());
    }
}

fn analyses(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let unsaid = questions::unpromised(subject);
    if !unsaid.is_empty() {
        let line = Line::default().own("say the `consistency` of ");
        evaluation.failures.push(line.written(&subject.listed(unsaid)).end());
    }
    let calls = subject.calls();
    let is_unsaid = |call: &&&crate::model::Call| {
        let is_external = matches!(call.target, crate::model::Target::External { .. });
        !is_external && subject.model.target_operation(call).is_none()
    };
    let unsaid = calls.iter().filter(is_unsaid).count();
    if unsaid > 0 {
        let line = Line::default().own("name the operation of ").count(unsaid, "call", "calls");
        evaluation.failures.push(line.end());
    }
    if subject.flows().is_empty() {
        let words = "no operation is an entry, so there is no flow whose failures could be analysed: write `endpoints`";
        evaluation.failures.push(Written::own(words));
    }
    evaluation
}

/// Every library of the generated code must be in `uv.lock`, in a version that is known to work.
fn libraries(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let libraries = &subject.code.libraries;
    if libraries.is_empty() {
        evaluation.notes.push(Written::own("no service is scaffolded, so none is needed"));
        return evaluation;
    }
    let Some(lock) = subject.documents.lock else {
        evaluation.unknown.push(Written::own("there is no `uv.lock`: run `uv lock`"));
        return evaluation;
    };
    let is_wrong = |library: &&&views::Library| {
        !resolved(lock, library.name).is_some_and(|version| is_within(version, library.versions))
    };
    let wrong: Vec<&str> = libraries.iter().filter(is_wrong).map(|library| library.name).collect();
    if !wrong.is_empty() {
        let line = Line::default().own("run `uv lock`: it lacks a version that works of ");
        evaluation.failures.push(line.written(&markdown::codes(wrong)).end());
    }
    evaluation
}

fn answers(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let unanswered: Vec<&str> =
        decisions::open(subject).into_iter().map(|question| question.key).collect();
    if !unanswered.is_empty() {
        let line = Line::default().own("answer under `decisions`: ");
        evaluation.failures.push(line.written(&markdown::codes(unanswered)).end());
    }
    evaluation
}

/// A section of the template that has nothing to say of this system is left out, and said here.
fn sections(subject: &Subject) -> Evaluation {
    let absent: Vec<Written> = subject.absent.iter().map(|heading| Written::own(heading)).collect();
    let mut evaluation = Evaluation::default();
    if !absent.is_empty() {
        let line = Line::default().own("left out, as there is nothing to say: ");
        evaluation.notes.push(line.written(&Written::join(&absent, ", ")).end());
    }
    evaluation
}

/// What gate A has judged already.
const OF_REQUIREMENTS: [&str; 2] = ["uncovered-requirement", "unknown-requirement"];

fn review(subject: &Subject) -> Evaluation {
    let diagnostics = &subject.findings.diagnostics;
    let errors = diagnostic::summary(diagnostics).errors;
    let undecided = diagnostics.iter().filter(|d| d.outcome == Outcome::NotDecidable);
    let undecided = undecided.filter(|d| !OF_REQUIREMENTS.contains(&d.code.name)).count();
    let mut evaluation = Evaluation::default();
    if errors > 0 {
        let line = Line::default().own("resolve ").count(errors, "error", "errors");
        evaluation.failures.push(line.own(" of the checks").end());
    }
    let found = anti_patterns::found(subject);
    if !found.is_empty() {
        let line = Line::default().own("resolve or waive the signs of ");
        let line = line.written(&markdown::link(&Written::own("anti-patterns"), "#anti-patterns"));
        evaluation.failures.push(line.own(": ").written(&Written::join(&found, ", ")).end());
    }
    if undecided > 0 {
        let line = Line::default().number(undecided).own(" of the checks' results");
        evaluation.unknown.push(line.own(" are not decidable").end());
    }
    evaluation
}
