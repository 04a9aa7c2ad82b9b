//! What every check came to, what it found, and the quality gates.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Outcome};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::rules::{self, Judged, Verdict};

use super::gates::{Gate, gates};
use super::part::{self, Part};
use super::subject::Subject;
use super::{Section, anti_patterns, practices};

pub(super) const SECTION: Section =
    Section { name: "review", heading: "Architecture Review", view };

#[derive(Serialize)]
struct View {
    checks: Vec<Check>,
    violated: Vec<Finding>,
    undecided: Vec<Finding>,
    waived: Vec<Finding>,
    /// What the checks come to as a whole.
    practices: Vec<Part>,
    gates: Vec<Gate>,
}

#[derive(Serialize)]
struct Check {
    code: Written,
    name: Written,
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
    worst_first.sort_by_key(|diagnostic| (Reverse(diagnostic.severity), diagnostic.code.id));
    let of = |outcome: Outcome| {
        let all = worst_first.iter().copied();
        findings(all.filter(|diagnostic| diagnostic.outcome == outcome), subject.most())
    };
    let view = View {
        checks: subject.findings.outcomes.iter().map(check).collect(),
        violated: of(Outcome::Violated),
        undecided: of(Outcome::NotDecidable),
        waived: of(Outcome::Waived),
        practices: part::telling([
            anti_patterns::part(subject),
            practices::resilience(subject),
            practices::observability(subject),
        ]),
        gates: gates(subject),
    };
    Some(Value::from(Serde(&view)))
}

fn check(judged: &Judged) -> Check {
    let counted = |line: Line, count: usize| line.count(count, "time", "times").end();
    Check {
        code: Written::own(judged.code.id),
        name: Written::own(judged.code.name),
        fault: rules::page(judged.code.id)
            .map_or_else(markdown::nothing, |rule| markdown::message(&fault(rule.page))),
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

/// What the page of a check says first: its first sentence, or what comes before a list; without how
/// grave each case is.
fn fault(page: &'static str) -> String {
    const ENDS: [&str; 4] = [". ", ".\n", ": ", ":\n"];
    let paragraph = page.split("\n\n").nth(1).unwrap_or_default().trim_start_matches("- ");
    let is_text = |at: &usize| paragraph[..*at].matches('`').count().is_multiple_of(2);
    let all = ENDS.iter().flat_map(|end| paragraph.match_indices(end)).map(|(at, _)| at);
    let end = all.filter(is_text).min().unwrap_or(paragraph.len());
    let sentence = paragraph[..end].trim_end_matches(['.', ':']);
    sentence.replace(" (an error)", "").replace(" (a warning)", "")
}

/// Of each check what one reads, then how many more there are.
fn findings<'a>(all: impl Iterator<Item = &'a Diagnostic>, most: usize) -> Vec<Finding> {
    let mut told: BTreeMap<&str, (usize, &Diagnostic)> = BTreeMap::new();
    let mut findings = Vec::new();
    for diagnostic in all {
        let (count, _) = told.entry(diagnostic.code.id).or_insert((0, diagnostic));
        *count += 1;
        if *count <= most {
            findings.push(finding(diagnostic));
        }
    }
    let left = told.into_values().filter(|(count, _)| *count > most);
    findings.extend(left.map(|(count, first)| Finding {
        message: Line::default().own("and ").number(count - most).own(" more").end(),
        hint: Written::own("`scaffold check --all` shows each"),
        ..finding(first)
    }));
    findings
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    Finding {
        code: Line::default().own(diagnostic.code.id).own(" ").own(diagnostic.code.name).end(),
        severity: Written::own(diagnostic.severity.word()),
        message: markdown::message(&diagnostic.message),
        hint: diagnostic.hint.as_deref().map_or_else(markdown::nothing, markdown::message),
    }
}
