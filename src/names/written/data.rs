//! Scalars of YAML, TOML, JSON and .env files.

use std::fmt::Write;

use super::Written;
use crate::diagnostic::{is_unprintable, visible_json};

/// A double-quoted string, the same in JSON, TOML and YAML. What cannot be seen is escaped, or beyond U+FFFF left out:
/// there the three have no escape in common.
pub fn string(text: &str) -> Written {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            other if !is_unprintable(other) => out.push(other),
            other if u32::from(other) <= 0xFFFF => {
                let _ = write!(out, "\\u{:04x}", u32::from(other));
            }
            _ => {}
        }
    }
    out.push('"');
    Written(out)
}

/// A string in a compose file, where a single `$` would begin a variable.
pub fn compose_string(text: &str) -> Written {
    string(&text.replace('$', "$$"))
}

/// A line of a block scalar in YAML, which takes everything as it is; what cannot be seen is left out.
pub fn block_line(text: &str) -> Written {
    Written(super::one_line(text).into_owned())
}

/// A word that needs no quotes in any of them; `None` for anything else.
pub fn word(text: &str) -> Option<Written> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:@+".contains(&b);
    (!text.is_empty() && text.bytes().all(plain)).then(|| Written(text.to_owned()))
}

/// A value in a .env file: as it is where that is safe, else in single quotes, which nothing expands.
pub fn env_value(text: &str) -> Written {
    if text.is_empty() {
        return Written::default();
    }
    word(text).unwrap_or_else(|| {
        let kept = text.chars().filter(|c| !is_unprintable(*c) && *c != '\'');
        Written(format!("'{}'", kept.collect::<String>()))
    })
}

/// A whole JSON document, without a line break at its end.
pub fn json(document: &serde_json::Value) -> Written {
    let text = serde_json::to_string_pretty(document).expect("its keys are strings");
    Written(visible_json(&text))
}
