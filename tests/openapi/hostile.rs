//! No document makes the reader panic, hang or need much memory.

use std::time::Instant;

use proptest::prelude::{prop, proptest};

use crate::support::limits::{MOST_MEMORY, MOST_TIME, most_memory};
use crate::{read, with_schemas};

const MOST: usize = if cfg!(debug_assertions) { 1 << 18 } else { 4 << 20 };

fn numbered(piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < MOST {
        text.push_str(&piece(number));
        number += 1;
    }
    text
}

/// Each names the next one twice, so that written out the first would have no end.
fn doubled(word: &str) -> String {
    let twice = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let next = |number: usize| twice(&format!("B{number}"));
    let of = |name: &str, next: String| format!("    {name}: {{{word}: [{next}, {next}]}}\n");
    let chain = (0..60).map(|number| of(&format!("B{number}"), next(number + 1)));
    of("A", next(0)) + &chain.collect::<String>() + "    B60: {type: string}\n"
}

#[test]
fn a_small_document_does_not_stand_for_a_large_one() {
    let inputs = [
        with_schemas(&doubled("oneOf")),
        with_schemas(&doubled("allOf")),
        with_schemas(&numbered(|n| format!("    B{n}: {{$ref: '#/components/schemas/C{n}'}}\n"))),
        with_schemas(&format!(
            "    A:\n      properties:\n{}",
            numbered(|n| format!("        p{n}: {{$ref: '#/components/schemas/B{n}'}}\n"))
        )),
        with_schemas(&format!("    A: {{required: [{}]}}\n", numbered(|n| format!("p{n},")))),
        format!(
            "openapi: 3.1.0\nx: {{get: {{parameters: [{}], responses: {{'200': {{}}}}}}}}\npaths:\n{}",
            numbered(|n| format!("{{name: p{n}, in: query, schema: {{type: string}}}},")),
            numbered(|n| format!("  /a{n}: {{$ref: '#/x'}}\n")),
        ),
    ];
    for input in inputs {
        let start = Instant::now();
        let (_, faults) = read(&input);
        assert!(start.elapsed() < MOST_TIME, "{:?}", start.elapsed());
        assert!(most_memory() < MOST_MEMORY, "{} KiB", most_memory());
        assert!(faults.len() <= 101, "{}", faults.len());
    }
}

proptest! {
    #[test]
    fn nothing_makes_the_reader_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "openapi: 3.1.0\n", "paths:\n", "  /a:\n", "    get:\n", "{", "}", "[", "]", ": ", ", ", "\n", "$ref",
                "'#/components/schemas/A'", "'#/'", "components", "schemas", "A", "allOf", "oneOf", "type", "object",
                "string", "properties", "responses", "'200'", "\u{e9}", "~1", "~", "%7", "- ", "  ",
            ]),
            0..60,
        )
    ) {
        let _ = read(&pieces.concat());
    }
}
