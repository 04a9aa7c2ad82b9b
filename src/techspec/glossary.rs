//! The words of the system, and those of this document that need a word.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;

use crate::graph::words::simple;
use crate::model::Topic;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::Section;
use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;

pub(super) const SECTION: Section = Section { name: "glossary", heading: "Glossary", view };

fn view(subject: &Subject) -> Option<Value> {
    let mut words = contexts(subject);
    words.extend(entities(subject));
    words.extend(events(subject));
    words.extend(classes(subject));
    part::view([
        Part::new("Words of the system", [], table(["Word", "Kind", "Meaning"], &words)),
        Part::new("Words of this document", [], table(["Word", "Meaning"], &terms(subject))),
    ])
}

fn contexts(subject: &Subject) -> Vec<[Written; 3]> {
    let domains = subject.model.domains.iter();
    let inside = domains.filter(|domain| domain.services.iter().any(|id| subject.scope.has(*id)));
    let row = |domain: &crate::model::Domain| {
        let meaning = match domain.description.trim() {
            "" => Written::own("not described"),
            words => markdown::text(words),
        };
        [markdown::code(domain.name.as_str()), Written::own("bounded context"), meaning]
    };
    inside.map(row).collect()
}

fn entities(subject: &Subject) -> Vec<[Written; 3]> {
    let row = |entity: &crate::graph::Entity| {
        let store = subject.model.store(entity.store);
        let line = Line::default().own("kept in ").code(store.name.as_str());
        let comment = entity.message.as_ref().and_then(|name| comment(subject, name));
        let line = match comment {
            Some(words) => line.own(": ").text(words),
            None => line,
        };
        [markdown::code(&entity.name), Written::own("entity"), line.end()]
    };
    subject.entities.all.iter().map(row).collect()
}

fn events(subject: &Subject) -> Vec<[Written; 3]> {
    let topics = subject.scope.topics(subject.model).into_iter();
    let topics = topics.map(|id| subject.model.topic(id));
    let row = |topic: &Topic| {
        let event =
            |line: Line| Some([markdown::code(&topic.name), Written::own("event"), line.end()]);
        if !topic.dead_letters_of.is_empty() {
            let line = Line::default().own("what failed every attempt of ");
            return event(line.written(&markdown::codes(failing(subject, topic))));
        }
        let payload = topic.payload.as_ref()?;
        let line = Line::default().own("carries ").code(simple(&payload.value));
        let line = match comment(subject, &payload.value) {
            Some(words) => line.own(": ").text(words),
            None => line,
        };
        event(line)
    };
    topics.filter_map(row).collect()
}

/// The topics whose events end on this one when nobody can handle them.
fn failing<'a>(subject: &Subject<'a>, letters: &Topic) -> BTreeSet<&'a str> {
    let model = subject.model;
    let consumers = letters.dead_letters_of.iter().flat_map(|(id, _)| &model.service(*id).consumes);
    let failing = consumers.filter(|known| known.dead_letter == Some(letters.id));
    failing.map(|known| model.topic(known.topic).name.as_str()).collect()
}

/// The first sentence above a message.
fn comment<'a>(subject: &Subject<'a>, message: &str) -> Option<&'a str> {
    let comment = subject.model.contracts.message(message)?.comment.trim();
    let first = comment.split("\n\n").next()?.trim().trim_end_matches('.');
    (!first.is_empty()).then_some(first)
}

fn classes(subject: &Subject) -> Vec<[Written; 3]> {
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, class) in &subject.model.data_classes {
        *classes.entry(class).or_default() += 1;
    }
    let row = |(class, fields): (&str, usize)| {
        let meaning = match class {
            "pii" => "data that tells who somebody is",
            "secret" => "what nobody but its owner may see",
            _ => "data that only those may receive who accept it",
        };
        let line = Line::default().own(meaning).own("; ").count(fields, "field", "fields");
        [markdown::text(class), Written::own("data class"), line.end()]
    };
    classes.into_iter().map(row).collect()
}

/// Only those that the document uses for this system.
fn terms(subject: &Subject) -> Vec<[Written; 2]> {
    let any = |is: &dyn Fn(&crate::model::Service) -> bool| subject.services().any(is);
    let calls = subject.calls();
    let terms = [
        (
            !subject.flows().is_empty(),
            "blast radius",
            "the share of flows that stop when a part is gone",
        ),
        (
            calls.iter().any(|call| call.breaker.is_some()),
            "breaker",
            "stops calling what failed several times in a row, and tries again later",
        ),
        (
            any(&|one| one.consumes.iter().any(|known| known.dead_letter.is_some())),
            "dead letter",
            "an event that failed every attempt, kept for people to look at",
        ),
        (
            !subject.flows().is_empty(),
            "flow",
            "everything that one request, event or tick of the clock sets in motion",
        ),
        (
            any(&|one| one.outbox),
            "outbox",
            "a table in which events wait, written in the transaction that they tell of",
        ),
        (
            any(&|one| one.slo.as_ref().is_some_and(|slo| slo.p99.is_some()))
                || subject
                    .model
                    .operations
                    .iter()
                    .any(|one| one.slo.as_ref().is_some_and(|slo| slo.p99.is_some())),
            "p99",
            "the time within which 99 of 100 requests are answered",
        ),
    ];
    let used = terms.into_iter().filter(|(is_used, ..)| *is_used);
    used.map(|(_, word, meaning)| [Written::own(word), Written::own(meaning)]).collect()
}
