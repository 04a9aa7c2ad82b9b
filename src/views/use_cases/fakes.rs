//! The stand-ins for peers in the tests of use cases.

use serde::Serialize;

use crate::names::Written;
use crate::names::written::python;
use crate::views::http_contract;
use crate::views::meaning::system::{Peer, PeerKind, System};
use crate::views::peers::method::{
    Answered, Otherwise, answered, client_method, grpc_methods, grpc_signature, other_signature,
};
use crate::views::tested::sample;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::Lines;
use crate::views::writing::method::{Form, head};

/// A stand-in for one peer.
#[derive(Serialize)]
pub(super) struct FakeView {
    class_name: Written,
    peer: Written,
    methods: Vec<Written>,
}

pub(super) fn fake(system: &System, peer: &Peer, imports: &mut Imports) -> FakeView {
    let mut methods = Lines::default();
    if matches!(peer.kind, PeerKind::Grpc(_)) {
        for mut method in grpc_methods(system, peer) {
            method.otherwise = Otherwise::Raise;
            let name = client_method(system, peer, method.call);
            let signature = grpc_signature(system, &method, imports);
            methods.gap();
            methods.nest(1, &head(&name, &signature, Form::Defined));
            if method.method.streaming.from_client() {
                methods.own(2, "async for request in requests:");
                methods.own(3, "self._asked.append(request)");
            } else {
                methods.own(2, "self._asked.append(request)");
            }
            let word = if signature.is_generator { "yield " } else { "return " };
            let output = sample::message(system, method.output, "", imports);
            methods.nest(2, &output.with_head(&Written::own(word)));
        }
    } else {
        for call in &peer.calls {
            let name = client_method(system, peer, call);
            let signature = other_signature(system, peer, call, imports);
            let takes = !signature.parameters.is_empty();
            methods.gap();
            methods.nest(1, &head(&name, &signature, Form::Defined));
            if takes {
                methods.own(2, "self._asked.append(request)");
            } else {
                let name = python::string(&name);
                methods.add(2, Written::fill("self._asked.append({})", &[&name]));
            }
            match answered(system, call) {
                _ if matches!(peer.kind, PeerKind::Opaque(_)) => methods.own(2, "return b\"\""),
                Answered::Class(schema) => {
                    if let Some(shaped) = http_contract::request::sample(system.model, call, schema)
                    {
                        let value = shaped.sampled(system, imports);
                        methods.nest(2, &value.with_head(&Written::own("return ")));
                    }
                }
                Answered::Nothing => {}
                Answered::Json => methods.own(2, "return {}"),
            }
        }
    }
    FakeView {
        class_name: class_name(peer),
        peer: python::comment(peer.name),
        methods: methods.into_vec(),
    }
}

/// `FakePayments`
pub(super) fn class_name(peer: &Peer) -> Written {
    Written::fill("Fake{}", &[&python::identifier(&peer.class)])
}
