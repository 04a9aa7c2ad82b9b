//! A topology and its protos, judged by every rule, with the texts that the findings point into.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::sync::Arc;

use scaffold::contracts::{self, Root};
use scaffold::diagnostic::{Diagnostic, Outcome, Sources};
use scaffold::rules::{self, Everywhere, Findings};
use scaffold::tree::{File, Tree, TreePath};
use scaffold::{model, requirements, topology};

/// What there is to say about a topology.
pub(crate) struct Judged {
    /// From reading and resolving, before any rule.
    pub(crate) faults: Vec<Diagnostic>,
    pub(crate) findings: Findings,
    pub(crate) sources: Sources,
}

/// Judges `topology.yaml` with protos, each a path below `proto/` and its text.
pub(crate) fn judge(text: &str, protos: &[(String, String)]) -> Judged {
    judge_with(text, protos, &[])
}

/// The same with requirements documents, each a slug and its text.
pub(crate) fn judge_with(
    text: &str,
    protos: &[(String, String)],
    documents: &[(String, String)],
) -> Judged {
    let mut sources = Sources::default();
    let file: Arc<str> = "topology.yaml".into();
    sources.insert(&file, &text.into());
    let mut files = Tree::default();
    for (path, proto) in protos {
        sources.insert(&format!("proto/{path}").into(), &proto.as_str().into());
        files.insert(TreePath::new(path).expect("a sound path"), File::new(proto.as_str()));
    }
    let root = Root { folder: "proto".to_owned(), files, ..Root::default() };
    let (topology, mut faults) = topology::parse(&file, text);
    let (mut contracts, of_contracts) = contracts::compile(&[root]);
    for (slug, document) in documents {
        let path: Arc<str> = requirements::path(slug).into();
        sources.insert(&path, &document.as_str().into());
        contracts.requirements.insert(slug.clone(), requirements::parse(&path, document));
    }
    let (model, of_model) = model::resolve(&topology, contracts);
    faults.extend(of_contracts);
    faults.extend(of_model);
    let Everywhere { findings, of_environments } =
        rules::check_everywhere(&topology, &model, &faults);
    let findings = findings.and(of_environments);
    Judged { faults, findings, sources }
}

impl Judged {
    /// What one rule has to say.
    pub(crate) fn of(&self, id: &str) -> Vec<Diagnostic> {
        let of_rule = |diagnostic: &&Diagnostic| diagnostic.code.id == id;
        self.findings.diagnostics.iter().filter(of_rule).cloned().collect()
    }

    /// The lines of the topology that a diagnostic points at, from 1; the place itself first.
    pub(crate) fn lines(&self, diagnostic: &Diagnostic) -> Vec<usize> {
        let spans = diagnostic.place.iter().chain(diagnostic.related.iter().map(|(span, _)| span));
        let in_topology = spans.filter(|span| &*span.file == "topology.yaml");
        in_topology.filter_map(|span| Some(self.sources.positions(span)?.0.line)).collect()
    }

    /// Everything that counts as an error.
    pub(crate) fn errors(&self) -> Vec<&Diagnostic> {
        self.faults.iter().chain(&self.findings.diagnostics).filter(|d| d.is_error()).collect()
    }

    /// Everything that is violated.
    pub(crate) fn violated(&self) -> Vec<&Diagnostic> {
        let all = self.faults.iter().chain(&self.findings.diagnostics);
        all.filter(|diagnostic| diagnostic.outcome == Outcome::Violated).collect()
    }
}
