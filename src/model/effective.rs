//! A value that holds, and where it comes from.

use crate::diagnostic::{Span, Spanned};

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
    /// What nobody wrote: the language says it.
    pub fn built_in(value: T) -> Self {
        Self { value, origin: Origin::BuiltIn }
    }
}

impl<T: Clone> Effective<T> {
    /// What was found to hold; `default` is what stands under `defaults`, which it may be itself.
    pub fn written(found: Option<&Spanned<T>>, default: Option<&Spanned<T>>) -> Option<Self> {
        let found = found?;
        let span = found.span.clone();
        let is_default = default.is_some_and(|default| default.span == span);
        let origin = if is_default { Origin::Defaults(span) } else { Origin::Written(span) };
        Some(Self { value: found.value.clone(), origin })
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
