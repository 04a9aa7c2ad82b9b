//! `scaffold up` starts, watches, starts again and stops: with small programs in the place of services.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests make the folders that they work in")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use scaffold::blueprint;
use tempfile::TempDir;

use support::ports::free_ports;
use support::up::Up;

/// A system whose services are small programs, on free ports.
struct Fake {
    folder: TempDir,
    /// `GREETER_HTTP_PORT` ..
    variables: BTreeMap<String, String>,
}

impl Fake {
    fn new(starter: &str, services: &[&str]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for (path, file) in blueprint::starter(starter).expect("there is such a starter") {
            write(&folder.path().join(path.as_str()), &file.bytes);
        }
        let python = folder.path().join(".venv/bin/python");
        let service = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mesh/service.py");
        let script = format!("#!/bin/sh\nexec python3 '{}' \"$@\"\n", service.display());
        write(&python, script.as_bytes());
        fs::set_permissions(python, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let variables = free_ports(services);
        Self { folder, variables }
    }

    fn tiny() -> Self {
        Self::new("tiny", &["GREETER", "WEB"])
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.folder.path().join(name), text.as_bytes());
    }

    /// What the programs have noted, line by line.
    fn said(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.path().join("said.txt")).unwrap_or_default();
        text.lines().map(ToOwned::to_owned).collect()
    }

    fn port(&self, name: &str) -> u16 {
        self.variables[name].parse().expect("it is a port")
    }

    fn up(&self, arguments: &[&str]) -> Up {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        command.arg("-C").arg(self.folder.path()).arg("up").args(arguments);
        command.envs(&self.variables).env_remove("EVENTS_URL").env_remove("DATABASE_URL");
        Up::begin(&mut command)
    }

    /// The processes that were started, by what they noted.
    fn processes(&self) -> Vec<Pid> {
        let numbers = self.said();
        let numbers =
            numbers.iter().filter_map(|line| line.split_once(" started ")?.1.parse().ok());
        numbers.filter_map(Pid::from_raw).collect()
    }

    #[track_caller]
    fn leaves_nothing_behind(&self) {
        let processes = self.processes();
        assert!(!processes.is_empty(), "nothing was started");
        for process in processes {
            assert!(test_kill_process(process).is_err(), "{process:?} still runs");
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
    fs::write(path, bytes).expect("files can be written");
}

/// Where a line first stands among others.
#[track_caller]
fn place(lines: &[String], begins: &str) -> usize {
    let place = lines.iter().position(|line| line.starts_with(begins));
    place.unwrap_or_else(|| panic!("`{begins}` is not in\n{}", lines.join("\n")))
}

#[test]
fn callees_are_ready_before_callers_start_and_stop_after_them() {
    let fake = Fake::tiny();
    let mut up = fake.up(&[]);
    let (http, grpc) = (fake.port("GREETER_HTTP_PORT"), fake.port("GREETER_GRPC_PORT"));
    up.until("all services are ready after");
    up.until(&format!("  greeter  http://127.0.0.1:{http}  gRPC 127.0.0.1:{grpc}"));
    up.until(&format!("  web      http://127.0.0.1:{}", fake.port("WEB_HTTP_PORT")));
    up.signal();
    let (status, talk, lines) = up.ends();
    assert_eq!(status, Some(0), "{talk}");
    assert!(lines.contains(&format!("web     | GREETER_TARGET=127.0.0.1:{grpc}")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("greeter | started")), "{lines:?}");
    let said = fake.said();
    assert!(place(&said, "hello_greeter asked") < place(&said, "hello_web started"), "{said:?}");
    assert!(place(&said, "hello_web stopped") < place(&said, "hello_greeter stopped"), "{said:?}");
    fake.leaves_nothing_behind();
}

#[test]
fn it_ends_quietly_when_nobody_reads_it_any_more() {
    let fake = Fake::tiny();
    let mut up = fake.up(&[]);
    up.lines = channel().1;
    up.until("stopping");
    let (status, talk, _) = up.ends();
    assert_eq!(status, Some(0), "{talk}");
    fake.leaves_nothing_behind();
}

#[test]
fn a_second_signal_kills_what_will_not_stop() {
    let fake = Fake::tiny();
    fake.write("hello_web.behaviour", "deaf");
    fake.write("hello_greeter.behaviour", "deaf");
    let mut up = fake.up(&[]);
    up.until("all services are ready");
    up.signal();
    up.until("stopping; Ctrl-C again kills what still runs");
    thread::sleep(Duration::from_millis(300));
    assert!(up.child.try_wait().expect("it is ours").is_none(), "it does not wait for them");
    let begun = Instant::now();
    up.signal();
    let (status, talk, _) = up.ends();
    assert_eq!(status, Some(1), "{talk}");
    assert!(talk.contains("killing what still runs"), "{talk}");
    assert!(begun.elapsed() < Duration::from_secs(12), "it waited all the same");
    fake.leaves_nothing_behind();
}

#[test]
fn what_ends_by_itself_is_reported_and_started_again() {
    let fake = Fake::tiny();
    fake.write("hello_greeter.behaviour", "crash 1");
    let mut up = fake.up(&[]);
    up.until("`greeter` ended by itself (exit status: 3); it is started again in 0.5 s");
    up.until("`greeter` is ready again");
    up.until("all services are ready");
    let web = fake.said().iter().find_map(|line| {
        line.strip_prefix("hello_web started ")?.parse().ok().and_then(Pid::from_raw)
    });
    kill_process(web.expect("it was started"), Signal::KILL).expect("it runs");
    up.until("`web` ended by itself (signal: 9 (SIGKILL)); it is started again in 0.5 s");
    up.until("`web` is ready again");
    up.signal();
    assert_eq!(up.ends().0, Some(0));
    fake.leaves_nothing_behind();
}

#[test]
fn what_ends_at_once_every_time_ends_the_mesh() {
    let fake = Fake::tiny();
    fake.write("hello_web.behaviour", "crash 1000");
    let (status, talk, lines) = fake.up(&[]).ends();
    assert_eq!(status, Some(1), "{talk}");
    let words = "error: `web` ended by itself (exit status: 3) each of 4 times that it was started; its lines above say why";
    assert!(talk.contains(words), "{talk}");
    assert_eq!(lines.iter().filter(|line| *line == "web     | no such table").count(), 4);
    assert!(fake.said().contains(&"hello_greeter stopped".to_owned()), "{:?}", fake.said());
    fake.leaves_nothing_behind();
}

#[test]
fn a_taken_port_is_reported_before_anything_starts() {
    let fake = Fake::tiny();
    let port = fake.port("WEB_HTTP_PORT");
    let _taken = TcpListener::bind(("127.0.0.1", port)).expect("it is free");
    let (status, talk, _) = fake.up(&[]).ends();
    assert_eq!(status, Some(2), "{talk}");
    let begins = format!("error: port {port} of `web` is taken by ");
    assert!(talk.starts_with(&begins), "{talk}");
    assert!(talk.ends_with("; stop it, or set `WEB_HTTP_PORT` to another port"), "{talk}");
    if cfg!(target_os = "linux") {
        assert!(talk.contains(&format!("(process {})", std::process::id())), "{talk}");
    }
    assert_eq!(fake.said(), [""; 0]);
}

#[test]
fn one_port_for_two_services_is_reported() {
    let mut fake = Fake::tiny();
    let port = fake.variables["GREETER_GRPC_PORT"].clone();
    fake.variables.insert("WEB_HTTP_PORT".to_owned(), port.clone());
    let (status, talk, _) = fake.up(&[]).ends();
    assert_eq!(status, Some(2), "{talk}");
    assert!(talk.contains(&format!("port {port} of `web` is taken by greeter")), "{talk}");
    fake.variables.insert("WEB_HTTP_PORT".to_owned(), "http".to_owned());
    let (_, talk, _) = fake.up(&[]).ends();
    assert_eq!(talk, "error: `WEB_HTTP_PORT` is `http`, which is no port");
}

/// The chat service alone: it has a database and events.
fn chat() -> Fake {
    Fake::new("ai-chat", &["CHAT"])
}

#[test]
fn the_embedded_profile_takes_files_whatever_servers_are_named() {
    let fake = chat();
    fake.write(
        ".env",
        "CHAT_DATABASE_URL=postgresql://db\nEVENTS_URL=kafka://events\nCHAT_MAX_HISTORY=7\n",
    );
    let mut up = fake.up(&["--only", "chat"]);
    up.until("all services are ready");
    up.signal();
    up.ends();
    let said = fake.said();
    place(&said, "acme_chat_chat DATABASE_URL=sqlite+aiosqlite:///.data/chat.db");
    place(&said, "acme_chat_chat EVENTS_URL=sqlite:///.data/events.db");
    place(&said, "acme_chat_chat MAX_HISTORY=7");
}

#[test]
fn the_real_profile_takes_the_servers_of_the_env_file() {
    let fake = chat();
    fake.write(
        ".env",
        "# servers\nexport CHAT_DATABASE_URL=\"postgresql+asyncpg://db/chat\"\n\nEVENTS_URL = kafka://events:9092 # local\n",
    );
    let mut up = fake.up(&["--only", "chat", "--profile", "real"]);
    up.until("all services are ready");
    up.signal();
    up.ends();
    let said = fake.said();
    place(&said, "acme_chat_chat DATABASE_URL=postgresql+asyncpg://db/chat");
    place(&said, "acme_chat_chat EVENTS_URL=kafka://events:9092");
}

#[test]
fn the_real_profile_names_the_servers_that_are_missing() {
    let fake = chat();
    let real = ["--only", "chat", "--profile", "real"];
    let (status, talk, _) = fake.up(&real).ends();
    assert_eq!(status, Some(2));
    assert_eq!(
        talk,
        "error: `--profile real` needs `CHAT_DATABASE_URL`, `EVENTS_URL`, and there is no `.env` that sets them; \
         `.env.example` shows its form"
    );
    fake.write(".env", "EVENTS_URL=kafka://events\nCHAT_DATABASE_URL=\n");
    let (_, talk, _) = fake.up(&real).ends();
    assert_eq!(
        talk,
        "error: `--profile real` needs `CHAT_DATABASE_URL`, which `.env` does not set"
    );
    fake.write(".env", "EVENTS_URL\n");
    let (_, talk, _) = fake.up(&real).ends();
    assert_eq!(talk, "error: line 1 of `.env` is not `NAME=value`");
    assert_eq!(fake.said(), [""; 0]);
}
