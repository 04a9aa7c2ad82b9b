//! Texts and numbers as Go prints them: messages are to be those of buf, letter for letter.

use std::fmt::Write;

/// `%q` of a text.
pub(in crate::contracts) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            '\0'..' ' | '\u{7f}' => _ = write!(out, "\\x{:02x}", u32::from(character)),
            _ if is_shown(character) => out.push(character),
            '\0'..='\u{ffff}' => _ = write!(out, "\\u{:04x}", u32::from(character)),
            _ => _ = write!(out, "\\U{:08x}", u32::from(character)),
        }
    }
    out.push('"');
    out
}

/// Letters, marks, numbers, punctuation, symbols, and of blanks only the ASCII one.
fn is_shown(character: char) -> bool {
    let escaped = matches!(character.escape_debug().next(), Some('\\'));
    !escaped || matches!(character, '\'' | '"' | '\\') || is_mark(character)
}

/// Combining marks, which stand alone here.
fn is_mark(character: char) -> bool {
    !character.is_control() && format!("a{character}").escape_debug().nth(1) == Some(character)
}

/// `"a", "b"`.
pub(in crate::contracts) fn quoted_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// `%v` of a double: `1e+21`, `+Inf`.
pub(in crate::contracts) fn double(value: f64) -> String {
    number(value, &format!("{value:e}"), &value.to_string())
}

/// `%v` of a float.
pub(in crate::contracts) fn float(value: f32) -> String {
    number(f64::from(value), &format!("{value:e}"), &value.to_string())
}

/// `scientific` and `plain` are the shortest texts that give the value back.
fn number(value: f64, scientific: &str, plain: &str) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let Some((digits, exponent)) = scientific.split_once('e') else { return plain.to_owned() };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return plain.to_owned();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
