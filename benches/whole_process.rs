//! Whole processes of a release build, beside `cp -r` of the same tree on the same disk, the best of five runs each:
//! `cargo bench --bench whole_process`, with `-- 200` for systems up to that size. Fails when the largest tree takes
//! [`PROMISED`] times as long to make as to copy, or when checking or specifying a dense system takes longer than [`AT_ONCE`].
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::disallowed_methods, reason = "it makes projects below the target folder")]

#[path = "../tests/support/large.rs"]
mod large;

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const SCAFFOLD: &str = env!("CARGO_BIN_EXE_scaffold");

/// How many times as long as `cp -r` of a large tree its making stays below.
const PROMISED: f64 = 3.0;

/// How many services a dense system has; it has five times as many calls.
const DENSE: usize = 2000;

/// How long checking such a system takes at most, and how long writing its specification, on two processors with little else
/// to do.
const AT_ONCE: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let most = env::args().find_map(|word| word.parse().ok()).unwrap_or(usize::MAX);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    let version = best(|| (), || run(scaffold(folder.path()).arg("--version")));
    println!("cold start (--version): {}", shown(version));
    println!(
        "services          check       generate      unchanged          cp -r   generate / cp -r"
    );
    let mut last = 0.0;
    for services in large::SIZES.into_iter().filter(|services| *services <= most) {
        let figures = figures(folder.path(), services);
        last = figures[1].as_secs_f64() / figures[3].as_secs_f64();
        let [check, generate, unchanged, copy] = figures.map(shown);
        println!("{services:8} {check:>14} {generate:>14} {unchanged:>14} {copy:>14} {last:>18.2}");
    }
    let mut held = last < PROMISED;
    if !held {
        println!("not held: below {PROMISED} times `cp -r`");
    }
    if most >= DENSE {
        held &= dense(folder.path());
    }
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether a dense system is checked and specified at once.
fn dense(folder: &Path) -> bool {
    let given = folder.join("dense");
    write(&given, DENSE, &large::dense(DENSE));
    let check = best(|| (), || run(scaffold(&given).arg("check")));
    let spec = best(|| (), || run(scaffold(&given).args(["spec", "--stdout"])));
    remove(&given);
    let (checked, specified) = (shown(check), shown(spec));
    println!("{DENSE} services with five calls each: check {checked}, spec {specified}");
    let held = check < AT_ONCE && spec < AT_ONCE;
    if !held {
        println!("not held: below {}", shown(AT_ONCE));
    }
    held
}

/// Of `check`, the first `generate`, one that changes nothing, and `cp -r` of what came out.
fn figures(folder: &Path, services: usize) -> [Duration; 4] {
    let [given, made, copied] = ["in", "out", "copy"].map(|name| folder.join(name));
    write(&given, services, &large::topology(services));
    let fresh = || {
        remove(&made);
        write(&made, services, &large::topology(services));
    };
    let check = best(|| (), || run(scaffold(&given).arg("check")));
    let generate = best(fresh, || run(scaffold(&made).arg("generate")));
    let unchanged = best(|| (), || run(scaffold(&made).arg("generate")));
    let copy =
        best(|| remove(&copied), || run(Command::new("cp").arg("-r").arg(&made).arg(&copied)));
    for folder in [&given, &made, &copied] {
        remove(folder);
    }
    [check, generate, unchanged, copy]
}

fn write(folder: &Path, services: usize, topology: &str) {
    fs::create_dir_all(folder).expect("a temporary folder takes folders");
    fs::write(folder.join("topology.yaml"), topology).expect("and files");
    for (path, file) in large::protos(services) {
        let path = folder.join("proto").join(path.as_str());
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("and folders");
        fs::write(path, file.bytes).expect("and files");
    }
}

fn remove(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("what was made can be removed");
    }
}

fn scaffold(folder: &Path) -> Command {
    let mut command = Command::new(SCAFFOLD);
    command.arg("-C").arg(folder);
    command
}

/// Runs to the end; warnings of the system are no fault here.
fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.expect("it starts").success(), "{command:?} failed");
}

/// The fastest of five; what comes before each of them is not counted.
fn best(before: impl Fn(), work: impl Fn()) -> Duration {
    let time = |_| {
        before();
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..5).map(time).min().expect("there are five")
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
