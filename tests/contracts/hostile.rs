//! Whatever the files hold, compiling them ends, soon, and with a bounded number of diagnostics.

use std::fmt::Write;
use std::time::Instant;

use proptest::prelude::*;
use scaffold::contracts::{Root, compile};
use scaffold::diagnostic::{Diagnostic, Sources};

use crate::support::limits::{MOST_MEMORY, MOST_TIME, most_memory};
use crate::{root, shown};

/// Nearly the limit of 1 MiB; less where nothing is optimised.
const LONG: usize = if cfg!(debug_assertions) { 64 * 1024 } else { 1024 * 1024 - 200 };

#[test]
fn long_files_of_one_trick_end_with_few_diagnostics() {
    for (name, text) in tricks() {
        let roots = [root("proto", "", &[("a.proto", text.as_bytes())])];
        let diagnostics = soon(name, &roots);
        assert!(diagnostics.len() <= 100, "{name}: {} diagnostics", diagnostics.len());
        let words = shown(&roots, &diagnostics);
        assert!(words.len() < 100_000, "{name}: {} bytes are shown", words.len());
    }
}

#[test]
fn many_files_that_import_each_other_end() {
    let chain = |count: usize, import: &dyn Fn(usize) -> String| -> Root {
        let files: Vec<(String, String)> = (0..count)
            .map(|index| {
                (format!("f{index}.proto"), format!("syntax = \"proto3\";\n{}", import(index)))
            })
            .collect();
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
        root("proto", "", &files)
    };
    let public = |number: usize| format!("import public \"f{number}.proto\";\n");
    let long = chain(2_000, &|index| public(index + 1));
    let circle = chain(2_000, &|index| public((index + 1) % 2_000));
    let lattice = chain(200, &|index| (0..index).map(public).collect::<Vec<_>>().concat());
    let complete = chain(100, &|index| {
        (0..100).filter(|other| *other != index).map(public).collect::<Vec<_>>().concat()
    });
    for (name, root) in
        [("long", long), ("circle", circle), ("lattice", lattice), ("complete", complete)]
    {
        let roots = [root];
        let diagnostics = soon(name, &roots);
        let words = shown(&roots, &diagnostics);
        assert!(words.len() < 1_000_000, "{name}: {} bytes are shown", words.len());
    }
}

#[test]
fn more_than_10_000_files_are_refused() {
    let files: Vec<String> = (0..10_001).map(|index| format!("f{index}.proto")).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|path| (path.as_str(), &b""[..])).collect();
    let (contracts, diagnostics) = compile(&[root("proto", "", &files)]);
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code.id == "D06"));
    assert!(contracts.files.len() <= 10_000);
}

#[test]
fn a_file_beyond_the_limit_is_not_told_as_a_missing_import() {
    let mut files: Vec<(String, &[u8])> =
        (0..10_000).map(|index| (format!("f{index}.proto"), &b""[..])).collect();
    files.push(("a.proto".to_owned(), b"import \"z.proto\";"));
    files.push(("z.proto".to_owned(), b""));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (&**path, *text)).collect();
    let (_, diagnostics) = compile(&[root("proto", "", &files)]);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.id != "D02"));
}

#[test]
fn a_file_with_more_than_20_000_statements_is_refused() {
    let text = format!("syntax = \"proto3\";{}", "message M{}".repeat(20_001));
    let (_, diagnostics) = compile(&[root("proto", "", &[("a.proto", text.as_bytes())])]);
    assert_eq!(diagnostics[0].code.id, "D06");
}

/// Compiles within the time and the memory that are promised.
fn soon(name: &str, roots: &[Root]) -> Vec<Diagnostic> {
    let begun = Instant::now();
    let (_, diagnostics) = compile(roots);
    let took = begun.elapsed();
    assert!(took < MOST_TIME, "{name} took {took:?}");
    assert!(most_memory() < MOST_MEMORY, "{name} needed {} KiB", most_memory());
    diagnostics
}

fn tricks() -> Vec<(&'static str, String)> {
    let repeated = |before: &str, piece: &str, after: &str| -> String {
        let count = LONG.saturating_sub(before.len() + after.len()) / piece.len();
        format!("{before}{}{after}", piece.repeat(count))
    };
    let numbered = |before: &str, piece: &dyn Fn(usize) -> String, after: &str| -> String {
        let mut text = before.to_owned();
        let mut number = 0;
        while text.len() < LONG {
            number += 1;
            let _ = write!(text, "{}", piece(number));
        }
        text + after
    };
    let proto3 = "syntax = \"proto3\"; ";
    let options = "syntax = \"proto3\"; import \"scaffold/v1/options.proto\"; message M { option (scaffold.v1.resource) = ";
    vec![
        ("blanks", repeated(proto3, " ", "")),
        ("lines", repeated(proto3, "\n", "")),
        ("dollars", repeated(proto3, "$", "")),
        ("dollars apart", repeated(proto3, "$ ", "")),
        ("quotes", repeated(proto3, "'\n", "")),
        ("hashes", repeated(proto3, "#\n", "")),
        ("comments open", repeated(proto3, "/*", "")),
        ("comments within", repeated(&format!("{proto3}/*"), "/* ", "*/")),
        ("one long comment", repeated("/*", "a\n", "*/ message M {}")),
        ("brackets", repeated(proto3, "{", "")),
        ("brackets closed", repeated(proto3, "}", "")),
        ("groups", repeated("message M {", "optional group A = 1 {", "")),
        ("values within values", repeated(options, "{a", "")),
        ("lists within lists", repeated(&format!("{options}{{plural:"), "[", "")),
        ("angles", repeated(&format!("{options}{{plural"), "<a ", "")),
        ("one long name", repeated("message ", "M", " {}")),
        ("one long path", repeated("package ", "a.", "a; message M {}")),
        ("one long type", repeated("message M { optional ", "a.", "a b = 1; }")),
        ("one long text", repeated("option go_package = \"", "\\n", "\";")),
        ("one long number", repeated("message M { optional int32 a = ", "9", "; }")),
        (
            "one long float",
            repeated("message M { optional float a = 1 [default = 1.", "9", "e9]; }"),
        ),
        ("imports", numbered(proto3, &|n| format!("import \"{n}\";"), "")),
        ("one import again", repeated(proto3, "import \"a\";", "")),
        ("itself again", repeated(proto3, "import \"a.proto\";", "")),
        ("packages", repeated(proto3, "package a;", "")),
        ("messages", numbered(proto3, &|n| format!("message M{n} {{}}"), "")),
        ("one message again", repeated(proto3, "message M{}", "")),
        ("services", numbered(proto3, &|n| format!("service S{n} {{}}"), "")),
        ("fields", numbered("syntax = \"proto3\"; message M {", &|n| format!("M a{n}={n};"), "}")),
        (
            "unknown types",
            numbered("syntax = \"proto3\"; message M {", &|n| format!("A a{n}={n};"), "}"),
        ),
        (
            "one number again",
            numbered("syntax = \"proto3\"; message M {", &|n| format!("M a{n}=1;"), "}"),
        ),
        ("one field again", repeated("syntax = \"proto3\"; message M {", "M a=1;", "}")),
        (
            "reserved",
            numbered(
                "syntax = \"proto3\"; message M {",
                &|n| format!("reserved {n};M a{n}={};", n + 200_000),
                "}",
            ),
        ),
        (
            "enum values",
            numbered("syntax = \"proto3\"; enum E {", &|n| format!("A{n}={};", n - 1), "}"),
        ),
        ("one value again", repeated("syntax = \"proto3\"; enum E {", "A=0;", "}")),
        ("options", repeated("syntax = \"proto3\"; message M {", "option a=1;", "}")),
        (
            "known options",
            repeated("syntax = \"proto3\"; message M {", "option deprecated=true;", "}"),
        ),
        (
            "methods",
            numbered(
                "syntax = \"proto3\"; message M{} service S {",
                &|n| format!("rpc A{n}(M)returns(M);"),
                "}",
            ),
        ),
        ("extension ranges", repeated("message M {", "extensions 5 [a=1];", "}")),
        (
            "field options",
            numbered(
                "syntax = \"proto3\"; message M {",
                &|n| format!("M a{n}={n}[deprecated=true];"),
                "}",
            ),
        ),
    ]
}

fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "syntax",
        "=",
        "\"proto3\"",
        "\"proto2\"",
        ";",
        "package",
        "import",
        "\"a.proto\"",
        "message",
        "M",
        "{",
        "}",
        "enum",
        "service",
        "rpc",
        "(",
        ")",
        "returns",
        "stream",
        "option",
        "[",
        "]",
        "optional",
        "repeated",
        "required",
        "map",
        "<",
        ">",
        ",",
        "string",
        "int32",
        "1",
        "0",
        "-",
        "oneof",
        "reserved",
        "extensions",
        "to",
        "max",
        "extend",
        "group",
        ".",
        "a",
        "b.c",
        "//",
        "\n",
        "/*",
        "*/",
        "'",
        "\"",
        "\\",
        "true",
        "edition",
        "\u{202e}",
        "\u{e9}",
        ":",
        "deprecated",
        "default",
        "json_name",
        "google.protobuf.MessageOptions",
        "public",
        "\"scaffold/v1/options.proto\"",
        "(scaffold.v1.resource)",
        "1e9",
        "0x",
        "inf",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        survive(&text);
    }

    #[test]
    fn no_words_in_any_order_make_it_panic(text in soup()) {
        survive(&text);
    }

    #[test]
    fn no_cut_or_doubling_of_a_contract_makes_it_panic(from in 0..2000_usize, to in 0..2000_usize, at in 0..2000_usize) {
        let text = include_str!("../../blueprints/starters/ai-chat/proto/acme/auth/v1/auth.proto");
        let (from, to) = (from.min(to), from.max(to));
        let piece = text.get(from..to.min(text.len())).unwrap_or_default();
        survive(&text.replace(piece, ""));
        let mut doubled = text.to_owned();
        doubled.insert_str(at.min(text.len()), piece);
        survive(&doubled);
    }
}

fn survive(text: &str) {
    let roots = [root("proto", "", &[("a.proto", text.as_bytes())])];
    let (_, diagnostics) = compile(&roots);
    let mut sources = Sources::default();
    scaffold::contracts::quote(&roots, &mut sources);
    for span in diagnostics.iter().filter_map(|diagnostic| diagnostic.place.as_ref()) {
        assert!(sources.positions(span).is_some() && span.start <= span.end, "{span:?}");
        assert!(span.end <= text.len(), "{span:?}");
    }
    shown(&roots, &diagnostics);
}
