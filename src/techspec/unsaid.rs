//! What this document calls not said, as questions: each with the things that it is about, and the key that answers it.

use std::collections::BTreeSet;

use crate::analysis::lone::lone;
use crate::model::{Service, Store, Topic};
use crate::names::Written;
use crate::names::written::markdown::Line;
use crate::topology::StoreKind;

use super::communication::auth_said;
use super::subject::Subject;
use super::{bodies, cells, environments};

/// A question, about several things at once.
struct Question {
    about: &'static str,
    before: &'static str,
    things: Vec<String>,
    behind: &'static str,
    place: &'static str,
}

/// The rows of all of them that are about anything.
pub(super) fn rows(subject: &Subject) -> Vec<[Written; 3]> {
    let all = [answers(subject), proofs(subject), entities(subject), promises(subject)];
    let of_topics = [retention(subject), partitions(subject), order(subject)];
    let of_stores = if is_run(subject) { vec![copies(subject), backups(subject)] } else { vec![] };
    let all = all.into_iter().chain(of_topics).chain(of_stores);
    all.filter(|question| !question.things.is_empty()).map(|one| row(&one)).collect()
}

fn row(question: &Question) -> [Written; 3] {
    let things: Vec<&str> = question.things.iter().map(String::as_str).collect();
    let line = Line::default().own(question.before).written(&cells::some(&things));
    [Written::own(question.about), line.own(question.behind).end(), Written::own(question.place)]
}

/// Whether it runs anywhere but on the machines of its makers.
fn is_run(subject: &Subject) -> bool {
    subject.deployed().next().is_some() || !subject.services().any(|service| service.generated)
}

fn answers(subject: &Subject) -> Question {
    let of_service = |service: &Service| {
        let name = service.name.clone();
        let open = bodies::unanswered(subject, service).into_iter();
        open.map(move |operation| format!("{name} {operation}")).collect::<Vec<_>>()
    };
    Question {
        about: "contracts",
        before: "What do these answer: ",
        things: subject.services().flat_map(of_service).collect(),
        behind: "?",
        place: "an OpenAPI document, as `http: openapi/NAME.yaml` of the service",
    }
}

fn proofs(subject: &Subject) -> Question {
    let calls = subject.calls().into_iter();
    let open = calls.filter(|call| auth_said(subject, call).is_none());
    let targets: BTreeSet<&str> = open.map(|call| subject.model.target_name(call)).collect();
    Question {
        about: "security",
        before: "How do callers prove who they are to ",
        things: targets.into_iter().map(str::to_owned).collect(),
        behind: "?",
        place: "`auth` of the service or external, or `defaults: {auth: ..}`",
    }
}

fn entities(subject: &Subject) -> Question {
    let open = subject.entities.all.iter().filter(|entity| entity.message.is_none());
    let name = |entity: &crate::graph::Entity| {
        format!("{}.{}", subject.model.store(entity.store).name, entity.name)
    };
    let names: BTreeSet<String> = open.map(name).collect();
    Question {
        about: "data",
        before: "Which fields have ",
        things: names.into_iter().collect(),
        behind: "?",
        place: "a message named after the entity, in the contracts of its service",
    }
}

fn promises(subject: &Subject) -> Question {
    let is_open = |service: &Service| {
        let mut operations = subject.model.operations_of(service.id).iter();
        service.public.is_some()
            && service.slo.is_none()
            && !operations.any(|operation| operation.slo.is_some())
    };
    let open = subject.services().filter(|service| is_open(service));
    Question {
        about: "promises",
        before: "How often is there, and how fast answers, ",
        things: open.map(|service| service.name.to_string()).collect(),
        behind: "?",
        place: "`slo: {availability: .., p99: ..}` of the service, or of its endpoints",
    }
}

/// The topics of which something is open.
fn topics(subject: &Subject, is_open: fn(&Topic) -> bool) -> Vec<String> {
    let topics = subject.scope.topics(subject.model).into_iter();
    let topics = topics.map(|id| subject.model.topic(id));
    topics.filter(|topic| is_open(topic)).map(|topic| topic.name.clone()).collect()
}

fn retention(subject: &Subject) -> Question {
    Question {
        about: "events",
        before: "How long are events kept of ",
        things: topics(subject, |topic| topic.written.retention.is_none()),
        behind: "?",
        place: "`retention` of the topic",
    }
}

fn partitions(subject: &Subject) -> Question {
    let is_open = |topic: &Topic| {
        let is_parted = topic.broker == "kafka" && !topic.consumers.is_empty();
        is_parted && topic.written.partitions.is_none() && topic.dead_letters_of.is_empty()
    };
    Question {
        about: "events",
        before: "How many partitions have ",
        things: topics(subject, is_open),
        behind: "?",
        place: "`partitions` of the topic",
    }
}

fn order(subject: &Subject) -> Question {
    let of_service = |service: &Service| {
        let name = service.name.clone();
        let open = service.consumes.iter().filter(|known| known.ordered.is_none());
        let topics = open.map(|known| subject.model.topic(known.topic).name.as_str());
        topics.map(|topic| format!("{name} {topic}")).collect::<Vec<_>>()
    };
    Question {
        about: "events",
        before: "Must these handle the events of one key in their order: ",
        things: subject.services().flat_map(of_service).collect(),
        behind: "?",
        place: "`ordered` at the consumer",
    }
}

fn copies(subject: &Subject) -> Question {
    let mut open: BTreeSet<String> = BTreeSet::new();
    for (_, model) in environments::deployed(subject) {
        let lone = lone(model);
        open.extend(lone.unsaid.keys().map(|id| model.store(*id).name.to_string()));
    }
    Question {
        about: "availability",
        before: "How many instances run of ",
        things: open.into_iter().collect(),
        behind: "?",
        place: "`replicas` of the store",
    }
}

fn backups(subject: &Subject) -> Question {
    let stores = subject.stores().into_iter().map(|id| subject.model.store(id));
    let is_open = |store: &&Store| store.kind == StoreKind::Truth && store.written.backup.is_none();
    Question {
        about: "recovery",
        before: "How often is a backup made of ",
        things: stores.filter(is_open).map(|store| store.name.to_string()).collect(),
        behind: ", and how long may it take to bring one back?",
        place: "`backup` of the store",
    }
}
