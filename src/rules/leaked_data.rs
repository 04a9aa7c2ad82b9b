//! P01: classified data reaches somebody who may not have it.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Call, Classes, External, Model, Operation, OperationKind, Target, Topic};
use crate::names::Name;
use crate::topology::List;

use crate::diagnostic::Spanned;

use super::machinery::{SECRET, list, target};
use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P01", name: "leaked-data" },
    page: include_str!("leaked_data.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let classes = Classes::of(model);
    let topics = model.topics.iter().filter_map(|topic| of_topic(model, &classes, topic));
    let calls = model.calls.iter().filter_map(|call| of_call(model, &classes, call));
    topics.chain(calls).collect()
}

/// Secrets on topics are a matter of `P04`. Failed events are the same events: a dead-letter topic may carry what the topic
/// may that they come from, unless it says otherwise.
fn of_topic(model: &Model, classes: &Classes, topic: &Topic) -> Option<Finding> {
    let accepts = &topic.written.accepts;
    let failed = || failed_events(model, topic).filter(|_| accepts.is_written());
    let payload = topic.payload.as_ref().or_else(|| failed().next())?;
    let carried = topic.payload.iter().chain(failed());
    let carried = carried.flat_map(|payload| classes.of_message(&payload.value));
    let refused = refused(carried.filter(|class| *class != SECRET).collect(), accepts);
    if refused.is_empty() {
        return None;
    }
    let (name, words) = (&topic.name, list(&refused));
    let finding = if accepts.is_written() {
        Finding::error(format!("`{name}` carries {words}, which it does not accept")).hint(format!(
            "write `accepts: [{}]` if it may, or take the fields out",
            refused.join(", ")
        ))
    } else {
        Finding::undecidable(format!("whether `{name}` may carry {words} is open"))
            .hint(format!("write `accepts: [{}]` if it may", refused.join(", ")))
    };
    let place = topic.payload.as_ref().map_or(&topic.span, |payload| &payload.span);
    let finding = finding.at(place).about(Subject::Topic(topic.id));
    Some(if topic.payload.is_some() {
        finding
    } else {
        finding.with(&payload.span, "comes here when it fails")
    })
}

/// What the topics carry whose failed events go here.
fn failed_events<'a>(model: &'a Model, topic: &Topic) -> impl Iterator<Item = &'a Spanned<String>> {
    let all = model.services.iter().flat_map(|service| &service.consumes);
    let failing = all.filter(move |one| one.dead_letter == Some(topic.id));
    failing.filter_map(|one| model.topic(one.topic).payload.as_ref())
}

/// What a call to a system of others says that it sends; where it says nothing, what its operations were given.
fn of_call(model: &Model, classes: &Classes, call: &Call) -> Option<Finding> {
    let Target::External { id, .. } = call.target else { return None };
    let external = model.external(id);
    let accepts = &external.written.accepts;
    let sent = call.sends.iter().flat_map(|sent| classes_of(model, classes, sent)).collect();
    let refused_sent = refused(sent, accepts);
    let subjects = [Subject::Call(call.id), Subject::External(id)];
    let about = |finding: Finding| subjects.into_iter().fold(finding, Finding::about);
    let caller = model.caller_name(call.caller);
    if !refused_sent.is_empty() {
        let words = list(&refused_sent);
        let leak = leak(external, &format!("`{caller}` sends {words}"), &refused_sent);
        return Some(
            about(leak)
                .with(&call.span, "sent here")
                .because(many_leaks(external, &refused_sent), target(model, call)),
        );
    }
    if !call.sends.is_empty() {
        return None;
    }
    let known = model.operations.iter().filter(|one| one.steps.iter().any(|s| s.call == call.id));
    let given = known.flat_map(|operation| given(model, classes, operation)).collect();
    let refused_given = refused(given, accepts);
    if refused_given.is_empty() {
        return None;
    }
    let words = format!(
        "whether `{caller}` sends {} to `{}`, which does not accept it, is open",
        list(&refused_given),
        external.name
    );
    let hint = "write at the call what it `sends`: messages, fields or classes";
    let shared = format!(
        "whether # calls send {} to `{}`, which does not accept it, is open",
        list(&refused_given),
        external.name
    );
    let finding = Finding::undecidable(words).at(&call.span).hint(hint);
    Some(about(finding.because(Cause::new(shared, hint), target(model, call))))
}

fn many_leaks(external: &External, refused: &[&str]) -> Cause {
    let (name, words) = (&external.name, list(refused));
    let hint =
        format!("write `accepts: [{}]` if it may, or leave the fields out", refused.join(", "));
    let words = format!("# calls send {words} to `{name}`, which does not accept it");
    Cause::new(words, hint).at_some(Some(place(external)))
}

fn leak(external: &External, what: &str, refused: &[&str]) -> Finding {
    let name = &external.name;
    let hint =
        format!("write `accepts: [{}]` if it may, or leave the fields out", refused.join(", "));
    Finding::error(format!("{what} to `{name}`, which does not accept it"))
        .at(place(external))
        .hint(hint)
}

fn place(external: &External) -> &crate::diagnostic::Span {
    external.written.accepts.iter().next().map_or(&external.span, |class| &class.span)
}

/// The classes of what is named: a message, a field, or the class itself.
fn classes_of<'a>(model: &'a Model, classes: &'a Classes, sent: &'a str) -> Vec<&'a str> {
    let of_field = model.data_classes.iter().filter(|(field, _)| field == sent);
    let of_field: Vec<&str> = of_field.map(|(_, class)| class.as_str()).collect();
    let itself = model.data_classes.iter().find(|(_, class)| class == sent);
    let itself = itself.map(|(_, class)| class.as_str());
    classes.of_message(sent).chain(of_field).chain(itself).collect()
}

/// The classes that an operation has at hand: in what started it, and in what others answered.
fn given<'a>(model: &'a Model, classes: &'a Classes, operation: &Operation) -> Vec<&'a str> {
    let answers = model.request_steps(operation).filter_map(|step| {
        let Target::Operation(id) = model.call(step.call).target else { return None };
        let (_, method) = model.contracts.method(&model.operation(id).grpc_path()?)?;
        Some(method.output.as_str())
    });
    let messages = started_by(model, operation).into_iter().chain(answers);
    messages.flat_map(|message| classes.of_message(message)).collect()
}

fn started_by<'a>(model: &'a Model, operation: &Operation) -> Option<&'a str> {
    match &operation.kind {
        OperationKind::Event(topic) => {
            model.topic(*topic).payload.as_ref().map(|p| p.value.as_str())
        }
        OperationKind::Rpc { .. } => {
            operation.rpc(&model.contracts).map(|(_, method)| method.input.as_str())
        }
        _ => None,
    }
}

fn refused<'a>(carried: BTreeSet<&'a str>, accepts: &List<Spanned<Name>>) -> Vec<&'a str> {
    let is_refused = |class: &&str| accepts.iter().all(|known| known.value.as_str() != *class);
    carried.into_iter().filter(is_refused).collect()
}
