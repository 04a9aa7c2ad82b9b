//! How rules name things in their messages.

use std::time::Duration;

use crate::model::{Call, Model, OperationKind, Target};
use crate::names::{Suggestions, nearest};

/// The data class of what nobody may see.
pub(in crate::rules) const SECRET: &str = "secret";

/// What a call reaches, as one would write it: `auth.Authenticate`, `gateway POST /v1/messages`, `llm`.
pub(in crate::rules) fn target(model: &Model, call: &Call) -> String {
    let name = model.target_name(call);
    let rpc = match &call.target {
        Target::Operation(id) => matches!(model.operation(*id).kind, OperationKind::Rpc { .. }),
        Target::Service(_) | Target::External { .. } => false,
    };
    match model.target_operation(call) {
        Some(operation) if rpc => format!("{name}.{operation}"),
        Some(operation) => format!("{name} {operation}"),
        None => name.to_owned(),
    }
}

/// `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``; of many the first few.
pub(in crate::rules) fn list<T: AsRef<str>>(names: &[T]) -> String {
    const MOST: usize = 10;
    let shown = names.iter().take(if names.len() > MOST { MOST - 1 } else { MOST });
    let mut words: Vec<String> = shown.map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > words.len() {
        words.push(format!("{} others", names.len() - words.len()));
    }
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A duration as one would write it: `300ms`, `19.8s`.
pub(in crate::rules) fn shown(duration: Duration) -> String {
    format!("{duration:?}")
}

/// The full name whose last part is most like that of the given one, if any is like it.
pub(in crate::rules) fn near<'a>(
    written: &str,
    known: impl Iterator<Item = &'a String> + Clone,
    suggestions: &Suggestions,
) -> Option<&'a str> {
    fn last(name: &str) -> &str {
        name.rsplit('.').next().unwrap_or(name)
    }
    let part = suggestions.nearest(last(written), known.clone().map(|name| last(name)))?;
    let mut alike = known.map(String::as_str).filter(|name| last(name) == part);
    nearest(written, alike.clone()).or_else(|| alike.next())
}
