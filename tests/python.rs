//! What comes out is real: a new project syncs, passes its own gates, and serves a request through the whole mesh.
#![expect(clippy::disallowed_methods, reason = "tests make projects below the target folder")]

mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use support::ports::free_ports;
use support::python::{Tools, succeed, tools_or_note};
use support::up::Up;

const SCAFFOLD: &str = env!("CARGO_BIN_EXE_scaffold");

/// A new project from a starter, with its libraries installed.
fn project(tools: &Tools, starter: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("project-{starter}"));
    let _ = fs::remove_dir_all(&folder);
    let mut command = Command::new(SCAFFOLD);
    command.arg("new").arg(&folder).args(["--from", starter, "--defaults", "--no-git"]);
    succeed(&mut command);
    succeed(&mut tools.uv(&folder, &["sync", "--all-packages", "--quiet"]));
    folder
}

/// Every gate that the generated README and Makefile name.
fn passes_its_own_gates(tools: &Tools, folder: &Path) {
    for gate in [
        &["run", "ruff", "format", "--check"] as &[&str],
        &["run", "ruff", "check"],
        &["run", "lint-imports"],
        &["run", "mypy"],
        &["run", "pytest", "--quiet", "--cov", "--cov-report=term"],
    ] {
        succeed(&mut tools.uv(folder, gate));
    }
}

#[test]
fn a_new_tiny_project_passes_its_own_gates() {
    let Some(tools) = tools_or_note("a new tiny project") else { return };
    passes_its_own_gates(&tools, &project(&tools, "tiny"));
}

#[test]
fn a_new_ai_chat_passes_its_own_gates_and_serves_a_request_through_the_mesh() {
    let Some(tools) = tools_or_note("a new AI chat") else { return };
    let folder = project(&tools, "ai-chat");
    passes_its_own_gates(&tools, &folder);
    let mut mesh = Mesh::up(&folder);
    mesh.up.until("all services are ready");
    let message = "{\"conversation_id\":\"c1\",\"text\":\"hello\"}";
    let (status, body) = post(mesh.gateway, "/v1/messages", "nobody-signed-this", message);
    assert_eq!(status, "401", "{body}");
    let (status, body) = post(mesh.gateway, "/v1/messages", &token(&tools, &folder), message);
    assert_eq!(status, "200", "{body}");
    assert!(body.contains("\"text\":\"hello\""), "{body}");
    let services = ["agent", "auth", "chat", "gateway", "indexer"];
    mesh.wait_for("one trace id in every log", |traces| {
        traces
            .values()
            .any(|seen| services.iter().all(|service| seen.contains(&(*service).to_owned())))
    });
    mesh.stop();
}

/// A running `scaffold up`, and what its log tells of traces.
struct Mesh {
    up: Up,
    /// The services that logged within a trace, by its id.
    traces: BTreeMap<String, Vec<String>>,
    /// The port of the public door.
    gateway: u16,
}

impl Mesh {
    fn up(folder: &Path) -> Self {
        let services =
            ["AGENT", "AUTH", "CHAT", "GATEWAY", "INDEXER", "SESSION_SWEEPER", "WELCOME_MAILER"];
        let ports = free_ports(&services);
        let gateway = ports["GATEWAY_HTTP_PORT"].parse().expect("it is a port");
        let mut command = Command::new(SCAFFOLD);
        command.arg("-C").arg(folder).arg("up").envs(ports);
        Self { up: Up::begin(&mut command), traces: BTreeMap::new(), gateway }
    }

    /// Reads the log until the traces in it satisfy.
    fn wait_for(&mut self, what: &str, satisfied: impl Fn(&BTreeMap<String, Vec<String>>) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !satisfied(&self.traces) {
            if Instant::now() > deadline {
                self.up.kill();
                panic!("not seen in time: {what}\n{:#?}", self.traces);
            }
            if let Ok(line) = self.up.lines.recv_timeout(Duration::from_millis(200)) {
                self.note(&line);
            }
        }
    }

    /// A line is `SERVICE | {json}`.
    fn note(&mut self, line: &str) {
        let Some((service, json)) = line.split_once('|') else { return };
        let Ok(entry) = serde_json::from_str::<serde_json::Value>(json.trim()) else { return };
        if let Some(trace) = entry["trace_id"].as_str() {
            let seen = self.traces.entry(trace.to_owned()).or_default();
            seen.push(service.trim().to_owned());
        }
    }

    /// Asks it to stop; it must end by itself, with all its services.
    fn stop(self) {
        self.up.signal();
        let (status, talk, _) = self.up.ends();
        assert_eq!(status, Some(0), "{talk}");
        let gateway = TcpStream::connect(("127.0.0.1", self.gateway));
        assert!(gateway.is_err(), "the gateway still serves");
    }
}

/// An access token for development, as the generated README says.
fn token(tools: &Tools, folder: &Path) -> String {
    let command = ["run", "python", "-m", "acme_chat_runtime.tokens", "--sub", "alice"];
    let output = tools.uv(folder, &command).output().expect("uv starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Status and body of one request with a bearer token.
fn post(port: u16, path: &str, token: &str, json: &str) -> (String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the gateway listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a sound timeout");
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
        json.len()
    );
    stream.write_all(request.as_bytes()).expect("the gateway reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the gateway answers");
    let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
    (status, answer)
}
