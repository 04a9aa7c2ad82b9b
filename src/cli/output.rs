//! What reaches the terminal: data on stdout, talk on stderr.

use std::io::{self, IsTerminal, Write};

use anyhow::{Context, Error, Result};
use clap::ColorChoice;

use crate::diagnostic::Untrusted;

/// The two streams, and whether they show colours.
#[derive(Debug)]
pub(super) struct Terminal {
    stdout_styled: bool,
    stderr_styled: bool,
}

#[expect(clippy::unused_self, reason = "whoever prints must hold the terminal")]
impl Terminal {
    #[expect(clippy::disallowed_methods, reason = "the command line reads the environment")]
    pub(super) fn new(choice: ColorChoice) -> Self {
        let environment_allows = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let styled = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => environment_allows && is_terminal,
        };
        Self {
            stdout_styled: styled(io::stdout().is_terminal()),
            stderr_styled: styled(io::stderr().is_terminal()),
        }
    }

    pub(super) fn stdout_styled(&self) -> bool {
        self.stdout_styled
    }

    pub(super) fn stderr_styled(&self) -> bool {
        self.stderr_styled
    }

    /// Prints data.
    pub(super) fn data(&self, text: &str) -> Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write to stdout")
    }

    /// Prints talk; that nobody listens is no reason to fail.
    pub(super) fn talk(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says why the program could not work.
    pub(super) fn failure(&self, error: &Error) {
        let word = if self.stderr_styled { "\x1b[1m\x1b[31merror\x1b[0m" } else { "error" };
        let mut text = format!("{word}: {}\n", Untrusted(&error.to_string()));
        for cause in error.chain().skip(1) {
            text.push_str(&format!("  caused by: {}\n", Untrusted(&cause.to_string())));
        }
        self.talk(&text);
    }
}

/// `scaffold check | head` ends quietly.
pub(super) fn is_closed_pipe(error: &Error) -> bool {
    let closed = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(closed))
}
