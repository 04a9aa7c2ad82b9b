//! Expressions as `ruff format` lays them out: on one line where they fit, broken where they do not.

use super::lines::{LONGEST, Lines};
use crate::names::Written;

/// An expression that may be too long for its line.
#[derive(Clone, Debug)]
pub(in crate::views) enum Expression {
    /// One that cannot be broken.
    Plain(Written),
    /// `head(arguments)tail`, or with the brackets of a subscript.
    Call { head: Written, brackets: Brackets, arguments: Vec<Written>, tail: &'static str },
    /// `value if condition else None`
    IfSet { value: Box<Expression>, condition: Box<Expression> },
    /// `[item for item in items]`; `key: ` may stand before the item.
    Each { brackets: Brackets, key: &'static str, item: Box<Expression>, clause: Written },
}

/// What an expression can be broken at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::views) enum Brackets {
    Round,
    Square,
    Curly,
}

impl Brackets {
    fn open(self) -> Written {
        Written::own(match self {
            Self::Round => "(",
            Self::Square => "[",
            Self::Curly => "{",
        })
    }

    fn close(self) -> Written {
        Written::own(match self {
            Self::Round => ")",
            Self::Square => "]",
            Self::Curly => "}",
        })
    }
}

impl Expression {
    /// `head(arguments)tail`
    pub(in crate::views) fn call<const N: usize>(
        head: Written,
        arguments: [Written; N],
        tail: &'static str,
    ) -> Self {
        Self::Call { head, brackets: Brackets::Round, arguments: arguments.into(), tail }
    }

    /// The expression on one line.
    pub(super) fn line(&self) -> Written {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Call { head, brackets, arguments, tail } => Written::concat([
                head,
                &brackets.open(),
                &Written::join(arguments, ", "),
                &brackets.close(),
                &Written::own(tail),
            ]),
            Self::IfSet { value, condition } => {
                Written::fill("{} if {} else None", &[&value.line(), &condition.line()])
            }
            Self::Each { brackets, key, item, clause } => {
                let inner = Written::fill("{}{} {}", &[&Written::own(key), &item.line(), clause]);
                Written::concat([&brackets.open(), &inner, &brackets.close()])
            }
        }
    }

    /// The statement or argument that `head` begins and `tail` ends, at a level of indentation.
    pub(in crate::views) fn lines(
        &self,
        level: usize,
        head: &Written,
        tail: &'static str,
    ) -> Lines {
        let tail = Written::own(tail);
        let line = Written::concat([head, &self.line(), &tail]);
        let mut lines = Lines::default();
        if fits(level, &line) {
            lines.add(0, line);
            return lines;
        }
        match self {
            Self::Plain(_) => lines.add(0, line),
            Self::Call { arguments, .. } if arguments.is_empty() => lines.add(0, line),
            Self::Call { head: called, brackets, arguments, tail: after } => {
                lines.add(0, Written::concat([head, called, &brackets.open()]));
                let joined = Written::join(arguments, ", ");
                if fits(level + 1, &joined) || arguments.len() == 1 {
                    lines.add(1, joined);
                } else {
                    for argument in arguments {
                        lines.add(1, Written::fill("{},", &[argument]));
                    }
                }
                lines.add(0, Written::concat([&brackets.close(), &Written::own(after), &tail]));
            }
            Self::IfSet { value, condition } => {
                lines.nest(0, &value.lines(level, head, ""));
                lines.nest(0, &condition.lines(level, &Written::own("if "), ""));
                lines.add(0, Written::fill("else None{}", &[&tail]));
            }
            Self::Each { brackets, key, item, clause } => {
                let key = Written::own(key);
                lines.add(0, Written::concat([head, &brackets.open()]));
                let inner = Written::fill("{}{} {}", &[&key, &item.line(), clause]);
                if fits(level + 1, &inner) {
                    lines.add(1, inner);
                } else {
                    lines.nest(1, &item.lines(level + 1, &key, ""));
                    lines.add(1, clause.clone());
                }
                lines.add(0, Written::concat([&brackets.close(), &tail]));
            }
        }
        lines
    }
}

fn fits(level: usize, line: &Written) -> bool {
    4 * level + line.as_str().chars().count() <= LONGEST
}
