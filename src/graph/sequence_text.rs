//! A flow as a sequence diagram of mermaid.

use crate::names::Written;
use crate::names::written::{Pieces, mermaid};

use super::sequence::{Item, Sequence, Who};

/// The text of a sequence diagram, without its fence.
pub fn sequence_diagram(sequence: &Sequence) -> Written {
    let mut lines = vec![Written::own("sequenceDiagram")];
    for (index, participant) in sequence.participants.iter().enumerate() {
        let word = match participant.who {
            Who::Client => "  actor ",
            _ => "  participant ",
        };
        let line = Pieces::default().own(word).put(&place(index)).own(" as ");
        lines.push(line.put(&mermaid::words(&participant.label)).end());
    }
    let mut depth = 0;
    for item in &sequence.items {
        if matches!(item, Item::Next(_) | Item::Close) {
            depth -= 1;
        }
        let indent = Pieces::default().own(INDENTS[usize::min(depth, INDENTS.len() - 1)]);
        lines.push(written(item, indent));
        if matches!(item, Item::Open(..) | Item::Next(_)) {
            depth += 1;
        }
    }
    Written::join(&lines, "\n")
}

const INDENTS: [&str; 5] = ["  ", "    ", "      ", "        ", "          "];

fn written(item: &Item, line: Pieces) -> Written {
    let message = |line: Pieces, from: usize, arrow, to: usize, words: &str| {
        let line = line.put(&place(from)).own(arrow).put(&place(to)).own(": ");
        line.put(&mermaid::words(words)).end()
    };
    match item {
        Item::Ask(from, to, words) => message(line, *from, "->>", *to, words),
        Item::Answer(from, to, words) => message(line, *from, "-->>", *to, words),
        Item::Tell(from, to, words) => message(line, *from, "-)", *to, words),
        Item::Note(at, words) => {
            let line = line.own("Note over ").put(&place(*at)).own(": ");
            line.put(&mermaid::words(words)).end()
        }
        Item::Open(word, words) => line.own(word).own(" ").put(&mermaid::words(words)).end(),
        Item::Next(word) => line.own(word).end(),
        Item::Close => line.own("end").end(),
    }
}

fn place(index: usize) -> Written {
    Pieces::default().own("p").put(&Written::from(index + 1)).end()
}
