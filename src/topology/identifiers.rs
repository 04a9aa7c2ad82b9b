//! Names whose form is not that of a [`Name`](crate::names::Name): topics, routes, proto names, variables.

use super::codes;
use super::collections::Key;
use super::lower::{Misread, Word};
use super::words::text_of;
use super::yaml::Scalar;

/// The most characters of a name that is written by hand.
const MOST_CHARACTERS: usize = 500;

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
    ($($name:ident.$field:tt $(, repeats $repeats:literal)?;)*) => {$(
        impl Key for $name {
            $(const MAY_REPEAT: bool = $repeats;)?

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
    TopicName.0;
    ProtoName.0;
    Target.0, repeats true;
    Operation.0;
    Variable.0;
    RuleName.0;
    Route.text;
    Engine.text;
}

/// Reads a text that is a name of a form of its own.
fn named<T: Word>(
    scalar: &Scalar,
    sound: impl FnOnce(&str) -> bool,
    hint: &'static str,
) -> Result<String, Misread> {
    if sound(&scalar.text) {
        return text_of(scalar).map(str::to_owned);
    }
    Err(not_named::<T>().hint(hint))
}

fn not_named<T: Word>() -> Misread {
    Misread::new().code(codes::INVALID_NAME).because(format!("is not {}", T::FORM))
}

impl Word for TopicName {
    const FORM: &'static str = "the name of a topic";
    const EXAMPLE: &'static str = "chat.message.sent";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        let sound = |text: &str| {
            (1..=249).contains(&text.len())
                && text.bytes().all(allowed)
                && !matches!(text, "." | "..")
        };
        named::<Self>(scalar, sound, "use letters, digits, `.`, `_` and `-`, at most 249 of them")
            .map(Self)
    }
}

impl Word for ProtoName {
    const FORM: &'static str = "the full name of something in a proto";
    const EXAMPLE: &'static str = "acme.auth.v1.AuthService";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let hint = "write package and name as in the proto, such as `acme.auth.v1.AuthService`";
        named::<Self>(scalar, is_proto_name, hint).map(Self)
    }
}

fn is_proto_name(text: &str) -> bool {
    text.len() <= MOST_CHARACTERS && text.split('.').all(is_identifier)
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl Word for Target {
    const FORM: &'static str = "the target of a call";
    const EXAMPLE: &'static str = "auth.Authenticate";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let hint =
            "write `SERVICE.RPC`, `SERVICE METHOD /path`, or the name of a service or external";
        named::<Self>(scalar, is_printable, hint).map(Self)
    }
}

impl Word for Operation {
    const FORM: &'static str = "an operation";
    const EXAMPLE: &'static str = "POST /v1/messages";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let hint = "write a route, the name of an RPC, a consumed topic, or `cron`";
        named::<Self>(scalar, is_printable, hint).map(Self)
    }
}

/// Words of visible ASCII characters with single spaces between them.
fn is_printable(text: &str) -> bool {
    text.len() <= MOST_CHARACTERS
        && text
            .split(' ')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic()))
}

impl Word for Variable {
    const FORM: &'static str = "the name of a variable";
    const EXAMPLE: &'static str = "LOG_LEVEL";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let sound = |text: &str| {
            text.len() <= 100
                && text.starts_with(|c: char| c.is_ascii_uppercase())
                && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        };
        named::<Self>(scalar, sound, "use capital letters, digits and `_`, such as `LOG_LEVEL`")
            .map(Self)
    }
}

impl Word for RuleName {
    const FORM: &'static str = "the code or the name of a rule";
    const EXAMPLE: &'static str = "S02";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"_-".contains(&b);
        let sound = |text: &str| (1..=80).contains(&text.len()) && text.bytes().all(allowed);
        named::<Self>(scalar, sound, "write a code such as `S02`, or a name such as `shared-store`")
            .map(Self)
    }
}

impl Word for Engine {
    const FORM: &'static str = "a database engine";
    const EXAMPLE: &'static str = "postgres@16";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        let sound = |text: &str| {
            let (name, version) = text.split_once('@').unwrap_or((text, "1"));
            let short = text.len() <= 80 && !version.is_empty();
            short
                && name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(allowed)
                && version.bytes().all(allowed)
        };
        let text = named::<Self>(scalar, sound, "write `ENGINE@VERSION`, such as `postgres@16`")?;
        Ok(Self { text })
    }
}

impl Word for Route {
    const FORM: &'static str = "a route";
    const EXAMPLE: &'static str = "POST /v1/messages";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = text_of(scalar)?;
        Self::new(text).ok_or_else(|| not_named::<Self>().hint(route_meant(text)))
    }
}

impl Route {
    /// Checks the form: `METHOD /path`, whose path has names in braces and may end in `/**`.
    pub fn new(text: &str) -> Option<Self> {
        let (method, path) = text.split_once(' ')?;
        let method = *METHODS.iter().find(|known| known.word() == method)?;
        is_path(path).then(|| Self { text: text.to_owned(), method })
    }
}

impl Method {
    /// In capitals, as in a request.
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Any => "ANY",
        }
    }
}

const METHODS: [Method; 8] = [
    Method::Get,
    Method::Head,
    Method::Post,
    Method::Put,
    Method::Patch,
    Method::Delete,
    Method::Options,
    Method::Any,
];

fn is_path(text: &str) -> bool {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let segments = path.strip_suffix("/**").unwrap_or(path);
    text.len() <= MOST_CHARACTERS
        && path.starts_with('/')
        && segments.split('/').all(is_segment)
        && query.bytes().all(|b| b.is_ascii_graphic() && !b"\"'`<>\\".contains(&b))
}

/// Unreserved and sub-delimiting characters of URLs, percent signs, and names in braces.
fn is_segment(text: &str) -> bool {
    let plain = |text: &str| {
        text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%!$&()*+,;=:@".contains(&b))
    };
    let mut parts = text.split('{');
    let sound = parts.next().is_some_and(|before| plain(before) && !before.contains("**"));
    sound
        && parts.all(|part| {
            part.split_once('}').is_some_and(|(name, after)| is_identifier(name) && plain(after))
        })
}

fn route_meant(text: &str) -> String {
    if text.starts_with('/') && is_path(text) {
        return format!("say the method: `GET {text}`");
    }
    match text.split_once(' ').map(|(method, path)| (method.to_ascii_uppercase(), path.trim_start())) {
        Some((method, path)) if Route::new(&format!("{method} {path}")).is_some() => {
            format!("write `{method} {path}`")
        }
        _ => "write `METHOD /path`, such as `GET /v1/users/{id}`; METHOD may be `ANY`, the path may end in `/**`".to_owned(),
    }
}
