//! E07: two contexts tell different things by the same name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::model::{DomainId, Model, Topic};

use super::machinery::list;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E07", name: "ambiguous-event-name" },
    page: include_str!("ambiguous_event_name.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let mut named: BTreeMap<&str, Vec<&Topic>> = BTreeMap::new();
    for topic in model.topics.iter().filter(|topic| !topic.publishers.is_empty()) {
        let Some(payload) = &topic.payload else { continue };
        let name = payload.value.rsplit('.').next().unwrap_or(&payload.value);
        named.entry(name).or_default().push(topic);
    }
    named.into_iter().filter_map(|(name, topics)| finding(model, name, &topics)).collect()
}

/// The domains whose services publish to a topic.
fn domains(model: &Model, topic: &Topic) -> BTreeSet<DomainId> {
    topic.publishers.iter().filter_map(|(id, _)| model.service(*id).domain).collect()
}

fn finding(model: &Model, name: &str, topics: &[&Topic]) -> Option<Finding> {
    let domains: BTreeSet<DomainId> =
        topics.iter().flat_map(|topic| domains(model, topic)).collect();
    if domains.len() < 2 {
        return None;
    }
    let [first, others @ ..] = topics else { return None };
    let whose: Vec<&str> = domains.iter().map(|id| model.domain(*id).name.as_str()).collect();
    let types: BTreeSet<&str> =
        topics.iter().filter_map(|topic| Some(topic.payload.as_ref()?.value.as_str())).collect();
    let finding = if types.len() > 1 {
        let types: Vec<&str> = types.into_iter().collect();
        let words = format!(
            "{} both tell of `{name}`, each in a type of its own: {}",
            list(&whose),
            list(&types)
        );
        Finding::error(words).hint("name the events for what each context means, or share one type")
    } else {
        Finding::info(format!("{} both tell of `{name}`", list(&whose)))
            .hint("let one context tell of it, and the others listen")
    };
    let finding = finding.at(place(first)).about(Subject::Topic(first.id));
    Some(others.iter().fold(finding, |finding, topic| {
        finding.with(place(topic), format!("`{}`", topic.name)).about(Subject::Topic(topic.id))
    }))
}

fn place(topic: &Topic) -> &crate::diagnostic::Span {
    topic.payload.as_ref().map_or(&topic.span, |payload| &payload.span)
}
