//! Lines of Python, indented.

/// A text that grows by lines.
#[derive(Debug, Default)]
pub(super) struct Text {
    out: String,
    indent: usize,
}

impl Text {
    /// Adds a line; an empty one is not indented.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if !line.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', self.indent));
            self.out.push_str(line);
        }
        self.out.push('\n');
    }

    /// Adds lines.
    pub(super) fn lines<L: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = L>) {
        lines.into_iter().for_each(|line| self.line(line));
    }

    /// Lets `write` add lines that stand further to the right.
    pub(super) fn indented(&mut self, by: usize, write: impl FnOnce(&mut Self)) {
        self.indent += by;
        write(self);
        self.indent -= by;
    }

    /// What was written.
    pub(super) fn into_string(self) -> String {
        self.out
    }
}
