//! The design of a service: its place among the others, what it does, keeps and needs, and what its loss means.

use crate::analysis::impact::Node;
use crate::graph::{MOST_NODES, Scope, flowchart, topology};
use crate::model::{OperationId, Service};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::super::subject::Subject;
use super::super::{bodies, configuration, consistency, dependencies, impact, services};
use super::page::{Chapter, Page, Place};
use super::{Whole, task_path};

/// Two folders below that of the specification.
const HERE: Place = Place { depth: 2 };

pub(super) fn design(subject: &Subject, service: &Service, whole: &Whole) -> Page {
    let title = Line::default().own("Design of ").code(service.name.as_str()).end();
    let purpose = service.purpose.trim().trim_end_matches('.');
    let purpose = (!purpose.is_empty()).then(|| Line::default().text(purpose).own(".").end());
    let mut words: Vec<Written> = purpose.into_iter().collect();
    words.push(links(subject, service, whole.numbers[&service.id]));
    let chapters = vec![
        Chapter::new("In short").items(services::facts(subject, service)).end(),
        neighbours(subject, service),
        contracts(subject, service),
        Chapter::new("What is asked of it").table(services::asked_of(subject, service)).end(),
        Chapter::new("What its routes take and answer")
            .table(bodies::bodies(subject, service))
            .end(),
        Chapter::new("What it does by itself").table(services::done_by(subject, service)).end(),
        data(subject, service),
        Chapter::new("What it needs").table(dependencies::dependencies(subject, service)).end(),
        loss(subject, service, whole),
        Chapter::new("Patterns").items(whole.patterns.of(service.id)).end(),
        Chapter::new("Configuration").table(configuration::settings(service)).end(),
    ];
    Page::new(title, words, chapters)
}

fn links(subject: &Subject, service: &Service, number: usize) -> Written {
    let line = Line::default().own("Specification: ").written(&HERE.service(subject, service));
    let task = Line::default().own("task ").number(number).end();
    let task = HERE.document(&task, &task_path(service, number));
    line.own("; built by ").written(&task).own(".").end()
}

/// The service and those that it talks to.
fn neighbours(subject: &Subject, service: &Service) -> Option<Chapter> {
    let graph = topology(subject.model, &Scope::of([service.id]));
    let drawn = !graph.edges.is_empty() && graph.len() <= MOST_NODES;
    Chapter::new("Neighbours").picture(drawn.then(|| flowchart(&graph))).end()
}

fn contracts(subject: &Subject, service: &Service) -> Option<Chapter> {
    let contracts = &subject.model.contracts;
    let of_grpc = service.grpc.iter().map(|name| {
        let line = Line::default().code(name);
        let file = contracts.service(name).and_then(|one| contracts.files.get(&one.file));
        match file {
            Some(file) => line.own(": ").written(&HERE.file(&file.path)).end(),
            None => line.end(),
        }
    });
    let made = format!("docs/openapi/{}.json", service.name);
    let made = subject.documents.files.get(&made).map(String::as_str);
    let documents = service.document.as_deref().into_iter().chain(made);
    let documents =
        documents.map(|path| Line::default().own("HTTP: ").written(&HERE.file(path)).end());
    let topics = service.publishes.iter().filter_map(|one| {
        let topic = subject.model.topic(one.topic);
        let payload = topic.payload.as_ref()?;
        let line = Line::default().own("publishes ").code(&topic.name).own(" as ");
        Some(line.code(&payload.value).end())
    });
    let items = of_grpc.chain(documents).chain(topics);
    Chapter::new("Contracts").items(items).end()
}

fn data(subject: &Subject, service: &Service) -> Option<Chapter> {
    let keeps = consistency::keeps(service);
    let words = keeps.then(|| {
        let line = Line::default().own("Transactions: ");
        line.written(&consistency::transactions(subject, service)).own(".").end()
    });
    Chapter::new("What it keeps").words(words).table(services::data(subject, service)).end()
}

/// Which flows stop or degrade when all of its instances are gone.
fn loss(subject: &Subject, service: &Service, whole: &Whole) -> Option<Chapter> {
    let impact = whole.impacts.get(&Node::Service(service.id));
    let names = |entries: &[OperationId]| impact::names(subject.model, entries);
    let items = match impact {
        Some(impact) => {
            let (stops, degrades) = (impact.stops.as_slice(), impact.degrades.as_slice());
            let line = Line::default().own("Stops: ").written(&names(stops));
            let stop = (!stops.is_empty()).then(|| line.end());
            let line = Line::default().own("Degrades: ").written(&names(degrades));
            let degrade = (!degrades.is_empty()).then(|| line.end());
            let share = Line::default().own("Blast radius: ").number(stops.len()).own(" of ");
            let share = share.count(whole.flows, "flow", "flows").end();
            stop.into_iter().chain(degrade).chain([share]).collect()
        }
        None if whole.flows == 0 => Vec::new(),
        None => vec![Written::own("No flow passes it.")],
    };
    let holds = impact::holds(subject, Node::Service(service.id));
    let holds = (holds != markdown::nothing())
        .then(|| Line::default().own("What holds: ").written(&holds).end());
    Chapter::new("When it is gone").items(items.into_iter().chain(holds)).end()
}
