//! The system at a glance: who talks to whom, in which contexts, with which data.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::graph::words::{pattern, proper, protocol, topic_pattern};
use crate::graph::{self, Diagram, Line as Arrow, Shape, flowchart};
use crate::model::Domain;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::Section;
use super::flows::{self, Flow};
use super::subject::Subject;
use super::table::table;

pub(super) const SECTION: Section =
    Section { name: "architecture", heading: "Architecture Overview", view };

/// How many pairs of services a line names before the rest is counted.
const MOST_PAIRS: usize = 6;

#[derive(Serialize)]
struct View {
    topology: Vec<Picture>,
    legend: Written,
    contexts: Option<Written>,
    styles: Vec<Style>,
    data_flow: Vec<Picture>,
    data_words: Written,
    starts: Option<Written>,
    starts_words: Written,
    flows: Vec<Flow>,
}

#[derive(Serialize)]
struct Picture {
    title: Option<Written>,
    text: Written,
}

#[derive(Serialize)]
struct Style {
    protocol: Written,
    pattern: Written,
    edges: Written,
    between: Written,
}

fn view(subject: &Subject) -> Option<Value> {
    let (model, scope) = (subject.model, &subject.scope);
    if scope.is_empty() {
        return None;
    }
    let topology = graph::parts(model, scope, |part| graph::topology(model, part));
    let data =
        |part: &graph::Scope| graph::data_flow(model, part, &subject.classes, &subject.entities);
    let data_flow = graph::parts(model, scope, data);
    let thick = |diagram: &Diagram| diagram.graph.edges.iter().any(|e| e.line == Arrow::Thick);
    let has_data = data_flow.iter().any(|diagram| !diagram.graph.edges.is_empty());
    let contexts = model.domains.iter().filter_map(|domain| context(subject, domain));
    let contexts: Vec<_> = contexts.collect();
    let view = View {
        legend: legend(&topology),
        topology: pictures(&topology),
        contexts: table(["Context", "Team", "About", "Services", "Calls into"], &contexts),
        styles: styles(subject),
        data_words: Written::own(if data_flow.iter().any(thick) {
            "Arrows carry requests, events and entities; thick ones carry classified data, also in responses."
        } else {
            "Arrows carry requests, events and entities."
        }),
        data_flow: if has_data { pictures(&data_flow) } else { Vec::new() },
        starts: flows::starts(subject),
        starts_words: flows::words(subject),
        flows: flows::flows(subject),
    };
    Some(Value::from(Serde(&view)))
}

fn pictures(diagrams: &[Diagram]) -> Vec<Picture> {
    let picture = |diagram: &Diagram| Picture {
        title: diagram.title.as_deref().map(markdown::text),
        text: flowchart(&diagram.graph),
    };
    diagrams.iter().map(picture).collect()
}

/// What the shapes and arrows mean that are there.
fn legend(diagrams: &[Diagram]) -> Written {
    const SHAPES: [(Shape, &str); 6] = [
        (Shape::Gateway, "hexagons are entered from outside"),
        (Shape::Service, "boxes serve requests"),
        (Shape::Worker, "boxes with doubled sides are workers and jobs"),
        (Shape::Client, "round corners are clients"),
        (Shape::Topic, "slanted boxes are topics"),
        (Shape::External, "stadiums are systems of others"),
    ];
    const LINES: [(Arrow, &str); 2] =
        [(Arrow::Solid, "solid arrows are requests"), (Arrow::Dotted, "dotted arrows are events")];
    let nodes = || diagrams.iter().flat_map(|d| &d.graph.groups).flat_map(|group| &group.nodes);
    let edges = || diagrams.iter().flat_map(|diagram| &diagram.graph.edges);
    let shapes = SHAPES.iter().filter(|(shape, _)| nodes().any(|node| node.shape == *shape));
    let lines = LINES.iter().filter(|(line, _)| edges().any(|edge| edge.line == *line));
    let words = shapes.map(|(_, words)| *words).chain(lines.map(|(_, words)| *words));
    let words: Vec<Written> = words.map(Written::own).collect();
    Line::default().own("Legend: ").written(&Written::join(&words, ", ")).own(".").end()
}

fn context(subject: &Subject, domain: &Domain) -> Option<[Written; 5]> {
    let model = subject.model;
    let inside: Vec<_> = domain.services.iter().filter(|id| subject.scope.has(**id)).collect();
    if inside.is_empty() {
        return None;
    }
    let mut needs = BTreeSet::new();
    for id in &inside {
        let callees = model.calls_of(**id).filter_map(|call| model.callee(call));
        let domains = callees.filter_map(|callee| model.service(callee).domain);
        needs.extend(domains.filter(|other| *other != domain.id));
    }
    let links: Vec<Written> =
        inside.iter().map(|id| subject.service_link(model.service(**id))).collect();
    Some([
        markdown::code(domain.name.as_str()),
        domain.team.as_deref().map_or_else(markdown::nothing, markdown::text),
        match domain.description.as_str() {
            "" => markdown::nothing(),
            words => markdown::text(words),
        },
        Written::join(&links, ", "),
        markdown::codes(needs.iter().map(|id| model.domain(*id).name.as_str())),
    ])
}

/// Protocols and patterns with the pairs that use them.
fn styles(subject: &Subject) -> Vec<Style> {
    let model = subject.model;
    let mut edges: BTreeMap<(String, &str), Vec<(String, String)>> = BTreeMap::new();
    for call in subject.calls() {
        let protocol = protocol(model, call).unwrap_or_else(|| "not said".to_owned());
        let pair = (model.caller_name(call.caller).to_owned(), model.target_name(call).to_owned());
        edges.entry((protocol, pattern(model, call))).or_default().push(pair);
    }
    for id in subject.scope.topics(model) {
        let topic = model.topic(id);
        let key = (proper(&topic.broker), topic_pattern(topic));
        let pairs = edges.entry(key).or_default();
        let name = |service: &crate::model::ServiceId| model.service(*service).name.to_string();
        let to = topic.publishers.iter().map(|(id, _)| (name(id), topic.name.clone()));
        let from = topic.consumers.iter().map(|(id, _)| (topic.name.clone(), name(id)));
        pairs.extend(to.chain(from));
    }
    edges.into_iter().map(|((protocol, pattern), pairs)| style(&protocol, pattern, pairs)).collect()
}

fn style(protocol: &str, pattern: &'static str, mut pairs: Vec<(String, String)>) -> Style {
    let edges = pairs.len();
    pairs.sort_unstable();
    pairs.dedup();
    let mut words: Vec<Written> = pairs
        .iter()
        .take(MOST_PAIRS)
        .map(|(from, to)| Line::default().code(from).own(" → ").code(to).end())
        .collect();
    if pairs.len() > MOST_PAIRS {
        words.push(Line::default().number(pairs.len() - MOST_PAIRS).own(" more").end());
    }
    Style {
        protocol: markdown::text(protocol),
        pattern: Written::own(pattern),
        edges: edges.into(),
        between: Written::join(&words, ", "),
    }
}
