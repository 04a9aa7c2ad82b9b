//! What is found, less what is not to be looked at.

use crate::contracts::buf::{Finding, Proto, Selected, Stability, Subject, stability};

/// Where something is told: a file, and the path of a descriptor in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    home: Home<'a>,
    path: Option<&'a [i32]>,
    word: Option<&'static str>,
}

/// Of what is gone, the place does not say what it was.
#[derive(Clone, Copy, Debug)]
enum Home<'a> {
    File(&'a Proto),
    FileThatHad(&'a Proto, &'a Subject),
    Nowhere(&'a Subject),
}

impl<'a> At<'a> {
    /// At a descriptor.
    pub(super) fn path(proto: &'a Proto, path: &'a [i32]) -> Self {
        Self::perhaps(proto, Some(path))
    }

    /// The same from this word on, which stands before it: source info has the value of an option, buf tells all of it.
    pub(super) fn from(self, word: &'static str) -> Self {
        Self { word: Some(word), ..self }
    }

    /// Of a file, where nothing in it shows the fault.
    pub(super) fn file(proto: &'a Proto) -> Self {
        Self::perhaps(proto, None)
    }

    /// At a descriptor that may not be written.
    pub(super) fn perhaps(proto: &'a Proto, path: Option<&'a [i32]>) -> Self {
        Self { home: Home::File(proto), path, word: None }
    }

    /// Of something that is gone with its file.
    pub(super) fn nowhere(gone: &'a Subject) -> Self {
        Self { home: Home::Nowhere(gone), path: None, word: None }
    }

    /// The same of something that is gone: the place is what was around it.
    pub(super) fn that_had(self, gone: &'a Subject) -> Self {
        let home = self.proto().map_or(Home::Nowhere(gone), |it| Home::FileThatHad(it, gone));
        Self { home, ..self }
    }

    fn proto(&self) -> Option<&'a Proto> {
        match self.home {
            Home::File(proto) | Home::FileThatHad(proto, _) => Some(proto),
            Home::Nowhere(_) => None,
        }
    }

    fn finding(&self, rule: &'static str, message: String) -> Finding {
        let (proto, gone) = match self.home {
            Home::File(proto) => (proto, None),
            Home::FileThatHad(proto, gone) => (proto, Some(gone)),
            Home::Nowhere(gone) => {
                return Finding { rule, file: None, place: None, subject: gone.clone(), message };
            }
        };
        let finding = Finding::new(rule, proto, self.path, message);
        let place = match (finding.place, self.word) {
            (Some(place), Some(word)) => Some(proto.places.from(place, word)),
            (place, _) => place,
        };
        let subject = gone.cloned().unwrap_or(finding.subject);
        Finding { place, subject, ..finding }
    }
}

/// The findings so far.
#[derive(Debug)]
pub(super) struct Report<'a> {
    selected: &'a Selected,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(super) fn new(selected: &'a Selected) -> Self {
        Self { selected, findings: Vec::new() }
    }

    /// Whether anybody wants to know.
    pub(super) fn asks(&self, rule: &str) -> bool {
        self.selected.rules.contains(rule)
    }

    /// Adds a finding; `against` is the file where the previous state stood, as far as there is a place in it.
    pub(super) fn add(
        &mut self,
        rule: &'static str,
        at: At,
        against: Option<&Proto>,
        message: impl Into<String>,
    ) {
        let files = at.proto().into_iter().chain(against);
        let wanted = |proto: &Proto| {
            self.selected.applies(rule, &proto.import_path)
                && !(self.selected.ignores_unstable
                    && stability(proto.descriptor.package()) == Some(Stability::Unstable))
        };
        if self.asks(rule) && files.into_iter().all(wanted) {
            self.findings.push(at.finding(rule, message.into()));
        }
    }
}
