//! Mermaid: labels of nodes and edges, and ids.

use std::fmt::Write;

use super::{Written, shown_line};
use crate::secrecy::masked;

/// What mermaid or HTML would read as markup in a label.
const MARKUP: &str = "\"#<>&;`\\|{}[]%";

/// A label in double quotes; what mermaid or HTML would read as markup becomes a character code.
pub fn label(text: &str) -> Written {
    Written(format!("\"{}\"", coded(text, |character| MARKUP.contains(character))))
}

/// A label without quotes, for places where mermaid takes the rest of the line (sequence messages).
pub fn words(text: &str) -> Written {
    Written(coded(text, |character| character == ':' || MARKUP.contains(character)))
}

/// An id that begins with a kind, so that no name can be a mermaid keyword (`end`, `graph`).
pub fn id(kind: &'static str, name: &str) -> Written {
    let name = masked(name);
    let kept = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    Written(format!("{kind}_{}", kept.collect::<String>()))
}

/// A type or name of an attribute of an entity: letters, digits and `_`, beginning with a letter.
pub fn word(text: &str) -> Written {
    let kept: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let begins = kept.starts_with(|c: char| c.is_ascii_alphabetic());
    Written(if begins { kept } else { format!("x{kept}") })
}

/// One line, with character codes for what is markup.
fn coded(text: &str, is_markup: impl Fn(char) -> bool) -> String {
    let line = shown_line(text);
    let mut out = String::with_capacity(line.len());
    for character in line.chars() {
        if is_markup(character) {
            let _ = write!(out, "#{};", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}
