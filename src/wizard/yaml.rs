//! YAML as a person would write it: short forms, plain words, columns.

use crate::names::written::data;

/// Words that mean something else than themselves, in one version of YAML or another.
const WORDS: [&str; 14] =
    ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "t", "f", "nan", "inf", "none"];

/// Columns are no wider than this.
const WIDEST: usize = 40;

/// Text after `key:` on a line of its own: plain where every reader takes it for text, else in double quotes.
pub(super) fn line(text: &str) -> String {
    let letter = |c: char| c.is_alphanumeric() || " -_.,;()!?'/&+=".contains(c);
    let plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(letter)
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { data::string(text).to_string() }
}

/// `[a, b]`
pub(super) fn list(things: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", things.into_iter().collect::<Vec<_>>().join(", "))
}

/// `{a: b, c: d}`
pub(super) fn map(entries: &[(&str, String)]) -> String {
    let entries: Vec<String> =
        entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

/// Lines of `key: value`, with the values below each other.
pub(super) fn columns(margin: &str, entries: &[(String, String)]) -> String {
    let width = entries.iter().map(|(key, _)| key.len() + 1).filter(|width| *width <= WIDEST);
    let width = width.max().unwrap_or_default();
    let mut out = String::new();
    for (key, value) in entries {
        let key = format!("{key}:");
        out.push_str(format!("{margin}{key:width$} {value}").trim_end());
        out.push('\n');
    }
    out
}
