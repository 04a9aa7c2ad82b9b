//! Rules that have their code and their name, and that this version does not look for.
//!
//! A topology may name them in waivers and policy: it may be older or newer than the program.

const LATER: [(&str, &str); 13] = [
    ("C06", "copied-proto"),
    ("T06", "latency-over-budget"),
    ("A01", "availability-under-slo"),
    ("A02", "single-point-of-failure"),
    ("A05", "chatty-pair"),
    ("X01", "uncompensated-step"),
    ("E07", "ambiguous-event-name"),
    ("P01", "leaked-data"),
    ("P02", "unguarded-edge"),
    ("P04", "returned-secret"),
    ("O03", "contradicted-order"),
    ("G01", "misused-stream"),
    ("G02", "unguarded-public-grpc"),
];

/// Code and name of such a rule, by either.
pub(in crate::rules) fn later(written: &str) -> Option<(&'static str, &'static str)> {
    let is = |word: &str| written.eq_ignore_ascii_case(word);
    LATER.into_iter().find(|(id, name)| is(id) || is(name))
}
