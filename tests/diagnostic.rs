//! How findings look: every place is right, whatever the text, and nothing in it reaches the terminal as a command.

use std::sync::Arc;

use proptest::prelude::{any, prop, proptest};
use scaffold::diagnostic::{Code, Diagnostic, Sources, Span, human, is_unprintable};

const CODE: Code = Code { id: "S01", name: "shared-store" };

fn shown(text: &str, places: &[(usize, usize)]) -> String {
    let file: Arc<str> = "topology.yaml".into();
    let mut sources = Sources::default();
    sources.insert(&file, &text.into());
    let mut diagnostic =
        Diagnostic::error(CODE, "`a` and `b` both own `c`").hint("give `a` its own");
    for (index, (start, end)) in places.iter().enumerate() {
        let span = Span::new(&file, *start, *end);
        diagnostic = match index {
            0 => diagnostic.at(&span),
            _ => diagnostic.with(&span, "owns it too"),
        };
    }
    human(&[diagnostic], &sources, false)
}

#[test]
fn near_places_of_one_file_share_a_frame() {
    let text = "a:\n  owns: [c]\nx: 1\ny: 2\nz: 3\nb:\n  owns: [c]\n";
    let expected = "\
error[S01 shared-store]: `a` and `b` both own `c`
 --> topology.yaml:7:10
  |
2 |   owns: [c]
  |          - owns it too
...
7 |   owns: [c]
  |          ^
  |
  = hint: give `a` its own

";
    assert_eq!(shown(text, &[(42, 43), (12, 13)]), expected);
}

#[test]
fn a_long_line_is_cut_around_its_place() {
    let text = format!("{}here{}", "a".repeat(100_000), "b".repeat(100_000));
    let frame = shown(&text, &[(100_000, 100_004)]);
    assert!(frame.contains("here"), "{frame}");
    assert!(frame.len() < 2_000, "{frame}");
}

#[test]
fn text_from_outside_cannot_command_the_terminal() {
    let frame = shown("a: \u{1b}[31m\u{202e}red\u{7}\n", &[(3, 8)]);
    let is_command = |c: char| is_unprintable(c) && c != '\n';
    assert!(!frame.contains(is_command), "{frame:?}");
    assert!(frame.contains("\\u{1b}[31m\\u{202e}red\\u{7}"), "{frame}");
}

#[test]
fn many_places_in_a_large_file_are_found_at_once() {
    let file: Arc<str> = "topology.yaml".into();
    let mut sources = Sources::default();
    sources.insert(&file, &"a: {b: c}\n".repeat(400_000).into());
    for index in 0..200_000 {
        let span = Span::new(&file, index * 20 + 4, index * 20 + 5);
        let (start, _) = sources.positions(&span).expect("the file is known");
        assert_eq!((start.line, start.column), (index * 2 + 1, 5));
    }
}

proptest! {
    #[test]
    fn no_text_and_no_place_makes_it_panic(
        text in "(\\PC|[\\n\\t\\r\u{1b}]){0,2000}",
        places in prop::collection::vec((any::<u16>(), any::<u16>()), 0..4),
    ) {
        let places: Vec<_> =
            places.iter().map(|(a, b)| (usize::from(*a) % 9000, usize::from(*b) % 9000)).collect();
        shown(&text, &places);
    }

    #[test]
    fn lines_and_columns_are_those_that_people_count(text in "(\\PC|\\n){0,2000}", at in any::<prop::sample::Index>()) {
        let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
        let offset = offsets[at.index(offsets.len())];
        let file: Arc<str> = "topology.yaml".into();
        let mut sources = Sources::default();
        sources.insert(&file, &text.as_str().into());
        let span = Span::new(&file, offset, offset);
        let (found, _) = sources.positions(&span).expect("the file is known");
        let before = &text[..offset];
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        assert_eq!((found.line, found.column), (line, column));
    }
}
