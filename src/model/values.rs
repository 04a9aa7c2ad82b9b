//! Every effective value of a service as a table: key, value, origin.

use std::time::Duration;

use super::{Call, Effective, Model, Origin, ServiceId};
use crate::topology::Timeout;

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// `replicas`, `calls.auth.Authenticate.timeout`.
    pub key: String,
    /// In the topology's own words.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl Model {
    /// What holds for a service and for each of its calls, and why.
    pub fn effective_values(&self, id: ServiceId) -> Vec<Row> {
        let service = self.service(id);
        let mut rows = vec![
            row("lang", &service.lang, Clone::clone),
            row("replicas", &service.replicas, u32::to_string),
            row("port.http", &service.http_port, u16::to_string),
        ];
        rows.extend(service.grpc_port.as_ref().map(|port| row("port.grpc", port, u16::to_string)));
        rows.extend(service.python.as_ref().map(|python| row("python", python, Clone::clone)));
        rows.extend(
            service.auth.as_ref().map(|auth| row("auth", auth, |auth| auth.word().to_owned())),
        );
        for call in self.calls_of(id) {
            rows.extend(call_rows(call));
        }
        rows
    }
}

fn call_rows(call: &Call) -> Vec<Row> {
    let key = |name: &str| format!("calls.{}.{name}", call.written);
    let timeout = match &call.timeout {
        Some(timeout) => row(&key("timeout"), timeout, timeout_text),
        None => Row { key: key("timeout"), value: "5s".to_owned(), origin: Origin::BuiltIn },
    };
    let mut rows = vec![timeout, row(&key("retry"), &call.attempts, u32::to_string)];
    rows.extend(
        call.auth.as_ref().map(|auth| row(&key("auth"), auth, |auth| auth.word().to_owned())),
    );
    rows
}

fn row<T>(key: &str, effective: &Effective<T>, text: impl Fn(&T) -> String) -> Row {
    Row { key: key.to_owned(), value: text(&effective.value), origin: effective.origin.clone() }
}

fn timeout_text(timeout: &Timeout) -> String {
    match timeout {
        Timeout::After(duration) => duration.text.to_string(),
        Timeout::Never => "none".to_owned(),
    }
}

/// A duration in the topology's words: `150ms`, `30s`, `5m`, `7d`.
pub fn duration_text(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")];
    match units
        .into_iter()
        .find(|(size, _)| milliseconds >= *size && milliseconds.is_multiple_of(*size))
    {
        Some((size, unit)) => format!("{}{unit}", milliseconds / size),
        None => format!("{milliseconds}ms"),
    }
}
