//! One file into one descriptor with unresolved names, and all its syntax errors into diagnostics.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use prost_reflect::prost_types::{DescriptorProto, FileDescriptorProto, SourceCodeInfo};

use crate::diagnostic::{Diagnostic, Span, is_unprintable};

use super::codes::{INVALID_PROTO, OVER_LIMIT};
use super::guard::Outline;
use super::lexer::{Token, tokens};
use super::roots::{Bounds, Source};
use super::synthetic;
use super::words::{short, told};

/// How many syntax errors are told of one file.
const MOST_FAULTS: usize = 20;

/// The longest full name of a message.
const LONGEST: usize = 500;
/// The most ranges that a message or an enum reserves or leaves to extensions.
const MOST_RANGES: usize = 2_000;

/// A file that parsed.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Where it comes from.
    pub(super) source: Source,
    /// What it declares, without `source_code_info`.
    pub(super) descriptor: FileDescriptorProto,
    /// Its places and comments; kept apart, since linking is quadratic in them.
    pub(super) info: SourceCodeInfo,
}

/// Parses a file that the guard let pass.
pub(super) fn unit(
    source: Source,
    outline: &Outline,
    bounds: &Bounds,
) -> Result<Unit, Vec<Diagnostic>> {
    let text = without_declarations(&source)?;
    match protox_parse::parse(&source.import_path, &text) {
        Ok(mut descriptor) => {
            if let Some(fault) = over_limit(&descriptor, &source.path) {
                return Err(vec![fault]);
            }
            synthetic::name(&mut descriptor);
            let mut info = descriptor.source_code_info.take().unwrap_or_default();
            if !bounds.raw_comments {
                neutralise(&mut info);
            }
            Ok(Unit { source, descriptor, info })
        }
        Err(error) => Err(faults(&error, &source, outline)),
    }
}

/// Every declaration is kept under its full name, so a long name around many others would grow without bound; and every
/// field is compared with every reserved range.
fn over_limit(descriptor: &FileDescriptorProto, file: &Arc<str>) -> Option<Diagnostic> {
    let messages = &descriptor.message_type;
    let longest = messages.iter().map(longest).max().unwrap_or_default();
    let length = descriptor.package().len() + longest;
    let enums = descriptor.enum_type.iter().map(|declared| declared.reserved_range.len());
    let ranges = messages.iter().map(most_ranges).chain(enums).max().unwrap_or_default();
    let (message, hint) = if length > LONGEST {
        (
            format!("the longest full name has {length} bytes; at most {LONGEST} are read"),
            "shorten the package and the names of nested messages",
        )
    } else if ranges > MOST_RANGES {
        (
            format!("a declaration reserves {ranges} ranges; at most {MOST_RANGES} are read"),
            "join neighbouring numbers: `reserved 1 to 9;`",
        )
    } else {
        return None;
    };
    Some(Diagnostic::error(OVER_LIMIT, message).at(&Span::new(file, 0, 0)).hint(hint))
}

fn longest(message: &DescriptorProto) -> usize {
    message.name().len() + 1 + message.nested_type.iter().map(longest).max().unwrap_or_default()
}

fn most_ranges(message: &DescriptorProto) -> usize {
    let own = message.reserved_range.len() + message.extension_range.len();
    let enums = message.enum_type.iter().map(|declared| declared.reserved_range.len());
    message.nested_type.iter().map(most_ranges).chain(enums).fold(own, usize::max)
}

/// Blanks the declarations of `extensions 5 [..]`, since the parser refuses options behind a single number (behind a range it
/// takes them). They are for compilers only, and in no descriptor that a program gets; other options are, and cannot be read.
fn without_declarations(source: &Source) -> Result<Cow<'_, str>, Vec<Diagnostic>> {
    let text = &*source.text;
    if !text.contains("extensions") {
        return Ok(Cow::Borrowed(text));
    }
    let tokens: Vec<(Token, Range<usize>)> = tokens(text).collect();
    let word = |at: usize| tokens.get(at).map(|(_, range)| &text[range.clone()]);
    let mut out = Cow::Borrowed(text);
    let mut faults = Vec::new();
    for at in (0..tokens.len()).filter(|at| word(*at) == Some("extensions")) {
        let statement = tokens[at..].iter().position(|(token, _)| token_ends(*token));
        let Some(open) =
            statement.map(|length| at + length).filter(|open| word(*open) == Some("["))
        else {
            continue;
        };
        if word(open.saturating_sub(2)) == Some("to") {
            continue;
        }
        let length = closing(&tokens[open..]).unwrap_or(tokens.len() - open);
        let options = &tokens[open..open + length];
        if options.iter().any(|(token, _)| *token == Token::Punctuation(b'(')) {
            faults.push(unread_options(source, &tokens[open - 1].1));
        }
        let place = tokens[open].1.start..options.last().map_or(text.len(), |(_, last)| last.end);
        let blank: String = text[place.clone()]
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        out.to_mut().replace_range(place, &blank);
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

fn unread_options(source: &Source, number: &Range<usize>) -> Diagnostic {
    let text = &source.text[number.clone()];
    let message = format!("custom options behind the single number `{}` are not read", short(text));
    Diagnostic::error(INVALID_PROTO, message)
        .at(&Span::new(&source.path, number.start, number.end))
        .hint(format!("write it as a range, which means the same: `{0} to {0}`", short(text)))
}

fn token_ends(token: Token) -> bool {
    matches!(token, Token::Punctuation(b'[' | b';' | b'{' | b'}' | b'='))
}

/// How many tokens there are up to the end of the bracket that they begin with.
fn closing(tokens: &[(Token, Range<usize>)]) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Punctuation(b'[') => depth += 1,
            Token::Punctuation(b']') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// Takes out of comments what would hide or reorder text wherever they are shown.
fn neutralise(info: &mut SourceCodeInfo) {
    let clean = |text: &mut String| {
        if text.chars().any(|c| is_unprintable(c) && c != '\n') {
            text.retain(|c| matches!(c, '\n' | '\t') || !is_unprintable(c));
        }
    };
    for location in &mut info.location {
        location.leading_comments.as_mut().map(clean);
        location.trailing_comments.as_mut().map(clean);
        location.leading_detached_comments.iter_mut().for_each(clean);
    }
}

fn faults(error: &dyn miette::Diagnostic, source: &Source, outline: &Outline) -> Vec<Diagnostic> {
    let (file, length) = (&source.path, source.text.len());
    let further = error.related().into_iter().flatten();
    std::iter::once(told(error, file, length))
        .chain(further.map(|error| told(error, file, length)).filter(|d| !is_aftermath(d)))
        .take(MOST_FAULTS)
        .map(|diagnostic| match &diagnostic.place {
            Some(place) => match unfinished(&source.text, place.start) {
                Some(last) if diagnostic.message.starts_with("expected `;`") => {
                    diagnostic.with(&Span::new(file, last.start, last.end), "not ended")
                }
                _ => diagnostic,
            },
            None => at_the_end(diagnostic, file, length, outline),
        })
        .collect()
}

/// The last token of the statement before, when a token begins a line of its own.
fn unfinished(text: &str, token: usize) -> Option<Range<usize>> {
    let before = tokens(text.get(..token)?).last()?.1;
    text[before.end..token].contains('\n').then_some(before)
}

/// After an error the parser goes on at the next keyword, and stumbles over what closes the broken block.
fn is_aftermath(diagnostic: &Diagnostic) -> bool {
    diagnostic.message.starts_with("expected `enum`, `extend`, `import`,")
}

fn at_the_end(
    mut diagnostic: Diagnostic,
    file: &Arc<str>,
    length: usize,
    outline: &Outline,
) -> Diagnostic {
    diagnostic.place = Some(Span::new(file, length, length));
    match outline.unclosed {
        Some(at) => diagnostic
            .with(&Span::new(file, at, at + 1), "never closed")
            .hint("close the bracket, or end the statement"),
        None => diagnostic,
    }
}
