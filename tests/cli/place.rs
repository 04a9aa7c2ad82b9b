//! A folder to run commands in, and what came of them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use scaffold::blueprint;
use tempfile::TempDir;

const SCAFFOLD: &str = env!("CARGO_BIN_EXE_scaffold");

/// A folder of its own for a test; below it nothing finds a topology of somebody else.
pub(crate) struct Place(TempDir);

/// What a run said, and how it ended.
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// A starter, not generated yet.
    pub(crate) fn starter(name: &str) -> Self {
        let place = Self::empty();
        for (path, file) in blueprint::starter(name).expect("there is such a starter") {
            place.write(path.as_str(), &file.bytes);
        }
        place
    }

    /// A starter with its tree.
    pub(crate) fn generated(name: &str) -> Self {
        let place = Self::starter(name);
        place.run(&["generate"]).ends(0);
        place
    }

    /// A sound starter with a contract that nobody serves: one warning, no error.
    pub(crate) fn doubtful() -> Self {
        let place = Self::starter("tiny");
        let proto = place.read("proto/hello/v1/greeter.proto");
        place.write("proto/other/v1/other.proto", proto.replace("hello.v1", "other.v1"));
        place
    }

    /// The design of the chat system with many faults.
    pub(crate) fn faulty() -> Self {
        let place = Self::starter("ai-chat");
        place.write("topology.yaml", include_bytes!("../findings/ai-chat-faulty.yaml"));
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        let folder = path.parent().expect("a file has a folder");
        fs::create_dir_all(folder).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("the file is there")
    }

    /// Every path below, sorted.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
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

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.starting(SCAFFOLD, arguments)
    }

    /// A program that starts here, whatever this terminal's own wishes are.
    fn starting(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for wish in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(wish);
        }
        command
    }

    /// The same as somebody whom permissions keep out: root is never kept out, so that another user runs a copy.
    #[cfg(unix)]
    pub(crate) fn command_of_anybody(&self, arguments: &[&str]) -> Command {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65534;
        if !rustix::process::geteuid().is_root() {
            return self.command(arguments);
        }
        let binary = self.path().join("scaffold");
        fs::copy(SCAFFOLD, &binary).expect("there is space");
        fs::set_permissions(self.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        let mut command = self.starting(binary, arguments);
        command.uid(NOBODY);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.finished(&self.command(arguments).output().expect("the binary starts"))
    }

    /// A line for bash, in which `$SCAFFOLD` is the binary.
    #[cfg(unix)]
    pub(crate) fn bash(&self, line: &str) -> Ran {
        let mut command = self.starting("bash", &["-c", line]);
        command.env("SCAFFOLD", SCAFFOLD);
        self.finished(&command.output().expect("bash starts"))
    }

    /// What came of a command, with `HERE` for the name of the folder, which differs from run to run.
    pub(crate) fn finished(&self, output: &Output) -> Ran {
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
    pub(crate) fn ends(self, status: i32) -> Self {
        let Self { status: actual, stdout, stderr } = &self;
        assert_eq!(*actual, Some(status), "stdout:\n{stdout}\nstderr:\n{stderr}");
        self
    }

    /// Status 2, nothing on stdout, and these words.
    #[track_caller]
    pub(crate) fn fails(self, words: &str) {
        let ran = self.ends(2);
        assert_eq!(ran.stdout, "");
        assert_eq!(ran.stderr, words);
    }
}
