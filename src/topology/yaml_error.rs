//! What the YAML parser's errors mean to somebody who writes a topology.

use granit_parser::ErrorKind;

use crate::diagnostic::Diagnostic;

use super::codes;
use super::yaml::too_deep;

/// The parser's error as a sentence and a remedy.
pub(super) fn explained(kind: &ErrorKind) -> Diagnostic {
    if matches!(kind, ErrorKind::RecursionLimitExceeded) {
        return too_deep();
    }
    let (message, hint) = words(kind);
    Diagnostic::error(codes::INVALID_YAML, message).hint(hint)
}

fn words(kind: &ErrorKind) -> (String, &'static str) {
    use ErrorKind as Kind;
    match kind {
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => {
            ("a tab stands where YAML allows only spaces".into(), "indent with spaces")
        }
        Kind::UnclosedQuotedScalar => {
            ("this quote is never closed".into(), "add the closing quote")
        }
        Kind::InvalidQuotedScalarIndent => (
            "a quote that was opened above is not closed before this line".into(),
            "add the closing quote, or indent the line further than the key",
        ),
        Kind::DocumentIndicatorInQuotedScalar => (
            "`---` or `...` stands at the beginning of a line inside quotes".into(),
            "close the quote before it",
        ),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => (
            "something follows the closing quote".into(),
            "put the whole value in one pair of quotes",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidUnicodeEscape => (
            "a backslash stands before a character that YAML does not escape".into(),
            "use single quotes, or write `\\\\`",
        ),
        Kind::UnclosedFlowCollection { open } => {
            (format!("this `{open}` is never closed"), "add the closing bracket")
        }
        Kind::MismatchedFlowCollectionEnd { open, close } => (
            format!("`{open}` is closed by `{close}`"),
            "close it with the bracket of the same kind",
        ),
        Kind::MisplacedFlowCollectionEnd => (
            "a closing bracket has no opening one".into(),
            "take it out, or put the value in quotes",
        ),
        Kind::UnexpectedEof
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping => {
            ("the file ends in the middle of a list or map".into(), "add the closing bracket")
        }
        Kind::ExpectedFlowMappingSeparator | Kind::ExpectedFlowSequenceSeparator => (
            "a comma or a closing bracket is missing here".into(),
            "separate the values with commas",
        ),
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => (
            "a `: ` stands where no key can be".into(),
            "put text that holds `: ` in quotes; check the indentation",
        ),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey | Kind::ExpectedBlockMappingKey => (
            "this line is not `key: value`".into(),
            "add the colon, or indent the line like its neighbours",
        ),
        Kind::InvalidIndentation
        | Kind::InvalidFlowScalarIndent
        | Kind::InvalidBlockScalarIndent
        | Kind::ExpectedBlockSequenceEntry
        | Kind::BlockSequenceEntryNotAllowed => {
            ("the indentation fits no line above".into(), "indent lines of one map or list alike")
        }
        Kind::UnexpectedCharacter { character } => {
            (format!("{} cannot begin a value", shown(*character)), "put the value in quotes")
        }
        Kind::DirectiveDisallowed => (
            "scaffold reads no YAML directives".into(),
            "take the line out; a value that begins with `%` needs quotes",
        ),
        Kind::BomInsideDocument => {
            ("a byte-order mark stands inside the file".into(), "take the invisible character out")
        }
        other => (
            format!("this is not YAML: {other}"),
            "put text with special characters in quotes; check the indentation",
        ),
    }
}

fn shown(character: char) -> String {
    if character.is_control() {
        format!("the control character U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    }
}
