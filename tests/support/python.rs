//! A Python of our own under `target/python`, made once, with what tests compare with and judge by.
#![expect(clippy::disallowed_methods, reason = "tests write below the target folder only")]

use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// What is installed, exactly.
const PACKAGES: [&str; 8] = [
    "googleapis-common-protos==1.76.0",
    "grpcio-tools==1.85.1",
    "mypy==2.4.1",
    "protobuf==7.36.2",
    "setuptools==84.2.1",
    "types-grpcio==1.85.0.20261028",
    "types-protobuf==7.35.1.20260906",
    "uv==0.13.8",
];

/// The programs of the environment.
#[derive(Clone, Debug)]
pub(crate) struct Tools {
    /// Python with grpcio-tools and mypy.
    pub(crate) python: PathBuf,
    /// `uv`, for tests that make environments of their own.
    pub(crate) uv: PathBuf,
}

impl Tools {
    /// `uv` in a project, with this Python and no other.
    pub(crate) fn uv(&self, project: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.uv);
        command.args(arguments).current_dir(project);
        command.env("UV_PYTHON", &self.python).env("UV_PYTHON_DOWNLOADS", "never");
        command.env_remove("VIRTUAL_ENV");
        command
    }
}

/// The environment, made on first use; the error is the reason why there is none.
pub(crate) fn tools() -> Result<Tools, String> {
    static TOOLS: OnceLock<Result<Tools, String>> = OnceLock::new();
    TOOLS.get_or_init(make).clone()
}

/// The environment; without one, a line says that the test is not run and why.
pub(crate) fn tools_or_note(test: &str) -> Option<Tools> {
    tools().map_err(|reason| note_not_run(test, &reason)).ok()
}

/// A folder with another release of grpcio-tools, to be put on Python's path; made on first use.
pub(crate) fn release(tools: &Tools, version: &str) -> Result<PathBuf, String> {
    package(tools, "grpcio-tools", version)
}

/// A folder with a package of PyPI and nothing else; made on first use.
pub(crate) fn package(tools: &Tools, name: &str, version: &str) -> Result<PathBuf, String> {
    let folder = root().join(format!("{name}-{version}"));
    let installed = folder.join("installed.txt");
    let _alone = locked()?;
    if !installed.exists() {
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        let mut command = Command::new(&tools.python);
        command.args(pip).args(["--no-deps", "--only-binary", ":all:", "--upgrade", "--target"]);
        run(command.arg(&folder).arg(format!("{name}=={version}")))?;
        fs::write(&installed, version).map_err(|error| error.to_string())?;
    }
    Ok(folder)
}

/// A folder with what a package of npm brings, and nothing that it needs; made on first use.
pub(crate) fn package_of_npm(name: &str, version: &str) -> Result<PathBuf, String> {
    let folder = root().join(format!("{}-{version}", name.replace(['@', '/'], "-")));
    let _alone = locked()?;
    if !folder.join("package").exists() {
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let mut pack = Command::new("npm");
        pack.args(["pack", "--silent", "--pack-destination"]).arg(&folder);
        let packed = run(pack.arg(format!("{name}@{version}")))?;
        let archive = folder.join(String::from_utf8_lossy(&packed.stdout).trim());
        run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&folder))?;
    }
    Ok(folder.join("package"))
}

/// Says that a test is not run, past libtest, which hides what passing tests print.
pub(crate) fn note_not_run(test: &str, reason: &str) {
    let _ = writeln!(std::io::stderr(), "not run: {test}: {reason}");
}

/// A folder below `target/python` that tests may fill; it is emptied.
pub(crate) fn fresh_folder(name: &str) -> PathBuf {
    let folder = root().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)
        .unwrap_or_else(|error| panic!("cannot make {}: {error}", folder.display()));
    folder
}

/// Runs a command; when it fails, its output is the error.
pub(crate) fn run(command: &mut Command) -> Result<Output, String> {
    let words = format!("{command:?}");
    let output = command.output().map_err(|error| format!("cannot start {words}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let printed = [output.stdout, output.stderr].concat();
    Err(format!("{words} failed:\n{}", String::from_utf8_lossy(&printed)))
}

/// Runs a command; when it fails, so does the test, with all that it said.
#[track_caller]
pub(crate) fn succeed(command: &mut Command) {
    run(command.stdin(Stdio::null())).unwrap_or_else(|said| panic!("{said}"));
}

fn make() -> Result<Tools, String> {
    let environment = root().join("environment");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let tools = Tools { python: programs.join("python"), uv: programs.join("uv") };
    let installed = environment.join("installed.txt");
    let _alone = locked()?;
    // Environments name the folder that they are in: one that was moved is made anew.
    let wanted = format!("{}\n{}", environment.display(), PACKAGES.join("\n"));
    if fs::read_to_string(&installed).is_ok_and(|packages| packages == wanted) {
        return Ok(tools);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(Command::new(&tools.python).args(pip).args(PACKAGES))?;
    fs::write(&installed, wanted).map_err(|error| error.to_string())?;
    Ok(tools)
}

/// Several test programs may want the environment at once; one makes it.
fn locked() -> Result<File, String> {
    let path = root().join("lock");
    let made = fs::create_dir_all(root()).and_then(|()| File::create(&path));
    let file = made.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    file.lock().map_err(|error| format!("cannot lock {}: {error}", path.display()))?;
    Ok(file)
}

/// The folder of everything that tests make for Python.
pub(crate) fn root() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target")).join("python")
}
