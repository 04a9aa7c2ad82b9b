//! What resolving reports itself: names that are not declared. The first hundred are shown, the others counted.

use crate::diagnostic::{Diagnostic, Span};
use crate::model::codes::{OVER_LIMIT, UNKNOWN_NAME};
use crate::names::Suggestions;

const MOST_SHOWN: usize = 100;

/// The faults found so far.
#[derive(Default)]
pub(super) struct Faults {
    /// For faults, and for calls that do not resolve.
    pub(super) suggestions: Suggestions,
    found: Vec<Diagnostic>,
    hidden: usize,
}

impl Faults {
    /// Reports a name that is not declared; gives the nearest of those that are, which was probably meant.
    pub(super) fn unknown<'a>(
        &mut self,
        what: &str,
        name: &str,
        span: &Span,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        if self.is_full() {
            return None;
        }
        let near = self.suggestions.nearest(name, known);
        let hint = match near {
            Some(near) => format!("write `{near}` if that is meant"),
            None => format!("declare `{name}`, or take it out here"),
        };
        let message = format!("there is no {what} `{name}`");
        self.found.push(Diagnostic::error(UNKNOWN_NAME, message).at(span).hint(hint));
        near
    }

    /// Reports a name that is declared, and cannot do what it is named for.
    pub(super) fn unfit(&mut self, message: String, span: &Span, hint: impl Into<String>) {
        if !self.is_full() {
            self.found.push(Diagnostic::error(UNKNOWN_NAME, message).at(span).hint(hint));
        }
    }

    /// Whether one more is only counted.
    fn is_full(&mut self) -> bool {
        let is_full = self.found.len() == MOST_SHOWN;
        self.hidden += usize::from(is_full);
        is_full
    }

    /// All of them, and one more that counts those not shown.
    pub(super) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if self.hidden > 0 {
            let message = format!("and {} more unknown names that are not shown", self.hidden);
            let fault = Diagnostic::error(OVER_LIMIT, message).hint("mend the ones above first");
            self.found.push(fault);
        }
        self.found
    }
}
