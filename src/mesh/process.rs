//! The process of a service: started, listened to, ended.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;

use anyhow::{Context, Result};

use super::Program;
use super::run::Message;

/// A process that was started, with all that it starts.
pub(super) struct Process(Child);

pub(super) fn start(
    python: &Path,
    root: &Path,
    program: &Program,
    index: usize,
    messages: &Sender<Message>,
) -> Result<Process> {
    let mut command = Command::new(python);
    command.args(["-m", &program.package]).current_dir(root);
    command.envs(program.environment.iter().map(|(name, value)| (name, value)));
    // Services are started again and again: what Python has compiled once is kept.
    command.env("PYTHONUNBUFFERED", "1").env_remove("PYTHONDONTWRITEBYTECODE");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    own_group(&mut command);
    let mut child = command.spawn().with_context(|| format!("cannot start `{}`", program.name))?;
    listen(child.stdout.take(), index, messages.clone());
    listen(child.stderr.take(), index, messages.clone());
    Ok(Process(child))
}

/// Passes on what a stream says, line by line, until it ends.
fn listen(stream: Option<impl Read + Send + 'static>, index: usize, messages: Sender<Message>) {
    /// Of a longer line, the rest is another line.
    const LONGEST: u64 = 64 * 1024;
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while matches!(reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes), Ok(read) if read > 0)
        {
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if messages.send(Message::Line { index, text }).is_err() {
                return;
            }
            bytes.clear();
        }
    });
}

impl Process {
    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> Option<String> {
        match self.0.try_wait() {
            Ok(Some(status)) => Some(status.to_string()),
            Ok(None) => None,
            Err(error) => Some(error.to_string()),
        }
    }

    /// Asks it to drain.
    #[cfg(unix)]
    pub(super) fn ask_to_stop(&mut self) {
        use rustix::process::{Pid, Signal, kill_process};
        if matches!(self.0.try_wait(), Ok(None)) {
            let _ = kill_process(Pid::from_child(&self.0), Signal::TERM);
        }
    }

    /// Asks it to drain, where nothing can be asked.
    #[cfg(not(unix))]
    pub(super) fn ask_to_stop(&mut self) {
        self.kill();
    }

    /// Ends it at once, with all that it has started.
    pub(super) fn kill(&mut self) {
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        }
        let _ = self.0.kill();
    }
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}
