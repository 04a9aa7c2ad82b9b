//! How much a requirement matters, in the words that people use for it.

/// A priority as written, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priority {
    /// As written: `Must`, `P0`, `High`.
    pub written: String,
    /// What it means for building.
    pub weight: Weight,
    /// Which kind of words.
    pub scale: Scale,
}

/// What a priority means for building.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Not done without it.
    Needed,
    /// Good to have.
    Wished,
    /// Said not to be done this time.
    Excluded,
}

/// A family of words for priorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Must, should, could, won't.
    Moscow,
    /// P0 to P4.
    Numbers,
    /// High, medium, low.
    Words,
}

const WORDS: [(&str, Weight, Scale); 24] = [
    ("must", Weight::Needed, Scale::Moscow),
    ("must have", Weight::Needed, Scale::Moscow),
    ("should", Weight::Needed, Scale::Moscow),
    ("should have", Weight::Needed, Scale::Moscow),
    ("could", Weight::Wished, Scale::Moscow),
    ("could have", Weight::Wished, Scale::Moscow),
    ("nice to have", Weight::Wished, Scale::Moscow),
    ("won't", Weight::Excluded, Scale::Moscow),
    ("wont", Weight::Excluded, Scale::Moscow),
    ("won't have", Weight::Excluded, Scale::Moscow),
    ("wont have", Weight::Excluded, Scale::Moscow),
    ("p0", Weight::Needed, Scale::Numbers),
    ("p1", Weight::Needed, Scale::Numbers),
    ("p2", Weight::Wished, Scale::Numbers),
    ("p3", Weight::Wished, Scale::Numbers),
    ("p4", Weight::Wished, Scale::Numbers),
    ("critical", Weight::Needed, Scale::Words),
    ("mandatory", Weight::Needed, Scale::Words),
    ("required", Weight::Needed, Scale::Words),
    ("high", Weight::Needed, Scale::Words),
    ("medium", Weight::Needed, Scale::Words),
    ("normal", Weight::Needed, Scale::Words),
    ("low", Weight::Wished, Scale::Words),
    ("optional", Weight::Wished, Scale::Words),
];

/// The priority that a text is, and nothing else: `Must have`, `P0`, `Priority: High`, `high priority`.
pub(super) fn priority(text: &str) -> Option<Priority> {
    const LONGEST: usize = 40;
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if text.len() > LONGEST {
        return None;
    }
    let lower = text.to_ascii_lowercase().replace(['-', '’'], " ").replace("won t", "won't");
    let said = stated(text).unwrap_or(text);
    let bare = lower
        .strip_prefix("priority")
        .map_or(lower.as_str(), |rest| rest.trim_start_matches([':', ' ']));
    let bare =
        bare.strip_suffix("priority").or(bare.strip_suffix("requirements")).unwrap_or(bare).trim();
    let bare = bare.strip_suffix('s').filter(|one| one.ends_with("have")).unwrap_or(bare);
    let (_, weight, scale) = WORDS.iter().find(|(word, ..)| *word == bare)?;
    Some(Priority { written: said.to_owned(), weight: *weight, scale: *scale })
}

/// The priority that a heading gives to what stands below it: `Must have (MVP)`, `P0: the first release`.
pub(super) fn of_heading(text: &str) -> Option<Priority> {
    let first = text.split(['(', ':', '–', '—', '|']).next().unwrap_or_default();
    priority(text).or_else(|| priority(first)).or_else(|| taken_from(text).1)
}

/// The priority in a cell below a heading that promises one: `P1 - High`, `M`.
pub(super) fn of_cell(text: &str) -> Option<Priority> {
    const LETTERS: [(&str, &str); 4] =
        [("m", "must"), ("s", "should"), ("c", "could"), ("w", "won't")];
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let letter = LETTERS.iter().find(|(letter, _)| letter.eq_ignore_ascii_case(text));
    let of_letter = letter.and_then(|(_, word)| priority(word));
    let of_letter = of_letter.map(|found| Priority { written: text.to_owned(), ..found });
    of_letter.or_else(|| priority(text)).or_else(|| priority(first))
}

/// What a line such as `Priority: Must` states.
pub(super) fn stated(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['*', '_', ' ']);
    let word = text.get(..8).filter(|word| word.eq_ignore_ascii_case("priority"))?;
    let rest = text[word.len()..].trim_start_matches(['*', '_', ' ']);
    let rest = rest.strip_prefix([':', '=', '–', '-'])?;
    Some(rest.trim().trim_matches(['*', '_', ' ']))
}

/// Takes the priority out of a title: in brackets anywhere, or behind a dash at its end.
pub(super) fn taken_from(title: &str) -> (String, Option<Priority>) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        let mut from = 0;
        while let Some(start) = title[from..].find(open).map(|at| from + at) {
            let Some(end) = title[start..].find(close).map(|at| start + at) else { break };
            if let Some(found) = priority(&title[start + 1..end]) {
                return (without(title, start, end + 1), Some(found));
            }
            from = start + 1;
        }
    }
    if let Some((before, after)) = title.rsplit_once(['–', '—', '-', ':', '|'])
        && let Some(found) = priority(after)
    {
        return (before.trim_end().to_owned(), Some(found));
    }
    (title.to_owned(), None)
}

fn without(title: &str, start: usize, end: usize) -> String {
    let (before, after) = (title[..start].trim_end(), title[end..].trim_start());
    let after = after.trim_start_matches([':', '–', '—']).trim_start();
    let gap = if before.is_empty() || after.is_empty() || after.starts_with(['.', ',']) {
        ""
    } else {
        " "
    };
    format!("{before}{gap}{after}").trim().trim_start_matches([':', '-', '–', '—', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Weight, of_cell, of_heading, priority, taken_from};

    #[test]
    fn the_usual_words_are_priorities() {
        for text in [
            "Must",
            "MUST HAVE",
            "must-have",
            "Must-haves",
            "P0",
            "High",
            "**High**",
            "Priority: Low",
            "Won’t",
            "high priority",
            "[P1]",
            "🔴 Must",
        ] {
            assert!(priority(text).is_some(), "{text}");
        }
        for text in ["", "Password", "must not", "P", "P10", "2", "highest bidder wins"] {
            assert_eq!(priority(text), None, "{text}");
        }
        assert_eq!(priority("Won't have").map(|one| one.weight), Some(Weight::Excluded));
    }

    #[test]
    fn headings_and_cells_say_more_than_the_word() {
        let written = |found: Option<super::Priority>| found.map(|one| one.written);
        assert_eq!(written(of_heading("Must have (MVP)")).as_deref(), Some("Must have"));
        assert_eq!(written(of_heading("Search (P1)")).as_deref(), Some("P1"));
        assert_eq!(of_heading("Must a user sign in?"), None);
        assert_eq!(written(of_cell("P1 - High")).as_deref(), Some("P1"));
        assert_eq!(of_cell("w").map(|one| one.weight), Some(Weight::Excluded));
        assert_eq!(of_cell("Maybe"), None);
    }

    #[test]
    fn a_title_gives_its_priority_away() {
        let taken = |title: &str| {
            let (title, priority) = taken_from(title);
            (title, priority.map(|one| one.written))
        };
        assert_eq!(taken("Send (P0)"), ("Send".to_owned(), Some("P0".to_owned())));
        assert_eq!(taken("[Must] Send"), ("Send".to_owned(), Some("Must".to_owned())));
        assert_eq!(
            taken("Send (by mail) - High"),
            ("Send (by mail)".to_owned(), Some("High".to_owned()))
        );
        assert_eq!(taken("Send (by mail)"), ("Send (by mail)".to_owned(), None));
        assert_eq!(taken("(priority: Must) Send."), ("Send.".to_owned(), Some("Must".to_owned())));
    }
}
