//! A call as a method of the client of its peer.

use crate::contracts::{Message, Method, Streaming};
use crate::model::{Call, OperationKind, Target};
use crate::names::Written;
use crate::openapi::{Schema, Shape};
use crate::topology::Fallback;
use crate::views::http_contract;
use crate::views::http_contract::types::Types;
use crate::views::meaning::contract;
use crate::views::meaning::operation::{methods, squeezed};
use crate::views::meaning::path_variables::path_variables;
use crate::views::meaning::system::{Peer, PeerKind, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::method::Signature;

/// What stands in for the answer of a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::views) enum Otherwise {
    /// The error.
    Raise,
    /// Nothing.
    Absent,
    /// The last good answer.
    LastGood,
    /// An empty answer.
    Empty,
}

/// A call over gRPC, with its contract.
pub(in crate::views) struct GrpcMethod<'a> {
    pub(in crate::views) call: &'a Call,
    pub(in crate::views) method: &'a Method,
    /// The full name of the proto service.
    pub(super) proto_service: &'a str,
    pub(super) input: &'a Message,
    pub(in crate::views) output: &'a Message,
    pub(in crate::views) otherwise: Otherwise,
}

impl GrpcMethod<'_> {
    /// Whether the last good reply stands in.
    pub(super) fn keeps_last_good(&self) -> bool {
        keeps_last_good(self.otherwise, Some(self.method))
    }
}

/// The calls of a peer that go over gRPC.
pub(in crate::views) fn grpc_methods<'a>(
    system: &System<'a>,
    peer: &Peer<'a>,
) -> Vec<GrpcMethod<'a>> {
    peer.calls.iter().filter_map(|call| grpc_method(system, call)).collect()
}

fn grpc_method<'a>(system: &System<'a>, call: &'a Call) -> Option<GrpcMethod<'a>> {
    let Target::Operation(id) = call.target else { return None };
    let OperationKind::Rpc { service, method } = &system.model.operation(id).kind else {
        return None;
    };
    let contracts = &system.model.contracts;
    let method = contracts.service(service)?.method(method)?;
    Some(GrpcMethod {
        call,
        method,
        proto_service: service,
        input: contracts.message(&method.input)?,
        output: contracts.message(&method.output)?,
        otherwise: otherwise(call),
    })
}

/// What the caller goes on with.
pub(super) fn otherwise(call: &Call) -> Otherwise {
    match &call.fallback {
        Some(Fallback::Cached) => Otherwise::LastGood,
        Some(Fallback::Default | Fallback::Text(_)) => Otherwise::Empty,
        Some(Fallback::Nothing) => Otherwise::Absent,
        None if call.optional => Otherwise::Absent,
        None => Otherwise::Raise,
    }
}

/// The name of the client's method for a call: `get_user`, `post_v1_chat_completions`, `send`.
pub(in crate::views) fn client_method(system: &System, peer: &Peer, call: &Call) -> String {
    match (&call.target, peer.kind) {
        (Target::Operation(id), _) => {
            let callee = system.model.operation(*id).service;
            let named = methods(system.model, callee);
            let own = named.into_iter().find(|(operation, _)| operation.id == *id);
            own.map_or_else(|| "call".to_owned(), |(_, method)| method)
        }
        (Target::External { route: Some(route), .. }, PeerKind::Http(_)) => {
            let name = squeezed(route);
            let before = peer.calls.iter().take_while(|other| other.id != call.id);
            let same = before.filter(|other| squeezed(route_of(system, other)) == name).count();
            if same > 0 { format!("{name}_{}", same + 1) } else { name }
        }
        _ => "send".to_owned(),
    }
}

/// The route of a call over HTTP: `POST /v1/chat/completions`.
pub(super) fn route_of<'a>(system: &'a System, call: &'a Call) -> &'a str {
    match &call.target {
        Target::External { route: Some(route), .. } => route,
        Target::Operation(id) => &system.model.operation(*id).name,
        Target::External { route: None, .. } | Target::Service(_) => "GET /",
    }
}

/// The method by which a route is called, and its path.
pub(super) fn parts_of<'a>(system: &'a System, call: &'a Call) -> (&'a str, &'a str) {
    let route = route_of(system, call);
    match route.split_once(' ') {
        Some(("ANY", path)) => ("GET", path),
        Some(parts) => parts,
        None => ("GET", route),
    }
}

/// What an HTTP call sends: exactly one message, or free-form JSON; nothing where neither path nor body has room for it.
pub(in crate::views) enum Sent<'a> {
    Message(&'a Message),
    /// The object that an OpenAPI document describes.
    Described(&'a Schema),
    Json,
    Nothing,
}

pub(in crate::views) fn sent<'a>(system: &System<'a>, call: &'a Call) -> Sent<'a> {
    match contract::sent(system.model, call) {
        Some(message) => Sent::Message(message),
        None if let Some(schema) = http_contract::request::body(system.model, call) => {
            Sent::Described(schema)
        }
        None if contract::has_body(system.model, call) => Sent::Json,
        None if !path_variables(system.model, call).is_empty() => Sent::Json,
        None => Sent::Nothing,
    }
}

/// The signature of a call over gRPC.
pub(in crate::views) fn grpc_signature(
    system: &System,
    method: &GrpcMethod,
    imports: &mut Imports,
) -> Signature {
    let input = system.messages.class(&method.input.full_name, imports);
    let output = system.messages.class(&method.output.full_name, imports);
    let streaming = method.method.streaming;
    let parameter = if streaming.from_client() {
        imports.name("collections.abc", "AsyncIterator");
        Written::fill("requests: AsyncIterator[{}]", &[&input])
    } else {
        Written::fill("request: {}", &[&input])
    };
    let returns = match (streaming, method.otherwise) {
        (Streaming::Server | Streaming::Bidirectional, _) => {
            imports.name("collections.abc", "AsyncIterator");
            Written::fill("AsyncIterator[{}]", &[&output])
        }
        (_, Otherwise::Absent) => Written::fill("{} | None", &[&output]),
        _ => output,
    };
    Signature { parameters: vec![parameter], returns, is_generator: streaming.from_server() }
}

/// The signature of a call over HTTP, or over a protocol that is not read.
pub(in crate::views) fn other_signature(
    system: &System,
    peer: &Peer,
    call: &Call,
    imports: &mut Imports,
) -> Signature {
    if matches!(peer.kind, PeerKind::Opaque(_)) {
        let parameters = vec![Written::own("request: bytes")];
        let absent = otherwise(call) == Otherwise::Absent;
        let returns = Written::own(if absent { "bytes | None" } else { "bytes" });
        return Signature { parameters, returns, is_generator: false };
    }
    let parameters = match sent(system, call) {
        Sent::Message(message) => {
            let class = system.messages.class(&message.full_name, imports);
            vec![Written::fill("request: {}", &[&class])]
        }
        Sent::Described(schema) => {
            let class = described_class(system, call, schema, imports);
            vec![Written::fill("request: {}", &[&class])]
        }
        Sent::Json => {
            imports.name("pydantic", "JsonValue");
            vec![Written::own("request: dict[str, JsonValue]")]
        }
        Sent::Nothing => Vec::new(),
    };
    let returns = match answered(system, call) {
        Answered::Class(schema) => {
            let class = described_class(system, call, schema, imports);
            let may_be_absent = !matches!(otherwise(call), Otherwise::Raise | Otherwise::LastGood);
            if may_be_absent { Written::fill("{} | None", &[&class]) } else { class }
        }
        Answered::Nothing => Written::own("None"),
        Answered::Json => {
            imports.name("pydantic", "JsonValue");
            Written::own("JsonValue")
        }
    };
    Signature { parameters, returns, is_generator: false }
}

/// What an HTTP call answers.
pub(in crate::views) enum Answered<'a> {
    /// An object that an OpenAPI document describes.
    Class(&'a Schema),
    /// Nothing, as the document says.
    Nothing,
    /// Free-form JSON.
    Json,
}

pub(in crate::views) fn answered<'a>(system: &System<'a>, call: &Call) -> Answered<'a> {
    let described = http_contract::request::called(system.model, call);
    match described.map(|operation| operation.answer.schema.as_ref()) {
        Some(Some(schema)) if matches!(schema.shape, Shape::Model(_)) && !schema.nullable => {
            Answered::Class(schema)
        }
        Some(None) => Answered::Nothing,
        Some(Some(_)) | None => Answered::Json,
    }
}

/// The class of an object of the peer's document.
pub(super) fn described_class(
    system: &System,
    call: &Call,
    schema: &Schema,
    imports: &mut Imports,
) -> Written {
    let Target::Operation(id) = call.target else { return Written::own("object") };
    match system.http_of(system.model.operation(id).service) {
        Some(contract) => Types { contract, imports, outside: true }.bare(schema, ""),
        None => Written::own("object"),
    }
}

/// What the docstring of a client's method says: the callee's words, and what comes when it fails.
pub(in crate::views) fn client_doc(system: &System, peer: &Peer, call: &Call) -> String {
    let words = match &call.target {
        Target::Operation(id) => {
            let operation = system.model.operation(*id);
            let contract = contract::method_of(&system.model.contracts, operation);
            let summary = system.model.described(operation).map(|one| one.summary.as_str());
            if let Some(summary) = summary.filter(|summary| !summary.is_empty()) {
                return with_stand_in(
                    system,
                    peer,
                    call,
                    &format!("{}.", summary.trim_end_matches('.')),
                );
            }
            match contract.map(|method| method.comment.trim()) {
                Some(comment) if !comment.is_empty() => comment.to_owned(),
                _ => {
                    format!("{}.", operation.grpc_path().unwrap_or_else(|| operation.name.clone()))
                }
            }
        }
        Target::External { route: Some(route), .. } => format!("{route}."),
        _ => "Sends and receives what the protocol wants.".to_owned(),
    };
    with_stand_in(system, peer, call, &words)
}

fn with_stand_in(system: &System, peer: &Peer, call: &Call, words: &str) -> String {
    let is_typed = matches!(answered(system, call), Answered::Class(_));
    let contract = contract::called(system.model, call);
    let streams = contract.is_some_and(|method| method.streaming.from_server());
    let more = match otherwise(call) {
        Otherwise::Absent | Otherwise::Empty if streams => "No reply",
        Otherwise::Absent => "None",
        stand_in @ Otherwise::LastGood if keeps_last_good(stand_in, contract) => {
            "The last good reply"
        }
        Otherwise::Empty if is_typed => "None",
        Otherwise::Empty => "An empty reply",
        Otherwise::Raise | Otherwise::LastGood => return words.to_owned(),
    };
    format!("{words} {more} when {} does not answer.", peer.name)
}

/// Whether the last good reply stands in: only a single reply to a single request can be kept.
fn keeps_last_good(otherwise: Otherwise, contract: Option<&Method>) -> bool {
    otherwise == Otherwise::LastGood
        && contract.is_none_or(|method| method.streaming == Streaming::Unary)
}
