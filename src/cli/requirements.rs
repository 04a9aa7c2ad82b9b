//! The requirements documents of a topology, read and understood.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::diagnostic::{Diagnostic, Sources};
use crate::model::prd_slugs;
use crate::requirements::{self, Document, codes};
use crate::topology::Topology;

/// Reads the document of every slug. That there is none is no fault; one that is there and cannot be read is.
pub(super) fn requirements(
    topology: &Topology,
    read: &dyn Fn(&str) -> Result<Option<String>>,
    sources: &mut Sources,
) -> (BTreeMap<String, Document>, Vec<Diagnostic>) {
    let (mut documents, mut faults) = (BTreeMap::new(), Vec::new());
    for slug in prd_slugs(topology) {
        let path: Arc<str> = requirements::path(slug.as_str()).into();
        match read(&path) {
            Ok(Some(text)) => {
                documents.insert(slug.to_string(), requirements::parse(&path, &text));
                sources.insert(&path, &text.into());
            }
            Ok(None) => {}
            Err(error) => {
                let hint = "write the requirements there as a text file of at most 1 MiB";
                let fault = Diagnostic::error(codes::UNREADABLE, format!("{error:#}"));
                faults.push(fault.hint(hint));
            }
        }
    }
    (documents, faults)
}
