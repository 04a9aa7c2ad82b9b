//! E01: a topic that nobody writes to, or that nobody reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Span};
use crate::model::{Model, ServiceId, Topic};
use crate::names::Suggestions;

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E01", name: "dead-topic" },
    page: include_str!("dead_topic.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let links = Links::of(model);
    model.topics.iter().filter_map(|topic| finding(model, &links, topic)).collect()
}

/// The topics that others name: where they send failed events, and where their readers answer.
struct Links<'a> {
    dead_letters: BTreeSet<&'a str>,
    replies: BTreeSet<&'a str>,
    /// By the names of topics that somebody reads and nobody writes to: one that nobody reads, of nearly that name.
    meant: BTreeMap<&'a str, &'a Topic>,
}

impl<'a> Links<'a> {
    fn of(model: &'a Model) -> Self {
        let dead = model.topics.iter().filter_map(|topic| topic.written.dead_letter.as_ref());
        let answered = model.topics.iter().filter(|topic| !topic.consumers.is_empty());
        let replies = answered.filter_map(|topic| topic.written.reply.as_ref());
        Self {
            dead_letters: dead.map(|name| name.value.as_str()).collect(),
            replies: replies.map(|name| name.value.as_str()).collect(),
            meant: meant(model),
        }
    }
}

fn meant(model: &Model) -> BTreeMap<&str, &Topic> {
    let is_half = |topic: &&Topic| topic.publishers.is_empty() != topic.consumers.is_empty();
    let (written, read): (Vec<&Topic>, Vec<&Topic>) =
        model.topics.iter().filter(is_half).partition(|topic| topic.consumers.is_empty());
    let suggestions = Suggestions::default();
    let near = |topic: &Topic| {
        let near = suggestions.nearest(&topic.name, written.iter().map(|one| one.name.as_str()))?;
        written.iter().find(|one| one.name == near).copied()
    };
    read.into_iter().filter_map(|topic| Some((topic.name.as_str(), near(topic)?))).collect()
}

fn finding(model: &Model, links: &Links, topic: &Topic) -> Option<Finding> {
    let name = &topic.name;
    let is_reply = links.replies.contains(name.as_str());
    let is_dead_letter =
        !topic.dead_letters_of.is_empty() || links.dead_letters.contains(name.as_str());
    let has_source = !topic.publishers.is_empty() || !topic.dead_letters_of.is_empty() || is_reply;
    let has_reader = !topic.consumers.is_empty();
    let needs_reader = !is_dead_letter && !is_reply;
    let finding = match (has_source, has_reader) {
        (false, false) => Finding::error(format!("nobody writes to `{name}`, and nobody reads it"))
            .hint("name it under `publishes` and `consumes` of the services that use it, or delete it"),
        (false, true) => {
            let readers = names(model, &topic.consumers);
            let verb = if topic.consumers.len() == 1 { "waits" } else { "wait" };
            let otherwise = format!("write `publishes: [{name}]` at the service that knows first");
            let finding =
                Finding::error(format!("{readers} {verb} for `{name}`, but nobody writes to it"));
            match links.meant.get(name.as_str()) {
                None => finding.hint(otherwise),
                Some(meant) => finding
                    .with(place_of_writers(meant), format!("writes to `{}`, which nobody reads", meant.name))
                    .hint(format!("write `{}` if that is meant, or {otherwise}", meant.name)),
            }
        }
        // Said already where it was meant.
        (true, false) if links.meant.values().any(|meant| meant.id == topic.id) => return None,
        (true, false) if needs_reader => {
            let writers = names(model, &topic.publishers);
            let verb = if topic.publishers.len() == 1 { "writes" } else { "write" };
            Finding::warning(format!("{writers} {verb} to `{name}`, but nobody reads it"))
                .hint(format!("write `consumes: [{name}]` at the service that needs it, or stop publishing"))
        }
        (true, _) => return None,
    };
    let users = topic.publishers.iter().chain(&topic.consumers);
    let mut finding = finding.at(&topic.span).about(Subject::Topic(topic.id));
    for (service, span) in users.filter(|(_, span)| *span != topic.span) {
        let verb = if has_reader { "waits for it" } else { "writes to it" };
        finding = finding.with(span, format!("`{}` {verb}", model.service(*service).name));
    }
    Some(finding)
}

fn place_of_writers(topic: &Topic) -> &Span {
    topic.publishers.first().map_or(&topic.span, |(_, span)| span)
}

fn names(model: &Model, services: &[(ServiceId, Span)]) -> String {
    let names: Vec<&str> =
        services.iter().map(|(id, _)| model.service(*id).name.as_str()).collect();
    list(&names)
}
