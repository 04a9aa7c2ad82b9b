//! The comments between two tokens, told apart as protoc does it: what belongs to the token before, what to none of the two, what
//! to the token behind.

/// Comments without their marks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Between {
    pub(super) trailing: String,
    pub(super) detached: Vec<String>,
    pub(super) leading: String,
}

/// What stands between the token that ends at an offset, or the beginning of the text, and the next one.
pub(super) fn between(text: &str, behind: Option<usize>) -> Between {
    let mut rest = text.get(behind.unwrap_or_default()..).unwrap_or_default();
    let mut collected = Collected { may_trail: behind.is_some(), ..Collected::default() };
    // Whether the next token follows in the line of the token before, or of the comment that trails it.
    let mut follows = behind.is_some();
    if behind.is_some() {
        rest = without_spaces(rest);
        if let Some(comment) = comment_at(rest) {
            follows = !comment.is_line;
            rest = comment.rest;
            collected.take(comment);
            collected.flush();
        } else if let Some(next) = rest.strip_prefix('\n') {
            follows = false;
            rest = next;
        } else {
            return Between::default();
        }
    }
    loop {
        rest = without_spaces(rest);
        if let Some(comment) = comment_at(rest) {
            rest = comment.rest;
            follows &= !comment.is_line && !comment.text.contains('\n');
            if !comment.is_line {
                let line = without_spaces(rest);
                follows &= !line.starts_with('\n');
                rest = line.strip_prefix('\n').unwrap_or(line);
            }
            collected.take(comment);
        } else if let Some(next) = rest.strip_prefix('\n') {
            follows = false;
            rest = next;
            collected.flush();
            collected.may_trail = false;
        } else {
            return collected.before(rest, follows);
        }
    }
}

/// Comments as far as they are read.
#[derive(Debug, Default)]
struct Collected {
    between: Between,
    /// The last comment, and whether it consists of whole lines; where it belongs is not known yet.
    pending: Option<(String, bool)>,
    /// How many comments are placed.
    placed: usize,
    /// Whether one of these trails the token before.
    trails: bool,
    /// Whether one still can.
    may_trail: bool,
}

impl Collected {
    /// Takes one more comment: lines join the lines before, a block stands for itself.
    fn take(&mut self, comment: Comment) {
        match &mut self.pending {
            Some((text, true)) if comment.is_line => text.push_str(&comment.text),
            _ => {
                self.flush();
                self.pending = Some((comment.text, comment.is_line));
            }
        }
    }

    /// Places the last comment: it does not belong to what follows.
    fn flush(&mut self) {
        let Some((text, _)) = self.pending.take() else { return };
        self.placed += 1;
        if self.may_trail {
            self.between.trailing.push_str(&text);
            self.trails = true;
            self.may_trail = false;
        } else {
            self.between.detached.push(text);
        }
    }

    /// All comments before the next token. The end of a scope has none; and a single comment between two tokens of one line belongs
    /// to neither.
    fn before(mut self, token: &str, follows: bool) -> Between {
        if token.is_empty() || token.starts_with(['}', ']', ')']) {
            self.flush();
        }
        if follows && !token.is_empty() && self.placed + usize::from(self.pending.is_some()) == 1 {
            if self.trails {
                self.between.detached.insert(0, std::mem::take(&mut self.between.trailing));
            }
            self.flush();
        }
        self.between.leading = self.pending.take().map(|(text, _)| text).unwrap_or_default();
        self.between
    }
}

struct Comment<'a> {
    text: String,
    is_line: bool,
    rest: &'a str,
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
