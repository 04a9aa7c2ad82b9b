//! Protocol buffers: names and comments, for excerpts of contracts in documents.

use super::{Written, markdown, one_line};
use crate::secrecy::masked;

/// A name, perhaps with its package; what a proto does not allow in one is left out.
pub fn name(text: &str) -> Written {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    Written(text.chars().filter(allowed).collect())
}

/// A comment, each of its lines behind `//`, indented by `indent` spaces; empty for an empty text.
pub fn comment(text: &str, indent: usize) -> Written {
    let margin = " ".repeat(indent);
    let line = |line: &str| format!("{margin}// {}", one_line(line)).trim_end().to_owned() + "\n";
    let text = masked(text);
    let lines: String = text.trim().lines().map(line).collect();
    let block = markdown::block(&lines);
    if block.is_empty() { block } else { Written::concat([&block, &Written::own("\n")]) }
}
