//! `scaffold up`: starts the services of a project, shows what they say as one stream, stops them together.
//!
//! The only module that runs services. One process a service, each in a process group of its own, so that a
//! Ctrl-C reaches scaffold first and the services are stopped in order: callers before those they call.

mod ports;
mod process;
mod ready;
mod run;
mod stop;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, Result, bail};

pub use ports::{Taken, free, taken};

/// A service that can be started.
#[derive(Clone, Debug)]
pub struct Program {
    /// How its lines are marked.
    pub name: String,
    /// The Python package that is run with `-m`.
    pub package: String,
    /// Where it has its routes.
    pub http_port: u16,
    /// Where it answers `/health/ready`, in the clear, when its routes speak TLS.
    pub ops_port: Option<u16>,
    /// Where it serves gRPC, if it does.
    pub grpc_port: Option<u16>,
    /// The places of the programs that must be ready before it is started; all of them stand before it.
    pub needs: Vec<usize>,
    /// What its environment says, beyond scaffold's own.
    pub environment: Vec<(String, String)>,
}

impl Program {
    /// Where its routes are reached.
    pub fn url(&self) -> String {
        let scheme = if self.ops_port.is_some() { "https" } else { "http" };
        format!("{scheme}://127.0.0.1:{}", self.http_port)
    }
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
    /// It takes long.
    Waiting {
        /// For these.
        services: Vec<&'a str>,
        /// So long.
        since: Duration,
    },
    /// All services are ready to serve.
    Ready {
        /// After so long.
        after: Duration,
    },
    /// A service that had ended is ready again.
    Back {
        /// Its name.
        service: &'a str,
    },
    /// A service ended although nobody stopped it.
    Ended {
        /// Its name.
        service: &'a str,
        /// How.
        status: String,
        /// After how long it is started again.
        again: Duration,
    },
    /// A service ended as soon as it was started, again and again.
    GaveUp {
        /// Its name.
        service: &'a str,
        /// How it ended the last time.
        status: String,
        /// How often it was started.
        times: u32,
    },
    /// Everything is being stopped.
    Stopping,
    /// What has not stopped is killed.
    Killing,
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody stopped it.
    Stopped,
    /// Somebody stopped it and would not wait.
    Killed,
    /// A service would not run.
    Crashed,
}

/// Starts all programs, each when those that it needs are ready, tells what happens, starts again what ends by
/// itself, and stops all of them: at a [`signal`], or when one will not run. A second signal kills them.
pub fn up(
    root: &Path,
    python: &Path,
    programs: &[Program],
    signal: &AtomicBool,
    tell: &mut dyn FnMut(Event),
) -> Result<End> {
    tell(Event::Starting);
    let mut run = run::Run::new(root, python, programs);
    let end = run.watch(signal, tell);
    if !matches!(end, Ok(End::Killed)) {
        tell(Event::Stopping);
    }
    let killed = run.stop(signal, tell);
    Ok(if killed { End::Killed } else { end? })
}

/// The interpreter of the project's own environment.
pub fn python(root: &Path) -> Result<PathBuf> {
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

/// Set by every signal that asks to stop; whoever holds it may ask too.
pub fn signal() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in signal_hook::consts::TERM_SIGNALS {
        signal_hook::flag::register(*signal, Arc::clone(&flag))
            .context("cannot listen to signals")?;
    }
    Ok(flag)
}
