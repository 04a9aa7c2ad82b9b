//! A value that holds, and where it comes from.

use crate::diagnostic::Span;

/// A value and its origin.
#[derive(Clone, Debug)]
pub struct Effective<T> {
    /// What holds.
    pub value: T,
    /// Why.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Written at the thing itself.
    Written(Span),
    /// Written under `defaults`.
    Defaults(Span),
    /// Nothing is written; this is what the language says.
    BuiltIn,
}

impl<T> Effective<T> {
    /// The first of: what is written at the thing, what stands under `defaults`, what the language says.
    pub fn first(written: Option<(T, &Span)>, defaults: Option<(T, &Span)>, built_in: T) -> Self {
        Self::written(written, defaults)
            .unwrap_or(Self { value: built_in, origin: Origin::BuiltIn })
    }

    /// The same where the language says nothing.
    pub fn written(written: Option<(T, &Span)>, defaults: Option<(T, &Span)>) -> Option<Self> {
        let here = written.map(|(value, span)| (value, Origin::Written(span.clone())));
        let above = || defaults.map(|(value, span)| (value, Origin::Defaults(span.clone())));
        here.or_else(above).map(|(value, origin)| Self { value, origin })
    }
}

impl Origin {
    /// The place, when it was written.
    pub fn span(&self) -> Option<&Span> {
        match self {
            Self::Written(span) | Self::Defaults(span) => Some(span),
            Self::BuiltIn => None,
        }
    }
}
