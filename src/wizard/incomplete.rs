//! What keeps a set of answers from making a system, all of it at once.

use std::fmt::{self, Display, Formatter};

use super::ask::Asked;
use crate::diagnostic::Untrusted;

/// Questions without an answer, answers that cannot be, and answers to no question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incomplete {
    /// What nobody said, in the order of the questions.
    pub missing: Vec<Asked>,
    /// What was said and cannot be.
    pub refused: Vec<Refused>,
    /// Keys that no question has.
    pub unknown: Vec<Unknown>,
}

/// An answer that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The question.
    pub key: String,
    /// What was said.
    pub value: String,
    /// The end of a sentence about it.
    pub reason: String,
}

/// An answer to no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What was answered.
    pub key: String,
    /// Why, or what may have been meant; may be empty.
    pub hint: String,
}

impl Incomplete {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.refused.is_empty() && self.unknown.is_empty()
    }
}

impl Display for Incomplete {
    /// One line for each fault: what is wrong first, then what is missing and the flag for it.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for Unknown { key, hint } in &self.unknown {
            writeln!(formatter, "  `{}` answers no question{hint}", Untrusted(key))?;
        }
        for Refused { key, value, reason } in &self.refused {
            let value: String = value.chars().take(80).collect();
            let (key, value) = (Untrusted(key), Untrusted(&value));
            writeln!(formatter, "  {key}: `{value}` {}", Untrusted(reason))?;
        }
        let flags: Vec<String> = self.missing.iter().map(flag).collect();
        let width = flags.iter().map(String::len).max().unwrap_or_default().min(60);
        for (asked, flag) in self.missing.iter().zip(&flags) {
            write!(formatter, "  {flag:width$}  {}", asked.prompt)?;
            if let Some(default) = asked.default.as_ref().filter(|default| !default.is_empty()) {
                write!(formatter, " [suggested: {default}]")?;
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}

/// How to answer on the command line, ready to be pasted into a shell.
fn flag(asked: &Asked) -> String {
    format!("--set '{}={}'", asked.key, asked.form)
}
