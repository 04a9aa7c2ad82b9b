//! The frame of the requirements document: what the answers say the system is to do, and room for the rest.

use std::fmt::Write;

use super::answers::{Access, Answers, Call, Operation, Role, Service};
use super::{waits, words};
use crate::names::Name;
use crate::names::written::markdown;

/// Something that the system is to do.
pub(super) struct Requirement {
    /// `FR-1`
    pub(super) id: String,
    /// What fulfils it.
    pub(super) operation: Operation,
    /// One sentence in Markdown.
    sentence: String,
}

/// One for each endpoint, worker and job, in the order of the services.
pub(super) fn requirements(answers: &Answers) -> Vec<Requirement> {
    let mut requirements = Vec::new();
    for (operation, calls) in answers.operations() {
        if let Some(sentence) = sentence(answers, &operation, calls) {
            let id = format!("FR-{}", requirements.len() + 1);
            requirements.push(Requirement { id, operation, sentence });
        }
    }
    requirements
}

/// The text of `_prd.md`.
pub(super) fn prd(answers: &Answers) -> String {
    let title = words::capital(&words::spaced(answers.system.as_str()));
    let mut out = format!("# {title}: what it is to do\n\n");
    out.push_str("A draft, made from the answers that began the project. Lines in italics wait for somebody who knows.\n");
    let purpose = if answers.description.is_empty() {
        "_Whose problem it solves, and how one would notice that it is solved._".to_owned()
    } else {
        format!("{}.", markdown::text(answers.description.trim_end_matches('.')))
    };
    let _ = write!(out, "\n## Purpose\n\n{purpose}\n\n## Functional requirements\n\n");
    for Requirement { id, sentence, .. } in requirements(answers) {
        let _ = writeln!(out, "- **{id}**: {sentence}");
    }
    quality(&mut out, answers);
    out.push_str("\n## Not part of it\n\n_What somebody might expect, and will not get._\n");
    out.push_str("\n## Open questions\n\n_What has to be decided, by whom, until when._\n");
    out
}

fn sentence(answers: &Answers, operation: &Operation, calls: &[Call]) -> Option<String> {
    let service = answers.services.iter().find(|service| service.name == *operation.service())?;
    let done = done(answers, operation, calls);
    Some(match (&service.role, operation) {
        (Role::Gateway { access, .. }, Operation::Endpoint(_, route)) => {
            let who = match access {
                Access::Open => "Anyone can send",
                Access::Jwt => "Whoever has a valid token can send",
                Access::Internal => "Whoever is inside can send",
            };
            format!("{who} {} to {}; {done}.", code(route), code(&service.name))
        }
        (Role::Worker { .. }, _) => {
            let topics: Vec<String> =
                answers.consumed_by(&service.name).map(|topic| code(&topic.name)).collect();
            format!("Whenever {} is published, {}: {done}.", or(&topics), about(service))
        }
        (Role::Job { schedule, .. }, _) => {
            format!("On the schedule {} (UTC), {}: {done}.", code(schedule), about(service))
        }
        (Role::Gateway { .. } | Role::Api { .. }, _) => return None,
    })
}

/// `a` or `b`.
fn or(things: &[String]) -> String {
    things.join(" or ")
}

/// The service, with its purpose where somebody said it.
fn about(service: &Service) -> String {
    if service.purpose.is_empty() {
        return format!("{} acts", code(&service.name));
    }
    let purpose = markdown::text(service.purpose.trim_end_matches('.'));
    format!("{} acts ({purpose})", code(&service.name))
}

/// What an operation does, as far as the answers say it.
fn done(answers: &Answers, operation: &Operation, calls: &[Call]) -> String {
    let mut parts = Vec::new();
    let names: Vec<String> = calls.iter().map(code).collect();
    match (names.as_slice(), operation) {
        ([], _) => {}
        ([first @ .., last], Operation::Endpoint(..)) => {
            let before = words::and(first);
            let after = if first.is_empty() { String::new() } else { format!(" after {before}") };
            parts.push(format!("the answer is that of {last}{after}"));
        }
        (all, _) => parts.push(format!("it calls {}", words::and(all))),
    }
    let mut reached: Vec<Operation> = vec![operation.clone()];
    reached.extend(calls.iter().cloned().map(Operation::Rpc));
    let topics = answers.topics.iter().filter(|topic| reached.contains(&topic.publisher));
    let topics: Vec<String> = topics.map(|topic| code(&topic.name)).collect();
    if !topics.is_empty() {
        parts.push(format!("{} is published", words::and(&topics)));
    }
    if parts.is_empty() {
        return "_what then happens_".to_owned();
    }
    parts.join(", and ")
}

/// What the topology promises, as requirements that somebody can test, each with the services that keep it.
fn promises(answers: &Answers) -> Vec<(String, Vec<Name>)> {
    let names = |keeps: &dyn Fn(&Service) -> bool| -> Vec<Name> {
        let services = answers.services.iter().filter(|service| keeps(service));
        services.map(|service| service.name.clone()).collect()
    };
    let wait = waits::duration(answers.timeout);
    let deadlines = format!(
        "Every call has a deadline: {wait}, and the time of the calls that it makes on top."
    );
    let events = "An event that is delivered twice has the effect of one; one that cannot be handled after 5 attempts is kept aside.";
    let stores = "Each store is touched by its owner only.";
    let all = [
        (
            deadlines,
            names(&|service| service.operations().iter().any(|(_, calls)| !calls.is_empty())),
        ),
        (events.to_owned(), names(&|service| answers.consumed_by(&service.name).next().is_some())),
        (stores.to_owned(), names(&|service| answers.owned_by(&service.name).next().is_some())),
    ];
    all.into_iter().filter(|(_, keepers)| !keepers.is_empty()).collect()
}

/// The ids of the promises that a service keeps.
pub(super) fn kept_by(answers: &Answers, service: &Name) -> Vec<String> {
    let promises = promises(answers).into_iter().enumerate();
    let kept = promises.filter(|(_, (_, keepers))| keepers.contains(service));
    kept.map(|(index, _)| format!("NFR-{}", index + 1)).collect()
}

fn quality(out: &mut String, answers: &Answers) {
    out.push_str("\n## Quality requirements\n\n");
    let promises = promises(answers);
    for (index, (sentence, _)) in promises.iter().enumerate() {
        let _ = writeln!(out, "- **NFR-{}**: {sentence}", index + 1);
    }
    let gap = if promises.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}_How many requests, how fast, how often it may fail._");
}

fn code(text: &impl ToString) -> String {
    markdown::code(&text.to_string()).to_string()
}
