//! What the scripts of the page know: where parts stand, and which flows, domains, protocols and data classes they have.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::graph::{NodeId, flow};
use crate::model::Flow;
use crate::names::Written;
use crate::names::written::html;

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
    flows: Vec<Touched>,
}

#[derive(Serialize)]
struct Node<'a> {
    place: &'a str,
    x: i64,
    y: i64,
    domain: Option<usize>,
}

/// An edge of the picture: its ends, and the numbers of its protocols and data classes.
#[derive(Serialize)]
struct Edge {
    from: usize,
    to: usize,
    protocols: Vec<usize>,
    data: Vec<usize>,
}

/// The numbers of the nodes and edges that a flow touches.
#[derive(Serialize)]
struct Touched {
    nodes: BTreeSet<usize>,
    edges: BTreeSet<usize>,
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
    let numbers: BTreeMap<NodeId, usize> = ground
        .drawing
        .nodes
        .iter()
        .enumerate()
        .map(|(number, placed)| (placed.node.id, number))
        .collect();
    let known = ground.numbers();
    let flows = ground.flows.iter().map(|flow| touched(ground, flow, &numbers, &known));
    html::json(&Facts {
        nodes: nodes(ground, &places),
        edges: edges(ground, &numbers),
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

fn edges(ground: &Ground, numbers: &BTreeMap<NodeId, usize>) -> Vec<Edge> {
    let (protocols, classes) = (protocols(ground), classes(ground));
    let class_names = names(&classes);
    let place = |list: &[&str], name: &str| list.binary_search(&name).ok();
    let edge = |edge: &crate::graph::Edge| {
        let carried = classes.get(&(edge.from, edge.to));
        let labels = edge.labels.iter();
        Edge {
            from: numbers[&edge.from],
            to: numbers[&edge.to],
            protocols: labels.filter_map(|label| place(&protocols, label)).collect(),
            data: carried.into_iter().flatten().filter_map(|c| place(&class_names, c)).collect(),
        }
    };
    ground.graph.edges.iter().map(edge).collect()
}

/// The titles of the boxes, in their order.
fn domains<'a>(ground: &'a Ground) -> Vec<&'a str> {
    ground.graph.groups.iter().filter_map(|group| group.title.as_deref()).collect()
}

/// What is written on edges, sorted.
fn protocols<'a>(ground: &'a Ground) -> Vec<&'a str> {
    let labels = ground.graph.edges.iter().flat_map(|edge| &edge.labels);
    labels.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
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
fn touched(
    ground: &Ground,
    one: &Flow,
    numbers: &BTreeMap<NodeId, usize>,
    known: &BTreeMap<(NodeId, NodeId), usize>,
) -> Touched {
    let passed = flow(ground.model(), one);
    let nodes = passed.groups.iter().flat_map(|group| &group.nodes);
    let ends = passed.edges.iter().map(|edge| (edge.from, edge.to));
    Touched {
        nodes: nodes.filter_map(|node| numbers.get(&node.id)).copied().collect(),
        edges: ends.filter_map(|ends| known.get(&ends)).copied().collect(),
    }
}
