//! The quality gates of the specification, evaluated: passed, failed, or not decidable and for want of what.

use serde::Serialize;

use crate::diagnostic::{self, Outcome};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::subject::Subject;
use super::{ALL, REQUIRED};

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
}

type Asked = (&'static str, &'static str, fn(&Subject) -> Evaluation);

const GATES: [Asked; 6] = [
    ("A", "requirements analysed, service boundaries identified", boundaries),
    ("B", "service architecture analysed, with the dependency graph", analyses),
    ("C", "libraries selected, resolved by uv", libraries),
    ("D", "technical questions answered", questions),
    ("E", "all sections of the template are there", sections),
    ("F", "architecture review passed, no anti-pattern", review),
];

pub(super) fn gates(subject: &Subject) -> Vec<Gate> {
    let gate = |(letter, asks, evaluate): &Asked| {
        let Evaluation { failures, unknown } = evaluate(subject);
        let result = match (failures.is_empty(), unknown.is_empty()) {
            (false, _) => "**failed**",
            (true, false) => "not decidable",
            (true, true) => "passed",
        };
        let reasons: Vec<Written> = failures.into_iter().chain(unknown).collect();
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
    let mut results =
        [("passed", Vec::new()), ("failed", Vec::new()), ("not decidable", Vec::new())];
    for (letter, _, evaluate) in &GATES {
        let evaluation = evaluate(subject);
        let place = match (evaluation.failures.is_empty(), evaluation.unknown.is_empty()) {
            (true, true) => 0,
            (false, _) => 1,
            (true, false) => 2,
        };
        results[place].1.push(Written::own(letter));
    }
    let parts: Vec<Written> = results
        .into_iter()
        .filter(|(_, letters)| !letters.is_empty())
        .map(|(result, letters)| {
            Line::default().written(&Written::join(&letters, ", ")).own(" ").own(result).end()
        })
        .collect();
    Written::join(&parts, "; ")
}

fn boundaries(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    match subject.documents.prd {
        None => {
            let path = format!("tasks/prd-{}/_prd.md", subject.prd);
            let line = Line::default().own("write the requirements in ").code(&path);
            evaluation.failures.push(line.end());
        }
        Some(_) => evaluation
            .unknown
            .push(Written::own("which requirements are covered is not evaluated yet")),
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
        let line = Line::default().own("give a `domain` to ").written(&markdown::codes(alone));
        evaluation.failures.push(line.end());
    }
    evaluation
}

fn analyses(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let unsaid: Vec<&str> = subject
        .services()
        .filter(|service| !service.owns.is_empty() && service.consistency.is_none())
        .map(|service| service.name.as_str())
        .collect();
    if !unsaid.is_empty() {
        let line = Line::default().own("say the `consistency` of ");
        evaluation.failures.push(line.written(&markdown::codes(unsaid)).end());
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
    evaluation.unknown.push(Written::own("the impact of failures is not analysed yet"));
    evaluation
}

fn libraries(_: &Subject) -> Evaluation {
    let unknown = vec![Written::own("`uv.lock` is not read yet")];
    Evaluation { failures: Vec::new(), unknown }
}

fn questions(subject: &Subject) -> Evaluation {
    let mut evaluation = Evaluation::default();
    let unanswered: Vec<&str> = subject
        .model
        .decisions
        .iter()
        .filter(|(_, answer, _)| answer.is_empty())
        .map(|(question, ..)| question.as_str())
        .collect();
    if !unanswered.is_empty() {
        let line = Line::default().own("answer under `decisions`: ");
        evaluation.failures.push(line.written(&markdown::codes(unanswered)).end());
    }
    evaluation.unknown.push(Written::own("technical decisions are not collected yet"));
    evaluation
}

fn sections(_: &Subject) -> Evaluation {
    let missing = REQUIRED.iter().filter(|wanted| ALL.iter().all(|s| s.heading != **wanted));
    let missing: Vec<Written> = missing.map(|heading| Written::own(heading)).collect();
    let mut evaluation = Evaluation::default();
    if !missing.is_empty() {
        let line = Line::default().own("this version of scaffold does not write: ");
        evaluation.unknown.push(line.written(&Written::join(&missing, ", ")).end());
    }
    evaluation
}

fn review(subject: &Subject) -> Evaluation {
    let diagnostics = &subject.findings.diagnostics;
    let errors = diagnostic::summary(diagnostics).errors;
    let undecided = diagnostics.iter().filter(|d| d.outcome == Outcome::NotDecidable).count();
    let mut evaluation = Evaluation::default();
    if errors > 0 {
        let line = Line::default().own("resolve ").count(errors, "error", "errors");
        evaluation.failures.push(line.own(" of the checks").end());
    }
    if undecided > 0 {
        let line = Line::default().number(undecided).own(" of the checks' results");
        evaluation.unknown.push(line.own(" are not decidable").end());
    }
    evaluation
}
