//! What is tested where: each service by itself, each contract, each flow, and the load that is promised.

use minijinja::Value;

use crate::model::{Operation, OperationKind, Service};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, cells, evidence};

pub(super) const SECTION: Section = Section { name: "testing", heading: "Testing Strategy", view };

fn view(subject: &Subject) -> Option<Value> {
    part::view([levels(subject), contracts(subject), flows(subject), load(subject)])
}

/// The tests of each service; those that are not here are the business of whoever writes it.
fn levels(subject: &Subject) -> Part {
    let row = |service: &Service| {
        let tests = |kind: &str| {
            let folder = format!("services/{}/tests/{kind}", service.name);
            let begin = format!("{folder}/test_");
            let is_brief = subject.scope.len() > subject.most();
            let shown = if is_brief {
                evidence::counted(&folder, &evidence::files(subject, &begin, ".py"))
            } else {
                evidence::named(subject, &begin, ".py")
            };
            shown.unwrap_or_else(markdown::nothing)
        };
        [subject.service_link(service), tests("unit"), tests("integration"), tests("contract")]
    };
    let rows: Vec<_> = subject.services().filter(|one| one.generated).map(row).collect();
    let elsewhere: Vec<&str> =
        subject.services().filter(|one| !one.generated).map(|one| one.name.as_str()).collect();
    let line =
        Line::default().own("Written and tested elsewhere: ").written(&cells::some(&elsewhere));
    let elsewhere = (!elsewhere.is_empty()).then(|| line.own(".").end());
    let words = Written::own(
        "Unit tests (pytest) run use cases against doubles; integration tests run repositories, clients and the whole \
         process against real protocols in one process.",
    );
    let words = (!rows.is_empty()).then_some(words);
    let headings = ["Service", "Unit testing", "Integration testing", "Contract testing"];
    Part::new("Tests of each service", words.into_iter().chain(elsewhere), table(headings, &rows))
}

/// Each RPC, and the test that holds its server to its contract.
fn contracts(subject: &Subject) -> Part {
    let mut rows = Vec::new();
    for service in subject.services().filter(|one| one.generated) {
        let folder = format!("services/{}/tests/contract/test_", service.name);
        let test = evidence::named(subject, &folder, "_contract.py");
        for name in &service.grpc {
            let is_here = |operation: &&Operation| matches!(&operation.kind, OperationKind::Rpc { service, .. } if service == name);
            let rpcs = subject.model.operations_of(service.id).iter().filter(is_here);
            let rpcs: Vec<&str> = rpcs.map(|operation| operation.name.as_str()).collect();
            rows.push([
                markdown::code(name),
                rpcs.len().into(),
                markdown::codes(rpcs),
                test.clone().unwrap_or_else(|| Written::own("not known")),
            ]);
        }
    }
    let headings = ["Contract", "RPCs", "Each called by its name", "Test"];
    Part::new("Contract testing (gRPC)", [], table(headings, &rows))
}

fn flows(subject: &Subject) -> Part {
    let script = evidence::of(subject, "tests/test_flows", ".py");
    let rows: Vec<_> = subject
        .flows()
        .into_iter()
        .filter(|flow| {
            let entry = subject.model.operation(flow.entry);
            matches!(entry.kind, OperationKind::Route { .. }) && !entry.steps.is_empty()
        })
        .map(|flow| {
            let entry = subject.model.operation(flow.entry);
            [
                cells::flow(subject.model, flow.entry),
                flow.calls.len().into(),
                cells::requirements(&entry.covers),
            ]
        })
        .collect();
    let line = Line::default().own("Each route that calls others, through all services at once");
    let line = match script {
        Some(file) => line.own(": ").written(&file),
        None => line,
    };
    let table = table(["Flow", "Calls", "Requirements"], &rows);
    Part::new("End-to-end testing", table.is_some().then(|| line.own(".").end()), table)
}

/// What is promised of operations is what load has to show.
fn load(subject: &Subject) -> Part {
    let mut rows = Vec::new();
    for service in subject.services() {
        let script = evidence::of(subject, &format!("load/{}", service.name.snake()), ".py");
        let row = |what: Written, promise: Written| {
            [
                subject.service_link(service),
                what,
                promise,
                script.clone().unwrap_or_else(markdown::nothing),
            ]
        };
        if let Some(promise) = service.slo.as_ref().and_then(cells::slo) {
            rows.push(row(Written::own("all operations"), promise));
        }
        for operation in subject.model.operations_of(service.id) {
            if let Some(promise) = operation.slo.as_ref().and_then(cells::slo) {
                rows.push(row(markdown::code(&operation.name), promise));
            }
        }
    }
    let none =
        Written::own("No `slo` promises anything, so there is no target that load could miss.");
    let table = table(["Service", "Operation", "Target", "Script"], &rows);
    Part::new("Load testing targets", table.is_none().then_some(none), table)
}
