//! Anti-patterns of distributed systems: which checks find each, and what they found.

use crate::names::Written;
use crate::names::written::markdown::Line;
use crate::rules::Verdict;

use super::part::Part;
use super::subject::Subject;
use super::table::table;

/// A way to build it wrong, and the checks that see it.
struct AntiPattern {
    name: &'static str,
    is: &'static str,
    checks: &'static [&'static str],
}

const ALL: [AntiPattern; 12] = [
    AntiPattern {
        name: "Distributed monolith",
        is: "services that change, start and fail only together",
        checks: &["C04", "C06", "S01", "A04"],
    },
    AntiPattern {
        name: "Chatty services",
        is: "many requests where one would do",
        checks: &["A05"],
    },
    AntiPattern {
        name: "Shared database",
        is: "data that several services own or reach into",
        checks: &["S01", "S02"],
    },
    AntiPattern {
        name: "God service",
        is: "one operation that needs most of the others",
        checks: &["A03"],
    },
    AntiPattern {
        name: "Endless waiting",
        is: "callers that wait longer than their own callers, or for ever",
        checks: &["T01", "T02", "T05"],
    },
    AntiPattern {
        name: "Retry storm",
        is: "attempts that multiply from service to service",
        checks: &["T03", "T04"],
    },
    AntiPattern {
        name: "Cascading failure",
        is: "a failure elsewhere that nothing stops",
        checks: &["A06"],
    },
    AntiPattern {
        name: "Single point of failure",
        is: "one instance that everybody needs",
        checks: &["A02"],
    },
    AntiPattern {
        name: "Dual write",
        is: "a change and its event of which one may be lost",
        checks: &["E05", "E06"],
    },
    AntiPattern {
        name: "Poison message",
        is: "an event that is tried for ever, is lost, or counts twice",
        checks: &["E03", "E04"],
    },
    AntiPattern {
        name: "Half-done business",
        is: "steps that nothing takes back when a later one fails",
        checks: &["X01"],
    },
    AntiPattern {
        name: "Open inside",
        is: "callers that prove nothing, and data that leaves unseen",
        checks: &["P01", "P02", "P03", "P04", "G02"],
    },
];

/// What the checks of an anti-pattern came to, by code: how often it is there, and how often nobody can tell.
struct Seen {
    found: Vec<Written>,
    unknown: Vec<Written>,
    waived: Vec<Written>,
}

pub(super) fn part(subject: &Subject) -> Part {
    let row = |one: &AntiPattern| {
        let codes = Written::join(
            &one.checks.iter().map(|code| Written::own(code)).collect::<Vec<_>>(),
            ", ",
        );
        [Written::own(one.name), Written::own(one.is), codes, result(&seen(subject, one))]
    };
    let rows: Vec<_> = ALL.iter().map(row).collect();
    Part::new("Anti-patterns", [], table(["Anti-pattern", "What it is", "Checks", "Result"], &rows))
}

/// Those that are there, for the gate.
pub(super) fn found(subject: &Subject) -> Vec<Written> {
    let there = ALL.iter().filter(|one| !seen(subject, one).found.is_empty());
    there.map(|one| Written::own(one.name)).collect()
}

fn seen(subject: &Subject, one: &AntiPattern) -> Seen {
    let mut seen = Seen { found: Vec::new(), unknown: Vec::new(), waived: Vec::new() };
    let outcomes = subject.findings.outcomes.iter();
    for judged in outcomes.filter(|judged| one.checks.contains(&judged.code.id)) {
        let (list, count) = match judged.verdict {
            Verdict::Violated(count) => (&mut seen.found, count),
            Verdict::NotDecidable(count) => (&mut seen.unknown, count),
            Verdict::Waived(count) => (&mut seen.waived, count),
            Verdict::Ok | Verdict::Off => continue,
        };
        let line = Line::default().own(judged.code.id).own(" ");
        list.push(line.count(count, "time", "times").end());
    }
    seen
}

fn result(seen: &Seen) -> Written {
    let part = |words: &'static str, list: &[Written]| {
        let line = Line::default().own(words).own(": ").written(&Written::join(list, ", "));
        (!list.is_empty()).then(|| line.end())
    };
    let parts = [
        part("**signs**", &seen.found),
        part("not decidable", &seen.unknown),
        part("waived", &seen.waived),
    ];
    let parts: Vec<Written> = parts.into_iter().flatten().collect();
    if parts.is_empty() { Written::own("no sign") } else { Written::join(&parts, "; ") }
}
