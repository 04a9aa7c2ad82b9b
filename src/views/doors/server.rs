//! `grpc/server.py`: the gRPC door.

use serde::Serialize;

use super::constraints::is_limited;
use crate::contracts::Service;
use crate::model::OperationKind;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::contract;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, fit};
use crate::views::writing::method::signature;
use crate::views::writing::proto_names::ProtoNames;

/// The view of `grpc/server.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    /// `acme.auth.v1.AuthService`, joined by commas.
    served: Written,
    /// `"acme.auth.v1.AuthService"`
    names: Vec<Written>,
    servers: Vec<ServerView>,
    /// The statements of `register`.
    registrations: Vec<Written>,
}

/// The door of one proto service.
#[derive(Serialize)]
struct ServerView {
    /// `class AuthServiceServer(auth_pb2_grpc.AuthServiceServicer):`
    header: Vec<Written>,
    docstring: Written,
    methods: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService) -> View {
    let mut imports = system.imports();
    imports.module("grpc.aio");
    imports.name(&format!("{}.services.ports", service.package), "UseCases");
    let contracts = &system.model.contracts;
    let protos: Vec<&Service> =
        service.service.grpc.iter().filter_map(|name| contracts.service(name)).collect();
    let names: Vec<Written> = protos.iter().map(|proto| python::dotted(&proto.full_name)).collect();
    let classes = ProtoNames::of(protos.iter().map(|proto| proto.full_name.as_str()));
    let servers = protos
        .iter()
        .map(|proto| {
            let class = classes.class(&proto.full_name);
            server(system, service, proto, &class, &mut imports)
        })
        .collect();
    let mut registrations = Lines::default();
    for proto in &protos {
        let module = system.messages.grpc_module(&proto.full_name, &mut imports);
        let name = python::identifier(&proto.name);
        let head = Written::fill("{}.add_{}Servicer_to_server", &[&module, &name]);
        let class = classes.class(&proto.full_name);
        let arguments = [Written::fill("{}Server(use_cases)", &[&class]), Written::own("server")];
        registrations.nest(1, &fit(1, &head, &arguments, ""));
    }
    View {
        imports: imports.written(),
        served: Written::join(&names, ", "),
        names: protos.iter().map(|proto| python::string(&proto.full_name)).collect(),
        servers,
        registrations: registrations.into_vec(),
    }
}

fn server(
    system: &System,
    service: &PyService,
    proto: &Service,
    class: &Written,
    imports: &mut Imports,
) -> ServerView {
    let doc = match proto.comment.trim() {
        "" => format!("{}.", proto.full_name),
        comment => comment.to_owned(),
    };
    let mut methods = Lines::default();
    for operation in &service.operations {
        let OperationKind::Rpc { service: of, method } = &operation.operation.kind else {
            continue;
        };
        if *of == proto.full_name {
            methods.gap();
            methods.nest(1, &door(system, service, operation, method, imports));
        }
    }
    let module = system.messages.grpc_module(&proto.full_name, imports);
    let base = Written::fill("{}.{}Servicer", &[&module, &python::identifier(&proto.name)]);
    ServerView {
        header: fit(0, &Written::fill("class {}Server", &[class]), &[base], ":").into_vec(),
        docstring: python::docstring(&doc, 4),
        methods: methods.into_vec(),
    }
}

/// Whether the contract of an RPC limits its request.
pub(in crate::views) fn is_checked(system: &System, operation: &PyOperation) -> bool {
    let contracts = &system.model.contracts;
    let method = contract::method_of(contracts, operation.operation);
    let input = method.and_then(|method| contracts.message(&method.input));
    input.is_some_and(|input| is_limited(contracts, input))
}

/// The method that gRPC calls: it delegates.
fn door(
    system: &System,
    service: &PyService,
    operation: &PyOperation,
    rpc: &str,
    imports: &mut Imports,
) -> Lines {
    let signature = signature(system, service, operation, imports);
    let contract = contract::method_of(&system.model.contracts, operation.operation);
    let mut lines = Lines::default();
    lines.add(0, Written::fill("async def {}(", &[&python::identifier(rpc)]));
    lines.own(1, "self,");
    let from_client = operation.streaming.from_client();
    for parameter in &signature.parameters {
        let parameter = if from_client {
            Written::concat([&Written::own("request_iterator"), &parameter.after("requests")])
        } else {
            parameter.clone()
        };
        lines.add_annotated(1, &parameter, ",");
    }
    lines.own(1, "context: grpc.aio.ServicerContext[");
    for name in contract.iter().flat_map(|method| [&method.input, &method.output]) {
        lines.add(2, Written::fill("{},", &[&system.messages.class(name, imports)]));
    }
    lines.own(1, "],");
    lines.add_annotated(0, &Written::fill(") -> {}", &[&signature.returns]), ":");
    lines.add(1, python::docstring(&operation.doc, 8));
    let method = python::identifier(&operation.method);
    let mut argument = Written::own(if from_client { "request_iterator" } else { "request" });
    if is_checked(system, operation) {
        imports.name(&format!("{}.constraints", system.contracts), "LIMITS");
        let runtime = format!("{}.validation", system.runtime);
        if from_client {
            imports.name(&runtime, "checked");
            argument = Written::own("checked(request_iterator, LIMITS)");
        } else {
            imports.name(&runtime, "check");
            lines.own(1, "check(request, LIMITS)");
        }
    }
    if signature.is_generator {
        let head = Written::fill("async for reply in self._use_cases.{}", &[&method]);
        lines.nest(1, &fit(2, &head, &[argument], ":"));
        lines.own(2, "yield reply");
    } else {
        let head = Written::fill("return await self._use_cases.{}", &[&method]);
        lines.nest(1, &fit(2, &head, &[argument], ""));
    }
    lines
}
