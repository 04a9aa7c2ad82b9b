//! Hostile topologies end in time and in bounded memory, with words instead of a panic.
//!
//! A debug build tries them small; `cargo test --release --test hostile` up to the largest file that is read.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests write their inputs below the target folder")]

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};

/// The sizes of the files in bytes.
const SIZES: &[usize] =
    if cfg!(debug_assertions) { &[1 << 16] } else { &[1 << 18, 1 << 20, 4 << 20] };
/// How long a processor may be busy with each: what others do on the machine is no part of it.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
/// How much memory each may have at once, in KiB: 256 MiB.
const MOST_MEMORY: i64 = 256 << 10;
/// What systems count memory in: most in KiB, macOS in bytes.
const MAX_RSS_IN_KIB: i64 = if cfg!(target_os = "macos") { 1024 } else { 1 };
/// When to stop waiting for one that does nothing.
const PATIENCE: Duration = Duration::from_mins(2);

/// A kind of topology: what it begins with, what is repeated with a growing number, what it ends with.
struct Kind {
    name: &'static str,
    begins: String,
    repeats: Box<dyn Fn(usize) -> String>,
    ends: &'static str,
}

impl Kind {
    fn new(
        name: &'static str,
        begins: impl Display,
        repeats: impl Fn(usize) -> String + 'static,
        ends: &'static str,
    ) -> Self {
        Self { name, begins: begins.to_string(), repeats: Box::new(repeats), ends }
    }

    /// The largest one within so many bytes.
    fn text(&self, bytes: usize) -> String {
        let mut text = self.begins.clone();
        for number in 0.. {
            let next = (self.repeats)(number);
            if text.len() + next.len() + self.ends.len() > bytes {
                break;
            }
            text.push_str(&next);
        }
        text + self.ends
    }
}

/// One line a service below `services`.
fn services(name: &'static str, line: impl Fn(usize) -> String + 'static) -> Kind {
    let repeats = move |number| format!("  {}\n", line(number));
    Kind::new(name, "system: x\nservices:\n", repeats, "")
}

/// Items of one list in one service.
fn items(name: &'static str, key: &str, item: impl Fn(usize) -> String + 'static) -> Kind {
    let begins = format!("system: x\nservices:\n  b: {{http: [GET /x]}}\n  a: {{{key}: [");
    Kind::new(name, begins, move |number| item(number) + ", ", "]}\n")
}

/// Lines below a key of one service.
fn lines(name: &'static str, key: &str, line: impl Fn(usize) -> String + 'static) -> Kind {
    let begins = format!("system: x\nservices:\n  a:\n    http: true\n    {key}:\n");
    Kind::new(name, begins, move |number| format!("      {}\n", line(number)), "")
}

/// Lines below a key of the topology.
fn parts(name: &'static str, key: &str, line: impl Fn(usize) -> String + 'static) -> Kind {
    let begins = format!("system: x\nservices:\n  a: {{http: true}}\n{key}:\n");
    Kind::new(name, begins, move |number| format!("  {}\n", line(number)), "")
}

fn of_yaml() -> Vec<Kind> {
    let word = |text: &'static str| move |_| text.to_owned();
    vec![
        Kind::new("open lists", "", word("["), ""),
        Kind::new("open maps", "", word("{a: "), ""),
        Kind::new("nested blocks", "", |number| format!("{}a:\n", " ".repeat(number)), ""),
        Kind::new("one plain text", "system: ", word("x"), ""),
        Kind::new("one quoted text", "system: \"", word("\\u0041"), "\""),
        Kind::new("one key again and again", "", word("system: x\n"), ""),
        Kind::new("unknown keys", "", |number| format!("k{number}: 1\n"), ""),
        Kind::new("anchors", "a: &a [x]\n", |n| format!("b{n}: &b{n} [*a, *a]\n"), ""),
        Kind::new("tags", "", |number| format!("k{number}: !!python/object {{}}\n"), ""),
        Kind::new("control characters", "system: x", word("\u{9a}\u{202e}\0"), ""),
        Kind::new("comments", "", word("# \u{202e}\n"), ""),
    ]
}

fn of_services() -> Vec<Kind> {
    vec![
        services("services", |n| format!("s{n}: {{http: true}}")),
        services("services without a body", |n| format!("s{n}:")),
        services("bad names", |n| format!("S_{n}: {{http: true}}")),
        services("one service again and again", |_| "a: {http: true}".to_owned()),
        services("one unknown call", |n| format!("s{n}: {{calls: [nobody.Do]}}")),
        services("almost right calls", |n| format!("name-{n}-of: {{calls: [name-{n}-off]}}")),
        services("a chain", |n| format!("s{n}: {{calls: [s{}]}}", n + 1)),
        services("calls both ways", |n| {
            let (left, right) = (n.saturating_sub(1), n + 1);
            format!("s{n}: {{http: [GET /x], calls: [s{left} GET /x, s{right} GET /x]}}")
        }),
        services("a ladder", |n| {
            let (level, side) = (n / 2 + 1, if n % 2 == 0 { 'a' } else { 'b' });
            format!(
                "{side}{}: {{http: [GET /x], calls: [a{level} GET /x, b{level} GET /x]}}",
                level - 1
            )
        }),
        services("everybody calls the next hundred", |n| {
            let calls: Vec<_> = (n + 1..n + 101).map(|next| format!("s{next} GET /x")).collect();
            format!("s{n}: {{http: [GET /x], calls: [{}]}}", calls.join(", "))
        }),
        services("everybody calls the first hundred", |n| {
            let calls: Vec<_> = (0..100).map(|first| format!("s{first} GET /x")).collect();
            format!("s{n}: {{http: [GET /x], calls: [{}]}}", calls.join(", "))
        }),
        services("one topic", |n| format!("s{n}: {{publishes: [t], consumes: [t]}}")),
        services("a chain of topics", |n| {
            format!("s{n}: {{consumes: [t{n}], publishes: [t{}]}}", n + 1)
        }),
        services("topics among all", |n| {
            let topics: Vec<_> = (0..100).map(|topic| format!("t{topic}")).collect();
            let topics = topics.join(", ");
            format!("s{n}: {{consumes: [{topics}], publishes: [{topics}]}}")
        }),
        services("one store", |n| format!("s{n}: {{http: true, owns: {{db: [t]}}}}")),
        services("domains", |n| format!("s{n}: {{http: true, domain: d{n}}}")),
        services("an order to start in", |n| {
            format!("s{n}: {{http: true, starts-after: [s{}]}}", n + 1)
        }),
        services("replacements", |n| format!("s{n}: {{http: true, replaces: [s{}]}}", n + 1)),
    ]
}

fn of_one_service() -> Vec<Kind> {
    vec![
        items("routes", "http", |n| format!("GET /x{n}")),
        items("routes alike", "http", |n| format!("GET /{{a{n}}}/x{n}/{{b}}")),
        items("calls of nobody", "calls", |n| format!("c{n}.Do")),
        items("the same call", "calls", |_| "b GET /x".to_owned()),
        items("variables of a route", "calls", |n| format!("b GET /{{v{n}}}")),
        items("starts", "starts-after", |n| format!("s{n}")),
        lines("endpoints in a chain", "endpoints", |n| format!("GET /e{n}: [a GET /e{}]", n + 1)),
        lines("endpoints that call themselves", "endpoints", |n| {
            format!("POST /e{n}: [a POST /e{n}]")
        }),
        lines("settings", "config", |n| format!("C{n}: {{type: int, default: x}}")),
        lines("waivers", "allow", |n| format!("X{n}: no")),
        lines("forwards", "forwards", |n| format!("GET /x{n}/**: {{to: a}}")),
        lines("tables", "owns", |n| format!("db{n}: [t{n}]")),
    ]
}

fn of_the_system() -> Vec<Kind> {
    vec![
        parts("topics", "topics", |n| format!("t{n}: {{key: k}}")),
        parts("externals", "externals", |n| format!("e{n}: {{url: \"https://x\"}}")),
        parts("data classes", "data", |n| format!("c{n}: [a.B.f{n}]")),
        parts("environments", "environments", |n| format!("e{n}: {{defaults: {{replicas: 2}}}}")),
        parts("environments that add", "environments", |n| {
            format!("e{n}: {{services: {{s{n}: {{http: true}}}}}}")
        }),
        parts("requirements", "prd", |n| format!("p{n}: [a]")),
        parts("roots of protos", "protos", |n| format!("- p{n}")),
        Kind::new(
            "environments of many services",
            format!("system: x\nservices:\n{}environments:\n", many_services()),
            |n| format!("  e{n}: {{services: {{s1: {{replicas: {n}}}}}}}\n"),
            "",
        ),
    ]
}

fn many_services() -> String {
    let lines: Vec<_> = (0..800).map(|number| format!("  s{number}: {{http: true}}\n")).collect();
    lines.concat()
}

#[test]
fn hostile_topologies_end_in_time_and_in_bounded_memory() {
    let kinds = [of_yaml(), of_services(), of_one_service(), of_the_system()];
    let mut faults = Vec::new();
    let mut before = Used::so_far();
    for kind in kinds.iter().flatten() {
        for size in SIZES {
            let folder = project(kind, *size);
            let fault = check(&folder).err();
            let after = Used::so_far();
            for fault in fault.into_iter().chain(after.too_much_since(&before)) {
                faults.push(format!("{} in {size} bytes: {fault}", kind.name));
            }
            before = after;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn project(kind: &Kind, size: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).expect("the target folder takes files");
    fs::write(folder.join("topology.yaml"), kind.text(size)).expect("the folder takes files");
    folder
}

/// What all processes have used that this one has waited for.
struct Used {
    time: Duration,
    /// Of the one with the most, in KiB.
    memory: i64,
}

impl Used {
    fn so_far() -> Self {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("every system tells");
        let time = |time: TimeVal| {
            let micros = u64::try_from(time.num_microseconds()).expect("time goes forwards");
            Duration::from_micros(micros)
        };
        Self {
            time: time(usage.user_time()) + time(usage.system_time()),
            memory: usage.max_rss() / MAX_RSS_IN_KIB,
        }
    }

    fn too_much_since(&self, before: &Self) -> Vec<String> {
        let time = self.time.saturating_sub(before.time);
        let mut faults = Vec::new();
        if time > MOST_TIME {
            faults.push(format!("it took {time:?}"));
        }
        if self.memory > MOST_MEMORY && self.memory > before.memory {
            faults.push(format!("it had {} KiB", self.memory));
        }
        faults
    }
}

/// Runs `check`; what was wrong with how it ended.
fn check(folder: &Path) -> Result<(), String> {
    let (out, err) = (folder.join("out"), folder.join("err"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_scaffold"))
        .arg("check")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).expect("the folder takes files"))
        .stderr(fs::File::create(&err).expect("the folder takes files"))
        .spawn()
        .expect("the binary starts");
    let begun = Instant::now();
    let status = loop {
        match child.try_wait().expect("it is our child") {
            Some(status) => break status,
            None if begun.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("still running after {PATIENCE:?}"));
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let words = fs::read_to_string(&err).expect("it is text");
    let shown = fs::metadata(&out).expect("it was written").len();
    match status.code() {
        Some(0..=2) if words.contains("panicked") => Err(words),
        Some(0..=2) if shown > 200_000 => Err(format!("{shown} bytes of findings")),
        Some(0..=2) => Ok(()),
        _ => Err(format!("{status}: {words}")),
    }
}
