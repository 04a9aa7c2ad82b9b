//! What a requirement is called: the first sentence of what is said of it.

/// The longest title, in characters.
const LONGEST: usize = 160;

/// Words whose full stop ends no sentence.
const ABBREVIATED: [&str; 6] = ["approx", "cf", "etc", "incl", "no", "vs"];

/// The first sentence on one line, cut between two words where it is long.
pub(super) fn title(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = &line[..end(&line)];
    let sentence =
        sentence.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(sentence);
    let Some((cut, _)) = sentence.char_indices().nth(LONGEST) else { return sentence.to_owned() };
    let cut = sentence[..cut].rfind(' ').unwrap_or(cut);
    let kept = sentence[..cut].trim_end_matches([',', ';', ':']);
    let is_whole = kept.matches('`').count() % 2 == 0;
    // A span of code that was cut in two would run on into what follows.
    if is_whole { format!("{kept} …") } else { format!("{} …", kept.replace('`', "")) }
}

/// Where the first sentence ends: at a full stop outside of code, before a capital.
fn end(line: &str) -> usize {
    let mut in_code = false;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'`' => in_code = !in_code,
            b'.' | b'!' | b'?' if !in_code && bytes.get(at + 1) == Some(&b' ') => {
                let next = line[at + 2..].chars().next();
                let word = line[..at].rsplit(' ').next().unwrap_or_default();
                let is_short = word.len() < 2 || word.contains('.') || ABBREVIATED.contains(&word);
                if next.is_some_and(|c| !c.is_lowercase()) && !is_short {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn the_first_sentence_is_the_title() {
        assert_eq!(title("Send a\n message. It is kept."), "Send a message");
        assert_eq!(title("Within 1.5 s, e.g. at night. Then more."), "Within 1.5 s, e.g. at night");
        assert_eq!(title("Ask `a. B` first"), "Ask `a. B` first");
        let long = title(&"word ".repeat(100));
        assert!(long.chars().count() <= 162 && long.ends_with("word …"), "{long}");
        assert!(!title(&format!("`{}`", "x ".repeat(200))).contains('`'));
    }
}
