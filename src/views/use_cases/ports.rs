//! `services/ports.py`: what the doors ask for, and what the use cases ask of the world.

use serde::Serialize;

use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};
use crate::views::peers::method::{
    client_doc, client_method, grpc_methods, grpc_signature, other_signature,
};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::Lines;
use crate::views::writing::method::{self, Form, head, signature};

/// The view of `services/ports.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    /// The methods of `UseCases`, each with a line above but the first.
    methods: Vec<Written>,
    ports: Vec<PortView>,
}

/// What is asked of one peer.
#[derive(Serialize)]
struct PortView {
    class_name: Written,
    peer: Written,
    methods: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    imports.name("typing", "Protocol");
    let mut methods = Lines::default();
    for operation in &service.operations {
        let signature = signature(system, service, operation, &mut imports);
        declare(&mut methods, &operation.method, &signature, &operation.doc);
    }
    let ports =
        service.peers.iter().map(|peer| port(system, peer, &mut imports)).collect::<Vec<_>>();
    View { imports: imports.written(), methods: methods.into_vec(), ports }
}

fn port(system: &System, peer: &Peer, imports: &mut Imports) -> PortView {
    let mut methods = Lines::default();
    if matches!(peer.kind, PeerKind::Grpc(_)) {
        for method in grpc_methods(system, peer) {
            let name = client_method(system, peer, method.call);
            let signature = grpc_signature(system, &method, imports);
            declare(&mut methods, &name, &signature, &client_doc(system, peer, method.call));
        }
    } else {
        for call in &peer.calls {
            let name = client_method(system, peer, call);
            let signature = other_signature(system, peer, call, imports);
            declare(&mut methods, &name, &signature, &client_doc(system, peer, call));
        }
    }
    PortView {
        class_name: Written::fill("{}Port", &[&python::identifier(&peer.class)]),
        peer: python::comment(peer.name),
        methods: methods.into_vec(),
    }
}

/// A method of a Protocol: its head, its words, three dots.
fn declare(lines: &mut Lines, name: &str, signature: &method::Signature, doc: &str) {
    if !lines.is_empty() {
        lines.gap();
    }
    lines.nest(1, &head(name, signature, Form::Declared));
    lines.add(2, python::docstring(doc, 8));
    lines.own(2, "...");
}
