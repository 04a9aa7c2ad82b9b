//! Single values without a unit, and the closed sets of words.

use std::num::{NonZeroU16, NonZeroU32};

use crate::names::{Name, nearest};

use super::call::{CallKind, Deadline, Fallback, StatusCode, Times};
use super::codes;
use super::faults::excerpt;
use super::interface::{Auth, Issues, ServiceKind};
use super::lower::{Kind, Misread, Word};
use super::messaging::{Ack, Acks};
use super::promises::{ConsistencyModel, Scalar as Plain, SettingType};
use super::resource::{StoreKind, TopicKind};
use super::system::{Level, Mesh};
use super::yaml::Scalar;

/// The text of a value that is text for YAML too.
pub(super) fn text_of<'s>(scalar: &'s Scalar) -> Result<&'s str, Misread> {
    let text = scalar.text.as_ref();
    let shown = excerpt(text);
    let hint = match scalar.kind() {
        Kind::Text => return Ok(text),
        Kind::Float if text.ends_with('0') => {
            let short = shown.trim_end_matches('0').trim_end_matches('.');
            format!("put it in quotes: `\"{shown}\"`; as a float it is {short}")
        }
        Kind::Boolean | Kind::Integer | Kind::Float => format!("put it in quotes: `\"{shown}\"`"),
    };
    Err(Misread::new().code(codes::WRONG_FORM).hint(hint))
}

impl Word for String {
    const FORM: &'static str = "text";
    const EXAMPLE: &'static str = "a few words";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = text_of(scalar)?;
        if text.trim().is_empty() {
            return Err(Misread::new().hint("write the text, or leave the key out"));
        }
        Ok(text.to_owned())
    }

    fn full_form() -> String {
        Self::FORM.to_owned()
    }
}

impl Word for Name {
    const FORM: &'static str = "a name";
    const EXAMPLE: &'static str = "auth";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = text_of(scalar)?;
        Name::new(text).map_err(|reason| {
            let misread = Misread::new().code(codes::INVALID_NAME).because(reason);
            match kebab(text) {
                Some(name) => misread.hint(format!("call it `{name}`")),
                None => misread.hint("names are kebab-case, such as `chat` or `session-cache`"),
            }
        })
    }
}

/// The kebab-case name that is meant, if there is one.
fn kebab(text: &str) -> Option<Name> {
    let short = (text.len() <= 2 * crate::names::LONGEST).then(|| crate::names::snake(text))?;
    Name::new(&short.replace('_', "-")).ok()
}

impl Word for bool {
    const FORM: &'static str = "`true` or `false`";
    const EXAMPLE: &'static str = "";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        if scalar.kind() == Kind::Boolean {
            return Ok(text.eq_ignore_ascii_case("true"));
        }
        Err(match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "y" | "1" | "true" => Misread::new().hint("write `true`"),
            "no" | "off" | "n" | "0" | "false" => Misread::new().hint("write `false`"),
            _ => Misread::new(),
        })
    }
}

macro_rules! numbers {
    ($($number:ty, $form:literal, $example:literal;)*) => {$(
        impl Word for $number {
            const FORM: &'static str = $form;
            const EXAMPLE: &'static str = $example;

            fn read(scalar: &Scalar) -> Result<Self, Misread> {
                let number = scalar.text.parse().ok().filter(|_| scalar.kind() == Kind::Integer);
                number.ok_or_else(|| number_meant::<Self>(&scalar.text))
            }
        }
    )*};
}

numbers! {
    u32, "a whole number from 0 on", "3";
    NonZeroU32, "a whole number from 1 on", "3";
    NonZeroU16, "a port from 1 to 65535", "8080";
}

/// The number at the beginning of a text, when that is all it lacks.
fn number_meant<T: std::str::FromStr>(text: &str) -> Misread {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    match (text[..end].parse::<T>(), text[end..].starts_with('.')) {
        (Ok(_), false) => Misread::new().hint(format!("write `{}`", &text[..end])),
        _ => Misread::new(),
    }
}

impl Word for Plain {
    const FORM: &'static str = "a value";
    const EXAMPLE: &'static str = "50";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        Ok(match scalar.kind() {
            Kind::Boolean => Self::Bool(text.eq_ignore_ascii_case("true")),
            Kind::Integer => Self::Integer(text.parse().map_err(|_| {
                Misread::new()
                    .because("is no decimal number of at most 18 digits")
                    .hint("put it in quotes")
            })?),
            Kind::Float => Self::Float(text.parse().map_err(|_| Misread::new())?),
            Kind::Text => Self::Text(text.to_owned()),
        })
    }
}

impl Word for Fallback {
    const FORM: &'static str = "`none`, `cached`, `default` or a few words";
    const EXAMPLE: &'static str = "";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        Ok(match String::read(scalar)?.as_str() {
            "none" => Self::Nothing,
            "cached" => Self::Cached,
            "default" => Self::Default,
            text => Self::Text(text.to_owned()),
        })
    }
}

impl Word for Times {
    const FORM: &'static str = "`per-item` or a whole number from 1 on";
    const EXAMPLE: &'static str = "";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        if scalar.text == "per-item" {
            return Ok(Self::PerItem);
        }
        NonZeroU32::read(scalar).map(Self::Count)
    }
}

/// The statuses of gRPC other than `OK`.
pub(super) const GRPC_STATUSES: [&str; 16] = [
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

impl Word for StatusCode {
    const FORM: &'static str = "a gRPC status or an HTTP status from 400 to 599";
    const EXAMPLE: &'static str = "UNAVAILABLE";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        if scalar.kind() == Kind::Integer {
            let number = text.parse().ok().filter(|number| (400..600).contains(number));
            return number.map(Self::Http).ok_or_else(Misread::new);
        }
        let known = GRPC_STATUSES.iter().find(|status| **status == text);
        known.map(|status| Self::Grpc(status)).ok_or_else(|| like(text, &GRPC_STATUSES))
    }
}

/// A word that is not among those known, and the nearest that is.
fn like(text: &str, known: &[&'static str]) -> Misread {
    match nearest(text, known.iter().copied()) {
        Some(known) => Misread::new().hint(format!("did you mean `{known}`?")),
        None => Misread::new(),
    }
}

macro_rules! closed {
    ($($set:ident { $first:literal => $variant:ident $(, $word:literal => $other:ident)* })*) => {$(
        impl Word for $set {
            const FORM: &'static str = concat!("one of `", $first, "`" $(, ", `", $word, "`")*);
            const EXAMPLE: &'static str = "";

            fn read(scalar: &Scalar) -> Result<Self, Misread> {
                match scalar.text.as_ref() {
                    $first => Ok(Self::$variant),
                    $($word => Ok(Self::$other),)*
                    text => Err(like(text, &[$first $(, $word)*])),
                }
            }
        }

        impl $set {
            /// The word that is written for it.
            pub fn word(self) -> &'static str {
                match self {
                    Self::$variant => $first,
                    $(Self::$other => $word,)*
                }
            }
        }
    )*};
}

closed! {
    Auth {
        "none" => None, "jwt" => Jwt, "mtls" => Mtls, "api-key" => ApiKey, "oidc" => Oidc,
        "basic" => Basic
    }
    Issues { "jwt" => Jwt }
    ServiceKind { "load" => Load }
    Acks { "none" => None, "leader" => Leader, "all" => All }
    Ack { "auto" => Auto, "manual" => Manual }
    ConsistencyModel {
        "strong" => Strong, "eventual" => Eventual, "read-your-writes" => ReadYourWrites,
        "causal" => Causal
    }
    SettingType {
        "string" => String, "int" => Int, "float" => Float, "bool" => Bool,
        "duration" => Duration, "url" => Url
    }
    Deadline { "forwarded" => Forwarded, "detached" => Detached }
    CallKind { "request" => Request, "callback" => Callback, "pull" => Pull, "config" => Config }
    StoreKind { "truth" => Truth, "cache" => Cache, "coordination" => Coordination }
    TopicKind { "broadcast" => Broadcast, "queue" => Queue, "reply" => Reply }
    Mesh { "istio" => Istio, "linkerd" => Linkerd }
    Level { "off" => Off, "info" => Info, "warning" => Warning, "error" => Error }
}
