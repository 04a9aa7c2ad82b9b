//! Python literals for bytes and texts that come from outside.

use std::fmt::Write;

/// The inside of a `b'..'` with hexadecimal escapes; a hex digit after one is escaped too, as protoc does.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    let mut after_escape = false;
    for byte in bytes {
        if let Some(escape) = short_escape(*byte) {
            out.push_str(escape);
            after_escape = false;
        } else if !is_printable(*byte) || (after_escape && byte.is_ascii_hexdigit()) {
            let _ = write!(out, "\\x{byte:02x}");
            after_escape = true;
        } else {
            out.push(char::from(*byte));
            after_escape = false;
        }
    }
    out
}

/// The inside of a `b'..'` with octal escapes.
pub(super) fn octal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        if let Some(escape) = short_escape(*byte) {
            out.push_str(escape);
        } else if is_printable(*byte) {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "\\{byte:03o}");
        }
    }
    out
}

/// Whether a text can stand between `"""` as it is, shows what it says, and ends nothing early.
pub(super) fn is_sound_docstring(text: &str) -> bool {
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if is_hidden(character) || rest.starts_with("\"\"\"") {
            return false;
        }
        rest = &rest[character.len_utf8()..];
        if character == '\\' {
            let Some(length) = escape_length(rest) else { return false };
            rest = &rest[length..];
        }
    }
    true
}

/// A text between `"""` in which every character stands for itself.
pub(super) fn escaped_docstring(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "\\u{:04x}", u32::from(hidden));
            }
            plain => out.push(plain),
        }
    }
    out
}

/// How much of the text after a backslash belongs to the escape; `None` when Python would refuse it.
fn escape_length(text: &str) -> Option<usize> {
    let digits = match text.chars().next()? {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'N' => return None,
        other => return Some(other.len_utf8()),
    };
    let code = text.get(1..=digits).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
    (u32::from_str_radix(code, 16).ok()? <= 0x10_FFFF).then_some(1 + digits)
}

/// Characters that Python refuses or that make a text show something other than what it says.
fn is_hidden(character: char) -> bool {
    let control = character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r' | '\x0C');
    control || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_printable(byte: u8) -> bool {
    (0x20..0x7F).contains(&byte)
}

fn short_escape(byte: u8) -> Option<&'static str> {
    match byte {
        b'\n' => Some("\\n"),
        b'\r' => Some("\\r"),
        b'\t' => Some("\\t"),
        b'"' => Some("\\\""),
        b'\'' => Some("\\'"),
        b'\\' => Some("\\\\"),
        _ => None,
    }
}
