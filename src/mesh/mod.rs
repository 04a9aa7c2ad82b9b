//! `scaffold up`: starts the services of a project, shows what they say as one stream, stops them together.
//!
//! The only module that runs services. One process a service, each in a process group of its own, so that a
//! Ctrl-C reaches scaffold first and the services are stopped in order: callers before those they call.

mod process;
mod ready;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::process::{Line, Running};

/// A service that can be started.
#[derive(Clone, Debug)]
pub struct Program {
    /// How its lines are marked.
    pub name: String,
    /// The Python package that is run with `-m`.
    pub package: String,
    /// Where it answers `/health/ready`.
    pub http_port: u16,
    /// Where it serves gRPC, if it does.
    pub grpc_port: Option<u16>,
}

/// What happens while the services run.
#[derive(Debug)]
pub enum Event<'a> {
    /// Everything that is needed is there; the programs are started now.
    Starting,
    /// A service said a line.
    Said {
        /// Its name.
        service: &'a str,
        /// Its place among the programs, for its colour.
        index: usize,
        /// What it said.
        line: &'a str,
    },
    /// All services are ready to serve.
    Ready {
        /// After so long.
        after: Duration,
    },
    /// A service ended although nobody stopped it.
    Ended {
        /// Its name.
        service: &'a str,
        /// How.
        status: String,
    },
    /// Everything is being stopped.
    Stopping,
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody stopped it.
    Stopped,
    /// A service ended by itself.
    Crashed,
}

/// Starts all programs in the given order, tells what happens, and stops all of them: at a signal, or when one ends.
pub fn up(root: &Path, programs: &[Program], tell: &mut dyn FnMut(Event)) -> Result<End> {
    let python = python(root)?;
    let stop = stop_flag()?;
    tell(Event::Starting);
    let (sender, lines) = channel();
    let begun = Instant::now();
    let mut running = Vec::with_capacity(programs.len());
    for (index, program) in programs.iter().enumerate() {
        match process::start(&python, root, program, index, sender.clone()) {
            Ok(process) => running.push(process),
            Err(error) => {
                process::stop_all(&mut running);
                return Err(error);
            }
        }
    }
    drop(sender);
    let end = watch(programs, &mut running, &lines, &stop, begun, tell);
    tell(Event::Stopping);
    process::stop_all(&mut running);
    for line in &lines {
        say(programs, &line, tell);
    }
    Ok(end)
}

/// Passes lines on until a signal comes or a service ends.
fn watch(
    programs: &[Program],
    running: &mut [Running],
    lines: &Receiver<Line>,
    stop: &AtomicBool,
    begun: Instant,
    tell: &mut dyn FnMut(Event),
) -> End {
    const LOOK: Duration = Duration::from_millis(100);
    let mut waiting: Vec<u16> = programs.iter().map(|program| program.http_port).collect();
    loop {
        match lines.recv_timeout(LOOK) {
            Ok(line) => say(programs, &line, tell),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        if stop.load(Ordering::Relaxed) {
            return End::Stopped;
        }
        if let Some((index, status)) = process::ended(running) {
            for line in lines.try_iter() {
                say(programs, &line, tell);
            }
            tell(Event::Ended { service: &programs[index].name, status });
            return End::Crashed;
        }
        if !waiting.is_empty() {
            waiting.retain(|port| !ready::is_ready(*port));
            if waiting.is_empty() {
                tell(Event::Ready { after: begun.elapsed() });
            }
        }
    }
}

fn say(programs: &[Program], line: &Line, tell: &mut dyn FnMut(Event)) {
    tell(Event::Said { service: &programs[line.index].name, index: line.index, line: &line.text });
}

/// The interpreter of the project's own environment.
fn python(root: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(root).context("cannot tell the current folder")?;
    let candidates =
        ["bin/python", "Scripts/python.exe"].map(|path| absolute.join(".venv").join(path));
    match candidates.into_iter().find(|path| path.exists()) {
        Some(path) => Ok(path),
        None => bail!(
            "there is no `.venv` in `{}`; run `uv sync --all-packages` there first",
            root.display()
        ),
    }
}

/// Set by the first signal that asks to stop; the second one ends scaffold at once.
fn stop_flag() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in signal_hook::consts::TERM_SIGNALS {
        signal_hook::flag::register_conditional_shutdown(*signal, 130, Arc::clone(&flag))
            .and_then(|_| signal_hook::flag::register(*signal, Arc::clone(&flag)))
            .context("cannot listen to signals")?;
    }
    Ok(flag)
}
