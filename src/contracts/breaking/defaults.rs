//! Default values of fields: what holds where one is not set, written or not.

use std::fmt;

use prost_reflect::prost_types::EnumValueDescriptorProto;
use prost_reflect::prost_types::field_descriptor_proto::Type;

use super::field::Field;
use super::quoted;

/// The value that holds where a field is not set.
#[derive(Clone, Debug)]
pub(super) enum Default {
    Text(String),
    Bytes(Vec<u8>),
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Double(f64),
    Float(f32),
    /// A number, and how it is shown.
    Value(i32, String),
}

impl Default {
    /// Lists, maps and messages have none.
    pub(super) fn of(field: &Field) -> Option<Self> {
        if field.is_repeated() {
            return None;
        }
        let written = field.descriptor.default_value.as_deref();
        let number = written.unwrap_or("0");
        Some(match field.kind() {
            Type::Message | Type::Group => return None,
            Type::String => Self::Text(written.unwrap_or_default().to_owned()),
            Type::Bytes => Self::Bytes(unescaped(written.unwrap_or_default())),
            Type::Bool => Self::Flag(written == Some("true")),
            Type::Enum => value(field, written),
            Type::Double => Self::Double(number.parse().unwrap_or_default()),
            Type::Float => Self::Float(narrowed(number.parse().unwrap_or_default())),
            Type::Uint32 | Type::Uint64 | Type::Fixed32 | Type::Fixed64 => {
                Self::Unsigned(number.parse().unwrap_or_default())
            }
            Type::Int32
            | Type::Int64
            | Type::Sint32
            | Type::Sint64
            | Type::Sfixed32
            | Type::Sfixed64 => Self::Signed(number.parse().unwrap_or_default()),
        })
    }

    /// Whether it is what holds where nobody writes one; of an enum that is not always its first value.
    pub(super) fn is_zero(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Bytes(bytes) => bytes.is_empty(),
            other => other.number().is_some_and(Number::is_zero),
        }
    }

    /// A type that changed is told by other rules: text and bytes are compared with each other, and so are all numbers.
    pub(super) fn equals(&self, other: &Self) -> bool {
        if let (Some(bytes), Some(others)) = (self.bytes(), other.bytes()) {
            return bytes == others;
        }
        match (self, other) {
            (Self::Float(a), Self::Double(b)) | (Self::Double(b), Self::Float(a)) => {
                a.is_nan() && b.is_nan() || same(f64::from(*a), f64::from(narrowed(*b)))
            }
            _ => match (self.number(), other.number()) {
                (Some(a), Some(b)) => a.equals(b),
                _ => false,
            },
        }
    }

    fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Text(text) => Some(text.as_bytes()),
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    fn number(&self) -> Option<Number> {
        Some(match self {
            Self::Text(_) | Self::Bytes(_) => return None,
            Self::Flag(flag) => Number::Whole(i128::from(*flag)),
            Self::Signed(number) => Number::Whole(i128::from(*number)),
            Self::Unsigned(number) => Number::Whole(i128::from(*number)),
            Self::Value(number, _) => Number::Whole(i128::from(*number)),
            Self::Double(number) => Number::Real(*number),
            Self::Float(number) => Number::Real(f64::from(*number)),
        })
    }
}

/// Any number without loss.
#[derive(Clone, Copy)]
enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    fn is_zero(self) -> bool {
        match self {
            Self::Whole(number) => number == 0,
            Self::Real(number) => same(number, 0.0),
        }
    }

    fn equals(self, other: Self) -> bool {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Real(a), Self::Real(b)) => a.is_nan() && b.is_nan() || same(a, b),
            (Self::Whole(whole), Self::Real(real)) | (Self::Real(real), Self::Whole(whole)) => {
                is_whole(real, whole)
            }
        }
    }
}

#[expect(clippy::float_cmp, reason = "defaults are equal or not")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

/// All whole numbers here have at most 64 bits, so that a larger double is none of them.
#[expect(clippy::cast_possible_truncation, reason = "the bounds are looked at first")]
fn is_whole(real: f64, whole: i128) -> bool {
    same(real.fract(), 0.0) && real.abs() < 1e30 && real as i128 == whole
}

#[expect(clippy::cast_possible_truncation, reason = "a float holds the nearest value")]
fn narrowed(value: f64) -> f32 {
    value as f32
}

/// The value of an enum by its name; its first value where no default is written.
fn value(field: &Field, written: Option<&str>) -> Default {
    let Some(declared) = field.side.enums.get(field.type_name()) else {
        return Default::Value(0, String::new());
    };
    let values = &declared.descriptor.value;
    let number = match written {
        Some(name) => values.iter().find(|value| value.name() == name),
        None => values.first(),
    }
    .map_or(0, EnumValueDescriptorProto::number);
    // Of several names for a number the first one is shown.
    let name = values.iter().find(|value| value.number() == number).map_or("", |it| it.name());
    Default::Value(number, format!("{}.{name}", declared.descriptor.name()))
}

/// Bytes from the escapes that the parser writes: octal ones, and those of C.
fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        if *first != b'\\' {
            out.push(*first);
            continue;
        }
        let digits = rest.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if digits > 0 {
            let octal =
                rest[..digits].iter().fold(0_u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
            out.push(u8::try_from(octal & 0xff).unwrap_or_default());
            rest = &rest[digits..];
        } else if let [escape, behind @ ..] = rest {
            rest = behind;
            match escape {
                b'x' | b'X' => {
                    let digits = rest.iter().take(2).take_while(|b| b.is_ascii_hexdigit()).count();
                    let hex = std::str::from_utf8(&rest[..digits]).unwrap_or_default();
                    out.push(u8::from_str_radix(hex, 16).unwrap_or_default());
                    rest = &rest[digits..];
                }
                b'a' => out.push(7),
                b'b' => out.push(8),
                b't' => out.push(b'\t'),
                b'n' => out.push(b'\n'),
                b'v' => out.push(11),
                b'f' => out.push(12),
                b'r' => out.push(b'\r'),
                other => out.push(*other),
            }
        }
    }
    out
}

impl fmt::Display for Default {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&quoted::quoted(text)),
            Self::Bytes(bytes) => {
                let bytes: Vec<String> = bytes.iter().map(|byte| format!("0x{byte:X}")).collect();
                write!(f, "[{}]", bytes.join(","))
            }
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Signed(number) => write!(f, "{number}"),
            Self::Unsigned(number) => write!(f, "{number}"),
            Self::Double(number) => f.write_str(&quoted::double(*number)),
            Self::Float(number) => f.write_str(&quoted::float(*number)),
            Self::Value(_, shown) => f.write_str(shown),
        }
    }
}
