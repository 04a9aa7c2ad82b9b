//! The technical questions, each answered by `decisions:` or by what the topology says; else it is open.

use minijinja::Value;

use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, answers};

pub(super) const SECTION: Section =
    Section { name: "decisions", heading: "Technical Decisions", view };

/// A question of the specification.
pub(super) struct Question {
    /// Its key under `decisions`.
    pub(super) key: &'static str,
    topic: &'static str,
    /// In words.
    pub(super) words: &'static str,
    /// What the topology answers, if it does.
    answer: fn(&Subject) -> Option<Written>,
}

const fn question(
    key: &'static str,
    topic: &'static str,
    words: &'static str,
    answer: fn(&Subject) -> Option<Written>,
) -> Question {
    Question { key, topic, words, answer }
}

/// All of them, by topic.
static QUESTIONS: [Question; 15] = [
    question(
        "granularity",
        "Service architecture",
        "Service granularity and boundaries?",
        answers::granularity,
    ),
    question(
        "communication",
        "Service architecture",
        "Synchronous or asynchronous communication?",
        answers::communication,
    ),
    question(
        "discovery",
        "Service architecture",
        "Service discovery mechanism?",
        answers::discovery,
    ),
    question(
        "databases",
        "Data management",
        "Database per service or shared databases?",
        answers::databases,
    ),
    question("event-sourcing", "Data management", "Event sourcing or CRUD?", answers::state),
    question("caching", "Data management", "Caching strategy?", answers::caching),
    question("migration", "Data management", "Data migration approach?", answers::migration),
    question("streaming", "Communication", "gRPC streaming requirements?", answers::streaming),
    question("queue", "Communication", "Message queue for asynchronous work?", answers::queue),
    question("gateway", "Communication", "API gateway pattern?", answers::gateway),
    question("mesh", "Communication", "Service mesh?", answers::mesh),
    question("orchestration", "Deployment", "Container orchestration?", answers::orchestration),
    question("rollout", "Deployment", "Blue-green or canary deployments?", answers::rollout),
    question("secrets", "Deployment", "Secrets management?", answers::secrets),
    question("configuration", "Deployment", "Configuration management?", answers::configuration),
];

fn view(subject: &Subject) -> Option<Value> {
    let rows: Vec<_> = QUESTIONS.iter().map(|question| row(subject, question)).collect();
    let known = |key: &str| QUESTIONS.iter().any(|question| question.key == key);
    let others =
        subject.model.decisions.iter().filter(|(key, answer, _)| !known(key) && !answer.is_empty());
    let others: Vec<_> = others
        .map(|(key, answer, why)| [markdown::text(key), markdown::text(answer), reason(why)])
        .collect();
    part::view([
        Part::new(
            "Questions and answers",
            [],
            table(["About", "Question", "Answer", "Why, or from where"], &rows),
        ),
        Part::new("Further decisions", [], table(["About", "Decision", "Why"], &others)),
    ])
}

fn row(subject: &Subject, question: &Question) -> [Written; 4] {
    let (answer, why) = if let Some((answer, why)) = decided(subject, question) {
        (markdown::text(answer), reason(why))
    } else if let Some(answer) = (question.answer)(subject) {
        (answer, Written::own("as the topology has it"))
    } else {
        let line = Line::default().own("write `decisions: {").own(question.key).own(": ..}`");
        (Written::own("**open**"), line.end())
    };
    [Written::own(question.topic), Written::own(question.words), answer, why]
}

fn reason(why: &str) -> Written {
    if why.is_empty() { Written::own("decided") } else { markdown::text(why) }
}

/// What somebody wrote under `decisions`.
fn decided<'a>(subject: &Subject<'a>, question: &Question) -> Option<(&'a str, &'a str)> {
    let decisions = subject.model.decisions.iter();
    let mut of_it = decisions.filter(|(key, answer, _)| key == question.key && !answer.is_empty());
    of_it.next().map(|(_, answer, why)| (answer.as_str(), why.as_str()))
}

/// What somebody decided of a question, if anybody did.
pub(super) fn decision<'a>(subject: &Subject<'a>, key: &str) -> Option<&'a str> {
    let question = QUESTIONS.iter().find(|question| question.key == key)?;
    decided(subject, question).map(|(answer, _)| answer)
}

/// The questions without an answer.
pub(super) fn open(subject: &Subject) -> Vec<&'static Question> {
    let is_open = |question: &&Question| {
        decided(subject, question).is_none() && (question.answer)(subject).is_none()
    };
    QUESTIONS.iter().filter(is_open).collect()
}
