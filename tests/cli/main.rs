//! What a person meets: the words and the exit status of every command.
#![expect(clippy::disallowed_methods, reason = "tests make the folders that they work in")]

#[path = "../support/mod.rs"]
mod support;

mod breaking;
mod check;
mod explain;
mod generate;
mod graph;
mod help;
mod lint;
mod new;
mod parts;
mod place;
mod revision;
mod stubs;
mod unreadable;

use support::golden::assert_equals_file;

/// Compares with `tests/cli/NAME.txt`.
#[track_caller]
fn golden(name: &str, actual: &str) {
    assert_equals_file(&format!("tests/cli/{name}.txt"), actual);
}
