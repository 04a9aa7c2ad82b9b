//! Names that a team gives, and what they become in each target language.

mod python;
mod reserved;
mod suggestion;
pub mod written;

use std::fmt::{self, Display, Formatter};

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

pub use python::{is_python_identifier, is_python_keyword, python_identifier};
pub use reserved::{is_distribution, is_own_library, is_standard_module, is_windows_device};
pub use suggestion::{Suggestions, nearest};
pub use written::Written;

/// The longest name that a system, service, store, domain or external may have.
pub const LONGEST: usize = 40;

/// The name of a system, service, store, domain or external: `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Checks the form; the error says what is wrong with it, as the end of a sentence.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        if text.len() > LONGEST {
            return Err("is longer than 40 characters");
        }
        if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err("does not begin with a letter from a to z");
        }
        let sound = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.split('-').all(sound) {
            Ok(Self(text.to_owned()))
        } else {
            Err("is not in kebab-case (letters a to z, digits, single dashes between them)")
        }
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `chat-store` as `chat_store`.
    pub fn snake(&self) -> String {
        self.0.replace('-', "_")
    }

    /// `chat-store` as `ChatStore`.
    pub fn pascal(&self) -> String {
        pascal(&self.0)
    }

    /// `chat-store` as `CHAT_STORE`.
    pub fn shouty(&self) -> String {
        self.snake().to_ascii_uppercase()
    }
}

impl Display for Name {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Any name as `snake_case`.
pub fn snake(text: &str) -> String {
    text.to_snake_case()
}

/// Any name as `PascalCase`.
pub fn pascal(text: &str) -> String {
    text.to_pascal_case()
}

/// Any name as `SHOUTY_SNAKE_CASE`.
pub fn shouty(text: &str) -> String {
    text.to_shouty_snake_case()
}
