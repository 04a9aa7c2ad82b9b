//! The task of building a service: what for, after what, what it is accepted by, what shows it, where it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use crate::analysis::coverage::Part;
use crate::graph::words::{engine, proper};
use crate::model::{Operation, Service, ServiceId};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::Times;

use super::super::subject::Subject;
use super::super::table::table;
use super::super::{cells, configuration, proofs};
use super::criteria::{called, criteria};
use super::page::{Chapter, Page, Place};
use super::{Whole, design_path, task_path};

/// One folder below that of the specification.
const HERE: Place = Place { depth: 1 };

pub(super) fn task(subject: &Subject, service: &Service, whole: &Whole) -> Page {
    let numbers = &whole.numbers;
    let line = Line::default().own("Task ").number(numbers[&service.id]).own(": ");
    let title = line.code(service.name.as_str()).end();
    let mut chapters = vec![
        goal(subject, service, whole),
        depends(subject, service, whole),
        waiting(subject, service, whole),
        operations(subject, service),
    ];
    let all = subject.model.operations_of(service.id).iter();
    chapters.extend(all.map(|operation| of_operation(subject, operation)));
    chapters.extend([as_a_whole(subject, service), files(subject, service)]);
    Page::new(title, vec![links(subject, service)], chapters)
}

fn links(subject: &Subject, service: &Service) -> Written {
    let line = Line::default().own("Specification: ").written(&HERE.service(subject, service));
    let design = HERE.document(&Written::own("design"), &design_path(service));
    let line = line.own("; ").written(&design);
    let sequence = HERE.section(&Written::own("order of work"), "Development Sequencing");
    line.own("; ").written(&sequence).own(".").end()
}

fn goal(subject: &Subject, service: &Service, whole: &Whole) -> Option<Chapter> {
    let purpose = service.purpose.trim().trim_end_matches('.');
    let words = (!purpose.is_empty()).then(|| Line::default().text(purpose).own(".").end());
    let mut items = Vec::new();
    let phases = &whole.phases;
    let last = phases.last().map_or(0, |(number, _)| *number);
    if let Some((number, wave)) = phases.iter().find(|(_, wave)| wave.contains(&service.id)) {
        let line = Line::default().own("Phase: ").number(*number).own(" of ").number(last);
        let others = wave.iter().filter(|id| **id != service.id);
        let others: Vec<&str> = others.map(|id| subject.model.service(*id).name.as_str()).collect();
        items.push(if others.is_empty() {
            line.end()
        } else {
            line.own(", beside ").written(&cells::some(&others)).end()
        });
    }
    if let Some(team) = subject.model.team_of(service.id) {
        items.push(Line::default().own("Owner: ").text(team).end());
    }
    if let Some(repo) = &service.repo {
        items.push(Line::default().own("Written in ").code(repo).end());
    }
    items.extend(requirements(subject, service, whole));
    Chapter::new("Goal").words(words).items(items).end()
}

/// The requirements that the service and its operations name, with what they ask for.
fn requirements(subject: &Subject, service: &Service, whole: &Whole) -> Vec<Written> {
    let coverage = &whole.coverage;
    let mut found: BTreeMap<&str, Vec<Part>> = BTreeMap::new();
    for (id, claims) in &coverage.claims {
        let own = claims.iter().filter(|claim| claim.service == service.id);
        for claim in own {
            found.entry(id).or_default().push(claim.part);
        }
    }
    let line = |(id, parts): (&&str, &Vec<Part>)| {
        let line = Line::default().own("Requirement ").text(id);
        let known = coverage.document.and_then(|document| document.get(id));
        let line = match known.filter(|one| !one.title.is_empty()) {
            Some(one) => line.own(": ").written(&markdown::message(&one.title)),
            None => line,
        };
        let operations: Vec<&str> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Service(_) => None,
                Part::Operation(id) => Some(subject.model.operation(*id).name.as_str()),
            })
            .collect();
        if operations.is_empty() {
            return line.end();
        }
        line.own(" (").written(&markdown::codes(operations)).own(")").end()
    };
    found.iter().map(line).collect()
}

/// The tasks that come before, and what is there before all of them.
fn depends(subject: &Subject, service: &Service, whole: &Whole) -> Option<Chapter> {
    let numbers = &whole.numbers;
    let model = subject.model;
    let mut why: BTreeMap<ServiceId, Vec<Written>> = BTreeMap::new();
    for call in model.calls_of(service.id) {
        if let Some(callee) = model.callee(call).filter(|id| *id != service.id) {
            let words = why.entry(callee).or_default();
            words.push(cells::callee(model, call));
        }
    }
    for id in &service.starts_after {
        why.entry(*id).or_default().push(Written::own("it starts after it"));
    }
    let own = numbers[&service.id];
    let row = |(id, why): (&ServiceId, &Vec<Written>)| {
        let needed = model.service(*id);
        let (number, when) = match numbers.get(id) {
            Some(number) if *number < own => {
                (link(needed, *number), Written::own("before this one"))
            }
            Some(number) => {
                (link(needed, *number), Written::own("later: build against its contract first"))
            }
            None => (markdown::nothing(), Written::own("not part of these requirements")),
        };
        [number, markdown::code(needed.name.as_str()), Written::join(why, ", "), when]
    };
    let mut rows: Vec<_> = why.iter().collect();
    rows.sort_by_key(|(id, _)| (numbers.get(id).copied().unwrap_or(usize::MAX), **id));
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    let table = table(["Task", "Service", "For", "When"], &rows);
    let none = Written::own("No other task: it can begin at once.");
    let none = table.is_none().then_some(none);
    Chapter::new("Depends on").words(none).words(ground(subject, service)).table(table).end()
}

fn link(service: &Service, number: usize) -> Written {
    HERE.document(&Written::from(number), &task_path(service, number))
}

/// What it stands on that is no service.
fn ground(subject: &Subject, service: &Service) -> Option<Written> {
    let model = subject.model;
    let mut parts = Vec::new();
    for owned in &service.owns {
        let store = model.store(owned.store);
        let line = Line::default().code(store.name.as_str()).own(" (").text(&engine(store));
        parts.push(line.own(")").end());
    }
    let topics = service.publishes.iter().map(|one| one.topic);
    let topics = topics.chain(
        service.consumes.iter().flat_map(|one| [Some(one.topic), one.dead_letter]).flatten(),
    );
    for id in topics {
        let topic = model.topic(id);
        let line = Line::default().code(&topic.name).own(" (").text(&proper(&topic.broker));
        parts.push(line.own(")").end());
    }
    parts.dedup();
    let line = Line::default().own("Stands on ").written(&Written::join(&parts, ", ")).own(".");
    (!parts.is_empty()).then(|| line.end())
}

/// The tasks that come after.
fn waiting(subject: &Subject, service: &Service, whole: &Whole) -> Option<Chapter> {
    let after = whole.waiting.get(&service.id).into_iter().flatten();
    let mut after: Vec<(usize, &Service)> = after
        .filter_map(|id| Some((*whole.numbers.get(id)?, subject.model.service(*id))))
        .collect();
    after.sort_unstable_by_key(|(number, _)| *number);
    let items = after.into_iter().map(|(number, service)| {
        let line = Line::default().own("Task ").written(&link(service, number)).own(": ");
        line.code(service.name.as_str()).end()
    });
    Chapter::new("Waited for by").items(items).end()
}

/// How many there are; of a service that nobody asks for anything, its calls.
fn operations(subject: &Subject, service: &Service) -> Option<Chapter> {
    let model = subject.model;
    let count = model.operations_of(service.id).len();
    let mut calls = model.calls_of(service.id).peekable();
    let words = match (count, calls.peek()) {
        (0, None) => {
            Written::own("None is known: the topology names nothing that it is asked for.")
        }
        (0, Some(_)) => Written::own(
            "Nobody asks it for anything. Its calls are accepted when they keep to this:",
        ),
        (1, _) => Written::own("It is accepted when everything below it holds."),
        _ => {
            let line = Line::default().count(count, "operation", "operations");
            line.own(", each accepted when everything below it holds.").end()
        }
    };
    let once = Times::Count(NonZeroU32::MIN);
    let calls = calls.filter(|_| count == 0).map(|call| called(model, call, once));
    Chapter::new("Operations").words([words]).items(calls).end()
}

fn of_operation(subject: &Subject, operation: &Operation) -> Option<Chapter> {
    let tests = proofs::links(&proofs::proofs(subject, operation), HERE.depth);
    let shown = tests.map(|tests| Line::default().own("Shown by ").written(&tests).own(".").end());
    let fulfils = (!operation.covers.is_empty()).then(|| {
        let line = Line::default().own("Fulfils ");
        line.written(&cells::requirements(&operation.covers)).own(".").end()
    });
    let items = criteria(subject, operation).into_iter().chain(fulfils);
    Chapter::about(&operation.name).items(items).words(shown).end()
}

/// What holds for the service as a whole.
fn as_a_whole(subject: &Subject, service: &Service) -> Option<Chapter> {
    let mut items = Vec::new();
    if service.generated {
        let command = format!("uv run pytest services/{}", service.name);
        items.push(Line::default().own("Its tests pass: ").code(&command).own(".").end());
    }
    for owned in service.owns.iter().filter(|owned| !owned.entities.is_empty()) {
        let names = owned.entities.iter().map(|entity| entity.value.as_str());
        let line = Line::default().own("Keeps ").written(&markdown::codes(names)).own(" in ");
        items.push(line.code(subject.model.store(owned.store).name.as_str()).own(".").end());
    }
    let model = service.consistency.as_ref().and_then(|said| said.model.as_ref());
    if let Some(model) = model {
        let line = Line::default().own("Promises its readers ");
        let line = line.written(&cells::consistency(model.value)).own(" consistency.");
        items.push(line.end());
    }
    if let Some(promise) = service.slo.as_ref().and_then(cells::slo) {
        let line = Line::default().own("Keeps its promise for all operations: ");
        items.push(line.written(&promise).own(".").end());
    }
    if let Some(public) = &service.public {
        let line = Line::default().own("Can be reached from outside: ");
        items.push(line.written(&cells::public(public)).own(".").end());
    }
    Chapter::new("As a whole").items(items).table(configuration::settings(service)).end()
}

/// What is to be written, and what is written already.
fn files(subject: &Subject, service: &Service) -> Option<Chapter> {
    let folder = format!("services/{}/", service.name);
    let yours = below(&subject.documents.yours, &folder);
    let of_scaffold = below(&subject.documents.files, &folder).len() - yours.len();
    let contracts = service.grpc.iter().filter_map(|name| subject.model.contracts.service(name));
    let files = contracts.filter_map(|one| subject.model.contracts.files.get(&one.file));
    let mut contracts: Vec<&str> = files.map(|file| file.path.as_str()).collect();
    contracts.extend(service.document.as_deref());
    contracts.dedup();
    let mut items: Vec<Written> = HERE.files(yours);
    items.extend(
        contracts
            .into_iter()
            .map(|path| Line::default().written(&HERE.file(path)).own(": its contract").end()),
    );
    let words = (of_scaffold > 0).then(|| {
        let line = Line::default().own("To write and to change; ");
        let line = line.count(of_scaffold, "file", "files").own(" below ").code(&folder);
        line.own(if of_scaffold == 1 { " is" } else { " are" }).own(" scaffold's.").end()
    });
    Chapter::new("Files").words(words).items(items).end()
}

/// The paths below a folder.
fn below<'a>(files: &'a BTreeSet<String>, folder: &str) -> Vec<&'a str> {
    let files = files.range(folder.to_owned()..).map(String::as_str);
    files.take_while(|path| path.starts_with(folder)).collect()
}
