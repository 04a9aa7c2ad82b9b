//! What is refused before a file reaches the parser: unsafe characters, editions, emptiness, depth.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Span, Untrusted, is_unprintable};

use super::codes::{
    EMPTY_PROTO, INVALID_PROTO, OVER_LIMIT, UNSAFE_CHARACTERS, UNSUPPORTED_EDITION,
};
use super::declared::Declared;
use super::lexer::{Token, tokens};
use super::roots::{Bounds, Source};
use super::symbols::joined;
use super::words::short;

/// How deep brackets may be nested; messages alone may be 31 deep, the rest is for option values.
const DEEPEST: usize = 64;
/// How many faults of characters are told of one file.
const MOST_FAULTS: usize = 20;

/// What can be known of a file without parsing it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// What it seems to declare; nested messages as if they were not.
    pub(super) declared: Declared,
    /// Where the innermost `{` stands that is never closed.
    pub(super) unclosed: Option<usize>,
    /// Whether it can be parsed.
    pub(super) parsable: bool,
}

/// Looks through a file and reports what the parser must not see, or could not explain.
pub(super) fn outline(
    source: &Source,
    bounds: &Bounds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Outline {
    let tokens: Vec<(Token, Range<usize>)> = tokens(&source.text).collect();
    let before = diagnostics.iter().filter(|d| d.is_error()).count();
    if tokens.is_empty() {
        diagnostics.push(empty(source));
    }
    unsafe_characters(source, &tokens, diagnostics);
    diagnostics.extend(edition(source, &tokens));
    diagnostics.extend(too_many_statements(source, &tokens, bounds.statements));
    let unclosed = match nesting(&tokens) {
        Ok(unclosed) => unclosed,
        Err(at) => {
            diagnostics.push(too_deep(source, at));
            None
        }
    };
    let parsable = diagnostics.iter().filter(|d| d.is_error()).count() == before;
    Outline { declared: declared(&source.text, &tokens), unclosed, parsable }
}

fn empty(source: &Source) -> Diagnostic {
    Diagnostic::warning(EMPTY_PROTO, format!("`{}` is empty", source.path))
        .at(&Span::new(&source.path, 0, 0))
        .hint("begin it with `syntax = \"proto3\";` and a `package`, or remove it")
}

fn unsafe_characters(
    source: &Source,
    tokens: &[(Token, Range<usize>)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut faults = 0;
    let mut told_up_to = 0;
    for (token, range) in tokens {
        if range.start < told_up_to {
            continue;
        }
        let (place, character) = match token {
            Token::Foreign(character) => (foreign_run(&source.text, range.start), *character),
            Token::Text => match hidden_in_text(&source.text, range) {
                Some(found) => found,
                None => continue,
            },
            Token::Word | Token::Punctuation(_) => continue,
        };
        told_up_to = place.end;
        faults += 1;
        if faults <= MOST_FAULTS {
            diagnostics.push(unsafe_character(source, &place, character));
        }
    }
}

/// A whole word of characters that do not belong, so that it is told once.
fn foreign_run(text: &str, start: usize) -> Range<usize> {
    let length = text[start..]
        .find(|c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || ";{}()=\"'".contains(c))
        .unwrap_or(text.len() - start);
    let first = text[start..].chars().next().map_or(1, char::len_utf8);
    start..start + length.max(first)
}

fn hidden_in_text(text: &str, range: &Range<usize>) -> Option<(Range<usize>, char)> {
    let (at, character) =
        text[range.clone()].char_indices().find(|(_, c)| is_unprintable(*c) && *c != '\t')?;
    let start = range.start + at;
    Some((start..start + character.len_utf8(), character))
}

fn unsafe_character(source: &Source, place: &Range<usize>, character: char) -> Diagnostic {
    let place = Span::new(&source.path, place.start, place.end);
    if is_unprintable(character) {
        let shown = Untrusted(character.encode_utf8(&mut [0; 4])).to_string();
        Diagnostic::error(
            UNSAFE_CHARACTERS,
            format!("the invisible character `{shown}` is refused"),
        )
        .at(&place)
        .hint("remove it; in a string, write it as an escape")
    } else {
        Diagnostic::error(INVALID_PROTO, format!("`{character}` is not allowed here"))
            .at(&place)
            .hint("write names with the letters a to z, digits and `_`")
    }
}

fn edition(source: &Source, tokens: &[(Token, Range<usize>)]) -> Option<Diagnostic> {
    let [(Token::Word, word), (Token::Punctuation(b'='), _), (Token::Text, value), ..] = tokens
    else {
        return None;
    };
    if &source.text[word.clone()] != "edition" {
        return None;
    }
    let written = source.text[value.clone()].trim_matches(['"', '\'']);
    Some(
        Diagnostic::error(
            UNSUPPORTED_EDITION,
            format!("edition `{}` is not read; only proto2 and proto3 are", short(written)),
        )
        .at(&Span::new(&source.path, word.start, value.end))
        .hint("write `syntax = \"proto3\";` instead, and `optional` where absence must be seen"),
    )
}

/// The innermost `{` that stays open, or where the brackets become too deep.
fn nesting(tokens: &[(Token, Range<usize>)]) -> Result<Option<usize>, usize> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (token, range) in tokens {
        match token {
            Token::Punctuation(bracket @ (b'{' | b'[' | b'<' | b'(')) => {
                if open.len() >= DEEPEST {
                    return Err(range.start);
                }
                open.push((*bracket, range.start));
            }
            Token::Punctuation(b'}' | b']' | b'>' | b')') => {
                open.pop();
            }
            Token::Word | Token::Text | Token::Punctuation(_) | Token::Foreign(_) => {}
        }
    }
    Ok(open.iter().rev().find(|(bracket, _)| *bracket == b'{').map(|(_, at)| *at))
}

fn too_many_statements(
    source: &Source,
    tokens: &[(Token, Range<usize>)],
    most: usize,
) -> Option<Diagnostic> {
    let ends = |token: Token| matches!(token, Token::Punctuation(b';' | b'{'));
    let count = tokens.iter().filter(|(token, _)| ends(*token)).count();
    let message = format!("the file has {count} statements; at most {most} are read");
    (count > most).then(|| {
        Diagnostic::error(OVER_LIMIT, message)
            .at(&Span::new(&source.path, 0, 0))
            .hint("split the file")
    })
}

fn too_deep(source: &Source, at: usize) -> Diagnostic {
    Diagnostic::error(OVER_LIMIT, format!("brackets are nested more than {DEEPEST} deep"))
        .at(&Span::new(&source.path, at, at + 1))
        .hint("move what is inside to the top of the file")
}

fn declared(text: &str, tokens: &[(Token, Range<usize>)]) -> Declared {
    let word = |index: usize| match tokens.get(index) {
        Some((Token::Word, range)) => Some(&text[range.clone()]),
        _ => None,
    };
    let follows = |index: usize, mark: u8| {
        tokens.get(index).is_some_and(|(token, _)| *token == Token::Punctuation(mark))
    };
    let package = (0..tokens.len())
        .find(|at| word(*at) == Some("package") && follows(at + 2, b';'))
        .and_then(|at| word(at + 1));
    let all = |sort: &str| -> BTreeSet<String> {
        (0..tokens.len())
            .filter(|at| word(*at) == Some(sort) && follows(at + 2, b'{'))
            .filter_map(|at| word(at + 1))
            .map(|name| joined(package.unwrap_or_default(), name))
            .collect()
    };
    Declared { services: all("service"), messages: all("message") }
}
