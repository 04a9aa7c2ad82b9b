//! What Python allows as a name.

/// The hard keywords of Python 3 (soft ones such as `match` may be names).
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Whether Python reserves the word.
pub fn is_python_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Whether the text can be used as a name in Python as it is.
pub fn is_python_identifier(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    first
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !is_python_keyword(text)
}

/// The nearest Python name: other characters become `_`, a keyword gets one behind it.
pub fn python_identifier(text: &str) -> String {
    let mut name: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if name.bytes().next().is_none_or(|b| b.is_ascii_digit()) {
        name.insert(0, '_');
    }
    if is_python_keyword(&name) {
        name.push('_');
    }
    name
}
