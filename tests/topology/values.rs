//! Short and long forms are the same value, and values are what they say.

use std::time::Duration;

use scaffold::topology::{Http, Schedule, Timeout, Topology};

use super::{read, sound};

fn service(part: &str) -> Topology {
    sound(&format!("system: a\nservices:\n  web:\n    cron: every 90s\n    {part}\n"))
}

#[test]
fn a_bare_duration_is_the_timeout_of_a_call() {
    for part in ["calls: {b: 5m}", "calls: {b: {timeout: 5m}}", "calls: [b: 5m]"] {
        let topology = service(part);
        let call = topology.services[0].1.calls.get("b").expect("a call");
        let Some(Timeout::After(timeout)) = call.timeout.as_ref().map(|timeout| &timeout.value)
        else {
            panic!("`{part}` has no timeout")
        };
        assert_eq!(timeout.value, Duration::from_mins(5));
    }
}

#[test]
fn places_are_exact() {
    let text = "system: a\nservices:\n  web:\n    calls:\n      ünï: {}\n      b.Get:   150ms  # fast\n    http: true\n";
    let (topology, faults) = read(text);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let (target, call) = topology.services[0].1.calls.entry("b.Get").expect("a call");
    let timeout = &call.timeout.as_ref().expect("a timeout").span;
    assert_eq!(&text[target.span.start..target.span.end], "b.Get");
    assert_eq!(&text[timeout.start..timeout.end], "150ms");
    let calls = topology.services[0].1.calls.span.as_ref().expect("written");
    assert!(text[calls.start..calls.end].starts_with("ünï"));
    assert!(text[calls.start..calls.end].ends_with("150ms"));
}

#[test]
fn routes_files_and_schedules_are_told_apart() {
    let http = |part: &str| service(part).services[0].1.http.clone().expect("http").value;
    assert!(matches!(http("http: true"), Http::Untold));
    assert!(
        matches!(http("http: api/openapi.yaml"), Http::OpenApi(file) if file == "api/openapi.yaml")
    );
    assert!(matches!(http("http: GET /a"), Http::Routes(routes) if routes[0].value.path() == "/a"));
    assert!(matches!(http("http: [GET /a, ANY /**]"), Http::Routes(routes) if routes.len() == 2));
    let topology = service("http: true");
    let cron = topology.services[0].1.cron.as_ref().expect("a schedule");
    assert!(matches!(&cron.value, Schedule::Every(time) if time.value == Duration::from_secs(90)));
}

#[test]
fn byte_order_marks_and_windows_line_ends_are_read() {
    let text = "\u{feff}system: a\r\nservices:\r\n  web:\r\n    http: true\r\n    purpose: two\r\n      lines\r\n";
    let topology = sound(text);
    let purpose = topology.services[0].1.purpose.as_ref().expect("a purpose");
    assert_eq!(purpose.value, "two lines");
    assert_eq!(&text[purpose.span.start..purpose.span.start + 3], "two");
}

#[test]
fn prose_with_a_comma_in_braces_stays_whole() {
    let (topology, faults) = read(
        "system: a\nservices: {web: {http: true}}\ndecisions: {x: {answer: yes, why: one, two three, four five}}\n",
    );
    let why = topology.decisions[0].1.why.as_ref().expect("a reason");
    assert_eq!(why.value, "one, two three, four five");
    assert!(faults.iter().all(|fault| !fault.is_error()) && faults.len() == 2, "{faults:#?}");
}
