//! Requirements in tables: which column holds what.

use super::id::{is_id, lead};
use super::lines::Line;
use super::priority::{Priority, of_cell, priority};

/// What the columns of a table hold, by their headings.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    titles: Vec<usize>,
    priority: Option<usize>,
}

/// What a row says of a requirement.
pub(super) struct Row<'a> {
    /// The cell with its id.
    pub(super) cell: &'a Line,
    pub(super) title: Option<&'a str>,
    /// Whether a heading says that the title is one.
    pub(super) is_titled: bool,
    pub(super) priority: Option<Priority>,
}

impl Columns {
    pub(super) fn of(head: &[Line]) -> Self {
        const TITLES: [&str; 8] =
            ["title", "requirement", "description", "name", "summary", "story", "feature", "what"];
        const PRIORITIES: [&str; 4] = ["prio", "moscow", "importance", "must"];
        let named = |words: &[&str]| {
            let is_one = |cell: &Line| {
                let text = cell.text.to_lowercase();
                words.iter().any(|word| text.contains(word))
            };
            let places = head.iter().enumerate().filter(move |(_, cell)| is_one(cell));
            places.map(|(place, _)| place).collect::<Vec<usize>>()
        };
        Self { titles: named(&TITLES), priority: named(&PRIORITIES).first().copied() }
    }

    /// The requirement of a row, where a cell of it begins with an id.
    pub(super) fn row<'a>(&self, cells: &'a [Line]) -> Option<Row<'a>> {
        const FIRST: usize = 2;
        let at = cells.iter().take(FIRST).position(|cell| lead(&cell.text).is_some())?;
        let said = self.priority.and_then(|place| of_cell(&cells.get(place)?.text));
        let other = cells.iter().find_map(|cell| priority(&cell.text));
        let titled = self.titles.iter().find(|place| **place != at);
        let titled = titled.and_then(|place| cells.get(*place)).map(|cell| cell.text.as_str());
        let next = cells.iter().skip(at + 1).map(|cell| cell.text.as_str());
        let next = next.filter(|text| priority(text).is_none() && !is_id(text));
        let own = lead(&cells[at].text).map(|lead| lead.rest).filter(|rest| !rest.is_empty());
        Some(Row {
            cell: &cells[at],
            title: own.or(titled).or_else(|| next.into_iter().find(|text| !text.trim().is_empty())),
            is_titled: own.or(titled).is_some(),
            priority: said.or(other),
        })
    }
}
