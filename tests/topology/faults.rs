//! Faulty topologies and what is said of them, as one text: `faults.txt`. `UPDATE=1 cargo test` rewrites it.

use std::fmt::Write;
use std::sync::Arc;

use scaffold::diagnostic::{Diagnostic, Sources};

use super::read;
use super::support::golden::assert_equals_file;

/// Whole files.
const FILES: &[&str] = &[
    "",
    "# nothing but a comment\n",
    "---\n",
    "just text\n",
    "- a\n- b\n",
    "services:\n",
    "system: a\nsystem: b\nservices: {web: {http: true}}\n",
    "system: a\nsystme: b\nservices: {web: {http: true}}\nnonsense: 1\n",
    "system: Acme_Chat\nservices: {WebShop: {http: true}, -x: {http: true}, ein-sehr-langer-name-der-nicht-mehr-aufhoert: {http: true}}\n",
    "system: true\nservices: [web]\n",
    "scaffold: 2\nsystem: a\nservices: {web: {http: true}}\n",
    "system: a\nservices:\n\tweb: {http: true}\n",
    "system: a\nservices:\n  web:\n    purpose: 'it is\n    http: true\n",
    "system: a\nservices: {web: {http: true}\n",
    "system: a\nservices: {web: [GET /}\n",
    "system: a\nservices:\n  web: purpose: x\n",
    "system: a\nservices:\n  web:\n    http: true\n   port: 1\n",
    "system: a\nservices:\n  web: &web {http: true}\n  api: *web\n  app: {<<: *web}\n",
    "system: a\nservices:\n  web: {<<: {http: true}}\n",
    "system: !!str a\nservices: {web: !service {http: true}}\n",
    "%YAML 1.1\n---\nsystem: a\n",
    "system: a\nservices: {web: {http: true}}\n---\nsystem: b\n",
    "system: a\nservices: {web: {http: true}}\ndescription: \"bell \\a\"\n",
    "system: a\0\n",
    "system: @a\n",
    "? [a, b]\n: c\n",
    "system: a\nservices: {web: {http: true}}\nstores: {main: postgres@16, other: {engin: x}, third: [a], fourth: 5}\n",
    "system: a\nservices: {web: {http: true}}\ntopics: {a/b: {payload: x y, retention: 7, partitions: 0, kind: fanout}}\n",
    "system: a\nservices: {web: {http: true}}\nenvironments: {prod: {system: b, services: {web: {prot: 1}}}}\n",
    "system: a\nservices: {web: {http: true}}\ndefaults: {timeout: 5, auth: kerberos, kind: load, replica: 2}\n",
    "system: a\nservices: {web: {http: true}}\nchecks: {S01: of, A03: {max: many}}\ndecisions: {mesh: 3}\n",
    "system: a\nservices: {web: {http: true}}\nprotos: [5, {root: a, perfix: b}]\nprd: My PRD\nheaders: [X-Tenant]\n",
    "system: a\nservices: {web: {http: true}}\nmesh: istoi\nenvironments: {prod: {mesh: linkered}, lab: {mesh: [istio]}}\n",
    "system: a\nservices: {web: {http: true}}\ndecisions: {x: {answer: y, why: fast, cheap}}\n",
];

/// Keys of a service.
const SERVICES: &[&str] = &[
    "prupose: x",
    "purpose:",
    "purpose: [a]",
    "purpose: 2024",
    "purpose: \"\"",
    "python: 3.10",
    "python: 3",
    "team: true",
    "domain: Sales Team",
    "grpc: acme/v1",
    "http: false",
    "http: {GET /a: x}",
    "http: [get /a, /b, GET b, \"GET /{a\", GET /**/b, FETCH /a]",
    "public: yes",
    "public: {rate: 100, cors: {}}",
    "public: {rate: 100 per minute}",
    "port: \"8080\"",
    "port: 99999",
    "ports: {Grpc: 1}",
    "calls: auth.Login",
    "calls: {auth.Login: 5}",
    "calls: {auth.Login: 5 seconds}",
    "calls: {auth.Login: 1.5s}",
    "calls: {auth.Login: 0s}",
    "calls: {auth.Login: [1s]}",
    "calls: {auth.Login: {timeout: 1w, tiemout: 2s, stream-idle: soon}}",
    "calls: {auth.Login: {retry: {attempts: 0, on: [UNAVAILABLE]}}}",
    "calls: {auth.Login: {retry: {codes: [UNAVAIL, 200]}}}",
    "calls: {auth.Login: {times: often, kind: pul, deadline: none, circuit-breaker: {failures: 5, reset: 30}}}",
    "calls: {auth.Login: {optional: on, idempotent: \"true\", tls: 1}}",
    "calls: {auth.Login: {copies: 3, quorum: 4}, auth.Logout: {quorum: 2}}",
    "scale: {min: 5, max: 2}",
    "calls: {\"\": 1s, \"a  b\": 1s}",
    "endpoints: {GET /a: auth.Login}",
    "endpoints: {GET /a: {call: [auth.Login]}}",
    "publishes: [user.registered, user.registered]",
    "publishes: {user.registered: {acks: 1}}",
    "consumes: {user.registered: {retry: three, ack: never}}",
    "cron: \"* * * *\"",
    "cron: \"61 * * * *\"",
    "cron: hourly",
    "jobs: {sweep: {schedule: every day, result: maybe}}",
    "owns: auth-db",
    "consistency: strongest",
    "slo: {availability: 0.999, p99: 300, rps: 1.5}",
    "slo: {availability: 101}",
    "scale: {cpu: 60 percent, min: -1}",
    "resources: {memory: 512MB, cpu: 2 cores}",
    "resources: {memory: 512}",
    "config: {max-history: 5, LIMIT: {type: integer}}",
    "secrets: {KEY: abc}",
    "health: healthz",
    "versions: {v1: 80%}",
    "forwards: {/a: b}",
    "allow: [S01]",
    "allow: {S01: \"\"}",
];

#[test]
fn every_fault_is_said_with_its_place_and_a_remedy() {
    let mut text = String::new();
    for file in FILES {
        tell(file, file, &mut text);
    }
    for part in SERVICES {
        let file = format!("system: a\nservices:\n  web:\n    http: true\n    {part}\n");
        let file =
            if part.starts_with("http") { file.replacen("    http: true\n", "", 1) } else { file };
        tell(part, &file, &mut text);
    }
    assert_equals_file("tests/topology/faults.txt", &text);
}

fn tell(title: &str, file: &str, text: &mut String) {
    let (_, faults) = read(file);
    assert!(!faults.is_empty(), "nothing is said of {title:?}");
    for line in title.lines().chain(title.is_empty().then_some("(an empty file)")) {
        let _ = writeln!(
            text,
            "| {}",
            line.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
        );
    }
    let mut sources = Sources::default();
    sources.insert(&Arc::from("topology.yaml"), &Arc::from(file));
    for fault in &faults {
        let _ = writeln!(text, "{}", one(fault, &sources));
    }
    text.push('\n');
}

fn one(fault: &Diagnostic, sources: &Sources) -> String {
    let at = |span| {
        let (start, end) = sources.positions(span).expect("a place in the file");
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let place = at(fault.place.as_ref().expect("every fault has a place"));
    let hint = fault.hint.as_ref().expect("every fault has a remedy");
    let related = fault
        .related
        .iter()
        .fold(String::new(), |text, (span, words)| format!("{text}\n    {} {words}", at(span)));
    let severity = fault.severity.word();
    format!("  {place} {severity} {} {}{related}\n    hint: {hint}", fault.code.id, fault.message)
}
