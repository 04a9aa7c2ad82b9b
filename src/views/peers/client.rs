//! What the templates of a peer see: its client, and that client's test.

use serde::Serialize;

use super::{grpc, http, http_tests, opaque};
use crate::names::Written;
use crate::names::written::python;
use crate::views::bootstrap::has_api_key;
use crate::views::doors::credentials::shown_to;
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::writing::lines::Lines;
use crate::views::{Each, Subject, service};

/// The view of a peer's folder.
#[derive(Default, Serialize)]
pub(super) struct View {
    /// `chat`
    service: Written,
    runtime: Written,
    /// `auth`
    peer: Written,
    module: Written,
    class_name: Written,
    /// `AUTH_URL`
    url_variable: Written,
    pub(super) has_api_key: bool,
    /// Whether it shows who its service is.
    pub(super) has_credentials: bool,
    /// Whether something answers in its place while its address is not set.
    pub(super) has_double: bool,
    pub(super) imports: Written,
    /// The constants: `AUTHENTICATE = CallPolicy(` ..
    pub(super) policies: Vec<Written>,
    /// Of a gRPC client: its stubs and calls. Of an HTTP client: its calls.
    pub(super) calls: Vec<Written>,
    pub(super) methods: Vec<Written>,
    /// The double of an HTTP external: its guards, its methods.
    pub(super) guards: Vec<Written>,
    pub(super) double_methods: Vec<Written>,
    /// What a client of an unread protocol gives, and how.
    pub(super) send_returns: Written,
    pub(super) send_docstring: Written,
    pub(super) send_statement: Written,
    pub(super) keeps_last_good: bool,
    /// What a client of an unread protocol does when its peer is away: in a name, and in statements.
    pub(super) away_name: Written,
    pub(super) away_test: Vec<Written>,
    /// What a broken transport raises, and how the double is asked.
    pub(super) broken: Vec<Written>,
    pub(super) double_test: Vec<Written>,
    /// The import of its transport.
    transport_imports: Written,
    /// The statement that sends something by it.
    transport_test: Vec<Written>,
    pub(super) test_imports: Written,
    pub(super) tests: Vec<Vec<Written>>,
}

pub(in crate::views) fn subjects(system: &System, service: &PyService) -> Vec<(Each, Subject)> {
    let subject = |peer: &Peer| {
        let each = match peer.kind {
            PeerKind::Grpc(_) => Each::GrpcPeer,
            PeerKind::Http(_) => Each::HttpPeer,
            PeerKind::Opaque(_) => Each::OpaquePeer,
        };
        let words = vec![
            ("PACKAGE", service.package.clone()),
            ("MODULE", service.module.clone()),
            ("PEER", peer.module.clone()),
        ];
        let subject = Subject {
            folder: format!("services/{}", service.service.name),
            words,
            capabilities: service::capabilities(system, service),
            view: system.seen(|| view(system, service, peer)),
        };
        (each, subject)
    };
    service.peers.iter().map(subject).collect()
}

fn view(system: &System, service: &PyService, peer: &Peer) -> View {
    let mut view = begun(system, service, peer);
    match peer.kind {
        PeerKind::Grpc(_) => grpc::fill(system, peer, &mut view),
        PeerKind::Http(_) => {
            http::fill(system, peer, &mut view);
            http_tests::fill(system, service, peer, &mut view);
        }
        PeerKind::Opaque(_) => opaque::fill(system, service, peer, &mut view),
    }
    view
}

fn begun(system: &System, service: &PyService, peer: &Peer) -> View {
    let mut transport = system.imports();
    transport.name(&format!("{}.errors", system.runtime), "NotImplementedYet");
    let module = format!("{}.clients.{}_transport", service.package, peer.module);
    transport.name(&module, &format!("{}Transport", peer.class));
    transport.module("pytest");
    View {
        service: python::comment(service.service.name.as_str()),
        runtime: python::identifier(&system.runtime),
        peer: python::comment(peer.name),
        module: python::identifier(&peer.module),
        class_name: python::identifier(&peer.class),
        url_variable: python::identifier(&format!("{}_URL", peer.module.to_uppercase())),
        has_api_key: has_api_key(system, service, peer),
        has_credentials: shown_to(system.model, peer).is_some(),
        has_double: matches!(peer.kind, PeerKind::Http(Some(_))),
        transport_imports: transport.written(),
        transport_test: transport_test(peer).into_vec(),
        ..View::default()
    }
}

fn transport_test(peer: &Peer) -> Lines {
    let class = python::identifier(&peer.class);
    let url = python::string(&format!("{}://127.0.0.1", peer.name));
    let mut lines = Lines::default();
    let head = Written::fill("await {}Transport(", &[&class]);
    lines.add_bracketed(2, head, url, Written::own(").send(b\"\")"));
    lines
}
