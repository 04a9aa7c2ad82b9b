//! The braces of an rpc, and the comment behind the first of them.
//!
//! protox keeps neither: it drops the options of an rpc that ends with `{}`, and takes the comment behind the closing
//! brace for that of the rpc, where protoc takes the one behind the opening brace.

/// What follows the opening brace of an rpc; `None` when it ends with `;`. `text` begins behind the reply's type.
pub(super) fn body_of(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ')');
        rest = match comment_at(rest) {
            Some(comment) => comment.rest,
            None => return rest.strip_prefix('{'),
        };
    }
}

/// The comment that belongs to what opened the body: one on the same line, or a paragraph of its own behind it.
pub(super) fn trailing_comment(body: &str) -> String {
    let mut rest = without_spaces(body);
    let mut collected = Collected::default();
    if let Some(comment) = comment_at(rest) {
        let rest = without_spaces(comment.rest);
        let ends_line = comment.is_line || rest.starts_with('\n');
        return if ends_line { comment.text } else { String::new() };
    }
    let Some(next) = rest.strip_prefix('\n') else { return String::new() };
    rest = without_spaces(next);
    while let Some(comment) = comment_at(rest) {
        rest = comment.rest;
        if !comment.is_line {
            let line = without_spaces(rest);
            rest = line.strip_prefix('\n').unwrap_or(line);
        }
        if let Some(paragraph) = collected.add(&comment) {
            return paragraph;
        }
        rest = without_spaces(rest);
    }
    let ends_paragraph = rest.starts_with(['\n', '}']);
    if ends_paragraph { collected.text } else { String::new() }
}

struct Comment<'a> {
    text: String,
    is_line: bool,
    rest: &'a str,
}

/// Comments without anything between them; line comments join, a block stands for itself.
#[derive(Default)]
struct Collected {
    text: String,
    is_line: bool,
}

impl Collected {
    /// Takes one more comment, and gives what was there if that is thereby finished.
    fn add(&mut self, comment: &Comment) -> Option<String> {
        let joins = self.is_line && comment.is_line;
        if !self.text.is_empty() && !joins {
            return Some(std::mem::take(&mut self.text));
        }
        self.text.push_str(&comment.text);
        self.is_line = comment.is_line;
        None
    }
}

fn comment_at(text: &str) -> Option<Comment<'_>> {
    if let Some(line) = text.strip_prefix("//") {
        let end = line.find('\n').map_or(line.len(), |at| at + 1);
        return Some(Comment { text: line[..end].to_owned(), is_line: true, rest: &line[end..] });
    }
    let block = text.strip_prefix("/*")?;
    let (inside, rest) = block.split_once("*/")?;
    let mut lines = inside.split('\n');
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let line = without_spaces(line);
        text.push('\n');
        text.push_str(line.strip_prefix('*').unwrap_or(line));
    }
    Some(Comment { text, is_line: false, rest })
}

fn without_spaces(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\x0B', '\x0C'])
}
