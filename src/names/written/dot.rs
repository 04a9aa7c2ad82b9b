//! DOT, the language of Graphviz: strings in double quotes.

use super::{Written, shown_line};

/// A string on one line. Backslashes are doubled: Graphviz reads escapes of its own in labels.
pub fn string(text: &str) -> Written {
    let escaped = shown_line(text).replace('\\', "\\\\").replace('"', "\\\"");
    Written(format!("\"{escaped}\""))
}
