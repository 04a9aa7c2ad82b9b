//! Services that are in both states: the RPCs that callers know.

use std::collections::BTreeMap;

use prost_reflect::prost_types::MethodDescriptorProto;

use crate::contracts::buf::Subject;
use crate::contracts::tag;

use super::report::{At, Report};
use super::side::{Service, Side};
use super::written::{option, written};

pub(super) fn compare(previous: &Side, current: &Side, report: &mut Report) {
    for (full_name, before) in &previous.services {
        let Some(now) = current.services.get(full_name) else { continue };
        let methods: BTreeMap<&str, usize> =
            now.descriptor.method.iter().zip(0..).map(|(it, index)| (it.name(), index)).collect();
        for method in &before.descriptor.method {
            match methods.get(method.name()) {
                Some(index) => Pair { service: now, index: *index, before, method }.compare(report),
                None => deleted(before, now, method.name(), report),
            }
        }
    }
}

fn deleted(before: &Service, now: &Service, method: &str, report: &mut Report) {
    let service = now.descriptor.name();
    let message =
        format!("Previously present RPC \"{method}\" on service \"{service}\" was deleted.");
    let gone = Subject::Method(format!("{}/{method}", before.full_name()));
    let at = At::path(now.proto, &now.path).that_had(&gone);
    report.add("RPC_NO_DELETE", at, Some(before.proto), message);
}

/// An RPC in both states: `method` of `before`, and the one with this index in `service`.
struct Pair<'a> {
    service: &'a Service<'a>,
    index: usize,
    before: &'a Service<'a>,
    method: &'a MethodDescriptorProto,
}

impl Pair<'_> {
    fn compare(&self, report: &mut Report) {
        self.streaming(report);
        self.types(report);
        self.idempotency(report);
    }

    fn now(&self) -> &MethodDescriptorProto {
        &self.service.descriptor.method[self.index]
    }

    fn path(&self, part: &[i32]) -> Vec<i32> {
        let index = i32::try_from(self.index).unwrap_or(i32::MAX);
        [&self.service.path[..], &[tag::SERVICE_METHOD, index], part].concat()
    }

    fn add(&self, rule: &'static str, part: &[i32], what: &str, report: &mut Report) {
        let path = self.path(part);
        let at = At::path(self.service.proto, &path);
        report.add(rule, at, Some(self.before.proto), self.message(what));
    }

    fn message(&self, what: &str) -> String {
        let (method, service) = (self.method.name(), self.service.descriptor.name());
        format!("RPC \"{method}\" on service \"{service}\" changed {what}.")
    }

    fn streaming(&self, report: &mut Report) {
        let sides = [
            (
                "RPC_SAME_CLIENT_STREAMING",
                "client",
                self.method.client_streaming(),
                self.now().client_streaming(),
            ),
            (
                "RPC_SAME_SERVER_STREAMING",
                "server",
                self.method.server_streaming(),
                self.now().server_streaming(),
            ),
        ];
        for (rule, side, before, now) in sides {
            let word = |streams| if streams { "streaming" } else { "unary" };
            if before != now {
                let what = format!("from {side} {} to {side} {}", word(before), word(now));
                self.add(rule, &[], &what, report);
            }
        }
    }

    fn types(&self, report: &mut Report) {
        let (before, now) = (self.method, self.now());
        let sides = [
            (
                "RPC_SAME_REQUEST_TYPE",
                tag::METHOD_INPUT,
                "request",
                before.input_type(),
                now.input_type(),
            ),
            (
                "RPC_SAME_RESPONSE_TYPE",
                tag::METHOD_OUTPUT,
                "response",
                before.output_type(),
                now.output_type(),
            ),
        ];
        for (rule, part, word, before, now) in sides {
            let (before, now) = (before.trim_start_matches('.'), now.trim_start_matches('.'));
            if before != now {
                let what = format!("{word} type from \"{before}\" to \"{now}\"");
                self.add(rule, &[part], &what, report);
            }
        }
    }

    fn idempotency(&self, report: &mut Report) {
        const OPTION: &str = "idempotency_level";
        const UNKNOWN: &str = "IDEMPOTENCY_UNKNOWN";
        let (before, now) =
            (option(written!(self.method), OPTION), option(written!(self.now()), OPTION));
        let level_before = before.map_or(UNKNOWN, |option| option.word());
        let level_now = now.as_ref().map_or(UNKNOWN, |option| option.word());
        if level_before == level_now {
            return;
        }
        let path = now.map(|option| option.path(&self.path(&[]), tag::METHOD_OPTIONS));
        let at = At::perhaps(self.service.proto, path.as_deref());
        let against = before.map(|_| self.before.proto);
        let what = format!("option \"{OPTION}\" from \"{level_before}\" to \"{level_now}\"");
        report.add("RPC_SAME_IDEMPOTENCY_LEVEL", at, against, self.message(&what));
    }
}
