//! `RPC_REQUEST_RESPONSE_UNIQUE`: every RPC has a request and a response of its own.

use std::collections::BTreeMap;

use prost_reflect::prost_types::MethodDescriptorProto;

use crate::contracts::buf::Proto;
use crate::contracts::tag;

use super::report::Report;
use super::services::EMPTY;

const RULE: &str = "RPC_REQUEST_RESPONSE_UNIQUE";

/// A method, and where it is declared.
#[derive(Clone, Copy, Debug)]
struct Rpc<'a> {
    proto: &'a Proto,
    path: [i32; 4],
    method: &'a MethodDescriptorProto,
}

pub(super) fn all<'a>(report: &mut Report<'a>, judged: &[&'a Proto]) {
    if !report.asks(RULE) {
        return;
    }
    let rpcs: Vec<Rpc<'a>> = judged.iter().flat_map(|proto| rpcs(proto)).collect();
    if !report.section.same_request_response {
        both(report, &rpcs);
    }
    let mut users: BTreeMap<&str, Vec<Rpc<'a>>> = BTreeMap::new();
    for rpc in rpcs {
        users.entry(rpc.method.input_type()).or_default().push(rpc);
        if rpc.method.output_type() != rpc.method.input_type() {
            users.entry(rpc.method.output_type()).or_default().push(rpc);
        }
    }
    for (name, users) in users.iter().filter(|(_, users)| users.len() > 1) {
        let (requests, responses) = (report.section.empty_requests, report.section.empty_responses);
        if *name == EMPTY && (requests || responses) {
            empty(report, users);
        } else {
            several(report, name, "request or response type", users);
        }
    }
}

fn rpcs(proto: &Proto) -> impl Iterator<Item = Rpc<'_>> {
    (0..).zip(&proto.descriptor.service).flat_map(move |(service, declared)| {
        (0..).zip(&declared.method).map(move |(index, method)| Rpc {
            proto,
            path: [tag::FILE_SERVICE, service, tag::SERVICE_METHOD, index],
            method,
        })
    })
}

/// One message that is both.
fn both<'a>(report: &mut Report<'a>, rpcs: &[Rpc<'a>]) {
    let may_be_empty = report.section.empty_requests && report.section.empty_responses;
    for Rpc { proto, path, method } in rpcs {
        let request = method.input_type();
        if request == method.output_type() && !(request == EMPTY && may_be_empty) {
            report.of(proto).at(RULE, path, || {
                let (name, shown) = (method.name(), shown(request));
                format!(
                    "RPC \"{name}\" has the same type \"{shown}\" for the request and response."
                )
            });
        }
    }
}

/// The empty message, which may be one of the two, and is several times the other.
fn empty<'a>(report: &mut Report<'a>, users: &[Rpc<'a>]) {
    let of = |side: fn(&MethodDescriptorProto) -> &str| -> Vec<Rpc<'a>> {
        users.iter().copied().filter(|rpc| side(rpc.method) == EMPTY).collect()
    };
    let requests = of(MethodDescriptorProto::input_type);
    if !report.section.empty_requests && requests.len() > 1 {
        several(report, EMPTY, "request", &requests);
    }
    let responses = of(MethodDescriptorProto::output_type);
    if !report.section.empty_responses && responses.len() > 1 {
        several(report, EMPTY, "response", &responses);
    }
}

fn several<'a>(report: &mut Report<'a>, name: &str, what: &str, users: &[Rpc<'a>]) {
    for Rpc { proto, path, .. } in users {
        report.of(proto).at(RULE, path, || {
            format!("\"{}\" is used as the {what} for multiple RPCs.", shown(name))
        });
    }
}

fn shown(full_name: &str) -> &str {
    full_name.trim_start_matches('.')
}
