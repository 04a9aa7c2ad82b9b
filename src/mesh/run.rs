//! One run of the mesh: who runs, who waits for whom, who is started again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::process::{self, Process};
use super::{End, Event, Program, ready};

/// How long nothing may be heard before the next look around.
const LOOK: Duration = Duration::from_millis(50);
/// How long it may take until everything is ready before somebody is told what is missing.
const PATIENCE: Duration = Duration::from_secs(20);
/// A service that was ready for so long has not crashed at once.
const STEADY: Duration = Duration::from_secs(20);
/// How often a service may be started that ends at once.
const MOST_STARTS: u32 = 4;
/// How long a service rests after its first crash; twice as long after each further one.
const REST: Duration = Duration::from_millis(500);

/// What the threads of a run have to say.
pub(super) enum Message {
    /// A service said a line.
    Line { index: usize, text: String },
    /// A service is ready: of all its starts, this one.
    Ready { index: usize, start: u32 },
}

/// A run of the programs.
pub(super) struct Run<'a> {
    root: &'a Path,
    python: &'a Path,
    pub(super) programs: &'a [Program],
    pub(super) services: Vec<Service>,
    sender: Option<Sender<Message>>,
    messages: Receiver<Message>,
    begun: Instant,
    told_waiting: Instant,
    told_ready: bool,
}

/// What is to be known of a program while it runs.
pub(super) struct Service {
    pub(super) state: State,
    /// How often it was started.
    starts: u32,
    /// How often it ended at once, one after another.
    crashes: u32,
}

/// Where a program stands.
pub(super) enum State {
    /// What it needs is not ready.
    Waiting,
    Running {
        process: Process,
        /// Since when it is ready.
        ready: Option<Instant>,
        /// Tells who asks for its health that nobody waits for the answer.
        unasked: Arc<AtomicBool>,
    },
    /// It ended, and is started again then.
    Resting(Instant),
    Stopped,
}

impl<'a> Run<'a> {
    pub(super) fn new(root: &'a Path, python: &'a Path, programs: &'a [Program]) -> Self {
        let (sender, messages) = channel();
        let service = |_| Service { state: State::Waiting, starts: 0, crashes: 0 };
        let now = Instant::now();
        Self {
            root,
            python,
            programs,
            services: programs.iter().map(service).collect(),
            sender: Some(sender),
            messages,
            begun: now,
            told_waiting: now,
            told_ready: false,
        }
    }

    /// Starts, listens and starts again until a signal comes or a service will not run.
    pub(super) fn watch(
        &mut self,
        signal: &AtomicBool,
        tell: &mut dyn FnMut(Event),
    ) -> Result<End> {
        loop {
            self.start_what_can()?;
            self.hear(LOOK, tell);
            if signal.swap(false, Ordering::Relaxed) {
                return Ok(End::Stopped);
            }
            if self.look_after_the_ended(tell) {
                return Ok(End::Crashed);
            }
            self.tell_of_long_waits(tell);
        }
    }

    /// Starts what waits for nothing any more.
    fn start_what_can(&mut self) -> Result<()> {
        for index in 0..self.programs.len() {
            let is_due = match &self.services[index].state {
                State::Waiting => {
                    self.programs[index].needs.iter().all(|needed| self.is_ready(*needed))
                }
                State::Resting(until) => Instant::now() >= *until,
                State::Running { .. } | State::Stopped => false,
            };
            if is_due {
                self.start(index)?;
            }
        }
        Ok(())
    }

    fn is_ready(&self, index: usize) -> bool {
        matches!(self.services[index].state, State::Running { ready: Some(_), .. })
    }

    fn start(&mut self, index: usize) -> Result<()> {
        let Some(sender) = &self.sender else { return Ok(()) };
        let program = &self.programs[index];
        let process = process::start(self.python, self.root, program, index, sender)?;
        let service = &mut self.services[index];
        service.starts += 1;
        let start = service.starts;
        let unasked = Arc::new(AtomicBool::new(false));
        let message = Message::Ready { index, start };
        let port = program.ops_port.unwrap_or(program.http_port);
        ready::ask(port, Arc::clone(&unasked), sender.clone(), message);
        service.state = State::Running { process, ready: None, unasked };
        Ok(())
    }

    /// Takes what the threads have to say, the first of it within a time.
    pub(super) fn hear(&mut self, within: Duration, tell: &mut dyn FnMut(Event)) {
        let Ok(first) = self.messages.recv_timeout(within) else { return };
        let more: Vec<Message> = self.messages.try_iter().take(1000).collect();
        for message in std::iter::once(first).chain(more) {
            self.take(message, tell);
        }
    }

    /// Takes what comes now; false when nobody is left to say anything.
    pub(super) fn hear_last(&mut self, tell: &mut dyn FnMut(Event)) -> bool {
        match self.messages.recv_timeout(LOOK) {
            Ok(message) => self.take(message, tell),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    fn take(&mut self, message: Message, tell: &mut dyn FnMut(Event)) {
        match message {
            Message::Line { index, text } => {
                let service = &self.programs[index].name;
                tell(Event::Said { service, index, line: &text });
            }
            Message::Ready { index, start } => self.note_ready(index, start, tell),
        }
    }

    fn note_ready(&mut self, index: usize, start: u32, tell: &mut dyn FnMut(Event)) {
        let service = &mut self.services[index];
        if let State::Running { ready, .. } = &mut service.state
            && service.starts == start
        {
            *ready = Some(Instant::now());
            if start > 1 {
                tell(Event::Back { service: &self.programs[index].name });
            }
        }
        if !self.told_ready && (0..self.programs.len()).all(|index| self.is_ready(index)) {
            self.told_ready = true;
            tell(Event::Ready { after: self.begun.elapsed() });
        }
    }

    /// Lets what ended rest, to be started again; true when a service has ended at once too often.
    fn look_after_the_ended(&mut self, tell: &mut dyn FnMut(Event)) -> bool {
        for index in 0..self.services.len() {
            let service = &mut self.services[index];
            let State::Running { process, ready, unasked } = &mut service.state else { continue };
            let Some(status) = process.ended() else { continue };
            unasked.store(true, Ordering::Relaxed);
            let was_steady = ready.is_some_and(|since| since.elapsed() >= STEADY);
            process.kill();
            service.crashes = if was_steady { 1 } else { service.crashes + 1 };
            let rest = REST * 2_u32.pow(service.crashes.min(MOST_STARTS) - 1);
            service.state = State::Resting(Instant::now() + rest);
            let (crashes, starts) = (service.crashes, service.starts);
            self.hear(LOOK, tell);
            let service = &self.programs[index].name;
            if crashes >= MOST_STARTS {
                tell(Event::GaveUp { service, status, times: starts });
                return true;
            }
            tell(Event::Ended { service, status, again: rest });
        }
        false
    }

    fn tell_of_long_waits(&mut self, tell: &mut dyn FnMut(Event)) {
        if self.told_ready || self.told_waiting.elapsed() < PATIENCE {
            return;
        }
        self.told_waiting = Instant::now();
        let missing = (0..self.programs.len()).filter(|index| !self.is_ready(*index));
        let services = missing.map(|index| self.programs[index].name.as_str()).collect();
        tell(Event::Waiting { services, since: self.begun.elapsed() });
    }

    /// Nothing is started any more, and nobody asks for health.
    pub(super) fn close(&mut self) {
        self.sender = None;
        for service in &mut self.services {
            match &service.state {
                State::Running { unasked, .. } => unasked.store(true, Ordering::Relaxed),
                State::Waiting | State::Resting(_) | State::Stopped => {
                    service.state = State::Stopped;
                }
            }
        }
    }
}
