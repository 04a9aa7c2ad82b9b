//! Rules that want a comment above every declaration.

use super::report::Of;

/// What tells a tool something, and a reader nothing.
const NO_WORDS: &str = "buf:lint:ignore";

/// What is declared at a descriptor path should have a comment; `what` is how buf calls it.
pub(super) fn missing(
    report: &mut Of<'_, '_>,
    rule: &'static str,
    what: &str,
    name: &str,
    path: &[i32],
) {
    let places = &report.proto.places;
    let says = |line: &str| !line.trim().is_empty() && !line.trim().starts_with(NO_WORDS);
    let is_said = places.comment(path).is_some_and(|comment| comment.lines().any(says));
    if places.has(path) && !is_said {
        report.at(rule, path, || {
            format!("{what} \"{name}\" should have a non-empty comment for documentation.")
        });
    }
}
