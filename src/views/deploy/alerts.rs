//! What the system promises, as recording rules, alerts and their tests.
//!
//! A promise of availability allows a share of requests to fail; a promise of a time at the 99th percentile allows one
//! in a hundred to be slower. Both are a budget of bad requests, so that one kind of rule watches them all.

use std::time::Duration;

use serde::Serialize;

use crate::model::{Operation, OperationKind, duration_text};
use crate::names::written::{data, python};
use crate::names::{Written, snake};
use crate::topology::Slo;
use crate::views::meaning::system::{PyService, System};

/// A promise, and how it is measured.
#[derive(Serialize)]
pub(super) struct Objective {
    /// `gateway-availability`
    name: Written,
    /// `gateway`
    service: Written,
    /// In words: `99% of the requests to gateway succeed`
    sentence: Written,
    /// `0.01`
    budget: Written,
    windows: Vec<Window>,
}

/// A promise in the tests of rules, broken and kept.
#[derive(Serialize)]
pub(super) struct Tested {
    name: Written,
    service: Written,
    /// Series in which every request is bad, each in a minute 60 more.
    bad: Vec<Series>,
    /// Series in which none is.
    good: Vec<Series>,
}

/// The share of bad requests in a window: both lines of the expression.
#[derive(Serialize)]
struct Window {
    /// `5m`
    length: Written,
    bad: Written,
    all: Written,
}

/// A series of a rule's test.
#[derive(Serialize)]
struct Series {
    name: Written,
    values: Written,
}

/// How the requests to one kind of door are counted.
struct Door {
    histogram: &'static str,
    /// What a caller cannot be blamed for.
    failed: &'static str,
    /// What one failed request has, and one that did not fail.
    failure: &'static str,
    success: &'static str,
}

/// What is counted: the histogram of a door, and which of its series.
struct Meter {
    door: &'static Door,
    /// What its selectors begin with: a brace, and where that is said its namespace.
    open: String,
    labels: String,
    /// The labels of one request.
    one: String,
}

/// What makes a request a bad one.
#[derive(Clone, Copy)]
enum Promise {
    Availability { percent: f64 },
    Latency(Duration),
}

/// What a selector begins with that is of no namespace.
const OPEN: &str = "{";

/// The windows of the alerts, two for each speed.
const WINDOWS: [&str; 7] = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

const HTTP: Door = Door {
    histogram: "http_server_seconds",
    failed: "status=~\"5..\"",
    failure: "status=\"500\"",
    success: "status=\"200\"",
};

const GRPC: Door = Door {
    histogram: "grpc_server_seconds",
    failed: "code=~\"UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS\"",
    failure: "code=\"INTERNAL\"",
    success: "code=\"OK\"",
};

/// Whether anything is promised that the doors can measure.
pub(in crate::views) fn has_objectives(system: &System) -> bool {
    !all(system, OPEN).is_empty()
}

/// All promises, measured by selectors that begin with `open`.
pub(super) fn objectives(system: &System, open: &str) -> Vec<Objective> {
    all(system, open).into_iter().map(|(objective, _)| objective).collect()
}

/// What the tests of their rules see.
pub(super) fn tested(system: &System) -> Vec<Tested> {
    all(system, OPEN).into_iter().map(|(_, tested)| tested).collect()
}

fn all(system: &System, open: &str) -> Vec<(Objective, Tested)> {
    let here = |meter: Meter| Meter { open: open.to_owned(), ..meter };
    let mut objectives = Vec::new();
    for service in &system.services {
        let name = service.service.name.as_str();
        if let Some(slo) = &service.service.slo {
            let meters = [http(service, None), grpc(service, None)];
            let meters: Vec<Meter> = meters.into_iter().flatten().map(here).collect();
            objectives.extend(of(service, slo, name, name, &meters));
        }
        for operation in &service.operations {
            let Some(slo) = &operation.operation.slo else { continue };
            let meters: Vec<Meter> =
                meter(service, operation.operation).into_iter().map(here).collect();
            let label = format!("{name}-{}", snake(&operation.method).replace('_', "-"));
            let words = format!("{name}'s {}", operation.label);
            objectives.extend(of(service, slo, &label, &words, &meters));
        }
    }
    objectives
}

/// The times that promises name, in seconds: bounds that the histograms need to have.
pub(in crate::views) fn bounds(system: &System) -> Vec<f64> {
    let of_operations = |service: &PyService| {
        let operations = service.operations.iter();
        operations.filter_map(|one| one.operation.slo.clone()).collect::<Vec<_>>()
    };
    let mut bounds = Vec::new();
    for service in &system.services {
        let slos = service.service.slo.clone().into_iter().chain(of_operations(service));
        bounds.extend(slos.filter_map(|slo| Some(slo.p99?.value.value.as_secs_f64())));
    }
    bounds
}

/// What one `slo` promises.
fn of(
    service: &PyService,
    slo: &Slo,
    label: &str,
    words: &str,
    meters: &[Meter],
) -> Vec<(Objective, Tested)> {
    if meters.is_empty() {
        return Vec::new();
    }
    let available = slo
        .availability
        .as_ref()
        .map(|availability| Promise::Availability { percent: availability.value.value });
    let fast = slo.p99.as_ref().map(|p99| Promise::Latency(p99.value.value));
    let promises = available.into_iter().chain(fast);
    promises.map(|promise| objective(service, promise, label, words, meters)).collect()
}

fn objective(
    service: &PyService,
    promise: Promise,
    label: &str,
    words: &str,
    meters: &[Meter],
) -> (Objective, Tested) {
    let (kind, budget, sentence) = match promise {
        Promise::Availability { percent } => (
            "availability",
            (100.0 - percent) / 100.0,
            format!("{percent}% of the requests to {words} succeed"),
        ),
        Promise::Latency(time) => (
            "latency",
            0.01,
            format!("99% of the requests to {words} take at most {}", duration_text(time)),
        ),
    };
    let budget = format!("{budget:.9}");
    let tested = Tested {
        name: python::comment(&format!("{label}-{kind}")),
        service: python::comment(service.service.name.as_str()),
        bad: meters.iter().flat_map(|meter| meter.series(promise, true)).collect(),
        good: meters.iter().flat_map(|meter| meter.series(promise, false)).collect(),
    };
    let objective = Objective {
        name: tested.name.clone(),
        service: tested.service.clone(),
        sentence: python::comment(&sentence),
        budget: python::number(budget.trim_end_matches('0')),
        windows: WINDOWS.iter().map(|length| window(length, promise, meters)).collect(),
    };
    (objective, tested)
}

fn window(length: &'static str, promise: Promise, meters: &[Meter]) -> Window {
    let bad: Vec<String> = meters.iter().map(|meter| meter.bad(promise, length)).collect();
    let all: Vec<String> = meters.iter().map(|meter| meter.all(length)).collect();
    Window {
        length: Written::own(length),
        bad: data::block_line(&format!("({})", bad.join(" + "))),
        all: data::block_line(&format!("({})", all.join(" + "))),
    }
}

impl Meter {
    /// The rate of all requests.
    fn all(&self, length: &str) -> String {
        format!(
            "(sum(rate({}_count{}{}}}[{length}])) or vector(0))",
            self.door.histogram, self.open, self.labels
        )
    }

    /// The rate of the bad ones.
    fn bad(&self, promise: Promise, length: &str) -> String {
        let (histogram, open, labels) = (self.door.histogram, &self.open, &self.labels);
        match promise {
            Promise::Availability { .. } => {
                let failed = self.door.failed;
                format!(
                    "(sum(rate({histogram}_count{open}{labels},{failed}}}[{length}])) or vector(0))"
                )
            }
            Promise::Latency(time) => {
                let bound = time.as_secs_f64();
                let fast = format!("{histogram}_bucket{open}{labels},le=\"{bound:?}\"}}");
                format!("({} - sum(rate({fast}[{length}])) or vector(0))", self.all(length))
            }
        }
    }

    /// Series of a test in which every request is bad, or none.
    fn series(&self, promise: Promise, bad: bool) -> Vec<Series> {
        let (histogram, one) = (self.door.histogram, &self.one);
        let steady = "0+60x180";
        let series = |name: String, values: &'static str| Series {
            name: data::block_line(&name),
            values: Written::own(values),
        };
        match promise {
            Promise::Availability { .. } => {
                let outcome = if bad { self.door.failure } else { self.door.success };
                vec![series(format!("{histogram}_count{{{one},{outcome}}}"), steady)]
            }
            Promise::Latency(time) => {
                let labels = format!("{one},{}", self.door.success);
                let fast =
                    format!("{histogram}_bucket{{{labels},le=\"{:?}\"}}", time.as_secs_f64());
                vec![
                    series(fast, if bad { "0+0x180" } else { steady }),
                    series(format!("{histogram}_count{{{labels}}}"), steady),
                ]
            }
        }
    }
}

/// The meter of an operation, when a request starts it.
fn meter(service: &PyService, operation: &Operation) -> Option<Meter> {
    match &operation.kind {
        OperationKind::Route { method, path } => http(service, Some((method, path))),
        OperationKind::Rpc { .. } => grpc(service, operation.grpc_path().as_deref()),
        _ => None,
    }
}

/// The requests to one route, or to all but the operational ones.
fn http(service: &PyService, route: Option<(&str, &str)>) -> Option<Meter> {
    if !service.has.api {
        return None;
    }
    let own = format!("service={}", quoted(service.service.name.as_str()));
    let (labels, one) = match route {
        Some((method, path)) => {
            let path = format!("route={}", quoted(path.split('?').next().unwrap_or(path)));
            let labels = match method {
                "ANY" => format!("{own},{path}"),
                method => format!("{own},method={},{path}", quoted(method)),
            };
            (labels.clone(), labels)
        }
        None => (
            format!("{own},route!~\"/health/.*|/metrics|unmatched\""),
            format!("{own},route=\"/any\""),
        ),
    };
    Some(Meter { door: &HTTP, open: OPEN.to_owned(), labels, one })
}

/// The calls of one RPC, or of all but gRPC's own.
fn grpc(service: &PyService, path: Option<&str>) -> Option<Meter> {
    if !service.has.grpc {
        return None;
    }
    let own = format!("service={}", quoted(service.service.name.as_str()));
    let (labels, one) = match path {
        Some(path) => {
            let labels = format!("{own},method={}", quoted(&format!("/{path}")));
            (labels.clone(), labels)
        }
        None => (format!("{own},method!~\"/grpc[.].*\""), format!("{own},method=\"/any/Any\"")),
    };
    Some(Meter { door: &GRPC, open: OPEN.to_owned(), labels, one })
}

/// A string of `PromQL`.
fn quoted(text: &str) -> String {
    data::string(text).to_string()
}
