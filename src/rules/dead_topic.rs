//! E01: a topic that nobody writes to, or that nobody reads.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Span};
use crate::model::{Model, ServiceId, Topic};

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
}

impl<'a> Links<'a> {
    fn of(model: &'a Model) -> Self {
        let dead = model.topics.iter().filter_map(|topic| topic.written.dead_letter.as_ref());
        let answered = model.topics.iter().filter(|topic| !topic.consumers.is_empty());
        let replies = answered.filter_map(|topic| topic.written.reply.as_ref());
        Self {
            dead_letters: dead.map(|name| name.value.as_str()).collect(),
            replies: replies.map(|name| name.value.as_str()).collect(),
        }
    }
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
            Finding::error(format!("{readers} {verb} for `{name}`, but nobody writes to it"))
                .hint(format!("write `publishes: [{name}]` at the service that knows first"))
        }
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

fn names(model: &Model, services: &[(ServiceId, Span)]) -> String {
    let names: Vec<&str> =
        services.iter().map(|(id, _)| model.service(*id).name.as_str()).collect();
    list(&names)
}
