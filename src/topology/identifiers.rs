//! Names whose form is not that of a [`Name`](crate::names::Name): topics, routes, proto names, variables.

use super::collections::Key;

/// The name of a topic: `[A-Za-z0-9._-]{1,249}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicName(pub(super) String);

/// The full name of a service, message or field in a proto: `acme.auth.v1.AuthService`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProtoName(pub(super) String);

/// What a call names, as written: `auth.Authenticate`, `gateway POST /v1/messages`, `llm`. Resolving it is the model's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target(pub(super) String);

/// What an entry of `endpoints` names, as written: a route, the name or path of an RPC, a consumed topic, `cron`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operation(pub(super) String);

/// The name of an environment variable: `JWT_SIGNING_KEY`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(pub(super) String);

/// A code such as `S01` or the kebab-case name of a rule; which rules there are is not known here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName(pub(super) String);

/// `METHOD /path`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route {
    pub(super) text: String,
    /// The method; `ANY` is all of them.
    pub method: Method,
}

/// A database engine and perhaps its version: `postgres@16`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Engine {
    pub(super) text: String,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// Every method.
    Any,
}

impl Route {
    /// The path with its query, if it has one.
    pub fn path(&self) -> &str {
        self.text.split_once(' ').map_or("", |(_, path)| path)
    }
}

impl Engine {
    /// `postgres` of `postgres@16`.
    pub fn name(&self) -> &str {
        self.text.split_once('@').map_or(&self.text, |(name, _)| name)
    }

    /// `16` of `postgres@16`.
    pub fn version(&self) -> Option<&str> {
        self.text.split_once('@').map(|(_, version)| version)
    }
}

macro_rules! keys_by_text {
    ($($name:ident => $field:tt),* $(,)?) => {$(
        impl Key for $name {
            fn text(&self) -> &str {
                &self.$field
            }
        }

        impl $name {
            /// As written.
            pub fn as_str(&self) -> &str {
                &self.$field
            }
        }
    )*};
}

keys_by_text! {
    TopicName => 0, ProtoName => 0, Target => 0, Operation => 0, Variable => 0, RuleName => 0,
    Route => text, Engine => text,
}
