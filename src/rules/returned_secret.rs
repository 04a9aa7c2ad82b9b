//! P04: a secret that is handed out.

use crate::diagnostic::Code;
use crate::model::{Classes, Model, Operation, Topic};

use super::machinery::{SECRET, list};
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P04", name: "returned-secret" },
    page: include_str!("returned_secret.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let classes = Classes::of(model);
    let operations = model.operations.iter().filter_map(|one| of_operation(model, &classes, one));
    let topics = model.topics.iter().filter_map(|topic| of_topic(model, &classes, topic));
    operations.chain(topics).collect()
}

/// Whoever signs tokens may hand them out.
fn of_operation(model: &Model, classes: &Classes, operation: &Operation) -> Option<Finding> {
    let service = model.service(operation.service);
    let (_, method) = operation.rpc(&model.contracts)?;
    let secrets = secrets(model, classes, &method.output);
    if secrets.is_empty() || service.issues_tokens {
        return None;
    }
    let words = format!("`{}` of `{}` returns {}", operation.name, service.name, list(&secrets));
    let hint = "answer with something that stands for it; `issues: jwt` marks the service that hands out tokens";
    let cause = Cause::new(format!("# RPCs of `{}` return {}", service.name, list(&secrets)), hint);
    Some(
        Finding::error(words)
            .at(&method.span)
            .hint(hint)
            .because(cause, operation.name.as_str())
            .about(Subject::Operation(operation.id)),
    )
}

fn of_topic(model: &Model, classes: &Classes, topic: &Topic) -> Option<Finding> {
    let payload = topic.payload.as_ref()?;
    let secrets = secrets(model, classes, &payload.value);
    (!secrets.is_empty()).then(|| {
        Finding::error(format!("events of `{}` carry {}", topic.name, list(&secrets)))
            .at(&payload.span)
            .hint("take the field out of the event: topics are kept, copied and read by many")
            .about(Subject::Topic(topic.id))
    })
}

/// The secret fields in a message.
fn secrets<'a>(model: &'a Model, classes: &Classes, message: &str) -> Vec<&'a str> {
    let fields = classes.fields_in(message).iter().map(|index| &model.data_classes[*index]);
    fields.filter(|(_, class)| class == SECRET).map(|(field, _)| field.as_str()).collect()
}
