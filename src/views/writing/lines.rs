//! Finished lines of Python: one where it fits, exploded where it does not.

use crate::names::Written;

/// The longest line that ruff lets stand.
pub(in crate::views) const LONGEST: usize = 100;

/// Lines of code that grow downwards at one indentation.
#[derive(Clone, Debug, Default)]
pub(in crate::views) struct Lines {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    /// Of indentation, of four spaces each.
    level: usize,
    text: Written,
    /// What follows it, relative to its level, as long as it is not folded.
    rest: Vec<Line>,
    /// What it becomes when it is too long, relative to its level; empty when it cannot be parted.
    folded: Vec<Line>,
}

impl Lines {
    /// A line at so many levels of indentation (of four spaces).
    pub(in crate::views) fn add(&mut self, level: usize, text: Written) {
        self.lines.push(Line { level, text, rest: Vec::new(), folded: Vec::new() });
    }

    /// A line that becomes several where it is too long.
    pub(in crate::views) fn add_folding(&mut self, level: usize, text: Written, folded: Lines) {
        self.lines.push(Line { level, text, rest: Vec::new(), folded: folded.lines });
    }

    /// A line whose brackets open up where it is too long: `head`, `inner` and `tail` on lines of their own.
    pub(in crate::views) fn add_bracketed(
        &mut self,
        level: usize,
        head: Written,
        inner: Written,
        tail: Written,
    ) {
        let text = concat(&[&head, &inner, &tail]);
        let mut folded = Lines::default();
        folded.add(0, head);
        folded.add(1, inner);
        folded.add(0, tail);
        self.add_folding(level, text, folded);
    }

    /// An annotated name: `requests: AsyncIterator[T]`, or anything else that is one line, before a tail.
    pub(in crate::views) fn add_annotated(
        &mut self,
        level: usize,
        text: &Written,
        tail: &'static str,
    ) {
        match text.around("[") {
            Some((before, behind)) => {
                let head = concat(&[&before, &Written::own("[")]);
                let (inner, rest) = behind.around("]").unwrap_or((behind, Written::default()));
                let tail = concat(&[&Written::own("]"), &rest, &Written::own(tail)]);
                self.add_bracketed(level, head, inner, tail);
            }
            None => self.add(level, concat(&[text, &Written::own(tail)])),
        }
    }

    /// Words of our own at so many levels.
    pub(in crate::views) fn own(&mut self, level: usize, line: &'static str) {
        self.add(level, Written::own(line));
    }

    /// All of these lines, moved right by so many levels.
    pub(in crate::views) fn nest(&mut self, level: usize, inner: &Lines) {
        let moved = |line: &Line| Line { level: line.level + level, ..line.clone() };
        self.lines.extend(inner.lines.iter().map(moved));
    }

    /// An empty line.
    pub(in crate::views) fn gap(&mut self) {
        self.add(0, Written::default());
    }

    /// The same with words before the first line.
    pub(in crate::views) fn with_head(mut self, head: &Written) -> Self {
        if let Some(first) = self.lines.first_mut() {
            first.put_before(head);
        }
        self
    }

    /// The same with words behind the last line.
    pub(in crate::views) fn with_tail(mut self, tail: &'static str) -> Self {
        if let Some(last) = self.lines.last_mut() {
            last.put_behind(&Written::own(tail));
        }
        self
    }

    /// `name = ` before the first line; where that is too long, all of it in parentheses, if that helps at the level
    /// that it will have.
    pub(in crate::views) fn assigned(mut self, name: &Written, level: usize) -> Self {
        let Some(first) = self.lines.first().cloned() else { return self };
        if 4 * (level + 1) + first.text.as_str().chars().count() > LONGEST {
            return self.with_head(&Written::fill("{} = ", &[name]));
        }
        let mut folded = Self::default();
        folded.add(0, Written::fill("{} = (", &[name]));
        folded.nest(1, &self);
        folded.own(0, ")");
        let text = Written::fill("{} = {}", &[name, &first.text]);
        let rest = self.lines.split_off(1);
        Self { lines: vec![Line { level: 0, text, rest, folded: folded.lines }] }
    }

    /// `async for name in ` before the first line; where that is too long, the name in parentheses.
    pub(in crate::views) fn looped(mut self, name: &Written) -> Self {
        if let Some(first) = self.lines.first_mut() {
            let mut folded = Self::default();
            folded.own(0, "async for (");
            folded.add(1, name.clone());
            folded.add(0, Written::fill(") in {}", &[&first.text]));
            first.text = Written::fill("async for {} in {}", &[name, &first.text]);
            first.folded = folded.lines;
        }
        self
    }

    /// The lines, for a template's loop.
    pub(in crate::views) fn into_vec(self) -> Vec<Written> {
        self.lines.into_iter().flat_map(|line| line.finished(0)).collect()
    }

    /// The only line, if there is but one.
    pub(in crate::views) fn single(&self) -> Option<&Written> {
        match self.lines.as_slice() {
            [line] if line.rest.is_empty() => Some(&line.text),
            _ => None,
        }
    }

    /// Whether there is no line.
    pub(in crate::views) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Line {
    fn put_before(&mut self, head: &Written) {
        self.text = concat(&[head, &self.text]);
        if let Some(first) = self.folded.first_mut() {
            first.put_before(head);
        }
    }

    fn put_behind(&mut self, tail: &Written) {
        match self.rest.last_mut() {
            Some(last) => last.put_behind(tail),
            None => self.text = concat(&[&self.text, tail]),
        }
        if let Some(last) = self.folded.last_mut() {
            last.put_behind(tail);
        }
    }

    fn finished(self, outer: usize) -> Vec<Written> {
        let level = outer + self.level;
        let line = indented(level, &self.text);
        if self.folded.is_empty() || line.as_str().chars().count() <= LONGEST {
            let rest = self.rest.into_iter().flat_map(|part| part.finished(level));
            return std::iter::once(line).chain(rest).collect();
        }
        self.folded.into_iter().flat_map(|part| part.finished(level)).collect()
    }
}

/// The head of a function without parameters and result: `async def test_it() -> None:`.
pub(in crate::views) fn function_head(name: &Written) -> Lines {
    let mut lines = Lines::default();
    let head = Written::fill("async def {}() -> ", &[name]);
    let mut folded = Lines::default();
    folded.add(0, concat(&[&head, &Written::own("(")]));
    folded.own(1, "None");
    folded.own(0, "):");
    lines.add_folding(0, concat(&[&head, &Written::own("None:")]), folded);
    lines
}

/// `head(argument)tail` that opens up where it is too long, without a comma behind the argument.
pub(in crate::views) fn call(head: &Written, argument: Written, tail: &'static str) -> Lines {
    let mut lines = Lines::default();
    let tail = Written::fill("){}", &[&Written::own(tail)]);
    lines.add_bracketed(0, concat(&[head, &Written::own("(")]), argument, tail);
    lines
}

/// A single line.
pub(in crate::views) fn one_line(text: Written) -> Lines {
    let mut lines = Lines::default();
    lines.add(0, text);
    lines
}

/// `head(` and each argument on a line of its own and `)tail`; `head()tail` without arguments.
pub(in crate::views) fn exploded(
    head: &Written,
    arguments: &[Written],
    tail: &'static str,
) -> Lines {
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
pub(in crate::views) fn exploded_blocks(
    head: &Written,
    arguments: Vec<Lines>,
    tail: &'static str,
) -> Lines {
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
pub(in crate::views) fn fit(
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
pub(in crate::views) fn signature(head: &Written, parameters: &[Written], tail: &Written) -> Lines {
    signature_at(0, head, parameters, tail)
}

/// The same at so many levels of indentation.
pub(in crate::views) fn signature_at(
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
