//! Projects in memory, from texts and from the starters.

use std::sync::Arc;

use scaffold::blueprint;
use scaffold::contracts::{self, Root};
use scaffold::diagnostic::Diagnostic;
use scaffold::model::{self, Model};
use scaffold::names::Name;
use scaffold::openapi;
use scaffold::requirements;
use scaffold::topology;
use scaffold::tree::{File, Tree, TreePath};

/// A topology and protos (path below `proto/`, text), resolved.
pub(crate) fn model_of(text: &str, protos: &[(&str, &str)]) -> (Model, Vec<Diagnostic>) {
    model_with(text, protos, &[])
}

/// The same with OpenAPI documents (path, text).
pub(crate) fn model_with(
    text: &str,
    protos: &[(&str, &str)],
    documents: &[(&str, &str)],
) -> (Model, Vec<Diagnostic>) {
    let file = |(path, text): &(&str, &str)| {
        (TreePath::new(path).expect("a sound path"), File::new(*text))
    };
    resolve(text, protos.iter().map(file).collect(), documents)
}

/// A system as it is in each of its environments.
pub(crate) fn environments_of(text: &str, model: &Model) -> Vec<(Name, Model)> {
    let (topology, _) = topology::parse(&"topology.yaml".into(), text);
    let environments = topology.environments.iter().map(|(name, environment)| {
        let overlaid = topology.overlaid(environment);
        (name.value.clone(), model::resolve(&overlaid, model.contracts.clone()).0)
    });
    environments.collect()
}

/// A starter, resolved.
pub(crate) fn starter(name: &str) -> (Model, Vec<Diagnostic>) {
    let tree = blueprint::starter(name).expect("there is such a starter");
    let topology = TreePath::new("topology.yaml").expect("a sound path");
    let text = tree.get(&topology).and_then(File::text).expect("it has a topology").to_owned();
    let protos = tree.into_iter().filter_map(|(path, file)| {
        Some((TreePath::new(path.as_str().strip_prefix("proto/")?)?, file))
    });
    resolve(&text, protos.collect(), &[])
}

/// A model with requirements.
pub(crate) fn required(mut model: Model, text: &str) -> Model {
    let (slug, _) = model.prds.first().expect("every system has requirements").clone();
    let document = requirements::parse(&requirements::path(slug.as_str()).into(), text);
    let contracts = Arc::make_mut(&mut model.contracts);
    contracts.requirements.insert(slug.to_string(), document);
    model
}

fn resolve(text: &str, files: Tree, documents: &[(&str, &str)]) -> (Model, Vec<Diagnostic>) {
    let (topology, mut diagnostics) = topology::parse(&"topology.yaml".into(), text);
    let root = Root { folder: "proto".to_owned(), files, ..Root::default() };
    let (mut contracts, of_contracts) = contracts::compile(&[root]);
    for (path, text) in documents {
        let (document, faults) = openapi::parse(&(*path).into(), text);
        diagnostics.extend(faults);
        contracts.documents.extend(document.map(|document| ((*path).to_owned(), document)));
    }
    diagnostics.extend(of_contracts);
    let (model, of_model) = model::resolve(&topology, contracts);
    diagnostics.extend(of_model);
    (model, diagnostics)
}
