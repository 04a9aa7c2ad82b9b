//! What every check came to, what it found, and the quality gates.

use std::cmp::Reverse;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Outcome};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::rules::{Judged, Verdict};

use super::Section;
use super::gates::{Gate, gates};
use super::subject::Subject;

pub(super) const SECTION: Section =
    Section { name: "review", heading: "Architecture Review", view };

#[derive(Serialize)]
struct View {
    checks: Vec<Check>,
    violated: Vec<Finding>,
    undecided: Vec<Finding>,
    waived: Vec<Finding>,
    gates: Vec<Gate>,
}

#[derive(Serialize)]
struct Check {
    code: Written,
    fault: Written,
    result: Written,
}

#[derive(Serialize)]
struct Finding {
    code: Written,
    severity: Written,
    message: Written,
    hint: Written,
}

fn view(subject: &Subject) -> Option<Value> {
    if subject.findings.outcomes.is_empty() {
        return None;
    }
    let mut worst_first: Vec<&Diagnostic> = subject.findings.diagnostics.iter().collect();
    worst_first.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
    let of = |outcome: Outcome| {
        let all = worst_first.iter().filter(|diagnostic| diagnostic.outcome == outcome);
        all.map(|diagnostic| finding(diagnostic)).collect()
    };
    let view = View {
        checks: subject.findings.outcomes.iter().map(check).collect(),
        violated: of(Outcome::Violated),
        undecided: of(Outcome::NotDecidable),
        waived: of(Outcome::Waived),
        gates: gates(subject),
    };
    Some(Value::from(Serde(&view)))
}

fn check(judged: &Judged) -> Check {
    let counted = |line: Line, count: usize| line.count(count, "time", "times").end();
    Check {
        code: Written::own(judged.code.id),
        fault: Written::own(judged.code.name),
        result: match (judged.verdict, judged.worst) {
            (Verdict::Off, _) => Written::own("switched off by policy"),
            (Verdict::Ok, _) => Written::own("nothing found"),
            (Verdict::Waived(count), _) => {
                counted(Line::default().own("waived with a reason, "), count)
            }
            (Verdict::NotDecidable(count), _) => {
                counted(Line::default().own("not decidable, "), count)
            }
            (Verdict::Violated(count), Some(severity)) => {
                let line = Line::default().own("**violated**, ").own(severity.word()).own(", ");
                counted(line, count)
            }
            (Verdict::Violated(count), None) => {
                counted(Line::default().own("**violated**, "), count)
            }
        },
    }
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    Finding {
        code: Line::default().own(diagnostic.code.id).own(" ").own(diagnostic.code.name).end(),
        severity: Written::own(diagnostic.severity.word()),
        message: markdown::message(&diagnostic.message),
        hint: diagnostic.hint.as_deref().map_or_else(markdown::nothing, markdown::message),
    }
}
