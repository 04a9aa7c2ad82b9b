//! Whatever a text says, what its writer makes of it is one thing in its language: it ends where it is to end, and says
//! what was said.

use proptest::prelude::{
    ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use scaffold::diagnostic::is_unprintable;
use scaffold::names::is_python_identifier;
use scaffold::names::written::{data, dot, html, markdown, mermaid, proto, python};

/// Texts made of what means something to somebody, and any text at all.
fn texts() -> impl Strategy<Value = String> {
    const PIECES: [&str; 34] = [
        "\"",
        "'",
        "\"\"\"",
        "\\",
        "`",
        "```",
        "|",
        "#",
        "<",
        ">",
        "&",
        ";",
        "%",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "*",
        "_",
        "-",
        "$",
        ":",
        "\n",
        "\r",
        "\t",
        "\u{0}",
        "\u{202e}",
        "\u{e0041}",
        "<!--",
        "-->",
        " ",
        "word",
    ];
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12);
    prop_oneof![pieces.prop_map(|pieces| pieces.concat()), any::<String>()]
}

/// The text on one line, as far as it can be seen.
fn seen(text: &str) -> String {
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_unprintable(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_visible(text: &str) -> bool {
    !text.contains(|c| is_unprintable(c) && c != '\n')
}

/// What Python reads where a literal stands; nothing where the literal is not all that stands there.
fn python_value(literal: &str) -> Option<String> {
    let quote = literal.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inner = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut value = String::new();
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        value.push(match character {
            c if c == quote || c == '\n' => return None,
            '\\' => match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'U' => {
                    let digits: String = rest.by_ref().take(8).collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                c if c == quote || c == '\\' => c,
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(value)
}

/// Whether Python reads all of a text between three quotes and three quotes.
fn is_docstring(inner: &str) -> bool {
    let mut quotes = 0;
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        quotes = if character == '"' { quotes + 1 } else { 0 };
        let escaped = if character == '\\' { characters.next() } else { Some(' ') };
        if quotes == 3 || escaped.is_none() {
            return false;
        }
    }
    quotes == 0
}

/// The ends of code spans in a line of Markdown: spans begin and end with runs of backticks of one length.
fn code_spans(line: &str) -> Vec<&str> {
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some(begin) = rest.find('`') {
        let fence = rest[begin..].chars().take_while(|c| *c == '`').count();
        let inside = &rest[begin + fence..];
        let ends = |at: &usize| {
            let run = inside[*at..].chars().take_while(|c| *c == '`').count();
            run == fence && !inside[..*at].ends_with('`')
        };
        let Some(end) = inside.match_indices('`').map(|(at, _)| at).find(ends) else { break };
        spans.push(&inside[..end]);
        rest = &inside[end + fence..];
    }
    spans
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_string_of_python_is_what_was_said(text in texts()) {
        let literal = python::string(&text);
        prop_assert!(is_visible(literal.as_str()) && !literal.as_str().contains('\n'));
        prop_assert_eq!(python_value(literal.as_str()), Some(text));
    }

    #[test]
    fn a_docstring_ends_where_it_ends(text in texts(), indent in 0_usize..9) {
        let literal = python::docstring(&text, indent);
        let Some(inner) = literal.as_str().strip_prefix("\"\"\"") else {
            prop_assert!(literal.is_empty());
            return Ok(());
        };
        let inner = inner.strip_suffix("\"\"\"").expect("it is closed");
        prop_assert!(is_docstring(inner), "{inner}");
        prop_assert!(is_visible(inner), "{inner:?}");
    }

    #[test]
    fn names_numbers_and_comments_of_python_are_such(text in texts()) {
        prop_assert!(is_python_identifier(python::identifier(&text).as_str()));
        prop_assert!(python::dotted(&text).as_str().split('.').all(is_python_identifier));
        prop_assert!(python::number(&text).as_str().parse::<f64>().is_ok_and(f64::is_finite));
        let comment = python::comment(&text);
        prop_assert!(is_visible(comment.as_str()) && !comment.as_str().contains('\n'));
        prop_assert_eq!(comment.as_str(), seen(&text));
    }

    #[test]
    fn a_string_of_data_is_the_same_in_json_and_yaml(text in texts()) {
        let literal = data::string(&text);
        let kept: String =
            text.chars().filter(|c| !is_unprintable(*c) || u32::from(*c) <= 0xFFFF).collect();
        prop_assert!(is_visible(literal.as_str()) && !literal.as_str().contains("\\ud"));
        prop_assert_eq!(serde_json::from_str::<String>(literal.as_str()).ok(), Some(kept.clone()));
        prop_assert_eq!(serde_yaml::from_str::<String>(literal.as_str()).ok(), Some(kept));
    }

    #[test]
    fn a_string_of_compose_begins_no_variable(text in texts()) {
        let literal = data::compose_string(&text);
        prop_assert!(!literal.as_str().replace("$$", "").contains('$'), "{literal}");
    }

    #[test]
    fn a_value_of_env_is_expanded_by_nobody(text in texts()) {
        let value = data::env_value(&text);
        let quoted = value.as_str().strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        match quoted {
            Some(inner) => prop_assert!(!inner.contains('\'') && !inner.contains('\n') && is_visible(inner)),
            None => prop_assert!(value.is_empty() || data::word(value.as_str()).is_some(), "{value}"),
        }
    }

    #[test]
    fn a_document_of_json_shows_all_that_is_in_it(text in texts()) {
        let document = serde_json::json!({ text.as_str(): [text.as_str()] });
        let written = data::json(&document);
        prop_assert!(is_visible(written.as_str()));
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(written.as_str()).ok(), Some(document));
    }

    #[test]
    fn text_of_markdown_is_only_text(text in texts()) {
        let written = markdown::text(&text);
        let bare = written.as_str().replace("\\\\", "");
        for mark in ['`', '*', '_', '[', ']', '<', '>', '|', '~'] {
            prop_assert_eq!(bare.matches(mark).count(), bare.matches(&format!("\\{mark}")).count());
        }
        prop_assert!(!bare.contains('\n') && is_visible(&bare));
        prop_assert!(!written.as_str().starts_with(['#', '-', '+', '=']), "{}", written);
    }

    #[test]
    fn code_of_markdown_is_one_span(text in texts()) {
        let written = markdown::code(&text);
        let spans = code_spans(written.as_str());
        let shown = seen(&text).replace('|', "\\|");
        if shown.is_empty() {
            return Ok(());
        }
        prop_assert_eq!(spans.len(), 1, "{}", written);
        let space = shown.starts_with('`') || shown.ends_with('`');
        let inner = if space { spans[0].strip_prefix(' ').and_then(|s| s.strip_suffix(' ')) } else { Some(spans[0]) };
        prop_assert_eq!(inner, Some(shown.as_str()));
    }

    #[test]
    fn messages_blocks_and_links_of_markdown_stay_in_their_places(text in texts()) {
        let message = markdown::message(&text);
        prop_assert!(!message.as_str().contains('\n') && is_visible(message.as_str()));
        prop_assert!(!markdown::block(&text).as_str().contains("```"));
        let link = markdown::link(&markdown::text("words"), &text);
        let target = link.as_str().strip_prefix("[words](").and_then(|rest| rest.strip_suffix(')'));
        let target = target.expect("a link has words and a target");
        prop_assert!(target.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/#%".contains(&b)), "{target}");
    }

    #[test]
    fn labels_and_ids_of_mermaid_hold_no_markup(text in texts()) {
        let label = mermaid::label(&text);
        let inner = label.as_str().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let inner = inner.expect("labels stand in quotes");
        for written in [inner, mermaid::words(&text).as_str()] {
            prop_assert!(!written.contains(['"', '<', '>', '`', '|', '{', '}', '[', ']', '\n', '%']), "{written}");
            prop_assert!(is_visible(written));
        }
        let id = mermaid::id("service", &text);
        for word in [id.as_str(), mermaid::word(&text).as_str()] {
            prop_assert!(word.starts_with(|c: char| c.is_ascii_alphabetic()), "{word}");
            prop_assert!(word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{word}");
        }
    }

    #[test]
    fn html_says_what_was_said_and_holds_no_markup(text in texts()) {
        let written = html::text(&text);
        prop_assert!(!written.as_str().contains(['<', '>', '"', '\'']), "{written}");
        let read = ["&lt;", "&gt;", "&quot;", "&#39;"].iter().zip(["<", ">", "\"", "'"]);
        let read = read.fold(written.to_string(), |read, (entity, character)| read.replace(entity, character));
        prop_assert!(!read.replace("&amp;", "").contains('&'), "{}", written);
        let plain: String = seen(&text).chars().filter(|c| !('\u{fffe}'..='\u{ffff}').contains(c)).collect();
        prop_assert_eq!(read.replace("&amp;", "&"), plain);
    }

    #[test]
    fn lines_of_markdown_become_html_that_says_the_same(text in texts()) {
        prop_assert_eq!(html::inline(&markdown::text(&text)), html::text(&text));
        if !seen(&text).is_empty() {
            let code = html::inline(&markdown::code(&text)).to_string();
            let inner = code.strip_prefix("<code>").and_then(|rest| rest.strip_suffix("</code>"));
            let plain = html::text(&text);
            prop_assert_eq!(inner, Some(plain.as_str()), "{}", markdown::code(&text));
        }
        let link = markdown::link(&markdown::text(&text), &text);
        prop_assert_eq!(html::inline(&link), html::text(&text));
        let message = html::message(&text).to_string();
        let bare = message.replace("<code>", "").replace("</code>", "");
        prop_assert!(!bare.contains(['<', '>']), "{message}");
    }

    #[test]
    fn ids_of_html_differ_where_names_do(one in texts(), other in texts()) {
        let (a, b) = (html::id("topic", &one), html::id("topic", &other));
        prop_assert_eq!(a == b, one == other);
        prop_assert!(a.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)));
    }

    #[test]
    fn strings_of_dot_end_where_they_are_to_end(text in texts()) {
        let written = dot::string(&text);
        let inner = written.as_str().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let inner = inner.expect("strings stand in quotes");
        let bare = inner.replace("\\\\", "").replace("\\\"", "");
        prop_assert!(!bare.contains(['"', '\\']) && is_visible(inner), "{inner}");
    }

    #[test]
    fn excerpts_of_protos_are_names_and_comments(text in texts()) {
        let name = proto::name(&text);
        prop_assert!(name.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b)));
        let comment = proto::comment(&text, 2);
        for line in comment.as_str().lines() {
            prop_assert!(line.starts_with("  //") && !line.contains("```") && is_visible(line), "{line}");
        }
    }
}
