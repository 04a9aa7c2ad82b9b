//! Rules for services and their RPCs.

use prost_reflect::prost_types::{MethodDescriptorProto, ServiceDescriptorProto};

use crate::contracts::tag;

use super::casing::pascal;
use super::comments::missing;
use super::report::Of;

/// The message without fields, which may be allowed for everyone.
pub(super) const EMPTY: &str = ".google.protobuf.Empty";

/// All services of a file.
pub(super) fn all(report: &mut Of<'_, '_>) {
    for (index, service) in (0..).zip(&report.proto.descriptor.service) {
        self::service(report, service, &[tag::FILE_SERVICE, index]);
    }
}

fn service(report: &mut Of<'_, '_>, service: &ServiceDescriptorProto, path: &[i32]) {
    let name = service.name();
    let wanted = pascal(name);
    let place = [path, &[tag::NAME]].concat();
    if name != wanted {
        report.at("SERVICE_PASCAL_CASE", &place, || {
            format!("Service name \"{name}\" should be PascalCase, such as \"{wanted}\".")
        });
    }
    missing(report, "COMMENT_SERVICE", "Service", name, path);
    let suffix = &report.section.service_suffix;
    if !name.ends_with(suffix.as_str()) {
        report.at("SERVICE_SUFFIX", &place, || {
            format!("Service name \"{name}\" should be suffixed with \"{suffix}\".")
        });
    }
    for (index, method) in (0..).zip(&service.method) {
        self::method(report, method, name, &[path, &[tag::SERVICE_METHOD, index]].concat());
    }
}

fn method(report: &mut Of<'_, '_>, method: &MethodDescriptorProto, service: &str, path: &[i32]) {
    let name = method.name();
    let wanted = pascal(name);
    if name != wanted {
        report.at("RPC_PASCAL_CASE", &[path, &[tag::NAME]].concat(), || {
            format!("RPC name \"{name}\" should be PascalCase, such as \"{wanted}\".")
        });
    }
    missing(report, "COMMENT_RPC", "RPC", name, path);
    if method.client_streaming() {
        report
            .at("RPC_NO_CLIENT_STREAMING", path, || format!("RPC \"{name}\" is client streaming."));
    }
    if method.server_streaming() {
        report
            .at("RPC_NO_SERVER_STREAMING", path, || format!("RPC \"{name}\" is server streaming."));
    }
    let names = [wanted.clone(), pascal(service) + &wanted];
    if !(report.section.empty_requests && method.input_type() == EMPTY) {
        let side = ("request", "Request", tag::METHOD_INPUT);
        standard_name(report, "RPC_REQUEST_STANDARD_NAME", method.input_type(), &names, side, path);
    }
    if !(report.section.empty_responses && method.output_type() == EMPTY) {
        let side = ("response", "Response", tag::METHOD_OUTPUT);
        standard_name(
            report,
            "RPC_RESPONSE_STANDARD_NAME",
            method.output_type(),
            &names,
            side,
            path,
        );
    }
}

fn standard_name(
    report: &mut Of<'_, '_>,
    rule: &'static str,
    full_name: &str,
    names: &[String; 2],
    (side, suffix, field): (&str, &str, i32),
    path: &[i32],
) {
    let name = full_name.rsplit('.').next().unwrap_or_default();
    let [short, long] = names.each_ref().map(|name| format!("{name}{suffix}"));
    if name != short && name != long {
        report.at(rule, &[path, &[field]].concat(), || {
            format!("RPC {side} type \"{name}\" should be named \"{short}\" or \"{long}\".")
        });
    }
}
