//! E01: a topic that nobody writes to, or that nobody reads.

use crate::diagnostic::Code;
use crate::model::{Model, ServiceId, Topic};
use crate::topology::TopicName;

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E01", name: "dead-topic" },
    page: include_str!("dead_topic.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.topics.iter().filter_map(|topic| finding(model, topic)).collect()
}

fn finding(model: &Model, topic: &Topic) -> Option<Finding> {
    let name = &topic.name;
    let is_reply = is_reply(model, topic);
    let has_source = !topic.publishers.is_empty() || !topic.dead_letters_of.is_empty() || is_reply;
    let has_reader = !topic.consumers.is_empty();
    let needs_reader =
        topic.dead_letters_of.is_empty() && !is_dead_letter(model, topic) && !is_reply;
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

fn names(model: &Model, services: &[(ServiceId, crate::diagnostic::Span)]) -> String {
    let names: Vec<&str> =
        services.iter().map(|(id, _)| model.service(*id).name.as_str()).collect();
    list(&names)
}

/// Whether another topic sends its failed events here.
fn is_dead_letter(model: &Model, topic: &Topic) -> bool {
    model.topics.iter().any(|other| is_named(other.written.dead_letter.as_ref(), topic))
}

/// Whether the readers of another topic answer here; whoever asked reads the answers.
fn is_reply(model: &Model, topic: &Topic) -> bool {
    let answers = |other: &Topic| {
        is_named(other.written.reply.as_ref(), topic) && !other.consumers.is_empty()
    };
    model.topics.iter().any(answers)
}

fn is_named(written: Option<&crate::diagnostic::Spanned<TopicName>>, topic: &Topic) -> bool {
    written.is_some_and(|name| name.value.as_str() == topic.name)
}
