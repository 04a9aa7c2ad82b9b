//! The OpenAPI documents that a topology names, read and understood.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::diagnostic::{Diagnostic, Sources, Span, Spanned};
use crate::openapi::{self, Document, codes};
use crate::topology::{Http, Topology};

/// Reads every document that a service names, each once. A file that cannot be read is a fault of the line that names it.
pub(super) fn documents(
    topology: &Topology,
    read: &dyn Fn(&str) -> Result<Option<String>>,
    sources: &mut Sources,
) -> (BTreeMap<String, Document>, Vec<Diagnostic>) {
    let (mut documents, mut faults) = (BTreeMap::new(), Vec::new());
    for (path, span) in named(topology) {
        let text = match read(path) {
            Ok(Some(text)) => text,
            Ok(None) => {
                let message = format!("there is no file `{path}`");
                faults.push(unreadable(message, &span, "write the document, or name another"));
                continue;
            }
            Err(error) => {
                let hint = "name a readable file beneath the folder of the topology";
                faults.push(unreadable(format!("{error:#}"), &span, hint));
                continue;
            }
        };
        sources.insert(&path.into(), &text.as_str().into());
        let (document, found) = openapi::parse(&path.into(), &text);
        faults.extend(found);
        documents.extend(document.map(|document| (path.to_owned(), document)));
    }
    (documents, faults)
}

fn unreadable(message: String, span: &Span, hint: &str) -> Diagnostic {
    Diagnostic::error(codes::INVALID_OPENAPI, message).at(span).hint(hint)
}

/// The paths that services name, in the file itself and in its environments, each once.
pub(super) fn named(topology: &Topology) -> BTreeMap<&str, Span> {
    let of_environments = topology.environments.iter().flat_map(|(_, one)| one.services.iter());
    let mut paths = BTreeMap::new();
    for (_, service) in topology.services.iter().chain(of_environments) {
        if let Some(Spanned { value: Http::OpenApi(path), span }) = &service.http {
            paths.entry(path.as_str()).or_insert_with(|| span.clone());
        }
    }
    paths
}
