//! In which order the system can be built: phases, tracks, the critical path, who waits for whom.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::graph::words::{engine, proper};
use crate::graph::{MOST_NODES, flowchart, phases};
use crate::model::ServiceId;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::CallKind;

use super::square::{Square, square};
use super::subject::Subject;
use super::table::table;
use super::{Section, beside, cells};

pub(super) const SECTION: Section =
    Section { name: "sequencing", heading: "Development Sequencing", view };

#[derive(Serialize)]
struct View {
    phases: Vec<Phase>,
    picture: Option<Written>,
    path: Option<Written>,
    knots: Vec<Written>,
    tasks: Option<Written>,
    tracks: Vec<Track>,
    matrix: Option<Square>,
}

#[derive(Serialize)]
struct Phase {
    number: Written,
    what: Written,
    how: Written,
    needs: Written,
}

#[derive(Serialize)]
struct Track {
    team: Written,
    work: Written,
}

/// What each service needs.
type NeededBy = BTreeMap<ServiceId, Vec<ServiceId>>;

/// Pairs of a needed service and one that needs it.
pub(super) type Needs = BTreeSet<(ServiceId, ServiceId)>;

fn view(subject: &Subject) -> Option<Value> {
    let needs = needs(subject);
    let numbered = phases_of(subject);
    if numbered.is_empty() {
        return None;
    }
    let ground = ground(subject);
    let path = critical_path(&numbered, &needs);
    let drawn = subject.scope.len() <= MOST_NODES && !needs.is_empty();
    let mut by: NeededBy = BTreeMap::new();
    for (needed, service) in &needs {
        by.entry(*service).or_default().push(*needed);
    }
    let of_services = numbered.iter().map(|(number, wave)| phase(subject, *number, wave, &by));
    let view = View {
        picture: drawn.then(|| flowchart(&phases(subject.model, &numbered, &needs, &path))),
        path: path_words(subject, &path),
        knots: knots(subject, &numbered, &needs),
        tasks: tasks(subject, &numbered, &by),
        tracks: tracks(subject, &numbered),
        matrix: matrix(subject, &needs),
        phases: ground.into_iter().chain(of_services).collect(),
    };
    Some(Value::from(Serde(&view)))
}

/// The phases in which services are built, with their numbers; a first one may lay the ground.
pub(super) fn phases_of(subject: &Subject) -> Vec<(usize, Vec<ServiceId>)> {
    let waves = subject.model.waves().into_iter();
    let inside = |wave: Vec<ServiceId>| -> Vec<ServiceId> {
        wave.into_iter().filter(|id| subject.scope.has(*id)).collect()
    };
    let waves = waves.map(inside).filter(|wave| !wave.is_empty());
    let first = 1 + usize::from(ground(subject).is_some());
    waves.enumerate().map(|(index, wave)| (first + index, wave)).collect()
}

/// The tasks in their order, each with its service, its phase and what it needs.
fn tasks(subject: &Subject, phases: &[(usize, Vec<ServiceId>)], by: &NeededBy) -> Option<Written> {
    let numbers = beside::numbers(subject.model, &subject.scope);
    let mut rows = Vec::new();
    for (phase, id) in
        phases.iter().flat_map(|(phase, wave)| wave.iter().map(move |id| (phase, id)))
    {
        let number = *numbers.get(id)?;
        let service = subject.model.service(*id);
        let mut needed: Vec<usize> =
            by.get(id).into_iter().flatten().filter_map(|id| numbers.get(id).copied()).collect();
        needed.sort_unstable();
        let needed: Vec<Written> = needed.into_iter().map(Written::from).collect();
        rows.push([
            markdown::link(&Written::from(number), &beside::task_path(service, number)),
            subject.service_link(service),
            (*phase).into(),
            if needed.is_empty() { markdown::nothing() } else { Written::join(&needed, ", ") },
            markdown::link(&Written::own("design"), &beside::design_path(service)),
        ]);
    }
    table(["Task", "Builds", "Phase", "After tasks", "How"], &rows)
}

/// A service needs those that it calls and those that it says it starts after.
pub(super) fn needs(subject: &Subject) -> Needs {
    let mut needs = Needs::new();
    for service in subject.services() {
        for call in subject.model.calls_of(service.id).filter(|c| c.kind != CallKind::Callback) {
            needs.extend(subject.model.callee(call).map(|callee| (callee, service.id)));
        }
        needs.extend(service.starts_after.iter().map(|before| (*before, service.id)));
    }
    needs.retain(|(needed, by)| needed != by && subject.scope.has(*needed));
    needs
}

/// The first phase: what every service stands on.
fn ground(subject: &Subject) -> Option<Phase> {
    let model = subject.model;
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for id in subject.stores() {
        let store = model.store(id);
        groups.entry(engine(store)).or_default().push(store.name.as_str());
    }
    for id in subject.scope.topics(model) {
        let topic = model.topic(id);
        groups.entry(proper(&topic.broker)).or_default().push(&topic.name);
    }
    let contracts: Vec<&str> =
        subject.services().flat_map(|service| &service.grpc).map(String::as_str).collect();
    if !contracts.is_empty() {
        groups.insert("contracts".to_owned(), contracts);
    }
    let parts: Vec<Written> = groups.iter().map(|(what, names)| group_words(what, names)).collect();
    (!parts.is_empty()).then(|| Phase {
        number: 1_usize.into(),
        what: Written::join(&parts, ", "),
        how: Written::own("parallel"),
        needs: markdown::nothing(),
    })
}

/// `PostgreSQL (auth-db, chat-db)`.
fn group_words(what: &str, names: &[&str]) -> Written {
    Line::default().text(what).own(" (").written(&cells::some(names)).own(")").end()
}

fn phase(subject: &Subject, number: usize, wave: &[ServiceId], needs: &NeededBy) -> Phase {
    let services = wave.iter().map(|id| subject.model.service(*id));
    let what = if wave.len() > subject.most() {
        subject.listed(services.map(|service| service.name.as_str()))
    } else {
        Written::join(&services.map(|one| subject.service_link(one)).collect::<Vec<_>>(), ", ")
    };
    let needed = wave.iter().flat_map(|id| needs.get(id).into_iter().flatten());
    let needed: BTreeSet<&str> =
        needed.map(|id| subject.model.service(*id).name.as_str()).collect();
    Phase {
        number: number.into(),
        what,
        how: Written::own(if wave.len() > 1 { "parallel" } else { "alone" }),
        needs: subject.listed(needed),
    }
}

/// A longest chain of services that wait for each other, from the last to build back to the first. With equal names
/// the lowest wins; cycles count as far as the phases break them.
fn critical_path(phases: &[(usize, Vec<ServiceId>)], needs: &Needs) -> Vec<ServiceId> {
    let phase_of = phase_of(phases);
    let mut before: BTreeMap<ServiceId, Vec<ServiceId>> = BTreeMap::new();
    for (needed, by) in needs {
        if phase_of.get(needed) < phase_of.get(by) {
            before.entry(*by).or_default().push(*needed);
        }
    }
    let mut longest: BTreeMap<ServiceId, (usize, Option<ServiceId>)> = BTreeMap::new();
    for id in phases.iter().flat_map(|(_, wave)| wave) {
        let mut best = (1, None);
        for needed in before.get(id).into_iter().flatten() {
            let length = longest[needed].0 + 1;
            if length > best.0 {
                best = (length, Some(*needed));
            }
        }
        longest.insert(*id, best);
    }
    let mut end = None;
    for (id, (length, _)) in &longest {
        if end.is_none_or(|(_, most)| *length > most) {
            end = Some((*id, *length));
        }
    }
    let mut path = Vec::new();
    let mut next = end.map(|(id, _)| id);
    while let Some(id) = next {
        path.push(id);
        next = longest[&id].1;
    }
    path.reverse();
    path
}

/// The number of the phase in which each service is built.
fn phase_of(phases: &[(usize, Vec<ServiceId>)]) -> BTreeMap<ServiceId, usize> {
    let numbered = |(number, wave): &(usize, Vec<ServiceId>)| {
        wave.iter().map(|id| (*id, *number)).collect::<Vec<_>>()
    };
    phases.iter().flat_map(numbered).collect()
}

fn path_words(subject: &Subject, path: &[ServiceId]) -> Option<Written> {
    if path.len() < 2 {
        return None;
    }
    let names: Vec<Written> =
        path.iter().map(|id| markdown::code(subject.model.service(*id).name.as_str())).collect();
    let line = Line::default().written(&Written::join(&names, " → ")).own(": ");
    Some(
        line.number(path.len())
            .own(" services that can only be finished one after the other.")
            .end(),
    )
}

/// Services that wait for one of a later phase, or of their own: only a cycle does that.
fn knots(subject: &Subject, phases: &[(usize, Vec<ServiceId>)], needs: &Needs) -> Vec<Written> {
    let phase_of = phase_of(phases);
    let backwards = needs.iter().filter(|(needed, by)| phase_of.get(needed) >= phase_of.get(by));
    let words = |(needed, by): &(ServiceId, ServiceId)| {
        let name = |id: &ServiceId| subject.model.service(*id).name.as_str();
        let line = Line::default().code(name(by)).own(" needs ").code(name(needed));
        line.own(", which comes no earlier: build it against its contract first.").end()
    };
    backwards.map(words).collect()
}

/// What each team builds, in the order of the phases.
fn tracks(subject: &Subject, phases: &[(usize, Vec<ServiceId>)]) -> Vec<Track> {
    let mut tracks: BTreeMap<&str, Vec<Written>> = BTreeMap::new();
    for (number, wave) in phases {
        let mut work: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for id in wave {
            if let Some(team) = subject.model.team_of(*id) {
                work.entry(team).or_default().push(subject.model.service(*id).name.as_str());
            }
        }
        for (team, names) in work {
            let line = Line::default().own("phase ").number(*number).own(": ");
            tracks.entry(team).or_default().push(line.written(&markdown::codes(names)).end());
        }
    }
    let track = |(team, work): (&str, Vec<Written>)| Track {
        team: markdown::text(team),
        work: Written::join(&work, "; "),
    };
    tracks.into_iter().map(track).collect()
}

/// Who needs whom, and whose events; nothing where there are too many services for a square.
fn matrix(subject: &Subject, needs: &Needs) -> Option<Square> {
    if needs.is_empty() {
        return None;
    }
    let mut events = Needs::new();
    for id in subject.scope.topics(subject.model) {
        let topic = subject.model.topic(id);
        for (publisher, _) in &topic.publishers {
            events.extend(topic.consumers.iter().map(|(consumer, _)| (*publisher, *consumer)));
        }
    }
    let services = subject.scope.services().collect();
    square(subject.model, &services, |by, needed| {
        match (needs.contains(&(needed, by)), events.contains(&(needed, by))) {
            (true, _) => "needs",
            (false, true) => "events",
            (false, false) => "",
        }
    })
}
