//! What an answer may be called: each kind of name with its one check, so that files are written from sound parts only.

use std::fmt::{self, Display, Formatter};

use crate::names::{is_python_keyword, snake};

/// The longest operation, entity or segment of a route.
const LONGEST: usize = 60;

/// The longest topic: its dead-letter topic must fit into the 249 characters that brokers allow.
const LONGEST_TOPIC: usize = 200;

/// The name of an RPC, in `PascalCase`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RpcName(String);

/// An HTTP operation: `GET /orders/{order_id}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route(String);

/// The name of a topic: lower-case words joined by dots, dashes or underscores.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TopicName(String);

/// What a store keeps, in plural `snake_case`: `orders`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity(String);

impl RpcName {
    /// Checks the form; the error is the end of a sentence, as everywhere in this file.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        if text.len() > LONGEST {
            return Err("is longer than 60 characters");
        }
        let first = text.starts_with(|c: char| c.is_ascii_uppercase());
        if !first || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err("is not in PascalCase, such as `GetOrder`");
        }
        Ok(Self(text.to_owned()))
    }

    /// Its words in lower case: `get`, `order`.
    pub(super) fn words(&self) -> Vec<String> {
        snake(&self.0).split('_').map(str::to_owned).collect()
    }
}

impl Route {
    /// Checks method and path; a query has no place here.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let Some((method, path)) = text.split_once(' ') else {
            return Err("is not METHOD /path, such as `GET /orders/{order_id}`");
        };
        if !matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE") {
            return Err("does not begin with GET, POST, PUT, PATCH or DELETE");
        }
        let Some(segments) = path.strip_prefix('/') else {
            return Err("has a path that does not begin with `/`");
        };
        if segments.split('/').any(|segment| !is_segment(segment)) && !segments.is_empty() {
            return Err(
                "has a path with a segment other than letters, digits, `-`, `.`, `_` or a `{variable}`",
            );
        }
        let route = Self(text.to_owned());
        if route.variables().contains(&"id") {
            return Err(
                "names a variable `id`: say whose, such as `{order_id}`, as variables become fields of contracts",
            );
        }
        let mut variables = route.variables();
        variables.sort_unstable();
        if variables.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err("names a variable twice");
        }
        Ok(route)
    }

    /// The names in braces.
    pub(super) fn variables(&self) -> Vec<&str> {
        let path = self.0.split_once(' ').map_or("", |(_, path)| path);
        path.split('/').filter_map(variable).collect()
    }

    /// The same for routes that answer the same requests: the names of variables do not tell them apart.
    pub(super) fn shape(&self) -> String {
        let parts = self.0.split('/').map(|part| variable(part).map_or(part, |_| "{}"));
        parts.collect::<Vec<_>>().join("/")
    }
}

impl TopicName {
    /// Checks the form.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        if text.len() > LONGEST_TOPIC {
            return Err("is longer than 200 characters");
        }
        let word = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if !text.split(['.', '-', '_']).all(word) {
            return Err("is not lower-case words joined by dots, such as `order.placed`");
        }
        if text.rsplit('.').next() == Some("dlq") && text != "dlq" {
            return Err("ends in `.dlq`, as the dead-letter topics do that scaffold adds");
        }
        Ok(Self(text.to_owned()))
    }

    /// Its words: `order`, `placed`.
    pub(super) fn words(&self) -> Vec<&str> {
        self.0.split(['.', '-', '_']).collect()
    }

    /// Where events go that nobody could handle.
    pub(super) fn dead_letter(&self) -> String {
        format!("{}.dlq", self.0)
    }
}

impl Entity {
    /// Checks the form.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        if text.len() > LONGEST {
            return Err("is longer than 60 characters");
        }
        if !is_snake(text) {
            return Err("is not in snake_case, such as `orders`");
        }
        if is_python_keyword(text) {
            return Err("is a word that Python reserves");
        }
        Ok(Self(text.to_owned()))
    }
}

macro_rules! text {
    ($($name:ident),*) => {$(
        impl $name {
            /// As written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Display for $name {
            fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

text!(RpcName, Route, TopicName, Entity);

/// The name in braces, if a segment is a variable.
fn variable(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn is_segment(segment: &str) -> bool {
    if segment.len() > LONGEST {
        return false;
    }
    if let Some(name) = variable(segment) {
        return is_snake(name) && !is_python_keyword(name);
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(plain)
}

fn is_snake(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('_').all(word)
}
