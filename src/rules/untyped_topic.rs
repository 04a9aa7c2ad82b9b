//! E02: a topic whose events have no contract.

use crate::diagnostic::Code;
use crate::model::{Model, Topic};
use crate::names::Suggestions;

use super::machinery::near;
use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "E02", name: "untyped-topic" },
    page: include_str!("untyped_topic.md"),
    stops: true,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let suggestions = Suggestions::default();
    model.topics.iter().filter_map(|topic| finding(model, topic, &suggestions)).collect()
}

fn finding(model: &Model, topic: &Topic, suggestions: &Suggestions) -> Option<Finding> {
    let name = &topic.name;
    let finding = match &topic.payload {
        Some(payload) if model.contracts.message(&payload.value).is_some() => return None,
        // What keeps it from being read is told already.
        Some(payload) if model.contracts.may_declare_message(&payload.value) => return None,
        Some(payload) => {
            let words = format!("`{name}` carries `{}`, which no proto declares", payload.value);
            let remedy = remedy(model, &payload.value, suggestions);
            Finding::error(words).at(&payload.span).hint(remedy)
        }
        // What nobody writes to carries nothing: that is the business of `dead-topic`.
        None if !topic.dead_letters_of.is_empty() || topic.publishers.is_empty() => return None,
        None => Finding::warning(format!("what `{name}` carries is not said"))
            .at(&topic.span)
            .hint(format!(
                "write `payload`, the full name of its message, at `{name}` under `topics`"
            )),
    };
    Some(finding.about(Subject::Topic(topic.id)))
}

fn remedy(model: &Model, payload: &str, suggestions: &Suggestions) -> String {
    let written = model.contracts.messages.values().filter(|message| !message.map_entry);
    match near(payload, written.map(|message| &message.full_name), suggestions) {
        Some(near) => format!("write `{near}` if that is meant, or declare `{payload}` in a proto"),
        None => format!("declare `{payload}` in a proto below a root of `protos`"),
    }
}
