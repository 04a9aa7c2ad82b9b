//! Expectations in files, all rewritten by `UPDATE=1 cargo test`.

use std::path::Path;

/// Compares with the file at a path from the root of the repository, or rewrites it.
#[allow(clippy::disallowed_methods, reason = "tests write their own expectations")]
pub(crate) fn assert_equals_file(path: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, actual).expect("the repository can be written to");
        return;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
    assert!(
        expected == actual,
        "{path}:{} is not what is made now:\n  expected {:?}\n  actual   {:?}\nrun `UPDATE=1 cargo test` and look at the difference",
        line + 1,
        expected.lines().nth(line).unwrap_or_default(),
        actual.lines().nth(line).unwrap_or_default(),
    );
}
