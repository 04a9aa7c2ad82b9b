//! Everything that the page is about, gathered once.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::impact::{self, Impact, impacts};
use crate::graph::{Drawing, Graph, NodeId, drawing, landscape};
use crate::model::{Flow, Model};
use crate::names::written::html;
use crate::names::{Name, Written};
use crate::rules::Findings;
use crate::techspec::{Documents, Row, Subject, rows};

pub(super) struct Ground<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) graph: Graph,
    pub(super) drawing: Drawing,
    /// The parts that the picture shows: those that have details.
    drawn: BTreeSet<NodeId>,
    /// The edges of the system, sorted.
    pub(super) rows: Vec<Row>,
    pub(super) flows: Vec<&'a Flow>,
    pub(super) impacts: BTreeMap<impact::Node, Impact>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        model: &'a Model,
        findings: &'a Findings,
        prd: Option<&'a Name>,
        documents: &'a Documents<'a>,
    ) -> Self {
        let subject = Subject::new(model, findings, prd, documents);
        let graph = landscape(model, &subject.scope);
        let flows = subject.flows();
        let drawing = drawing(&graph);
        Self {
            drawn: drawing.nodes.iter().map(|placed| placed.node.id).collect(),
            drawing,
            rows: rows(&subject),
            impacts: impacts(model, flows.iter().copied()),
            graph,
            flows,
            subject,
        }
    }

    pub(super) fn model(&self) -> &'a Model {
        self.subject.model
    }

    /// What a part of the picture is called.
    pub(super) fn name(&self, node: NodeId) -> &'a str {
        let model = self.model();
        match node {
            NodeId::Service(id) => model.service(id).name.as_str(),
            NodeId::Topic(id) => &model.topic(id).name,
            NodeId::Store(id) => model.store(id).name.as_str(),
            NodeId::External(id) => model.external(id).name.as_str(),
            NodeId::Domain(id) => id.map_or("none", |id| model.domain(id).name.as_str()),
        }
    }

    /// Where the details of a part stand on the page.
    pub(super) fn place(&self, node: NodeId) -> Written {
        let kind = match node {
            NodeId::Service(_) => "service",
            NodeId::Topic(_) => "topic",
            NodeId::Store(_) => "store",
            NodeId::External(_) => "external",
            NodeId::Domain(_) => "domain",
        };
        html::id(kind, self.name(node))
    }

    /// The name of a part, as a link to its details where it has any.
    pub(super) fn link(&self, node: NodeId) -> Written {
        let words = html::text(self.name(node));
        if self.drawn.contains(&node) { html::link(&self.place(node), &words) } else { words }
    }

    /// The number of each edge of the picture, by its ends.
    pub(super) fn numbers(&self) -> BTreeMap<(NodeId, NodeId), usize> {
        let edges = self.graph.edges.iter().enumerate();
        edges.map(|(number, edge)| ((edge.from, edge.to), number)).collect()
    }
}
