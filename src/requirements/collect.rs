//! From the lines of a document to its requirements, and to what should be mended in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::HeadingLevel;

use super::id::{Lead, SetApart, lead, lead_of_heading};
use super::lines::{Block, Line, blocks};
use super::priority::{Priority, Scale, of_heading, priority, stated, taken_from};
use super::tables::Columns;
use super::title::title;
use super::{Correction, Document, MOST, Requirement};
use crate::diagnostic::Span;

/// More corrections than anybody makes at once.
const MOST_CORRECTIONS: usize = 50;

pub(super) fn collect(file: &Arc<str>, text: &str) -> Document {
    let mut collector = Collector::new(file, text);
    for block in blocks(text) {
        collector.take(&block);
    }
    collector.finish()
}

/// A heading that is still open.
struct Section {
    level: HeadingLevel,
    /// What matters below it as much as it says.
    priority: Option<Priority>,
    /// Whether it says that requirements follow.
    holds_requirements: bool,
}

/// What was found of a requirement in one place.
struct Found<'a> {
    id: &'a str,
    source: Range<usize>,
    title: &'a str,
    priority: Option<Priority>,
    /// Whether it is said here what it is, and not only spoken of.
    is_definition: bool,
}

struct Collector<'t> {
    file: &'t Arc<str>,
    /// Where each line begins.
    lines: Vec<usize>,
    requirements: Vec<Requirement>,
    /// In capitals: `fr-1` and `FR-1` are one.
    by_id: BTreeMap<String, usize>,
    corrections: BTreeSet<(usize, String)>,
    sections: Vec<Section>,
    columns: Columns,
    /// The requirement that a line such as `Priority: Must` is about.
    current: Option<usize>,
    is_cut: bool,
    heading: Option<String>,
}

impl<'t> Collector<'t> {
    fn new(file: &'t Arc<str>, text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            file,
            lines: [0].into_iter().chain(breaks).collect(),
            requirements: Vec::new(),
            by_id: BTreeMap::new(),
            corrections: BTreeSet::new(),
            sections: Vec::new(),
            columns: Columns::default(),
            current: None,
            is_cut: false,
            heading: None,
        }
    }

    fn take(&mut self, block: &Block) {
        match block {
            Block::Heading { level, line } => self.heading(*level, line),
            Block::Item { depth, line } => self.item(*depth, line),
            Block::Words(line) => self.words(line),
            Block::Row { is_head: true, cells } => self.columns = Columns::of(cells),
            Block::Row { is_head: false, cells } => self.row(cells),
        }
    }

    fn heading(&mut self, level: HeadingLevel, line: &Line) {
        if level == HeadingLevel::H1 && self.heading.is_none() {
            self.heading = Some(line.text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        self.sections.retain(|section| section.level < level);
        self.current = None;
        if let Some(lead) = lead_of_heading(&line.text) {
            self.define(&whole(line, &lead));
        }
        let lower = line.text.to_lowercase();
        let holds_requirements = self.current.is_none()
            && (lower.contains("requirement") || lower.contains("user stories"))
            && !lower.contains("document");
        let priority = of_heading(&line.text);
        self.sections.push(Section { level, priority, holds_requirements });
    }

    fn item(&mut self, depth: usize, line: &Line) {
        if let Some(lead) = lead(&line.text) {
            self.define(&whole(line, &lead));
        } else if let Some(said) = stated(&line.text) {
            self.prioritize(said);
        } else if depth == 1 && self.sections.last().is_some_and(|one| one.holds_requirements) {
            let words = format!(
                "`{}` has no id, so nothing can cover it: begin it with one, such as `FR-1`",
                plain(&line.text)
            );
            self.correct(line.source(0..1).start, words);
        }
    }

    /// A paragraph may hold several, each on a line of its own; only a clear one counts.
    fn words(&mut self, line: &Line) {
        let mut starts = Vec::new();
        let mut at = 0;
        for part in line.text.split_inclusive('\n') {
            let is_bold = at == 0 && line.bold > 0;
            let found = lead(part).filter(|one| is_bold || one.set_apart == SetApart::Clearly);
            if let Some(lead) = found {
                starts.push((at, lead));
            } else if let Some(said) = stated(part) {
                self.prioritize(said);
            }
            at += part.len();
        }
        for (index, (at, lead)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(line.text.len(), |(next, _)| *next);
            let rest = &line.text[at + part_before(&line.text[*at..end], lead)..end];
            let begin = at + lead.at;
            let source = line.source(begin..begin + lead.id.len());
            let title = if *at == 0 { bold_title(line).unwrap_or(rest) } else { rest };
            self.define(&Found { id: lead.id, source, title, priority: None, is_definition: true });
        }
    }

    fn row(&mut self, cells: &[Line]) {
        let columns = self.columns.clone();
        let Some(row) = columns.row(cells) else { return };
        let Some(lead) = lead(&row.cell.text) else { return };
        let known = self.by_id.contains_key(&lead.id.to_ascii_uppercase());
        self.define(&Found {
            id: lead.id,
            source: row.cell.source(lead.at..lead.at + lead.id.len()),
            title: row.title.unwrap_or_default(),
            priority: row.priority,
            is_definition: row.is_titled || !known,
        });
    }

    fn prioritize(&mut self, said: &str) {
        let Some(index) = self.current else { return };
        let requirement = &mut self.requirements[index];
        if requirement.priority.is_none() {
            requirement.priority = priority(said);
        }
    }

    /// Adds a requirement, or what another place says of a known one.
    fn define(&mut self, found: &Found) {
        let (words, own) = taken_from(found.title.trim());
        let around = || self.sections.iter().rev().find_map(|section| section.priority.clone());
        let priority = found.priority.clone().or(own).or_else(around);
        let title = title(&words);
        let key = found.id.to_ascii_uppercase();
        if let Some(index) = self.by_id.get(&key).copied() {
            self.current = Some(index);
            self.merge(index, found, title, priority);
            return;
        }
        if self.requirements.len() == MOST {
            self.is_cut = true;
            return;
        }
        self.by_id.insert(key, self.requirements.len());
        self.current = Some(self.requirements.len());
        let span = Span::new(self.file, found.source.start, found.source.end);
        self.requirements.push(Requirement { id: found.id.to_owned(), title, priority, span });
    }

    fn merge(&mut self, index: usize, found: &Found, title: String, priority: Option<Priority>) {
        let first = self.line(self.requirements[index].span.start);
        let known = &mut self.requirements[index];
        if known.priority.is_none() {
            known.priority = priority;
        }
        if known.id != found.id {
            let words = format!(
                "`{}` is written `{}` in line {first}: spell it in one way",
                found.id, known.id
            );
            self.correct(found.source.start, words);
            return;
        }
        if !found.is_definition || title.is_empty() {
            return;
        }
        if known.title.is_empty() {
            known.title = title;
        } else if bare(&known.title) != bare(&title) {
            let words = format!(
                "`{}` stands for something else in line {first}: give one of the two an id of its own",
                found.id
            );
            self.correct(found.source.start, words);
        }
    }

    fn correct(&mut self, at: usize, words: String) {
        if self.corrections.len() < MOST_CORRECTIONS {
            self.corrections.insert((self.line(at), words));
        }
    }

    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }

    fn finish(mut self) -> Document {
        for (at, words) in unclear(&self.requirements) {
            self.correct(at, words);
        }
        if self.is_cut {
            let words = format!("only the first {MOST} requirements are read: split the document");
            self.corrections.insert((1, words));
        }
        let corrections = self.corrections.into_iter();
        Document {
            file: Arc::clone(self.file),
            heading: self.heading,
            requirements: self.requirements,
            corrections: corrections.map(|(line, words)| Correction { line, words }).collect(),
            places: self.by_id,
        }
    }
}

/// A requirement that is all of a line: what is bold beside its id is its title, else everything behind the id.
fn whole<'a>(line: &'a Line, lead: &Lead<'a>) -> Found<'a> {
    Found {
        id: lead.id,
        source: line.source(lead.at..lead.at + lead.id.len()),
        title: bold_title(line).unwrap_or(lead.rest),
        priority: None,
        is_definition: true,
    }
}

/// What is bold at the beginning of a line beside the id.
fn bold_title(line: &Line) -> Option<&str> {
    let bold = &line.text[..line.bold];
    let rest = lead(bold)?.rest.trim_end_matches([':', '.', ' ']);
    // A priority alone is no title: `**FR-1 (Must)**: ..`
    (!rest.is_empty() && !taken_from(rest).0.is_empty()).then_some(rest)
}

/// How much of a text is an id with what sets it apart.
fn part_before(text: &str, lead: &Lead) -> usize {
    let behind = lead.at + lead.id.len();
    let rest =
        text[behind..].trim_start_matches(['`', ']', ')', ':', '-', '–', '—', '.', '|', ' ']);
    text.len() - rest.len()
}

/// What cannot be built as it stands, with where.
fn unclear(requirements: &[Requirement]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for requirement in requirements {
        let (id, at) = (&requirement.id, requirement.span.start);
        if requirement.title.is_empty() {
            found.push((at, format!("`{id}` says nothing: write what it asks for")));
        }
        let mut words = ["TBD", "TODO", "???", "tbd"].into_iter();
        if let Some(word) = words.find(|word| requirement.title.contains(*word)) {
            found.push((at, format!("`{id}` is still open (`{word}`): say what is wanted")));
        }
    }
    let (weighed, bare): (Vec<_>, Vec<_>) =
        requirements.iter().partition(|one| one.priority.is_some());
    if !weighed.is_empty() {
        let words = |one: &&Requirement| {
            (
                one.span.start,
                format!("`{}` has no priority, and others have: say how much it matters", one.id),
            )
        };
        found.extend(bare.iter().map(words));
    }
    found.extend(mixed(requirements));
    found
}

/// Priorities of several kinds do not compare.
fn mixed(requirements: &[Requirement]) -> Option<(usize, String)> {
    let mut firsts: BTreeMap<Scale, (usize, &str)> = BTreeMap::new();
    for requirement in requirements {
        if let Some(priority) = &requirement.priority {
            let first = (requirement.span.start, priority.written.as_str());
            firsts.entry(priority.scale).or_insert(first);
        }
    }
    let last = firsts.values().max_by_key(|(at, _)| *at).filter(|_| firsts.len() > 1)?;
    let words: Vec<String> =
        firsts.values().map(|(_, word)| format!("`{}`", plain(word))).collect();
    Some((last.0, format!("priorities are of several kinds ({}): use one", words.join(", "))))
}

/// The first words of a text, for a message.
fn plain(text: &str) -> String {
    const MOST_WORDS: usize = 8;
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS + 1).collect();
    let shown = words[..words.len().min(MOST_WORDS)].join(" ").replace('`', "");
    let shown: String = shown.chars().take(80).collect();
    if words.len() > MOST_WORDS { format!("{shown} …") } else { shown }
}

/// A title without what does not change its meaning.
fn bare(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
