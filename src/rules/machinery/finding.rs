//! What a rule finds: a diagnostic without its code, and the parts of the system that it is about.

use crate::diagnostic::{Code, Diagnostic, Outcome, Severity, Span};
use crate::model::{
    CallId, Caller, DomainId, ExternalId, OperationId, ServiceId, StoreId, TopicId,
};

use super::Cause;

/// One finding of a rule. Waivers and policy are applied to it later, in one place for all rules.
#[derive(Clone, Debug)]
pub struct Finding {
    pub(super) severity: Severity,
    pub(super) outcome: Outcome,
    pub(super) message: String,
    pub(super) place: Option<Span>,
    pub(super) related: Vec<(Span, String)>,
    pub(super) hint: Option<String>,
    pub(super) subjects: Vec<Subject>,
    pub(super) cause: Option<(Cause, String)>,
}

/// A part of the system that a finding is about: a waiver there, or at what surrounds it, covers the finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A service, and its domain.
    Service(ServiceId),
    /// An operation, and its service.
    Operation(OperationId),
    /// A call, and its caller.
    Call(CallId),
    /// A call that does not resolve, by its index in [`crate::model::Model::unresolved`].
    Unresolved(usize),
    /// What a service publishes: the index in its `publishes`.
    Publication(ServiceId, usize),
    /// What a service consumes: the index in its `consumes`.
    Subscription(ServiceId, usize),
    /// A store.
    Store(StoreId),
    /// A topic.
    Topic(TopicId),
    /// A system of others.
    External(ExternalId),
    /// A bounded context.
    Domain(DomainId),
}

impl From<Caller> for Subject {
    fn from(caller: Caller) -> Self {
        match caller {
            Caller::Service(id) => Self::Service(id),
            Caller::External(id) => Self::External(id),
        }
    }
}

impl Finding {
    /// A fault that cannot stay.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, Outcome::Violated, message)
    }

    /// A fault that was probably not meant.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Outcome::Violated, message)
    }

    /// Something that is good to know.
    pub fn info(message: impl Into<String>) -> Self {
        Self::new(Severity::Info, Outcome::Violated, message)
    }

    /// A fact is missing; a warning once somebody asks for strictness.
    pub fn undecidable(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Outcome::NotDecidable, message)
    }

    fn new(severity: Severity, outcome: Outcome, message: impl Into<String>) -> Self {
        let message = message.into();
        let (place, related, hint) = (None, Vec::new(), None);
        let (subjects, cause) = (Vec::new(), None);
        Self { severity, outcome, message, place, related, hint, subjects, cause }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: &Span) -> Self {
        self.place = Some(place.clone());
        self
    }

    /// Says where, when it is known.
    #[must_use]
    pub fn at_some(mut self, place: Option<&Span>) -> Self {
        self.place = place.cloned();
        self
    }

    /// Adds a place that explains this one.
    #[must_use]
    pub fn with(mut self, place: &Span, words: impl Into<String>) -> Self {
        self.related.push((place.clone(), words.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a part of the system that it is about.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.subjects.push(subject);
        self
    }

    /// Says what it shares with other findings, and what names it among them.
    #[must_use]
    pub fn because(mut self, cause: Cause, name: impl Into<String>) -> Self {
        self.cause = Some((cause, name.into()));
        self
    }

    pub(super) fn diagnostic(self, code: Code) -> Diagnostic {
        let Self { severity, outcome, message, place, related, hint, .. } = self;
        Diagnostic { code, severity, outcome, message, place, related, hint }
    }
}
