//! What the templates of a service see.

use std::collections::BTreeSet;

use serde::Serialize;

use super::system::{Facts, PyService, System};
use super::{Capability, Subject, bootstrap, value};
use crate::names::Written;
use crate::names::written::{data, python};

/// The view of `blueprints/python/service`.
#[derive(Serialize)]
struct ServiceView {
    /// `acme-chat`
    system: Written,
    /// `welcome-mailer`
    name: Written,
    /// `welcome_mailer`
    module: Written,
    /// `acme_chat_welcome_mailer`
    package: Written,
    /// `WelcomeMailer`
    class_name: Written,
    /// `acme_chat_runtime`
    runtime: Written,
    /// `acme_chat_contracts`
    contracts: Written,
    /// What it is for, as a docstring with its quotes and a full stop.
    purpose_docstring: Written,
    /// What it is for, as a TOML string.
    purpose_string: Written,
    bootstrap: bootstrap::View,
}

pub(super) fn subject(system: &System, service: &PyService) -> Subject {
    let view = ServiceView {
        system: python::comment(system.model.system.as_str()),
        name: python::comment(service.service.name.as_str()),
        module: python::identifier(&service.module),
        package: python::identifier(&service.package),
        class_name: python::identifier(&service.class),
        runtime: python::identifier(&system.runtime),
        contracts: python::identifier(&system.contracts),
        purpose_docstring: python::docstring(&format!("{}.", service.purpose), 0),
        purpose_string: data::string(&service.purpose),
        bootstrap: bootstrap::view(system, service),
    };
    Subject {
        folder: format!("services/{}", service.service.name),
        words: vec![("PACKAGE", service.package.clone()), ("MODULE", service.module.clone())],
        capabilities: capabilities(service.has),
        view: value(view),
    }
}

/// The capabilities of one service.
pub(super) fn capabilities(has: Facts) -> BTreeSet<Capability> {
    use Capability as C;
    let all = [
        (C::Grpc, has.grpc),
        (C::Api, has.api),
        (C::Store, has.store),
        (C::Outbox, has.outbox || has.inbox),
        (C::Publishes, has.publishes),
        (C::TransactionalPublisher, has.outbox),
        (C::Consumers, has.consumers),
        (C::Bus, has.bus),
        (C::Jobs, has.jobs),
        (C::GrpcPeers, has.grpc_peers),
        (C::HttpPeers, has.http_peers),
        (C::OpaquePeers, has.opaque_peers),
        (C::Peers, has.grpc_peers || has.http_peers || has.opaque_peers),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(capability, _)| capability).collect()
}
