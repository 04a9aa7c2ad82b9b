//! Routes of a document are known to the topology: endpoints and calls name them.

use std::sync::Arc;

use scaffold::contracts::Contracts;
use scaffold::diagnostic::Diagnostic;
use scaffold::model::{self, Model, Target};
use scaffold::{rules, topology};

use super::read;

const ORDERS: &str = "openapi: 3.1.0\npaths:\n  /v1/orders/{id}:\n    get: {operationId: getOrder, responses: {'200': {}}}\n";

fn resolve(text: &str) -> (Model, Vec<Diagnostic>) {
    let (topology, faults) = topology::parse(&Arc::from("topology.yaml"), text);
    assert!(faults.is_empty(), "{faults:#?}");
    let mut contracts = Contracts::default();
    let document = read(ORDERS).0.expect("it is sound");
    contracts.documents.insert("openapi/orders.yaml".to_owned(), document);
    model::resolve(&topology, contracts)
}

#[test]
fn calls_and_endpoints_name_the_routes_of_a_document() {
    let (model, faults) = resolve(
        "system: a\nservices:\n  orders: {http: openapi/orders.yaml, endpoints: {getOrder: []}}\n\
         \x20 web: {calls: {'orders GET /v1/orders/{order}': 1s}}\n",
    );
    assert!(faults.is_empty(), "{faults:#?}");
    let Target::Operation(id) = model.calls[0].target else { panic!("{:?}", model.calls) };
    assert_eq!(model.operation(id).name, "GET /v1/orders/{id}");
    assert!(model.operation(id).detailed, "the endpoint names it by its id");
    let described = model.described(model.operation(id)).expect("the document has it");
    assert_eq!(described.id.as_deref(), Some("getOrder"));
}

#[test]
fn what_a_document_does_not_have_is_not_declared_by_an_endpoint() {
    let (_, faults) = resolve(
        "system: a\nservices:\n  orders: {http: openapi/orders.yaml, endpoints: {'GET /v1/order/{id}': []}}\n",
    );
    let [only] = faults.as_slice() else { panic!("{faults:#?}") };
    assert_eq!(only.code.id, "Y09");
    assert!(
        only.hint.as_ref().is_some_and(|hint| hint.contains("GET /v1/orders/{id}")),
        "{only:#?}"
    );
}

#[test]
fn a_call_to_a_route_that_a_document_does_not_have_is_c01() {
    let (model, _) = resolve(
        "system: a\nservices:\n  orders: {http: openapi/orders.yaml}\n  web: {calls: {orders POST /v1/orders: 1s}}\n",
    );
    let findings = rules::check(&model).diagnostics;
    assert!(findings.iter().any(|found| found.code.id == "C01"), "{findings:#?}");
}
