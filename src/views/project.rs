//! What the templates of the whole project see.

use std::collections::BTreeSet;

use serde::Serialize;

use super::system::System;
use super::{Capability, Subject, service, value};
use crate::names::Written;
use crate::names::written::{data, markdown, python};

/// The view of `blueprints/python/project`.
#[derive(Serialize)]
struct ProjectView {
    /// `acme-chat`
    system: Written,
    /// `acme_chat_runtime`
    runtime: Written,
    /// `acme_chat_contracts`
    contracts: Written,
    /// What the system is, as a TOML string.
    description_string: Written,
    /// What the system is, as running text.
    description: Written,
    /// `3.11`
    python_version: Written,
}

pub(super) fn subject(system: &System) -> Subject {
    let description = match system.model.description.trim().trim_end_matches('.') {
        "" => format!("The system {}", system.model.system),
        text => text.to_owned(),
    };
    let view = ProjectView {
        system: python::comment(system.model.system.as_str()),
        runtime: python::identifier(&system.runtime),
        contracts: python::identifier(&system.contracts),
        description_string: data::string(&description),
        description: markdown::text(&description),
        python_version: python_version(system),
    };
    Subject {
        folder: String::new(),
        words: vec![("RUNTIME", system.runtime.clone()), ("CONTRACTS", system.contracts.clone())],
        capabilities: capabilities(system),
        view: value(view),
    }
}

fn capabilities(system: &System) -> BTreeSet<Capability> {
    system.services.iter().flat_map(|one| service::capabilities(one.has)).collect()
}

/// What the topology asks for, or the oldest that the generated code runs on.
fn python_version(system: &System) -> Written {
    let asked = system.services.iter().find_map(|one| one.service.python.as_ref());
    let asked = asked.and_then(|python| data::word(&python.value));
    asked.unwrap_or_else(|| Written::own("3.11"))
}
