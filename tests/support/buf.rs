//! buf itself, at a pinned version, installed once below `target/python`; its words are what lint and breaking are compared with.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::python::{Tools, note_not_run, package, root, tools};

const VERSION: &str = "1.75.0";
/// How buf ends when it has findings.
const FINDINGS: i32 = 100;

/// The program.
#[derive(Clone, Debug)]
pub(crate) struct Buf(PathBuf);

/// The program; without one, a line says that the test is not run and why.
pub(crate) fn buf_or_note(test: &str) -> Option<Buf> {
    static BUF: OnceLock<Result<Buf, String>> = OnceLock::new();
    let buf = BUF.get_or_init(|| tools().and_then(|tools| installed(&tools))).clone();
    buf.map_err(|reason| note_not_run(test, &reason)).ok()
}

impl Buf {
    /// What it prints when started in a folder, sorted.
    pub(crate) fn lines(&self, folder: &Path, arguments: &[&str]) -> Vec<String> {
        let mut command = Command::new(&self.0);
        command.args(arguments).current_dir(folder).env("BUF_CACHE_DIR", root().join("buf-cache"));
        let output = command.output().unwrap_or_else(|error| panic!("cannot start buf: {error}"));
        let (out, talk) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let ended = output.status.code();
        assert!(matches!(ended, Some(0 | FINDINGS)), "buf {arguments:?} failed:\n{talk}{out}");
        sorted(&out)
    }
}

/// The lines of a text, sorted.
pub(crate) fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// Fails with the lines that only one of the two has.
#[track_caller]
pub(crate) fn assert_same(what: &str, ours: &[String], theirs: &[String]) {
    const MOST_SHOWN: usize = 30;
    let only = |these: &[String], those: &[String], mark: &str| -> Vec<String> {
        let lines = these.iter().filter(|line| those.binary_search(line).is_err());
        lines.map(|line| format!("{mark} {line}")).collect()
    };
    let mut differing = only(ours, theirs, "only ours:");
    differing.extend(only(theirs, ours, "only buf's:"));
    if ours == theirs {
        return;
    }
    let count = differing.len();
    differing.truncate(MOST_SHOWN);
    panic!(
        "{what}: {} lines of ours, {} of buf's; {count} differ\n{}",
        ours.len(),
        theirs.len(),
        differing.join("\n")
    );
}

fn installed(tools: &Tools) -> Result<Buf, String> {
    let program = package(tools, "buf-bin", VERSION)?.join("bin/buf");
    if program.is_file() { Ok(Buf(program)) } else { Err("buf-bin has no program".to_owned()) }
}
