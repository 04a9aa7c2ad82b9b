//! The clients of the generated services: whom each asks over gRPC and over HTTP, and how long it waits.

use std::collections::BTreeMap;

use crate::graph::words::protocol;
use crate::model::{Call, Caller, Service, duration_text};
use crate::names::written::markdown::{self, Line};
use crate::names::{Written, python_identifier, snake};

use super::evidence;
use super::part::Part;
use super::subject::Subject;
use super::table::table;

/// Calls of services by gRPC, then by HTTP.
pub(super) fn parts(subject: &Subject) -> [Part; 2] {
    [of(subject, "Inter-service gRPC calls", "gRPC"), of(subject, "REST client interfaces", "HTTP")]
}

fn of(subject: &Subject, heading: &'static str, wanted: &str) -> Part {
    let mut pairs: BTreeMap<(&str, &str), (&Service, Vec<&Call>)> = BTreeMap::new();
    for call in subject.calls() {
        let Caller::Service(id) = call.caller else { continue };
        let service = subject.model.service(id);
        if service.generated && protocol(subject.model, call).as_deref() == Some(wanted) {
            let key = (service.name.as_str(), subject.model.target_name(call));
            pairs.entry(key).or_insert_with(|| (service, Vec::new())).1.push(call);
        }
    }
    let row = |((_, target), (service, calls)): ((&str, &str), (&Service, Vec<&Call>))| {
        let asked: Vec<Written> = calls.iter().map(|call| asked(subject, call)).collect();
        let folder = format!("services/{}/src/", service.name);
        let module = format!("/clients/{}.py", python_identifier(&snake(target)));
        let client = evidence::named(subject, &folder, &module);
        [
            subject.service_link(service),
            markdown::code(target),
            Written::join(&asked, ", "),
            client.unwrap_or_else(markdown::nothing),
        ]
    };
    let rows: Vec<_> = pairs.into_iter().map(row).collect();
    Part::new(heading, [], table(["Caller", "Callee", "Operations", "Client"], &rows))
}

/// `` `GetUser` 100ms in 2 attempts ``
fn asked(subject: &Subject, call: &Call) -> Written {
    let line = Line::default();
    let line = match subject.model.target_operation(call) {
        Some(operation) => line.code(operation),
        None => line.own("operation not said"),
    };
    let line = match call.timeout_value() {
        Some(timeout) => line.own(" ").text(&duration_text(timeout)),
        None => line.own(" without a timeout"),
    };
    match call.attempts.value {
        1 => line.end(),
        attempts => line.own(" in ").number(attempts as usize).own(" attempts").end(),
    }
}
