//! No input makes the reader panic, hang or need much memory.

use std::time::Instant;

use proptest::prelude::{any, prop, proptest};

use scaffold::diagnostic::Diagnostic;

use crate::read;
use crate::support::limits::{MOST_MEMORY, MOST_TIME, most_memory};

/// The limit is 4 MiB; without optimisation an eighth of it takes as long, and some of it is then sound.
const MOST: usize = if cfg!(debug_assertions) { 1 << 19 } else { 4 << 20 };

/// Nothing is wrong with them.
const SOUND: [&str; 4] = ["empty lines", "spaces", "a long comment", "many requirements"];

/// Repeats a text up to the size limit.
fn filled(before: &str, piece: &str, after: &str) -> String {
    let times = (MOST - before.len() - after.len()) / piece.len();
    format!("{before}{}{after}", piece.repeat(times))
}

fn numbered(before: &str, piece: impl Fn(usize) -> String, after: &str) -> String {
    let mut text = before.to_owned();
    let mut number = 0;
    loop {
        let next = piece(number);
        if text.len() + next.len() + after.len() > MOST {
            return text + after;
        }
        text.push_str(&next);
        number += 1;
    }
}

/// A name, and the text; made one at a time, so that inputs do not count as memory of the reader.
type Input = (&'static str, fn() -> String);

const HEAD: &str = "system: a\nservices:\n";

/// What is hard for a scanner.
fn hard_to_scan() -> Vec<Input> {
    vec![
        ("brackets", || filled("", "[", "")),
        ("braces", || filled("a: ", "{a: ", "")),
        ("dashes", || filled("", "- ", "")),
        ("steps", || {
            (0..1400).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n")
        }),
        ("question marks", || filled("", "? ", "")),
        ("colons", || filled("", ": ", "")),
        ("a billion laughs", bomb),
        ("aliases", || filled("a: &a x\nb: [", "*a,", "]")),
        ("anchors", || numbered("", |n| format!("k{n}: &a{n} x\n"), "")),
        ("tags", || filled("a: [", "!x y,", "]")),
        ("NULs", || filled("", "\0", "")),
        ("a long word", || filled("system: ", "x", "")),
        ("a long key", || filled("", "x", ": 1")),
        ("a long explicit key", || filled("? ", "x", "\n: 1")),
        ("a long quoted key in a map", || filled("services: {? \"", "x", "\" : 1}")),
        ("a long unclosed quote", || filled("system: \"", "x ", "")),
        ("a long comment", || filled("#", "x", "\n")),
        ("comments", || filled("", "#\n", "")),
        ("empty lines", || filled("system: a\n", "\n", "")),
        ("spaces", || filled("system: a\n", " ", "")),
        ("documents", || filled("", "---\n", "")),
        ("escapes", || filled("system: \"", "\\n", "\"")),
        ("a folded text", || filled("description: >\n", "  a\n\n", "")),
    ]
}

/// Many small values where few are meant.
fn hard_to_read() -> Vec<Input> {
    vec![
        ("small lists", || filled("a: [", "[],", "]")),
        ("small values", || filled("a: [", "a,", "]")),
        ("the same key", || filled("", "a: 1\n", "")),
        ("unknown keys", || numbered("", |n| format!("k{n}: 1\n"), "")),
        ("unknown keys of a service", || {
            numbered("system: a\nservices: {web: {", |n| format!("k{n},"), "}}")
        }),
        ("empty services", || numbered(HEAD, |n| format!(" s{n}:\n"), "")),
        ("services", || numbered(HEAD, |n| format!(" s{n}: {{http: true}}\n"), "")),
        ("listed services", || numbered("system: a\nservices: [", |n| format!("s{n},"), "]")),
        ("calls", || numbered("system: a\nservices: {web: {calls: [", |n| format!("s{n},"), "]}}")),
        ("the same call", || filled("system: a\nservices: {web: {calls: [", "b,", "]}}")),
        ("requirements", || {
            filled("system: a\nservices: {web: {http: true, covers: [", "F,", "]}}")
        }),
        ("roots", || numbered("system: a\nprotos: {", |n| format!("p{n}: x,"), "}")),
        ("one-entry maps", || filled("system: a\nservices: {web: {calls: [", "a: 1s,", "]}}")),
        ("environments", || numbered("system: a\nenvironments: {", |n| format!("e{n},"), "}")),
        ("prose in braces", || filled("decisions: {a: {why: b", ", c d", "}}")),
        ("wide characters", || filled("system: ", "\u{1F600}", "")),
        ("byte-order marks", || filled("", "\u{feff}", "")),
        ("right-to-left", || filled("description: ", "\u{202e}x", "")),
        ("carriage returns", || filled("system: a\n", "\r", "")),
        ("the same long name", || {
            filled("system: a\nservices: {web: {publishes: [", "user.registered,", "]}}")
        }),
        ("too much", || "x".repeat((4 << 20) + 1)),
    ]
}

/// As many values as are read, each of which is large once it is typed.
fn hard_to_keep() -> Vec<Input> {
    vec![
        ("many empty services", || numbered(HEAD, |n| format!(" service-{n:06}:\n"), "")),
        ("many services", || {
            numbered(HEAD, |n| format!(" service-{n:06}: {{grpc: acme.v1.Service}}\n"), "")
        }),
        ("many topics", || numbered("system: a\ntopics: [", |n| format!("t{n:07},"), "]")),
        ("many calls", || {
            numbered("system: a\nservices: {web: {calls: [", |n| format!("s{n:07},"), "]}}")
        }),
        ("many timeouts", || {
            numbered("system: a\nservices: {web: {calls: {", |n| format!("s{n:09}: 1s,"), "}}}")
        }),
        ("many requirements", || {
            filled("system: a\nservices: {web: {http: true, covers: [", "FR-12345,", "]}}")
        }),
        ("many roots", || numbered("system: a\nprotos: {", |n| format!("root{n:07}: x,"), "}")),
        ("many environments", || {
            numbered("system: a\nenvironments: {", |n| format!("environment-{n:06},"), "}")
        }),
        ("many wrong names", || numbered(HEAD, |n| format!(" Service_{n:06}:\n"), "")),
        ("many unknown keys", || {
            numbered("system: a\nservices: {web: {", |n| format!("timeuot{n:06}: 1,"), "}}")
        }),
    ]
}

fn bomb() -> String {
    (0..20).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
        let next = level + 1;
        format!("{text}a{next}: &a{next} [{}]\n", vec![format!("*a{level}"); 10].join(", "))
    })
}

#[test]
fn hostile_files_end_soon_with_an_error() {
    let inputs = [hard_to_scan(), hard_to_read(), hard_to_keep()].concat();
    for (name, text) in inputs {
        let text = text();
        let start = Instant::now();
        let (_, faults) = read(&text);
        let took = start.elapsed();
        let error = faults.iter().any(Diagnostic::is_error);
        let within_limits = cfg!(debug_assertions) || SOUND.contains(&name);
        assert!(error || within_limits, "{name} is accepted");
        assert!(faults.len() <= 101, "{name} has {} faults", faults.len());
        let longest = faults
            .iter()
            .map(|fault| fault.message.len() + fault.hint.as_ref().map_or(0, String::len))
            .max();
        assert!(longest.unwrap_or_default() < 2000, "{name} has a message of {longest:?} bytes");
        assert!(took < MOST_TIME, "{name} took {took:?}");
        drop(text);
        assert!(most_memory() < MOST_MEMORY, "{name} needed {} KiB", most_memory());
    }
}

/// Pieces of which broken topologies are made.
const PIECES: [&str; 40] = [
    "system",
    "services",
    "calls",
    "timeout",
    "retry",
    "defaults",
    "http",
    "environments",
    "prod",
    "a",
    "auth.Login",
    "GET /a",
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "'",
    "\"",
    "5s",
    "5",
    "1.10",
    "yes",
    "true",
    "null",
    "~",
    "&a ",
    "*a",
    "!x ",
    "#",
    "|\n",
    "\t",
    "é\u{0}",
];

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn no_broken_topology_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let text = pieces.concat();
        let (topology, faults) = read(&text);
        for fault in &faults {
            let place = fault.place.as_ref().expect("every fault has a place");
            assert!(text.get(place.start..place.end).is_some(), "{place:?} is no place in {text:?}");
        }
        for (_, environment) in &topology.environments {
            let _ = topology.overlaid(environment);
        }
    }
}
