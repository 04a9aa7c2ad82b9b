//! From the tree of values to the typed topology: what every form has in common.
//!
//! Nothing stops: a value that cannot be read is reported and left out, its neighbours are read.

use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::secrecy::shown;

use super::codes;
use super::faults::{Faults, excerpt, quoted};
use super::yaml::{Node, Scalar, Value};

/// Whatever can stand in a topology.
pub(super) trait Lower: Sized {
    /// Whether an empty value is one of its forms, equal to `{}`.
    const MAY_BE_EMPTY: bool = false;
    /// Whether a map is one of its forms.
    const MAY_BE_MAP: bool = false;

    /// What is expected, in the middle of a sentence.
    fn form() -> String;

    /// One that is right.
    fn example() -> String;

    /// Reads it; `subject` is the key that it stands under.
    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self>;

    /// Reads what stands in a list; a few forms are several values in one.
    fn lower_into(node: &Node, subject: &str, into: &mut Vec<Self>, faults: &mut Faults) {
        into.extend(Self::lower(node, subject, faults));
    }
}

/// A single value.
pub(super) trait Word: Sized {
    /// What is expected, such as `a duration`.
    const FORM: &'static str;
    /// One that is right; empty when the form names them all.
    const EXAMPLE: &'static str;

    /// Reads it.
    fn read(scalar: &Scalar) -> Result<Self, Misread>;

    /// What is expected, with the example.
    fn full_form() -> String {
        if Self::EXAMPLE.is_empty() {
            Self::FORM.to_owned()
        } else {
            format!("{} such as `{}`", Self::FORM, Self::EXAMPLE)
        }
    }
}

/// Why a single value could not be read.
#[derive(Default)]
pub(super) struct Misread {
    code: Option<Code>,
    message: Option<String>,
    hint: Option<String>,
}

impl Misread {
    /// The value has not the form that is expected.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Another code than the usual one.
    pub(super) fn code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// What to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong, when that is more than the form.
    pub(super) fn because(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }
}

/// What a plain value is for YAML 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Float,
    Text,
}

impl Scalar<'_> {
    pub(crate) fn kind(&self) -> Kind {
        let text = self.text.as_ref();
        if !self.plain {
            Kind::Text
        } else if matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE") {
            Kind::Boolean
        } else if is_integer(text) {
            Kind::Integer
        } else if is_float(text) {
            Kind::Float
        } else {
            Kind::Text
        }
    }
}

fn is_integer(text: &str) -> bool {
    let digits = |text: &str, radix| !text.is_empty() && text.chars().all(|c| c.is_digit(radix));
    match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
        (Some(hexadecimal), _) => digits(hexadecimal, 16),
        (_, Some(octal)) => digits(octal, 8),
        _ => digits(text.strip_prefix(['+', '-']).unwrap_or(text), 10),
    }
}

fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let starts = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let named =
        matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN");
    named
        || starts
            && unsigned.contains(|c: char| c.is_ascii_digit())
            && unsigned.parse::<f64>().is_ok()
}

impl<T: Word> Lower for T {
    fn form() -> String {
        T::full_form()
    }

    fn example() -> String {
        let listed = || T::FORM.split('`').nth(1);
        if T::EXAMPLE.is_empty() {
            listed().unwrap_or_default().to_owned()
        } else {
            T::EXAMPLE.to_owned()
        }
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let Value::Scalar(scalar) = &node.value else {
            wrong_form::<Self>(node, subject, faults);
            return None;
        };
        match T::read(scalar) {
            Ok(value) => Some(value),
            Err(misread) => {
                faults.add(node.place, |_| misread_fault::<Self>(misread, node, scalar, subject));
                None
            }
        }
    }
}

fn misread_fault<T: Lower>(
    misread: Misread,
    node: &Node,
    scalar: &Scalar,
    subject: &str,
) -> Diagnostic {
    let code = misread.code.unwrap_or(codes::WRONG_VALUE);
    let message = match misread.message {
        Some(reason) if scalar.text.is_empty() => format!("empty text {reason}"),
        Some(reason) => format!("{} {reason}", quoted(&scalar.text)),
        None => mismatch::<T>(node, subject),
    };
    let fault = Diagnostic::error(code, message);
    match misread.hint {
        Some(hint) => fault.hint(hint),
        None => fault.hint(format!("write, for example, `{}`", T::example())),
    }
}

/// Reports a value whose form is not even near.
pub(super) fn wrong_form<T: Lower>(node: &Node, subject: &str, faults: &mut Faults) {
    faults.add(node.place, |_| {
        let example = format!("write, for example, `{}: {}`", excerpt(subject), T::example());
        Diagnostic::error(codes::WRONG_FORM, mismatch::<T>(node, subject)).hint(example)
    });
}

/// Reports a single value where a list of such values is meant.
pub(super) fn unlisted<T: Lower>(text: &str, node: &Node, subject: &str, faults: &mut Faults) {
    faults.add(node.place, |_| {
        let hint = format!("write `{}: [{}]`", excerpt(subject), excerpt(text));
        Diagnostic::error(codes::WRONG_FORM, mismatch::<T>(node, subject)).hint(hint)
    });
}

fn mismatch<T: Lower>(node: &Node, subject: &str) -> String {
    format!("{} is {}, not {}", quoted(subject), T::form(), described(node, subject))
}

/// What stands there, without secrets: it is quoted in logs.
fn described(node: &Node, subject: &str) -> String {
    match &node.value {
        Value::Empty => "nothing".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a map".to_owned(),
        Value::Scalar(scalar) => {
            let text = quoted(&shown(subject, &scalar.text));
            match scalar.kind() {
                Kind::Boolean => format!("the boolean {text}"),
                Kind::Integer => format!("the number {text}"),
                Kind::Float => format!("the float {text}"),
                Kind::Text if scalar.text.is_empty() => "empty text".to_owned(),
                Kind::Text if scalar.plain => text,
                Kind::Text => format!("the text {text}"),
            }
        }
    }
}

impl<T: Lower> Lower for Spanned<T> {
    const MAY_BE_EMPTY: bool = T::MAY_BE_EMPTY;
    const MAY_BE_MAP: bool = T::MAY_BE_MAP;

    fn form() -> String {
        T::form()
    }

    fn example() -> String {
        T::example()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let value = T::lower(node, subject, faults)?;
        Some(Self::new(value, faults.span(node.place)))
    }
}

impl<T: Lower> Lower for Option<T> {
    const MAY_BE_EMPTY: bool = T::MAY_BE_EMPTY;
    const MAY_BE_MAP: bool = T::MAY_BE_MAP;

    fn form() -> String {
        T::form()
    }

    fn example() -> String {
        T::example()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        T::lower(node, subject, faults).map(Some)
    }
}
