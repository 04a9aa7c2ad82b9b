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

/// Reports what is missing.
pub(super) fn check(topology: &Topology, node: &Node, faults: &mut Faults) {
    let keys: Vec<&str> = match &node.value {
        Value::Map(entries) => entries.iter().map(|(label, _)| label.text.as_ref()).collect(),
        Value::Empty => Vec::new(),
        Value::Scalar(_) | Value::List(_) => return,
    };
    let start = Place { start: node.place.start, end: node.place.start };
    if keys.is_empty() {
        faults.add(start, |_| {
            Diagnostic::error(codes::MISSING_KEY, "the topology is empty").hint(
                "write `system: NAME` and, under `services:`, at least one service such as `web: {http: true}`",
            )
        });
        return;
    }
    for (key, hint) in [
        ("system", "add `system: NAME`, the name of the whole"),
        ("services", "add `services:` with at least one service such as `web: {http: true}`"),
    ] {
        if !keys.contains(&key) {
            faults.add(start, |_| {
                Diagnostic::error(codes::MISSING_KEY, format!("the topology has no `{key}`"))
                    .hint(hint)
            });
        }
    }
    version(topology, faults);
    for (name, service) in &topology.services {
        does_something(name, service, faults);
    }
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

fn does_something(name: &Spanned<Name>, service: &Service, faults: &mut Faults) {
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
            Diagnostic::error(codes::MISSING_KEY, message)
                .hint("give it one of `grpc`, `http`, `consumes`, `cron`, `jobs` or `calls`")
        });
    }
}
