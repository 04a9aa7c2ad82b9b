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

/// The id at the beginning of a text, past brackets and backticks.
pub(super) fn lead(text: &str) -> Option<Lead<'_>> {
    let inner = text.trim_start_matches(|c: char| c.is_whitespace() || "[(`".contains(c));
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

/// Whether a text is an id and nothing else.
pub(super) fn is_id(text: &str) -> bool {
    lead(text).is_some_and(|lead| lead.rest.is_empty())
}

/// How long the id at the very beginning is: letters, perhaps more words in capitals, a number, perhaps with points in it.
fn length(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    if letters == 0 || letters > 12 || OTHERS.contains(&&text[..letters]) {
        return None;
    }
    let mut end = letters;
    loop {
        let rest = &text[end..];
        let joint = rest.bytes().next().filter(|byte| matches!(byte, b'-' | b'_' | b'.'));
        let part = &rest[usize::from(joint.is_some())..];
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            let is_usual = USUAL.contains(&&text[..letters]) || end > letters;
            let start = end + usize::from(joint.is_some());
            return (joint.is_some() || is_usual).then(|| numbered(text, start))?;
        }
        let word = part.bytes().take_while(u8::is_ascii_uppercase).count();
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
    use super::lead;

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
        ] {
            assert!(id(text).is_some(), "{text}");
        }
        assert_eq!(lead("FR-1: Send a message").map(|lead| lead.rest), Some("Send a message"));
        assert_eq!(id("US-3.2 — x"), Some("US-3.2"));
        assert_eq!(id("FR-AUTH-001: x"), Some("FR-AUTH-001"));
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
            "Fr-1",
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
