//! The little that every topology must say.

use crate::diagnostic::{Diagnostic, Spanned};
use crate::names::Name;

use super::codes;
use super::faults::{Faults, Place};
use super::service::Service;
use super::system::Topology;
use super::yaml::{Node, Value};

/// The version of the language that is read here.
const VERSION: u32 = 1;

/// Reports a file that is no map; `None` when there is nothing to read.
pub(super) fn check_map(node: &Node, faults: &mut Faults) -> Option<()> {
    let what = match &node.value {
        Value::Map(_) | Value::Empty => return Some(()),
        Value::List(_) => "a list",
        Value::Scalar(_) => "text",
    };
    faults.add(node.place, |_| {
        let message = format!("a topology is a map of keys, not {what}");
        Diagnostic::error(codes::WRONG_FORM, message)
            .hint("begin with `system: NAME` and `services:`")
    });
    None
}

/// Reports what is missing.
pub(super) fn check(topology: &Topology, node: &Node, faults: &mut Faults) {
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        Value::Empty | Value::Scalar(_) | Value::List(_) => &[],
    };
    let written = |key: &str| entries.iter().find(|(label, _)| label.text == key);
    let start = Place { start: node.place.start, end: node.place.start };
    if entries.is_empty() {
        missing(start, "the topology is empty", SYSTEM_AND_SERVICES, faults);
        return;
    }
    if written("system").is_none() {
        missing(start, "the topology has no `system`", SYSTEM, faults);
    }
    match written("services") {
        None => missing(start, "the topology has no `services`", SERVICES, faults),
        Some((label, value)) if is_empty(value) => {
            missing(label.place, "the topology has no service", SERVICES, faults);
        }
        Some(_) => {}
    }
    version(topology, faults);
    for (name, service) in &topology.services {
        does_something(name, service, None, faults);
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Empty => true,
        Value::Map(entries) => entries.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Scalar(_) => false,
    }
}

const SYSTEM: &str = "add `system: NAME`, the name of the whole";
const SERVICES: &str = "add `services:` with at least one service such as `web: {http: true}`";
const SYSTEM_AND_SERVICES: &str =
    "write `system: NAME` and, under `services:`, at least one service such as `web: {http: true}`";

fn missing(place: Place, message: &str, hint: &str, faults: &mut Faults) {
    faults.add(place, |_| Diagnostic::error(codes::MISSING_KEY, message).hint(hint));
}

fn version(topology: &Topology, faults: &mut Faults) {
    if let Some(version) = topology.scaffold.as_ref().filter(|version| version.value != VERSION) {
        faults.add_at(&version.span, || {
            let message = format!("version {} of the language is not known", version.value);
            Diagnostic::error(codes::WRONG_VALUE, message)
                .hint(format!("write `scaffold: {VERSION}`, or update scaffold"))
        });
    }
}

/// Reports a service that nobody needs; `near` is what was perhaps meant.
pub(super) fn does_something(
    name: &Spanned<Name>,
    service: &Service,
    near: Option<&str>,
    faults: &mut Faults,
) {
    let serves = service.http.is_some()
        || service.grpc.is_written()
        || service.serves.is_written()
        || service.forwards.is_written();
    let works = service.cron.is_some()
        || service.consumes.is_written()
        || service.jobs.is_written()
        || service.calls.is_written()
        || service.endpoints.is_written();
    if !serves && !works {
        faults.add_at(&name.span, || {
            let message = format!("`{}` serves nothing and does nothing", name.value);
            let give = "give it one of `grpc`, `http`, `consumes`, `cron`, `jobs` or `calls`";
            Diagnostic::error(codes::MISSING_KEY, message).hint(match near {
                Some(near) => format!("write `{near}` if that is meant, or {give}"),
                None => give.to_owned(),
            })
        });
    }
}
