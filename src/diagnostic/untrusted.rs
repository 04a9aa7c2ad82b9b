//! Text from outside, made safe to print.

use std::fmt::{self, Display, Formatter, Write};

use crate::secrecy::masked;

/// Displays text with control, bidirectional and zero-width characters escaped, so that an input
/// can neither move the cursor nor show something other than what it says.
#[derive(Clone, Copy, Debug)]
pub struct Untrusted<'a>(pub &'a str);

impl Display for Untrusted<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if is_unprintable(character) {
                write!(formatter, "\\u{{{:x}}}", u32::from(character))?;
            } else {
                formatter.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// The words of a diagnostic, safe to print and without the secrets that they quote.
pub(super) fn words(text: &str) -> String {
    Untrusted(&masked(text)).to_string()
}

/// JSON in which every character can be seen: outside of strings JSON has none of the others but line breaks, and in a
/// string an escape says the same.
pub fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && is_unprintable(character) {
            escape_in_json(&mut out, character);
        } else {
            out.push(character);
        }
    }
    out
}

/// JSON escapes four hexadecimal digits at a time, so that characters beyond U+FFFF take a surrogate pair.
fn escape_in_json(out: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Whether a character hides, reorders or controls instead of showing itself.
pub fn is_unprintable(character: char) -> bool {
    let invisible = matches!(u32::from(character),
        0x00AD | 0x061C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
        | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F);
    invisible || character.is_control()
}
