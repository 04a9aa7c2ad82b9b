//! The processes of services: started, listened to, ended.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Program;

/// How long a service may take to drain before it is killed.
const GRACE: Duration = Duration::from_secs(15);

/// A process that was started.
pub(super) struct Running {
    index: usize,
    child: Child,
}

/// A line that a service said.
pub(super) struct Line {
    pub(super) index: usize,
    pub(super) text: String,
}

pub(super) fn start(
    python: &Path,
    root: &Path,
    program: &Program,
    index: usize,
    lines: Sender<Line>,
) -> Result<Running> {
    let mut command = Command::new(python);
    command.args(["-m", &program.package]).current_dir(root).env("PYTHONUNBUFFERED", "1");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    own_group(&mut command);
    let mut child = command.spawn().with_context(|| format!("cannot start `{}`", program.name))?;
    listen(child.stdout.take(), index, lines.clone());
    listen(child.stderr.take(), index, lines);
    Ok(Running { index, child })
}

/// Passes on what a stream says, line by line, until it ends.
fn listen(stream: Option<impl Read + Send + 'static>, index: usize, lines: Sender<Line>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(read) if read > 0) {
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if lines.send(Line { index, text }).is_err() {
                return;
            }
            bytes.clear();
        }
    });
}

/// The first process that ended by itself, and how.
pub(super) fn ended(running: &mut [Running]) -> Option<(usize, String)> {
    running.iter_mut().find_map(|process| match process.child.try_wait() {
        Ok(Some(status)) => Some((process.index, status.to_string())),
        Ok(None) => None,
        Err(error) => Some((process.index, error.to_string())),
    })
}

/// Asks every process to stop, the last started first, and kills what has not drained in time.
pub(super) fn stop_all(running: &mut [Running]) {
    for process in running.iter_mut().rev() {
        ask_to_stop(&mut process.child);
    }
    let deadline = Instant::now() + GRACE;
    for process in running.iter_mut().rev() {
        while matches!(process.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = process.child.kill();
        let _ = process.child.wait();
    }
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(unix)]
fn ask_to_stop(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process};
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw)
        && matches!(child.try_wait(), Ok(None))
    {
        let _ = kill_process(pid, Signal::TERM);
    }
}

#[cfg(not(unix))]
fn ask_to_stop(child: &mut Child) {
    let _ = child.kill();
}
