//! What nobody has said yet, and where to say it.

use minijinja::Value;

use crate::diagnostic::Outcome;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, capacity, cells, consistency, decisions, unsaid};

pub(super) const SECTION: Section = Section { name: "questions", heading: "Open Questions", view };

fn view(subject: &Subject) -> Option<Value> {
    let mut rows: Vec<[Written; 3]> = decisions::open(subject)
        .into_iter()
        .map(|question| {
            let line = Line::default().own("`decisions: {").own(question.key).own(": ..}`");
            [Written::own("decision"), Written::own(question.words), line.end()]
        })
        .collect();
    let open = unpromised(subject);
    if !open.is_empty() {
        let line = Line::default().own("What may readers rely on of ").written(&cells::some(&open));
        let place = Written::own("`consistency` of the service");
        rows.push([Written::own("consistency"), line.own("?").end(), place]);
    }
    if !capacity::is_stated(subject) && subject.services().any(|one| one.public.is_some()) {
        let question = Written::own("How many requests a second are to be borne?");
        let place = Written::own("`slo: {rps: ..}` of a public service, or of its endpoints");
        rows.push([Written::own("capacity"), question, place]);
    }
    rows.extend(unsaid::rows(subject));
    let undecided = subject.findings.diagnostics.iter();
    let undecided = undecided.filter(|found| found.outcome == Outcome::NotDecidable);
    rows.extend(undecided.map(|found| {
        let hint = found.hint.as_deref().map_or_else(markdown::nothing, markdown::message);
        [Written::own(found.code.id), markdown::message(&found.message), hint]
    }));
    let none = Written::own(
        "None: every question of this document is answered by the topology or by a decision.",
    );
    let table = table(["About", "Question", "Where to answer"], &rows);
    let none = table.is_none().then_some(none);
    part::view([Part::first(none), Part::new("To answer", [], table)])
}

/// The services that keep data and do not say how fresh it is.
pub(super) fn unpromised<'a>(subject: &Subject<'a>) -> Vec<&'a str> {
    let keeping = subject.services().filter(|service| consistency::keeps(service));
    let unsaid = keeping
        .filter(|service| service.consistency.as_ref().is_none_or(|said| said.model.is_none()));
    unsaid.map(|service| service.name.as_str()).collect()
}
