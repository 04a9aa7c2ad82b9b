//! Finished lines of Python: one where it fits, exploded where it does not.

use crate::names::Written;

/// The longest line that ruff lets stand.
pub(super) const LONGEST: usize = 100;

/// Lines of code that grow downwards at one indentation.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    /// Of indentation, of four spaces each.
    level: usize,
    text: Written,
    /// What it becomes when it is too long, at the same level; empty when it cannot be parted.
    folded: Vec<Written>,
}

impl Lines {
    /// A line at so many levels of indentation (of four spaces).
    pub(super) fn add(&mut self, level: usize, text: Written) {
        self.lines.push(Line { level, text, folded: Vec::new() });
    }

    /// A line that becomes several where it is too long.
    pub(super) fn add_folding(&mut self, level: usize, text: Written, folded: Vec<Written>) {
        self.lines.push(Line { level, text, folded });
    }

    /// Words of our own at so many levels.
    pub(super) fn own(&mut self, level: usize, line: &'static str) {
        self.add(level, Written::own(line));
    }

    /// All of these lines, moved right by so many levels.
    pub(super) fn nest(&mut self, level: usize, inner: &Lines) {
        let moved = |line: &Line| Line { level: line.level + level, ..line.clone() };
        self.lines.extend(inner.lines.iter().map(moved));
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.add(0, Written::default());
    }

    /// The same with words before the first line.
    pub(super) fn with_head(mut self, head: &Written) -> Self {
        if let Some(first) = self.lines.first_mut() {
            for text in first.folded.first_mut().into_iter().chain([&mut first.text]) {
                *text = Written::concat([head, &*text]);
            }
        }
        self
    }

    /// The same with words behind the last line.
    pub(super) fn with_tail(mut self, tail: &'static str) -> Self {
        if let Some(last) = self.lines.last_mut() {
            for text in last.folded.last_mut().into_iter().chain([&mut last.text]) {
                *text = Written::concat([&*text, &Written::own(tail)]);
            }
        }
        self
    }

    /// The lines, for a template's loop.
    pub(super) fn into_vec(self) -> Vec<Written> {
        self.lines.into_iter().flat_map(Line::finished).collect()
    }

    /// Whether there is no line.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Line {
    fn finished(self) -> Vec<Written> {
        let line = indented(self.level, &self.text);
        if self.folded.is_empty() || line.as_str().chars().count() <= LONGEST {
            return vec![line];
        }
        self.folded.iter().map(|part| indented(self.level, part)).collect()
    }
}

/// `head(` and each argument on a line of its own and `)tail`; `head()tail` without arguments.
pub(super) fn exploded(head: &Written, arguments: &[Written], tail: &'static str) -> Lines {
    let mut lines = Lines::default();
    if arguments.is_empty() {
        lines.add(0, concat(&[head, &Written::own("()"), &Written::own(tail)]));
        return lines;
    }
    lines.add(0, concat(&[head, &Written::own("(")]));
    for argument in arguments {
        lines.add(1, concat(&[argument, &Written::own(",")]));
    }
    lines.add(0, concat(&[&Written::own(")"), &Written::own(tail)]));
    lines
}

/// The same for arguments of any number of lines.
pub(super) fn exploded_blocks(head: &Written, arguments: Vec<Lines>, tail: &'static str) -> Lines {
    if arguments.is_empty() {
        return exploded(head, &[], tail);
    }
    let mut lines = Lines::default();
    lines.add(0, concat(&[head, &Written::own("(")]));
    for argument in arguments {
        lines.nest(1, &argument.with_tail(","));
    }
    lines.add(0, concat(&[&Written::own(")"), &Written::own(tail)]));
    lines
}

/// `head(a, b)tail` on one line when it fits at this level, else exploded.
pub(super) fn fit(
    level: usize,
    head: &Written,
    arguments: &[Written],
    tail: &'static str,
) -> Lines {
    let inner = Written::join(arguments, ", ");
    let line = concat(&[head, &Written::own("("), &inner, &Written::own(")"), &Written::own(tail)]);
    if 4 * level + line.as_str().chars().count() <= LONGEST {
        let mut lines = Lines::default();
        lines.add(0, line);
        return lines;
    }
    exploded(head, arguments, tail)
}

/// `head(a: A, b: B) -> C:` on one line when it fits, else exploded.
pub(super) fn signature(head: &Written, parameters: &[Written], tail: &Written) -> Lines {
    signature_at(0, head, parameters, tail)
}

/// The same at so many levels of indentation.
pub(super) fn signature_at(
    level: usize,
    head: &Written,
    parameters: &[Written],
    tail: &Written,
) -> Lines {
    let inner = Written::join(parameters, ", ");
    let line = Written::fill("{}({}){}", &[head, &inner, tail]);
    let mut lines = Lines::default();
    if 4 * level + line.as_str().chars().count() <= LONGEST {
        lines.add(0, line);
        return lines;
    }
    lines.add(0, Written::fill("{}(", &[head]));
    for parameter in parameters {
        lines.add(1, Written::fill("{},", &[parameter]));
    }
    lines.add(0, Written::fill("){}", &[tail]));
    lines
}

/// Pieces, one after another.
pub(super) fn concat(pieces: &[&Written]) -> Written {
    Written::concat(pieces.iter().copied())
}

fn indented(level: usize, line: &Written) -> Written {
    const MARGINS: [&str; 9] = [
        "",
        "    ",
        "        ",
        "            ",
        "                ",
        "                    ",
        "                        ",
        "                            ",
        "                                ",
    ];
    if line.is_empty() {
        return Written::default();
    }
    concat(&[&Written::own(MARGINS[level.min(MARGINS.len() - 1)]), line])
}
