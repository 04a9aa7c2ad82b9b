//! The id that a piece of text begins with.

/// Letters that name requirements even where the number follows at once: `FR1`, `US 3`.
const USUAL: [&str; 17] = [
    "FR", "NFR", "REQ", "US", "UC", "BR", "AC", "QR", "SR", "TR", "PR", "UR", "DR", "IR", "CR",
    "FEAT", "STORY",
];

/// Letters before a number that name something else: standards, formats, priorities, times.
const OTHERS: [&str; 34] = [
    "AES", "ARM", "BASE", "CRC", "CVE", "CWE", "EC", "EN", "ES", "GPT", "HTTP", "IEEE", "IP",
    "IPV", "ISO", "KB", "MD", "MP", "MT", "OAUTH", "P", "PCI", "Q", "RFC", "RSA", "SHA", "SLA",
    "SOC", "SSL", "TLS", "TOP", "UTF", "V", "VT",
];

/// An id and what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lead<'a> {
    pub(super) id: &'a str,
    /// Where the id begins.
    pub(super) at: usize,
    /// What follows, without the separator.
    pub(super) rest: &'a str,
    /// How the id is set apart from what follows.
    pub(super) set_apart: SetApart,
}

/// How an id is set apart from what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetApart {
    /// By a colon, a dash, or because nothing follows: it is defined here.
    Clearly,
    /// By a space.
    Barely,
}

/// The id at the beginning of a text, past brackets, backticks and pictures such as a tick.
pub(super) fn lead(text: &str) -> Option<Lead<'_>> {
    let is_picture = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    let inner =
        text.trim_start_matches(|c: char| c.is_whitespace() || "[(`".contains(c) || is_picture(c));
    let at = text.len() - inner.len();
    let length = length(inner)?;
    let (id, behind) = inner.split_at(length);
    let behind = behind.trim_start_matches(['`', ']', ')']);
    let rest = behind.trim_start();
    let separated = rest.trim_start_matches([':', '-', '–', '—', '.', '|']);
    if separated.len() < rest.len() || rest.is_empty() {
        return Some(Lead { id, at, rest: separated.trim(), set_apart: SetApart::Clearly });
    }
    let is_apart = rest.len() < behind.len();
    (is_apart && !is_mention(rest)).then(|| Lead {
        id,
        at,
        rest: rest.trim(),
        set_apart: SetApart::Barely,
    })
}

/// The same in a heading, which may have its own number and the kind of thing before it: `3.1 User story US-3: Pay`.
pub(super) fn lead_of_heading(text: &str) -> Option<Lead<'_>> {
    const KINDS: [&str; 6] = ["requirement", "user story", "story", "feature", "use case", "epic"];
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')'));
    let bare = if numbered.starts_with(' ') { numbered.trim_start() } else { text };
    let is_kind = |kind: &&&str| {
        let begins = bare.get(..kind.len()).is_some_and(|word| word.eq_ignore_ascii_case(kind));
        begins && bare[kind.len()..].starts_with(' ')
    };
    let kind = KINDS.iter().find(is_kind).map_or(0, |kind| kind.len());
    let inner = &bare[kind..];
    let before = text.len() - inner.len();
    lead(text).or_else(|| lead(inner).map(|found| Lead { at: before + found.at, ..found }))
}

/// Whether a text is an id and nothing else.
pub(super) fn is_id(text: &str) -> bool {
    lead(text).is_some_and(|lead| lead.rest.is_empty())
}

/// How long the id at the very beginning is: letters, perhaps more words, a number, perhaps with points in it. In small
/// letters only the usual ones are ids: `step-1` is none.
fn length(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 12 {
        return None;
    }
    let first = text[..letters].to_ascii_uppercase();
    let is_usual = USUAL.contains(&first.as_str());
    let is_written_large = first == text[..letters];
    if OTHERS.contains(&first.as_str()) || !(is_usual || is_written_large) {
        return None;
    }
    let mut end = letters;
    loop {
        let rest = &text[end..];
        let joint = rest.bytes().next().filter(|byte| matches!(byte, b'-' | b'_' | b'.'));
        let part = &rest[usize::from(joint.is_some())..];
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            let may_follow = (is_usual && is_written_large) || end > letters;
            let start = end + usize::from(joint.is_some());
            return (joint.is_some() || may_follow).then(|| numbered(text, start))?;
        }
        let is_letter = |byte: &u8| {
            if is_written_large { byte.is_ascii_uppercase() } else { byte.is_ascii_alphabetic() }
        };
        let word = part.bytes().take_while(is_letter).count();
        if joint.is_none() || word == 0 || end > 40 {
            return None;
        }
        end += 1 + word;
    }
}

/// Past a number such as `12`, `1.2` or `3a`, unless it goes on as something else.
fn numbered(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    loop {
        let digits = text[end..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 9 {
            return None;
        }
        end += digits;
        let joint = text[end..].bytes().next().filter(|byte| matches!(byte, b'.' | b'-' | b'_'));
        if joint.is_none() || !text[end + 1..].starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        end += 1;
    }
    let mut after = text[end..].chars();
    match (after.next(), after.next()) {
        (Some(letter), next) if letter.is_ascii_lowercase() => {
            next.is_none_or(|c| !c.is_alphanumeric()).then_some(end + 1)
        }
        (Some(c), _) if c.is_alphanumeric() => None,
        _ => Some(end),
    }
}

/// Whether the text behind an id speaks of it instead of saying what it is.
fn is_mention(rest: &str) -> bool {
    const WORDS: [&str; 12] = [
        "and", "or", "to", "through", "until", "is", "are", "was", "has", "needs", "depends",
        "with",
    ];
    let first = rest.split_whitespace().next().unwrap_or_default();
    WORDS.contains(&first) || rest.starts_with([',', '/', '&', ';', '?', '+', '='])
}

#[cfg(test)]
mod tests {
    use super::{lead, lead_of_heading};

    fn id(text: &str) -> Option<&str> {
        lead(text).map(|lead| lead.id)
    }

    #[test]
    fn ids_are_found_in_the_usual_spellings() {
        for text in [
            "FR-1: x",
            "NFR-12",
            "REQ_12 x",
            "US-3.2 — x",
            "FR1: x",
            "[FR-1] x",
            "`FR-1` x",
            "FR-AUTH-001: x",
            "SEC-4. x",
            "F-01 x",
            "FR-1a: x",
            "PROJ-1234: x",
            "REQ.7: x",
            "fr-1: x",
            "Fr-1 x",
            "nfr_perf_2: x",
            "✅ FR-1: x",
        ] {
            assert!(id(text).is_some(), "{text}");
        }
        assert_eq!(lead("FR-1: Send a message").map(|lead| lead.rest), Some("Send a message"));
        assert_eq!(id("US-3.2 — x"), Some("US-3.2"));
        assert_eq!(id("FR-AUTH-001: x"), Some("FR-AUTH-001"));
    }

    #[test]
    fn a_heading_may_count_and_say_what_follows() {
        for text in
            ["3.1 FR-1: x", "1) FR-1 — x", "User story FR-1: x", "2.4. Feature FR-1", "FR-1"]
        {
            let lead = lead_of_heading(text).expect(text);
            assert_eq!((lead.id, &text[lead.at..lead.at + 4]), ("FR-1", "FR-1"), "{text}");
        }
        assert_eq!(lead_of_heading("2.1 Something else"), None);
        assert_eq!(lead_of_heading("Storyteller FR-1"), None);
    }

    #[test]
    fn what_only_looks_like_an_id_is_none() {
        for text in [
            "UTF-8: everywhere",
            "SHA-256",
            "P0: first",
            "HTTP-2 x",
            "FR-1 and FR-2 depend",
            "FR-1, FR-2",
            "step-1: x",
            "utf-8: everywhere",
            "us 3 x",
            "fr1: x",
            "A",
            "FR-",
            "FR-x",
            "S3 x",
            "FR-1st x",
            "ISO-8601: x",
            "RFC-7231",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
