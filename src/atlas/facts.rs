//! What the scripts of the page know: where parts stand, and which flows, domains, protocols and data classes they have.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::graph::{NodeId, flow};
use crate::model::{CallId, Flow};
use crate::names::Written;
use crate::names::written::html;
use crate::techspec;

use super::ground::Ground;

/// A list from which one thing can be chosen.
#[derive(Serialize)]
pub(super) struct Filter {
    name: Written,
    words: Written,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: Written,
    words: Written,
}

#[derive(Serialize)]
struct Facts<'a> {
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge>,
    rows: Vec<Row>,
    flows: Vec<Touched>,
}

#[derive(Serialize)]
struct Node<'a> {
    place: &'a str,
    x: i64,
    y: i64,
    domain: Option<usize>,
}

/// An edge of the picture: its ends, and the numbers of the protocols and data classes of all its rows.
#[derive(Serialize)]
struct Edge {
    from: usize,
    to: usize,
    protocols: BTreeSet<usize>,
    data: Vec<usize>,
}

/// A row of the matrix: the number of its edge, and those of its own protocol and data classes.
#[derive(Serialize)]
struct Row {
    edge: Option<usize>,
    protocols: Vec<usize>,
    data: Vec<usize>,
}

/// The numbers of the nodes, edges and rows that a flow touches.
#[derive(Serialize)]
struct Touched {
    nodes: BTreeSet<usize>,
    edges: BTreeSet<usize>,
    rows: BTreeSet<usize>,
}

/// The number of everything.
struct Numbers {
    nodes: BTreeMap<NodeId, usize>,
    edges: BTreeMap<(NodeId, NodeId), usize>,
    /// The row of each call.
    calls: BTreeMap<CallId, usize>,
    /// The rows of events between two ends.
    events: BTreeMap<(NodeId, NodeId), Vec<usize>>,
}

impl Numbers {
    fn of(ground: &Ground) -> Self {
        let nodes = ground.drawing.nodes.iter().enumerate();
        let (mut calls, mut events) = (BTreeMap::new(), BTreeMap::<_, Vec<usize>>::new());
        for (number, row) in ground.rows.iter().enumerate() {
            match row.call {
                Some(call) => drop(calls.insert(call, number)),
                None => events.entry(row.ends).or_default().push(number),
            }
        }
        Self {
            nodes: nodes.map(|(number, placed)| (placed.node.id, number)).collect(),
            edges: ground.numbers(),
            calls,
            events,
        }
    }
}

/// The lists of the page; one without choices is left out.
pub(super) fn filters(ground: &Ground) -> Vec<Filter> {
    let flows = ground.flows.iter().map(|flow| html::text(&ground.model().flow_name(flow.entry)));
    let texts = |names: &[&str]| names.iter().map(|name| html::text(name)).collect();
    let classes = classes(ground);
    let all = [
        filter("flow", "Flow", flows.collect()),
        filter("domain", "Domain", texts(&domains(ground))),
        filter("protocol", "Protocol", texts(&protocols(ground))),
        filter("data", "Data class", texts(&names(&classes))),
    ];
    all.into_iter().filter(|filter| !filter.choices.is_empty()).collect()
}

fn filter(name: &'static str, words: &'static str, choices: Vec<Written>) -> Filter {
    let choice = |(number, words): (usize, Written)| Choice { value: number.into(), words };
    Filter {
        name: Written::own(name),
        words: Written::own(words),
        choices: choices.into_iter().enumerate().map(choice).collect(),
    }
}

/// The same as data; what is chosen in a list is named by its number in it.
pub(super) fn facts(ground: &Ground) -> Written {
    let places: Vec<Written> =
        ground.drawing.nodes.iter().map(|placed| ground.place(placed.node.id)).collect();
    let numbers = Numbers::of(ground);
    let rows = rows(ground, &numbers);
    let flows = ground.flows.iter().map(|flow| touched(ground, flow, &numbers));
    html::json(&Facts {
        nodes: nodes(ground, &places),
        edges: edges(ground, &numbers, &rows),
        rows,
        flows: flows.collect(),
    })
}

fn nodes<'a>(ground: &Ground, places: &'a [Written]) -> Vec<Node<'a>> {
    let titled = ground.graph.groups.iter().enumerate().flat_map(|(domain, group)| {
        let domain = group.title.as_ref().map(|_| domain);
        group.nodes.iter().map(move |_| domain)
    });
    let node = |((placed, place), domain): ((&crate::graph::Placed, &'a Written), _)| Node {
        place: place.as_str(),
        x: whole(placed.corner.x + placed.size.x / 2.0),
        y: whole(placed.corner.y + placed.size.y / 2.0),
        domain,
    };
    ground.drawing.nodes.iter().zip(places).zip(titled).map(node).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "pictures are far smaller than that")]
fn whole(measure: f64) -> i64 {
    measure.round() as i64
}

fn edges(ground: &Ground, numbers: &Numbers, rows: &[Row]) -> Vec<Edge> {
    let classes = classes(ground);
    let class_names = names(&classes);
    let mut spoken: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (edge, row) in rows.iter().filter_map(|row| Some((row.edge?, row))) {
        spoken.entry(edge).or_default().extend(&row.protocols);
    }
    let edge = |(number, edge): (usize, &crate::graph::Edge)| {
        let carried = classes.get(&(edge.from, edge.to));
        Edge {
            from: numbers.nodes[&edge.from],
            to: numbers.nodes[&edge.to],
            protocols: spoken.remove(&number).unwrap_or_default(),
            data: places(&class_names, carried.into_iter().flatten()),
        }
    };
    ground.graph.edges.iter().enumerate().map(edge).collect()
}

/// What is said of each row of the matrix alone.
fn rows(ground: &Ground, numbers: &Numbers) -> Vec<Row> {
    let (protocols, classes) = (protocols(ground), classes(ground));
    let class_names = names(&classes);
    let row = |row: &techspec::Row| Row {
        edge: numbers.edges.get(&row.ends).copied(),
        protocols: places(&protocols, &row.protocol),
        data: places(&class_names, &row.classes),
    };
    ground.rows.iter().map(row).collect()
}

/// The numbers of names in a sorted list.
fn places<'n>(list: &[&str], names: impl IntoIterator<Item = &'n String>) -> Vec<usize> {
    names.into_iter().filter_map(|name| list.binary_search(&name.as_str()).ok()).collect()
}

/// The titles of the boxes, in their order.
fn domains<'a>(ground: &'a Ground) -> Vec<&'a str> {
    ground.graph.groups.iter().filter_map(|group| group.title.as_deref()).collect()
}

/// What is spoken in the rows of the matrix, sorted.
fn protocols<'a>(ground: &'a Ground) -> Vec<&'a str> {
    let protocols = ground.rows.iter().filter_map(|row| row.protocol.as_deref());
    protocols.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The data classes that edges carry, by their ends.
type Carried = BTreeMap<(NodeId, NodeId), BTreeSet<String>>;

fn names(classes: &Carried) -> Vec<&str> {
    let names = classes.values().flatten().map(String::as_str);
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

fn classes(ground: &Ground) -> Carried {
    let mut classes = Carried::new();
    for row in ground.rows.iter().filter(|row| !row.classes.is_empty()) {
        classes.entry(row.ends).or_default().extend(row.classes.iter().cloned());
    }
    for entity in &ground.subject.entities.all {
        let ends = (NodeId::Service(entity.owner), NodeId::Store(entity.store));
        let carried = ground.subject.class_names(entity.message.as_deref());
        if !carried.is_empty() {
            classes.entry(ends).or_default().extend(carried.into_iter().map(str::to_owned));
        }
    }
    classes
}

/// What a flow passes, with the stores of its services.
fn touched(ground: &Ground, one: &Flow, numbers: &Numbers) -> Touched {
    let passed = flow(ground.model(), one);
    let nodes = passed.groups.iter().flat_map(|group| &group.nodes);
    let ends = || passed.edges.iter().map(|edge| (edge.from, edge.to));
    let calls = one.calls.iter().filter_map(|id| numbers.calls.get(id));
    let events = ends().filter_map(|ends| numbers.events.get(&ends)).flatten();
    Touched {
        nodes: nodes.filter_map(|node| numbers.nodes.get(&node.id)).copied().collect(),
        edges: ends().filter_map(|ends| numbers.edges.get(&ends)).copied().collect(),
        rows: calls.chain(events).copied().collect(),
    }
}
