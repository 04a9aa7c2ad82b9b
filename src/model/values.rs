//! What holds for a service where nothing is written, key by key; durations in the topology's words.

use std::time::Duration;

use super::{Effective, Model, Origin, ServiceId};

impl Model {
    /// The keys of a service that nobody wrote and that hold all the same, with their values in the topology's words.
    pub fn built_in(&self, id: ServiceId) -> Vec<(String, String)> {
        let service = self.service(id);
        let port = |port: &Effective<u16>| unsaid(port).map(u16::to_string);
        let replicas = unsaid(&service.replicas).filter(|_| service.scale.is_none());
        let mut keys = vec![
            ("lang".to_owned(), unsaid(&service.lang).cloned()),
            ("replicas".to_owned(), replicas.map(u32::to_string)),
            ("ports.http".to_owned(), port(&service.http_port)),
            ("ports.grpc".to_owned(), service.grpc_port.as_ref().and_then(port)),
        ];
        for call in self.calls_of(id) {
            let key = |name: &str| format!("calls.{}.{name}", call.written);
            let timeout = call.timeout.is_none().then(|| "5s".to_owned());
            keys.push((key("timeout"), timeout));
            keys.push((key("retry.attempts"), unsaid(&call.attempts).map(u32::to_string)));
        }
        keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }
}

/// A value, where it is only the language's.
fn unsaid<T>(value: &Effective<T>) -> Option<&T> {
    (value.origin == Origin::BuiltIn).then_some(&value.value)
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
