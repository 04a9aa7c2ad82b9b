//! A running `scaffold up`, and what it says.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// Slow machines are patient machines.
const PATIENCE: Duration = Duration::from_secs(90);

pub(crate) struct Up {
    pub(crate) child: Child,
    /// What scaffold says.
    pub(crate) talk: Receiver<String>,
    /// What the services say.
    pub(crate) lines: Receiver<String>,
}

impl Up {
    /// Starts the command, which is a `scaffold up`.
    pub(crate) fn begin(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let talk = listen(child.stderr.take().expect("it is piped"));
        let lines = listen(child.stdout.take().expect("it is piped"));
        Self { child, talk, lines }
    }

    /// What is said until these words are, with them.
    #[track_caller]
    pub(crate) fn until(&mut self, words: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut said = String::new();
        while let Ok(line) = self.talk.recv_timeout(deadline.duration_since(Instant::now())) {
            said.push_str(&line);
            said.push('\n');
            if line.contains(words) {
                return said;
            }
        }
        self.kill();
        let lines: Vec<String> = self.lines.try_iter().collect();
        panic!("`{words}` was not said, but\n{said}\n{}", lines.join("\n"));
    }

    /// Asks it to stop, as a terminal or a supervisor does.
    pub(crate) fn signal(&self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("it runs");
    }

    /// How it ended, and what it and its services said until then.
    #[track_caller]
    pub(crate) fn ends(mut self) -> (Option<i32>, String, Vec<String>) {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("it is ours") {
                let talk: Vec<String> = self.talk.iter().collect();
                return (status.code(), talk.join("\n"), self.lines.iter().collect());
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.kill();
        panic!("it did not end: {:?}", self.talk.try_iter().collect::<Vec<_>>());
    }

    /// Ends it at once.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a stream.
fn listen(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
