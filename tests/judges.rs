//! Third parties have nothing against what is generated: linters, schemas, type checkers, fuzzers, each at a pinned version.
#![expect(clippy::disallowed_methods, reason = "tests make projects below the target folder")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::judges::{judge, judges_or_note};
use support::python::{Tools, note_not_run, succeed, tools_or_note};

const SCAFFOLD: &str = env!("CARGO_BIN_EXE_scaffold");

/// What anybody has against the system of a snapshot; a machine without the means says so.
fn faults(name: &str) -> Option<String> {
    let test = format!("the judges of {name}");
    let tools = tools_or_note(&test)?;
    let judges = judges_or_note(&test)?;
    let missing = ["kubectl", "bc", "node"].into_iter().find(|program| !is_there(program));
    if let Some(program) = missing {
        note_not_run(&test, &format!("there is no {program}"));
        return None;
    }
    let project = project(&tools, name);
    let said = judge(&judges, &tools.uv, Path::new(SCAFFOLD), &project).err()?;
    Some(format!("{name}:\n{said}"))
}

fn is_there(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output()
        .is_ok_and(|o| o.status.success())
}

/// What a snapshot's input becomes, with its libraries installed.
fn project(tools: &Tools, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("judged-{name}"));
    let _ = fs::remove_dir_all(&folder);
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(name).join("in");
    succeed(Command::new("cp").arg("-r").arg(input).arg(&folder));
    succeed(Command::new(SCAFFOLD).arg("-C").arg(&folder).arg("generate"));
    succeed(&mut tools.uv(&folder, &["sync", "--all-packages", "--quiet"]));
    folder
}

#[test]
fn nobody_has_anything_against_the_ai_chat() {
    let faults = faults("ai-chat");
    assert!(faults.is_none(), "{}", faults.unwrap_or_default());
}

#[test]
#[ignore = "takes minutes for each system; .ci/full runs it"]
fn nobody_has_anything_against_any_golden_system() {
    let systems = fs::read_dir("snapshots").expect("there are snapshots");
    let paths = systems.map(|entry| entry.expect("it can be read").path());
    let trees = paths.filter(|path| path.join("in").exists());
    let names = trees.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let faults: Vec<String> = names.filter_map(|name| faults(&name)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
