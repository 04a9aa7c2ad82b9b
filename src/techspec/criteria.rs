//! The criteria by which libraries are chosen, each evaluated over all of them.

use crate::names::Written;
use crate::names::written::markdown::Line;
use crate::views::{ASSESSED, Library, Waits};

use super::part::Part;
use super::resolved::{is_within, resolved};
use super::subject::Subject;
use super::table::table;

/// Licences that ask for nothing but to be named.
const PREFERRED: [&str; 4] = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"];

/// The Python of generated services, as its minor version.
const PYTHON: u32 = 11;

/// One row a criterion.
pub(super) fn part(subject: &Subject) -> Part {
    let all = &subject.code.libraries;
    let waits = |how: Waits| all.iter().filter(|one| one.waits == how).count();
    let line = Line::default().number(waits(Waits::Async)).own(" wait in coroutines, ");
    let line = line.number(waits(Waits::Blocking)).own(" in threads of their own, ");
    let waiting = line.number(waits(Waits::Never)).own(" never").end();
    let rows = [
        row("Python 3.11 and newer", held(all, runs, |one| one.python)),
        row("Asynchronous", waiting),
        row("Released within a year before the figures", held(all, lives, |one| one.released)),
        row("MIT, BSD or Apache 2.0", held(all, is_free, |one| one.licence)),
        row("Typed", held(all, |one| one.types != "none", |_| "no types")),
        row("Installed by uv", installed(subject)),
        row(
            "Known vulnerabilities",
            Written::own("not decidable here, as they change by the day: ask `uvx pip-audit`"),
        ),
        row(
            "Use in production, speed",
            Written::own("not measured; what speaks for each stands under Selection"),
        ),
    ];
    Part::new("Criteria", [], table(["Criterion", "Result"], &rows))
}

fn row(criterion: &'static str, result: Written) -> [Written; 2] {
    [Written::own(criterion), result]
}

/// How many meet it, and what those have instead that do not.
fn held(
    all: &[&Library],
    meets: impl Fn(&Library) -> bool,
    instead: impl Fn(&Library) -> &'static str,
) -> Written {
    let others: Vec<&&Library> = all.iter().filter(|one| !meets(one)).collect();
    let line = Line::default().number(all.len() - others.len()).own(" of ").number(all.len());
    if others.is_empty() {
        return line.end();
    }
    let shown = others
        .iter()
        .map(|one| Line::default().code(one.name).own(" (").own(instead(one)).own(")").end());
    line.own("; not ").written(&Written::join(&shown.collect::<Vec<_>>(), ", ")).end()
}

fn runs(library: &Library) -> bool {
    let minor = library.python.strip_prefix(">=3.").and_then(|minor| minor.parse::<u32>().ok());
    minor.is_some_and(|minor| minor <= PYTHON)
}

/// Dates in this form are in the order of their texts.
fn lives(library: &Library) -> bool {
    let (year, day) = ASSESSED.split_at(4);
    let before = year.parse::<u32>().map(|year| format!("{}{day}", year - 1));
    before.is_ok_and(|before| *library.released >= *before)
}

/// Whether every licence that has to be kept to is one of the preferred, alone or as a choice.
fn is_free(library: &Library) -> bool {
    library.licence.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')']);
        part.split(" OR ").any(|one| PREFERRED.contains(&one))
    })
}

fn installed(subject: &Subject) -> Written {
    let Some(lock) = subject.documents.lock else {
        return Written::own("not decidable: there is no `uv.lock`");
    };
    let is_in = |library: &Library| {
        resolved(lock, library.name).is_some_and(|version| is_within(version, library.versions))
    };
    held(&subject.code.libraries, is_in, |_| "not in `uv.lock`")
}
