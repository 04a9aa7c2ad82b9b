//! Judges of documents, from npm, installed once under `target/judges`.
#![expect(clippy::disallowed_methods, reason = "tests write below the target folder only")]

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::python::{note_not_run, run};

const PACKAGE: &str = include_str!("../judges/package.json");
const SCRIPTS: [(&str, &str); 6] = [
    ("asyncapi.mjs", include_str!("../judges/asyncapi.mjs")),
    ("backstage.mjs", include_str!("../judges/backstage.mjs")),
    ("custom_resources.mjs", include_str!("../judges/custom_resources.mjs")),
    ("linkerd.mjs", include_str!("../judges/linkerd.mjs")),
    ("mermaid.mjs", include_str!("../judges/mermaid.mjs")),
    ("page.mjs", include_str!("../judges/page.mjs")),
];

/// The folder with the judges; without one, a line says that the test is not run and why.
pub(crate) fn judges_or_note(test: &str) -> Option<PathBuf> {
    static JUDGES: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let judges = JUDGES.get_or_init(installed).clone();
    judges.map_err(|reason| note_not_run(test, &reason)).ok()
}

/// What mermaid's own parser says of the diagrams of files.
pub(crate) fn mermaid(judges: &Path, files: &[PathBuf]) -> Result<(), String> {
    run(Command::new("node").arg(judges.join("mermaid.mjs")).args(files)).map(drop)
}

/// What markdownlint says of files, with lines of any length.
pub(crate) fn markdownlint(judges: &Path, files: &[PathBuf]) -> Result<(), String> {
    let program = judges.join("node_modules/.bin/markdownlint-cli2");
    let names = files.iter().filter_map(|file| file.file_name());
    run(Command::new(program).current_dir(judges).args(names)).map(drop)
}

/// What happens to somebody who walks about in pages with a browser.
pub(crate) fn walk(judges: &Path, browser: &Path, pages: &[PathBuf]) -> Result<(), String> {
    let mut command = Command::new("node");
    run(command.env("CHROMIUM", browser).arg(judges.join("page.mjs")).args(pages)).map(drop)
}

/// Chromium, or what is made of it: where `CHROMIUM` says, else where packages put it.
pub(crate) fn browser() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(usual).find(|browser| browser.is_file())
}

/// What all of them say of a generated project; the error shows what those said that are not content.
pub(crate) fn judge(
    judges: &Path,
    uv: &Path,
    scaffold: &Path,
    project: &Path,
) -> Result<(), String> {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges");
    equipped(judges, uv, &kit)?;
    let out = project.with_extension("judged");
    let _ = fs::remove_dir_all(&out);
    let mut command = Command::new(kit.join("judge.sh"));
    command.arg(judges).arg(project).arg(&out).env("SCAFFOLD", scaffold).env("KIT", &kit);
    let Err(summary) = run(&mut command) else { return Ok(()) };
    let results = fs::read_to_string(out.join("results.tsv")).unwrap_or_default();
    let failed = results.lines().filter(|line| line.split('\t').nth(1) != Some("0"));
    let names = failed.filter_map(|line| line.split('\t').next());
    let said = names.map(|name| {
        let log = fs::read_to_string(out.join(format!("{name}.log"))).unwrap_or_default();
        format!("\n== {name}\n{log}")
    });
    Err(said.fold(summary, |all, one| all + &one))
}

/// Installs the Python judges and promtool, once for a version of the lists and a place: environments name their folder.
fn equipped(judges: &Path, uv: &Path, kit: &Path) -> Result<(), String> {
    let lists = ["requirements.txt", "requirements-checkov.txt", "install.sh"]
        .map(|name| fs::read_to_string(kit.join(name)).unwrap_or_default())
        .concat();
    let wanted = format!("{}\n{lists}", judges.display());
    let done = judges.join("equipped.txt");
    if fs::read_to_string(&done).is_ok_and(|equipped| equipped == wanted) {
        return Ok(());
    }
    run(Command::new(kit.join("install.sh")).arg(judges).arg(uv))?;
    fs::write(&done, wanted).map_err(|error| format!("cannot write equipped.txt: {error}"))
}

/// A file below the folder of the judges, for them to read.
pub(crate) fn written(judges: &Path, name: &str, text: &str) -> PathBuf {
    let file = judges.join(name);
    fs::write(&file, text)
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
    file
}

fn installed() -> Result<PathBuf, String> {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"));
    let folder = folder.join("judges");
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).map_err(|error| format!("cannot write {name}: {error}"))
    };
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make target/judges: {error}"))?;
    let lock = File::create(folder.join("lock")).and_then(|file| file.lock().map(|()| file));
    let _alone = lock.map_err(|error| format!("cannot lock target/judges: {error}"))?;
    for (name, text) in SCRIPTS {
        write(name, text)?;
    }
    write(".markdownlint-cli2.yaml", "config:\n  MD013: false\n")?;
    let done = folder.join("installed.json");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == PACKAGE) {
        return Ok(folder);
    }
    write("package.json", PACKAGE)?;
    let arguments = ["install", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
    run(Command::new("npm").args(arguments).current_dir(&folder))?;
    write("installed.json", PACKAGE)?;
    Ok(folder)
}
