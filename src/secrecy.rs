//! What of a text is a secret: by its form, or by the name of what holds it.
//!
//! The one place that decides this. P03 complains of what [`masked`] and [`shown`] hide, and whatever is written or
//! printed for people goes through them, so that no document shows what P03 found.

use std::borrow::Cow;
use std::ops::Range;

use heck::ToShoutySnakeCase;

/// What stands in the place of a secret.
pub const MASK: &str = "***";

/// What the names of secrets end in; first those of passwords.
const NAMES: [&str; 14] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
    "SIGNING_KEY",
    "ENCRYPTION_KEY",
    "CREDENTIALS",
];
const PASSWORDS: usize = 3;

/// What only looks like one, as a parameter of requests and in prose: where the next page begins.
const CURSOR: &str = "PAGE_TOKEN";

/// How a key in PEM begins.
const KEY_BEGINS: &str = "-----BEGIN ";

/// What well-known secrets begin with, where a value is nothing else.
const BEGINNINGS: [&str; 7] = [KEY_BEGINS, "AKIA", "ghp_", "github_pat_", "glpat-", "sk-", "xoxb-"];

/// The same among other words: what they begin with, and how many characters a whole one has at least.
const TOKENS: [(&str, usize); 8] = [
    ("AKIA", 20),
    ("AIza", 35),
    ("ghp_", 30),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("sk-", 40),
    ("sk_live_", 24),
    ("xoxb-", 20),
];

/// From so many characters on, a user without a password is a token.
const LONG_USER: usize = 20;
/// How far a user and a password with a slash in it go at most, in characters.
const LONGEST_USER: usize = 200;

/// The words before a credential in a header, and how many characters one has at least.
const SCHEMES: [&str; 2] = ["Bearer ", "Basic "];
const SHORTEST_CREDENTIAL: usize = 16;

/// Whether a thing of this name holds a secret, in whatever case it is written.
pub fn is_secret_name(name: &str) -> bool {
    ends_in(name, &NAMES)
}

/// Whether even a number is a secret under this name; others may count something.
pub fn is_password_name(name: &str) -> bool {
    ends_in(name, &NAMES[..PASSWORDS])
}

fn ends_in(name: &str, words: &[&str]) -> bool {
    let name = name.to_shouty_snake_case();
    let is_whole = |before: &str| before.is_empty() || before.ends_with('_');
    words.iter().any(|end| name.strip_suffix(end).is_some_and(is_whole))
}

/// The value of a setting of this name as documents show it; borrowed where nothing of it is a secret.
pub fn shown<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    let is_secret = is_secret_name(name) || BEGINNINGS.iter().any(|start| value.starts_with(start));
    if is_secret && !value.is_empty() { Cow::Owned(MASK.to_owned()) } else { masked(value) }
}

/// Whether some of a text is a secret by its form: a password of a URL, the value of `password=`, a well-known token.
pub fn holds_secret(text: &str) -> bool {
    matches!(masked(text), Cow::Owned(_))
}

/// A text with `***` in the place of each secret: `https://***@host`, `?api_key=***`; borrowed where there is none.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut secrets = secrets(text);
    if secrets.is_empty() {
        return text.into();
    }
    secrets.sort_by_key(|secret| secret.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for secret in secrets {
        if secret.start >= at {
            out.push_str(&text[at..secret.start]);
            out.push_str(MASK);
        }
        at = at.max(secret.end);
    }
    out.push_str(&text[at..]);
    out.into()
}

/// Where secrets stand; they may overlap.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.contains("://") {
        found.extend(text.match_indices("://").filter_map(|(at, _)| user(text, at + 3)));
    }
    if text.contains('=') {
        found.extend(parameters(text));
    }
    if has_long_word(text) {
        found.extend(words(text).filter(|word| is_token(&text[word.clone()])));
        found.extend(SCHEMES.iter().flat_map(|scheme| credentials(text, scheme)));
    }
    if text.contains(KEY_BEGINS) {
        found.extend(private_key(text));
    }
    found
}

/// The `user:password` of a URL whose authority begins here.
fn user(text: &str, start: usize) -> Option<Range<usize>> {
    let behind = &text[start..];
    let authority = behind.split(|c: char| is_end_of_url(c) || "/?#".contains(c)).next()?;
    let said = match authority.rsplit_once('@') {
        Some((said, _)) => said,
        None => slashed_user(behind, authority)?,
    };
    let is_secret = match said.split_once(':') {
        Some((_, password)) => !password.is_empty() && !is_placeholder(password),
        None => said.len() >= LONG_USER && !is_placeholder(said),
    };
    is_secret.then(|| start..start + said.len())
}

/// A password with a slash in it makes no URL, and is no less a secret: what stands behind the colon is no port then.
fn slashed_user<'a>(behind: &'a str, authority: &str) -> Option<&'a str> {
    let (_, port) = authority.rsplit_once(':')?;
    let is_port = port.ends_with(']') || port.bytes().all(|byte| byte.is_ascii_digit());
    if is_port || is_placeholder(port) {
        return None;
    }
    let mut near = behind.char_indices().take(LONGEST_USER);
    let (end, _) = near.find(|(_, character)| *character == '@' || is_end_of_url(*character))?;
    behind[end..].starts_with('@').then(|| &behind[..end])
}

fn is_end_of_url(character: char) -> bool {
    character.is_whitespace() || "\"'`<>".contains(character)
}

/// The values of parameters: `?api_key=VALUE`, `password='VALUE'`. What is part of a value begins no other.
fn parameters(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut from) = (Vec::new(), 0);
    for (at, _) in text.match_indices('=') {
        if at < from {
            continue;
        }
        let Some(value) = parameter(text, at) else { continue };
        from = value.end;
        let shown = &text[value.clone()];
        let is_comparison = shown.starts_with('=');
        if !shown.is_empty() && !is_comparison && !is_placeholder(shown) {
            found.push(value);
        }
    }
    found
}

/// The value of the parameter whose `=` stands here, where its name is that of a secret.
fn parameter(text: &str, at: usize) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let begin = text[..at].trim_end_matches(is_name).len();
    let name = &text[begin..at];
    if !is_secret_name(name) || name.to_shouty_snake_case().ends_with(CURSOR) {
        return None;
    }
    let quote = text[at + 1..].chars().next().filter(|first| matches!(first, '"' | '\''));
    let start = at + 1 + quote.map_or(0, char::len_utf8);
    let is_end = |c: char| match quote {
        Some(quote) => c == quote,
        None => c.is_whitespace() || "&;,\"'`<>|)#".contains(c),
    };
    let value = text[start..].split(is_end).next().unwrap_or_default();
    Some(start..start + value.len())
}

/// What somebody is to put something else in the place of: `{token}`, `${TOKEN}`, `<token>`, `***`.
fn is_placeholder(value: &str) -> bool {
    let is_between = |open: &str, close: char| value.starts_with(open) && value.ends_with(close);
    value == MASK || is_between("{", '}') || is_between("${", '}') || is_between("<", '>')
}

const SHORTEST_TOKEN: usize = 16;

/// Whether any word is as long as a token; nearly all texts end here.
fn has_long_word(text: &str) -> bool {
    let mut length = 0;
    text.bytes().any(|byte| {
        length = if is_of_word(char::from(byte)) { length + 1 } else { 0 };
        length >= SHORTEST_TOKEN
    })
}

fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// The words of a text, as far as tokens are made of their characters.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let words = text.split(|c: char| !is_of_word(c));
    words.scan(0, |at, word| {
        let start = *at;
        *at += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        Some(start..start + word.len())
    })
}

/// Names in kebab-case have no upper-case letters, tokens have.
fn is_token(word: &str) -> bool {
    let is_long = |(start, least): &(&str, usize)| word.starts_with(start) && word.len() >= *least;
    let is_random = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    TOKENS.iter().any(is_long) && word.bytes().skip(4).any(is_random)
}

/// What stands behind `Bearer` or `Basic`.
fn credentials(text: &str, scheme: &str) -> Vec<Range<usize>> {
    let of_place = |(at, _): (usize, &str)| {
        let start = at + scheme.len();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
        let value = text[start..].split(|c| !is_part(c)).next().unwrap_or_default();
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        (value.len() >= SHORTEST_CREDENTIAL && has_digit).then(|| start..start + value.len())
    };
    text.match_indices(scheme).filter_map(of_place).collect()
}

/// A private key in PEM, up to the end of the text.
fn private_key(text: &str) -> Option<Range<usize>> {
    let (kind, begin) = text.find("PRIVATE KEY-----").zip(text.find(KEY_BEGINS))?;
    (begin < kind).then_some(begin..text.len())
}
