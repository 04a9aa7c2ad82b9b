//! A Markdown document as the lines that could hold a requirement: headings, first lines of list items, paragraphs, rows.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A piece of the document.
pub(super) enum Block {
    Heading {
        level: HeadingLevel,
        line: Line,
    },
    /// What stands first in an item of a list, and how deep the list is nested.
    Item {
        depth: usize,
        line: Line,
    },
    Words(Line),
    /// The cells of a row; the first row of a table names its columns.
    Row {
        is_head: bool,
        cells: Vec<Line>,
    },
}

/// Text without markup, but for backticks round code.
#[derive(Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// How many bytes at its beginning are bold.
    pub(super) bold: usize,
    /// Where its pieces stand in the document.
    pieces: Vec<(usize, usize)>,
}

impl Line {
    /// The place in the document of a range of its text.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        let last = self.place(range.end.saturating_sub(1));
        start..(last + 1).max(start)
    }

    fn place(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        let (start, source) = after.checked_sub(1).map_or((0, 0), |index| self.pieces[index]);
        source + (at - start)
    }

    /// Adds text as it stands in the document; hyphens that word processors make are plain ones here.
    fn add_words(&mut self, text: &str, source: usize, is_bold: bool) {
        let mut from = 0;
        for (at, hyphen) in text.match_indices(['\u{2010}', '\u{2011}']) {
            self.add(&text[from..at], source + from, is_bold);
            self.add("-", source + at, is_bold);
            from = at + hyphen.len();
        }
        self.add(&text[from..], source + from, is_bold);
    }

    fn add(&mut self, text: &str, source: usize, is_bold: bool) {
        let is_all_bold = is_bold && self.bold == self.text.len();
        self.pieces.push((self.text.len(), source));
        self.text.push_str(text);
        if is_all_bold {
            self.bold = self.text.len();
        }
    }
}

/// The bytes of the mark that some editors put at the beginning of a file.
const MARK: usize = '\u{feff}'.len_utf8();

/// The pieces of a document, in order. Code blocks, comments and what is struck out hold none.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walker = Walker::default();
    let (text, before) = text.strip_prefix('\u{feff}').map_or((text, 0), |rest| (rest, MARK));
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        walker.take(&event, before + range.start);
    }
    walker.flush();
    walker.blocks
}

/// What the line is part of that is being gathered.
#[derive(Clone, Copy, Default)]
enum Inside {
    #[default]
    Words,
    Heading(HeadingLevel),
    Item,
}

#[derive(Default)]
struct Walker {
    blocks: Vec<Block>,
    line: Line,
    inside: Inside,
    cells: Vec<Line>,
    lists: usize,
    bold: usize,
    /// How much is open around it whose text does not count.
    hidden: usize,
}

impl Walker {
    fn take(&mut self, event: &Event, source: usize) {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::End(tag) => self.end(*tag),
            _ if self.hidden > 0 => {}
            Event::Text(text) => self.line.add_words(text, source, self.bold > 0),
            Event::Code(code) => {
                let code = format!("`{}`", code.replace('`', " "));
                self.line.add(&code, source, self.bold > 0);
            }
            Event::SoftBreak | Event::HardBreak => self.line.add("\n", source, false),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag) {
        match tag {
            Tag::Strong => self.bold += 1,
            Tag::Strikethrough => self.hidden += 1,
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.flush();
                self.hidden += 1;
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.inside = Inside::Heading(*level);
            }
            Tag::Item => {
                self.flush();
                self.inside = Inside::Item;
            }
            Tag::List(_) => {
                self.flush();
                self.lists += 1;
            }
            Tag::Paragraph if matches!(self.inside, Inside::Item) && self.line.text.is_empty() => {}
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::Table(_) => self.flush(),
            Tag::TableHead | Tag::TableRow => self.cells.clear(),
            Tag::TableCell => self.line = Line::default(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Strikethrough
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_) => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Heading(_) | TagEnd::Item | TagEnd::Paragraph | TagEnd::BlockQuote(_) => {
                self.flush();
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.line)),
            TagEnd::TableHead | TagEnd::TableRow => {
                let is_head = matches!(tag, TagEnd::TableHead);
                self.blocks.push(Block::Row { is_head, cells: std::mem::take(&mut self.cells) });
            }
            _ => {}
        }
    }

    /// Ends the line that is being gathered; what follows is words until something else begins.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let inside = std::mem::take(&mut self.inside);
        if line.text.trim().is_empty() {
            return;
        }
        self.blocks.push(match inside {
            Inside::Words => Block::Words(line),
            Inside::Heading(level) => Block::Heading { level, line },
            Inside::Item => Block::Item { depth: self.lists, line },
        });
    }
}
