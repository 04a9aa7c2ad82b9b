//! The OpenAPI documents of HTTP services: operations, parameters, bodies, answers, and the objects in them.
//!
//! Read over the spanned tree that topologies are read with, since every fault has to point into the file, and hostile
//! input has to be bounded. What scaffold does not read is said and left out; the rest of the document counts.

pub mod codes;
mod composed;
mod facts;
mod node;
mod operations;
mod reader;
mod schemas;
mod texts;
mod unions;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::topology::faults::Faults;
use crate::topology::yaml;

pub use facts::{
    Answer, Body, Bounds, Document, Model, Operation, Others, Parameter, Place, Property, Schema,
    Shape,
};

use node::{entries, find, text_at};
use reader::Reader;

/// Reads a document, YAML or JSON. Never fails: what cannot be read is reported and left out; without a document
/// there are no operations, and `None` says that nobody knows which there are.
pub fn parse(file: &Arc<str>, text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    let mut faults = Faults::new(file);
    let Some(root) = yaml::tree(text, &mut faults) else {
        return (None, faults.into_diagnostics());
    };
    if !is_read(&root, &mut faults) {
        return (None, faults.into_diagnostics());
    }
    let mut reader = Reader::new(&root, faults);
    let operations = operations::operations(&mut reader);
    let (models, faults) = reader.finish();
    (Some(Document { operations, models }), faults.into_diagnostics())
}

/// Whether the document is of a version that is read.
fn is_read(root: &yaml::Node, faults: &mut Faults) -> bool {
    let version = text_at(root, "openapi");
    if version.starts_with("3.0") || version.starts_with("3.1") {
        return true;
    }
    let place = find(root, "openapi").or_else(|| find(root, "swagger")).map(|node| node.place);
    let first = entries(root).first().map_or(root.place, |(label, _)| label.place);
    let (message, hint) = if find(root, "swagger").is_some() {
        ("this is a document of Swagger 2", "convert it to OpenAPI 3.1; many tools do")
    } else if version.is_empty() {
        ("this is no OpenAPI document", "begin it with `openapi: 3.1.0`")
    } else {
        ("this version of OpenAPI is not read", "write it in OpenAPI 3.0 or 3.1")
    };
    faults.add(place.unwrap_or(first), |_| {
        Diagnostic::error(codes::INVALID_OPENAPI, message).hint(hint)
    });
    false
}
