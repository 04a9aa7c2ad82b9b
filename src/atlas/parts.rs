//! The details of each part of the picture.

use serde::Serialize;

use crate::analysis::impact;
use crate::graph::words::{engine, proper};
use crate::graph::{NodeId, Placed};
use crate::model::{ExternalId, Model, OperationId, Service, StoreId, TopicId};
use crate::names::Written;
use crate::names::written::html;
use crate::techspec::{self, HEADINGS, cells, holds};

use super::checks::{Check, by_part};
use super::contract::{contract, message};
use super::ground::Ground;
use super::requirements::requirements;

/// A part of the system, with everything that there is to say of it.
#[derive(Serialize)]
pub(super) struct Part {
    place: Written,
    name: Written,
    kind: Written,
    purpose: Option<Written>,
    facts: Vec<Written>,
    tables: Vec<Table>,
    findings: Vec<Check>,
    impact: Vec<Written>,
}

/// A table with a heading of its own.
#[derive(Serialize)]
pub(super) struct Table {
    place: Written,
    title: Written,
    heads: Written,
    rows: Vec<Written>,
}

impl Table {
    /// A table of finished cells; nothing without rows.
    pub(super) fn new(
        place: Written,
        title: Written,
        headings: &[&'static str],
        rows: &[Vec<Written>],
    ) -> Option<Self> {
        let rows: Vec<Written> = rows.iter().map(|row| html::cells(row)).collect();
        let heads = html::headings(headings);
        (!rows.is_empty()).then_some(Self { place, title, heads, rows })
    }
}

/// The parts, in the order of the picture.
pub(super) fn parts(ground: &Ground) -> Vec<Part> {
    let mut findings = by_part(ground);
    let part = |placed: &Placed| {
        let found = findings.remove(&placed.node.id).unwrap_or_default();
        part(ground, placed, found)
    };
    ground.drawing.nodes.iter().map(part).collect()
}

fn part(ground: &Ground, placed: &Placed, findings: Vec<Check>) -> Part {
    let node = placed.node.id;
    let model = ground.model();
    let place = ground.place(node);
    let (mut tables, mut purpose) = (Vec::new(), None);
    let facts = match node {
        NodeId::Service(id) => {
            let service = model.service(id);
            purpose = Some(html::text(&service.purpose)).filter(|words| !words.is_empty());
            tables.extend(requirements(ground, service, &place));
            tables.extend(contract(ground, service, &place));
            of_service(ground, service)
        }
        NodeId::Store(id) => of_store(ground, id),
        NodeId::Topic(id) => of_topic(ground, id),
        NodeId::External(id) => of_external(model, id),
        NodeId::Domain(_) => Vec::new(),
    };
    tables.extend(calls(ground, node, &place, Side::Out));
    tables.extend(calls(ground, node, &place, Side::In));
    Part {
        name: html::text(&placed.node.label),
        kind: Written::own(placed.node.shape.word()),
        findings,
        impact: impact(ground, node),
        place,
        purpose,
        facts,
        tables,
    }
}

fn of_service(ground: &Ground, service: &Service) -> Vec<Written> {
    let mut facts: Vec<Written> =
        techspec::facts(&ground.subject, service).iter().map(html::inline).collect();
    for owned in &service.owns {
        let entities: Vec<Written> =
            owned.entities.iter().map(|entity| html::text(&entity.value)).collect();
        let line = Written::fill("Owns {}", &[&ground.link(NodeId::Store(owned.store))]);
        let line = if entities.is_empty() {
            line
        } else {
            Written::fill("{}: {}", &[&line, &Written::join(&entities, ", ")])
        };
        facts.push(line);
    }
    for (words, used) in [("Reads {}", &service.reads), ("Writes to {}", &service.writes)] {
        let stores = used.iter().map(|used| ground.link(NodeId::Store(used.store)));
        facts.extend(stores.map(|store| Written::fill(words, &[&store])));
    }
    facts
}

fn of_store(ground: &Ground, id: StoreId) -> Vec<Written> {
    let store = ground.model().store(id);
    let mut facts = vec![Written::fill("Engine: {}", &[&html::text(&engine(store))])];
    for (words, services) in [
        ("Owned by {}", &store.owners),
        ("Read by {}", &store.readers),
        ("Written to by {}", &store.writers),
    ] {
        let links: Vec<Written> =
            services.iter().map(|(id, _)| ground.link(NodeId::Service(*id))).collect();
        if !links.is_empty() {
            facts.push(Written::fill(words, &[&Written::join(&links, ", ")]));
        }
    }
    let entities = ground.subject.entities.all.iter().filter(|entity| entity.store == id);
    facts.extend(entities.map(|entity| {
        let name = html::text(&entity.name);
        match &entity.message {
            Some(name_of) => {
                Written::fill("Keeps {} as {}", &[&name, &message(ground, name_of, false)])
            }
            None => Written::fill("Keeps {}", &[&name]),
        }
    }));
    facts
}

fn of_topic(ground: &Ground, id: TopicId) -> Vec<Written> {
    let topic = ground.model().topic(id);
    let payload = topic.payload.as_ref();
    let payload = payload
        .map_or_else(|| Written::own("not said"), |payload| message(ground, &payload.value, false));
    let mut facts = vec![Written::fill("Payload: {}", &[&payload])];
    for (heading, words) in techspec::properties(topic) {
        facts.push(Written::fill("{}: {}", &[&Written::own(heading), &html::inline(&words)]));
    }
    facts
}

fn of_external(model: &Model, id: ExternalId) -> Vec<Written> {
    let external = model.external(id);
    vec![Written::fill("Protocol: {}", &[&html::text(&proper(&external.protocol))])]
}

#[derive(Clone, Copy)]
enum Side {
    Out,
    In,
}

/// What a part sends, or what reaches it: the rows of the matrix without the part itself.
fn calls(ground: &Ground, node: NodeId, place: &Written, side: Side) -> Option<Table> {
    let rows = ground.rows.iter().filter_map(|row| {
        let (here, there) = match side {
            Side::Out => row.ends,
            Side::In => (row.ends.1, row.ends.0),
        };
        let cells = row.cells[2..].iter().map(html::inline);
        (here == node).then(|| [ground.link(there)].into_iter().chain(cells).collect())
    });
    let (title, first, prefix) = match side {
        Side::Out => ("Calls and events out", HEADINGS[1], "out-{}"),
        Side::In => ("Calls and events in", HEADINGS[0], "in-{}"),
    };
    let mut headings = HEADINGS[1..].to_vec();
    headings[0] = first;
    let place = Written::fill(prefix, &[place]);
    Table::new(place, Written::own(title), &headings, &rows.collect::<Vec<_>>())
}

/// What the loss of a part does to the flows.
fn impact(ground: &Ground, node: NodeId) -> Vec<Written> {
    let lost = match node {
        NodeId::Service(id) => impact::Node::Service(id),
        NodeId::Store(id) => impact::Node::Store(ground.model().store(id).server.host),
        NodeId::Topic(id) => impact::Node::Topic(id),
        NodeId::External(id) => impact::Node::External(id),
        NodeId::Domain(_) => return Vec::new(),
    };
    let Some(found) = ground.impacts.get(&lost) else {
        return vec![Written::own("No flow needs it.")];
    };
    let of_all = |words: &'static str, entries: &[OperationId]| {
        let names: Vec<String> = entries.iter().map(|id| ground.model().flow_name(*id)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (count, all) = (entries.len().into(), ground.flows.len().into());
        Written::fill(words, &[&count, &all, &html::inline(&cells::some(&names))])
    };
    let mut facts = Vec::new();
    if !found.stops.is_empty() {
        facts.push(of_all("Stops {} of {} flows: {}", &found.stops));
    }
    if !found.degrades.is_empty() {
        facts.push(of_all("Degrades {} of {} flows: {}", &found.degrades));
    }
    let holding = html::inline(&holds(&ground.subject, lost));
    if holding.as_str() != "-" {
        facts.push(Written::fill("What holds: {}", &[&holding]));
    }
    facts
}
