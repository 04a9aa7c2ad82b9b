//! OpenAPI documents are read with all their faults in one run, whatever the input.

#[path = "../support/mod.rs"]
mod support;

mod faults;
mod hostile;
mod resolved;
mod schemas;

use std::sync::Arc;

use scaffold::diagnostic::Diagnostic;
use scaffold::openapi::{Document, parse};

fn read(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    parse(&Arc::from("openapi/orders.yaml"), text)
}

/// A document whose only operation takes the schema `A` of these.
fn with_schemas(schemas: &str) -> String {
    let body = "{content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}";
    format!(
        "openapi: 3.1.0\npaths: {{/a: {{post: {{requestBody: {body}, responses: {{'204': {{}}}}}}}}}}\n\
         components:\n  schemas:\n{schemas}"
    )
}
