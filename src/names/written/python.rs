//! Python: names, string literals, comments, docstrings, as `ruff format` would leave them.

use std::fmt::Write;
use std::time::Duration;

use super::{Written, one_line};
use crate::diagnostic::is_unprintable;
use crate::names::python_identifier;
use crate::secrecy::masked;

/// A name; what Python does not allow in one is replaced.
pub fn identifier(text: &str) -> Written {
    Written(python_identifier(text))
}

/// Names joined by dots.
pub fn dotted(text: &str) -> Written {
    Written(text.split('.').map(python_identifier).collect::<Vec<_>>().join("."))
}

/// A string literal with the quotes that need fewer escapes.
pub fn string(text: &str) -> Written {
    let quote = if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other == quote => {
                out.push('\\');
                out.push(other);
            }
            other if is_unprintable(other) => {
                let _ = write!(out, "\\U{:08x}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push(quote);
    Written(out)
}

/// A number; what is none becomes zero.
pub fn number(text: &str) -> Written {
    let sound = text.parse::<f64>().is_ok_and(f64::is_finite);
    Written(if sound { text.to_owned() } else { "0".to_owned() })
}

/// A duration in seconds, as a float: `0.15`, `30.0`.
pub fn seconds(duration: Duration) -> Written {
    Written(format!("{:?}", duration.as_secs_f64()))
}

/// The words of a comment, without `#`, on one line.
pub fn comment(text: &str) -> Written {
    Written(one_line(text).into_owned())
}

/// A whole docstring with its quotes: one line, or several that are indented by `indent` spaces.
pub fn docstring(text: &str, indent: usize) -> Written {
    let text = masked(text);
    let mut lines: Vec<String> = text.trim().lines().map(docstring_line).collect();
    if let Some(first) = lines.first_mut().filter(|first| first.starts_with('"')) {
        first.insert(0, ' ');
    }
    let margin = " ".repeat(indent);
    match lines.as_slice() {
        [] => Written(String::new()),
        [line] if line.ends_with('"') => Written(format!("\"\"\"{line} \"\"\"")),
        [line] => Written(format!("\"\"\"{line}\"\"\"")),
        [first, rest @ ..] => {
            let mut out = format!("\"\"\"{first}\n");
            if !rest[0].is_empty() {
                out.push('\n');
            }
            for line in rest {
                let line = format!("{margin}{line}");
                let _ = writeln!(out, "{}", line.trim_end());
            }
            let _ = write!(out, "{margin}\"\"\"");
            Written(out)
        }
    }
}

fn docstring_line(line: &str) -> String {
    let shown: String = line.trim().chars().filter(|c| !is_unprintable(*c)).collect();
    shown.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
}
