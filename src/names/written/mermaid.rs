//! Mermaid: labels of nodes and edges, and ids.

use std::fmt::Write;

use super::{Written, one_line};

/// A label in double quotes; what mermaid or HTML would read as markup becomes a character code.
pub fn label(text: &str) -> Written {
    let mut out = String::from("\"");
    for character in one_line(text).chars() {
        match character {
            '"' | '#' | '<' | '>' | '&' | ';' | '`' | '\\' | '|' | '{' | '}' | '[' | ']' | '%' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    Written(out)
}

/// A label without quotes, for places where mermaid takes the rest of the line (sequence messages).
pub fn words(text: &str) -> Written {
    let quoted = label(text);
    let bare = quoted.as_str().trim_matches('"').replace(':', "#58;");
    Written(bare)
}

/// An id that begins with a kind, so that no name can be a mermaid keyword (`end`, `graph`).
pub fn id(kind: &'static str, name: &str) -> Written {
    let kept = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    Written(format!("{kind}_{}", kept.collect::<String>()))
}

/// A type or name of an attribute of an entity: letters, digits and `_`, beginning with a letter.
pub fn word(text: &str) -> Written {
    let kept: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let begins = kept.starts_with(|c: char| c.is_ascii_alphabetic());
    Written(if begins { kept } else { format!("x{kept}") })
}
