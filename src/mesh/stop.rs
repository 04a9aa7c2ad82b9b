//! The end of a run: callers are stopped before those they call, so that what is in flight can come to its end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Event;
use super::run::{Run, State};

/// How long a service may take to drain before it is killed.
const GRACE: Duration = Duration::from_secs(15);
/// How often to look who has stopped.
const LOOK: Duration = Duration::from_millis(20);
/// How long lines may still come after the last process has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

impl Run<'_> {
    /// Stops everything; true when a signal said not to wait.
    pub(super) fn stop(&mut self, signal: &AtomicBool, tell: &mut dyn FnMut(Event)) -> bool {
        self.close();
        let mut asked: Vec<Option<Instant>> = vec![None; self.programs.len()];
        let mut killed = false;
        while self.reap() {
            if !killed && signal.swap(false, Ordering::Relaxed) {
                killed = true;
                tell(Event::Killing);
            }
            for (index, asked) in asked.iter_mut().enumerate() {
                self.end(index, asked, killed);
            }
            self.hear(LOOK, tell);
        }
        let deadline = Instant::now() + LAST_WORDS;
        while Instant::now() < deadline && self.hear_last(tell) {}
        killed
    }

    /// Takes note of what has stopped; true while something runs.
    fn reap(&mut self) -> bool {
        for service in &mut self.services {
            if let State::Running { process, .. } = &mut service.state
                && process.ended().is_some()
            {
                process.kill();
                service.state = State::Stopped;
            }
        }
        (0..self.services.len()).any(|index| self.runs(index))
    }

    fn runs(&self, index: usize) -> bool {
        matches!(self.services[index].state, State::Running { .. })
    }

    /// Asks a service to stop once nobody runs that calls it, and kills it when it has been asked long ago.
    fn end(&mut self, index: usize, asked: &mut Option<Instant>, now: bool) {
        let mut callers =
            self.programs.iter().enumerate().filter(|(_, p)| p.needs.contains(&index));
        let is_called = callers.any(|(caller, _)| self.runs(caller));
        let State::Running { process, .. } = &mut self.services[index].state else { return };
        if now || asked.is_some_and(|since| since.elapsed() >= GRACE) {
            process.kill();
        } else if asked.is_none() && !is_called {
            *asked = Some(Instant::now());
            process.ask_to_stop();
        }
    }
}
