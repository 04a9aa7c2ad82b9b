//! What a person meets: the words and the exit status of every command.
#![expect(clippy::disallowed_methods, reason = "tests make the folders that they work in")]

mod support;

#[path = "cli/check.rs"]
mod check;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/generate.rs"]
mod generate;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/parts.rs"]
mod parts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use scaffold::blueprint;
use tempfile::TempDir;

use support::golden::assert_equals_file;

/// A folder of its own for a test; below it nothing finds a topology of somebody else.
struct Place(TempDir);

/// What a run said, and how it ended.
struct Ran {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Place {
    fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// A starter, not generated yet.
    fn starter(name: &str) -> Self {
        let place = Self::empty();
        for (path, file) in blueprint::starter(name).expect("there is such a starter") {
            place.write(path.as_str(), &file.bytes);
        }
        place
    }

    /// A starter with its tree.
    fn generated(name: &str) -> Self {
        let place = Self::starter(name);
        place.run(&["generate"]).ends(0);
        place
    }

    /// A sound starter with a contract that nobody serves: one warning, no error.
    fn doubtful() -> Self {
        let place = Self::starter("tiny");
        let proto = place.read("proto/hello/v1/greeter.proto");
        place.write("proto/other/v1/other.proto", proto.replace("hello.v1", "other.v1"));
        place
    }

    /// The design of the chat system with many faults.
    fn faulty() -> Self {
        let place = Self::starter("ai-chat");
        place.write("topology.yaml", include_bytes!("findings/ai-chat-faulty.yaml"));
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        let folder = path.parent().expect("a file has a folder");
        fs::create_dir_all(folder).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("the file is there")
    }

    /// Every path below, sorted.
    fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![self.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).expect("folders can be read") {
                let path = entry.expect("folders can be read").path();
                found.push(path.strip_prefix(self.path()).expect("it stands below").to_owned());
                if path.is_dir() {
                    open.push(path);
                }
            }
        }
        found.sort();
        found
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        command.env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    /// The same as somebody whom permissions keep out: root is never kept out, so that another user runs a copy.
    #[cfg(unix)]
    fn command_of_anybody(&self, arguments: &[&str]) -> Command {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65534;
        if !rustix::process::geteuid().is_root() {
            return self.command(arguments);
        }
        let binary = self.path().join("scaffold");
        fs::copy(env!("CARGO_BIN_EXE_scaffold"), &binary).expect("there is space");
        fs::set_permissions(self.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        let mut command = Command::new(binary);
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null()).uid(NOBODY);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.finished(&self.command(arguments).output().expect("the binary starts"))
    }

    /// A line for bash, in which `$SCAFFOLD` is the binary.
    #[cfg(unix)]
    fn bash(&self, line: &str) -> Ran {
        let mut command = Command::new("bash");
        command.args(["-c", line]).current_dir(self.path()).stdin(Stdio::null());
        command.env("SCAFFOLD", env!("CARGO_BIN_EXE_scaffold"));
        self.finished(&command.output().expect("bash starts"))
    }

    /// The folder's own name differs from run to run.
    fn finished(&self, output: &Output) -> Ran {
        let folder = self.path().to_str().expect("temporary folders are named in UTF-8");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(folder, "HERE");
        Ran {
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Ran {
    #[track_caller]
    fn ends(self, status: i32) -> Self {
        let Self { status: actual, stdout, stderr } = &self;
        assert_eq!(*actual, Some(status), "stdout:\n{stdout}\nstderr:\n{stderr}");
        self
    }

    /// Status 2, nothing on stdout, and these words.
    #[track_caller]
    fn fails(self, words: &str) {
        let ran = self.ends(2);
        assert_eq!(ran.stdout, "");
        assert_eq!(ran.stderr, words);
    }
}

/// Compares with `tests/cli/NAME.txt`.
#[track_caller]
fn golden(name: &str, actual: &str) {
    assert_equals_file(&format!("tests/cli/{name}.txt"), actual);
}
