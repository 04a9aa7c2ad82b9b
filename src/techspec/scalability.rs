//! Where load meets, what grows with it, and what the stated numbers come to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;

use crate::analysis::connections::most;
use crate::analysis::needed::{instances, is_only_scheduled};
use crate::model::{Model, Service, ServiceId, Subscription};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::StoreKind;

use super::capacity::{capacity, connections};
use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, environments};

pub(super) const SECTION: Section = Section { name: "scalability", heading: "Scalability", view };

/// How many hot spots are shown.
const HOTTEST: usize = 10;

fn view(subject: &Subject) -> Option<Value> {
    part::view([
        hot_spots(subject),
        scaling_points(subject),
        partitions(subject),
        connections(subject),
        capacity(subject),
    ])
}

fn hot_spots(subject: &Subject) -> Part {
    let flows = subject.flows();
    let mut through: BTreeMap<ServiceId, usize> = BTreeMap::new();
    for flow in &flows {
        let operations = flow.operations.iter().map(|id| subject.model.operation(*id).service);
        for service in operations.collect::<BTreeSet<_>>() {
            *through.entry(service).or_default() += 1;
        }
    }
    let mut spots: Vec<(&Service, usize, usize)> = subject
        .services()
        .map(|service| (service, callers(subject, service).len()))
        .map(|(service, callers)| {
            (service, callers, through.get(&service.id).copied().unwrap_or_default())
        })
        .filter(|(_, callers, through)| *callers > 1 || (*callers > 0 && *through > 1))
        .collect();
    spots.sort_by_key(|(service, callers, through)| {
        (Reverse(*callers), Reverse(*through), service.id)
    });
    let rows: Vec<_> = spots
        .iter()
        .take(HOTTEST)
        .map(|(service, callers, through)| {
            let share = Line::default().number(*through).own(" of ").number(flows.len());
            [
                subject.service_link(service),
                (*callers).into(),
                share.end(),
                instances(service).into(),
            ]
        })
        .collect();
    let headings = ["Service", "Services that call it", "Flows through it", "Instances at least"];
    Part::new("Hot spots by fan-in", [], table(headings, &rows))
}

fn callers(subject: &Subject, service: &Service) -> BTreeSet<String> {
    let calls = subject.model.callers_of(service.id);
    let names = calls.map(|call| subject.model.caller_name(call.caller).to_owned());
    names.filter(|name| name != service.name.as_str()).collect()
}

fn scaling_points(subject: &Subject) -> Part {
    let model = subject.model;
    let row = |service: &Service| {
        let here = environments::instances(service);
        let name = service.name.as_str();
        let there = environments::elsewhere(subject, &here, |model| {
            model.service_named(name).map(environments::instances)
        });
        let cpu = service.scale.as_ref().and_then(|scale| scale.cpu.as_ref());
        let truths = service.owns.iter().map(|owned| model.store(owned.store));
        let truths: Vec<&str> = truths
            .filter(|store| store.kind == StoreKind::Truth)
            .map(|store| store.name.as_str())
            .collect();
        let state = match truths.as_slice() {
            [] if is_only_scheduled(service) => {
                Written::own("runs at its times: more instances would not do more")
            }
            [] => Written::own("no data of its own: any instance serves any request"),
            stores => {
                let line = Line::default().own("all instances share ");
                line.written(&markdown::codes(stores.iter().copied())).end()
            }
        };
        [
            subject.service_link(service),
            here,
            there,
            cpu.map_or_else(markdown::nothing, |cpu| {
                Line::default().own("above ").text(&cpu.value.text).own(" CPU").end()
            }),
            state,
        ]
    };
    let known = subject.services().filter(|service| service.generated || service.scale.is_some());
    let rows: Vec<_> = known.map(row).collect();
    let headings = ["Service", "Instances", "Elsewhere", "Grows", "State"];
    Part::new("Horizontal scaling points", [], table(headings, &rows))
}

fn partitions(subject: &Subject) -> Part {
    let mut rows: Vec<[Written; 6]> = Vec::new();
    for service in subject.services() {
        for known in &service.consumes {
            let topic = &subject.model.topic(known.topic).name;
            let there = environments::deployed(subject).into_iter().filter_map(|(name, model)| {
                let twin = model.service_named(service.name.as_str())?;
                let mut same = twin.consumes.iter();
                let known = same.find(|one| model.topic(one.topic).name == *topic)?;
                Some((name, shared(model, twin, known)?))
            });
            for ([partitions, group, most, meaning], names) in environments::alike(there) {
                let names = Written::join(&names, ", ");
                rows.push([markdown::code(topic), partitions, group, names, most, meaning]);
            }
        }
    }
    let headings =
        ["Topic", "Partitions", "Group", "Environment", "Instances at most", "What that means"];
    Part::new("Partitions", [], table(headings, &rows))
}

/// How many instances of a consumer find work, where the topic says how many partitions it has.
fn shared(model: &Model, service: &Service, known: &Subscription) -> Option<[Written; 4]> {
    let topic = model.topic(known.topic);
    let partitions = topic.written.partitions.as_ref()?.value.get() as usize;
    let most = most(service).map(|most| most as usize);
    let line = Line::default();
    let meaning = match most {
        None => {
            line.own("at most ").count(partitions, "instance finds", "instances find").own(" work")
        }
        Some(most) if most > partitions => {
            line.count(most - partitions, "instance is", "instances are").own(" idle at full scale")
        }
        Some(most) if partitions.is_multiple_of(most) => {
            line.count(partitions / most, "partition", "partitions").own(" for each instance")
        }
        Some(most) => line
            .number(partitions / most)
            .own(" or ")
            .count(partitions / most + 1, "partition", "partitions")
            .own(" for each instance"),
    };
    let meaning = match known.concurrency {
        Some(count) => meaning.own(", ").number(count as usize).own(" events at once"),
        None => meaning,
    };
    Some([
        partitions.into(),
        markdown::code(&known.group),
        most.map_or_else(|| Written::own("not bounded"), Written::from),
        meaning.end(),
    ])
}
