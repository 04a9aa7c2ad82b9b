//! Faulty contracts and what is said of them, as one text: `faults.txt`. `UPDATE=1 cargo test` rewrites it.

use std::fmt::Write;

use scaffold::contracts::{Root, compile};

use crate::support::golden::assert_equals_file;
use crate::{root, shown};

type Case = (&'static str, Vec<Root>);

#[test]
fn every_fault_is_told_with_its_place_and_a_remedy() {
    let mut text = String::new();
    let cases =
        syntax().into_iter().chain(names()).chain(imports()).chain(copies()).chain(guarded());
    for (name, roots) in cases {
        let (contracts, diagnostics) = compile(&roots);
        let _ = writeln!(text, "## {name}\n\n{}", shown(&roots, &diagnostics).trim_end());
        let compiled: Vec<&str> = contracts.files.keys().map(String::as_str).collect();
        let _ = writeln!(text, "\ncompiled: {}", compiled.join(" "));
        for copy in &contracts.copies {
            let how = if copy.drifted { "drifted" } else { "equal" };
            let (here, there) = (&copy.place.file, &copy.first.file);
            let _ = writeln!(text, "{how} copy: {here} of {there} ({:?})", copy.what);
        }
        text.push('\n');
    }
    assert_equals_file("tests/contracts/faults.txt", &text);
}

#[test]
fn services_of_files_that_do_not_compile_are_known_by_name() {
    let roots = [root(
        "proto",
        "",
        &[
            ("a.proto", b"syntax = \"proto3\"; package p.v1; service A { rpc B(C) returns (D) } service E {}"),
            ("b.proto", b"syntax = \"proto3\"; package q; import \"a.proto\"; service F {}"),
        ],
    )];
    let (contracts, _) = compile(&roots);
    assert_eq!(
        contracts.unread_services.into_iter().collect::<Vec<_>>(),
        ["p.v1.A", "p.v1.E", "q.F"]
    );
}

#[test]
fn messages_of_files_that_do_not_compile_are_known_by_name() {
    let roots = [root(
        "proto",
        "",
        &[
            (
                "a.proto",
                b"syntax = \"proto3\"; package p.v1; message A { string a = } message B {}",
            ),
            (
                "b.proto",
                b"syntax = \"proto3\"; package q; import \"a.proto\"; message C { message D {} }",
            ),
            ("c.proto", b"syntax = \"proto3\"; package r; message E {}"),
        ],
    )];
    let (contracts, _) = compile(&roots);
    for name in ["p.v1.A", "p.v1.B", "p.v1.A.a", "q.C", "q.C.D.e"] {
        assert!(contracts.may_declare_message(name), "{name}");
    }
    for name in ["p.v1.C", "q.A", "r.E.f", "r"] {
        assert!(!contracts.may_declare_message(name), "{name}");
    }
    let lost = Root { folder: "lost".to_owned(), is_lost: true, ..Root::default() };
    let (contracts, _) = compile(&[lost]);
    assert!(contracts.may_declare_message("any.Thing") && contracts.may_declare_service("any.One"));
}

fn syntax() -> Vec<Case> {
    vec![
        file(
            "a semicolon is missing",
            "syntax = \"proto3\";\nmessage M {\n  string a = 1\n  string b = 2;\n}\n\nservice S {\n  rpc A(M) return (M);\n}\n",
        ),
        file(
            "a bracket is not closed",
            "syntax = \"proto3\";\n\nmessage M {\n  message N {\n    string a = 1;\n  }\n",
        ),
        file("a field has no number", "syntax = \"proto3\";\nmessage M {\n  string a;\n}\n"),
        file("the syntax is unknown", "syntax = \"proto4\";\nmessage M {}\n"),
        file("two packages", "syntax = \"proto3\";\npackage a;\npackage b;\n"),
        file(
            "a letter beyond ASCII",
            "syntax = \"proto3\";\nmessage Bestellung { string gr\u{f6}\u{df}e = 1; }\n",
        ),
        file("another language", "{\"openapi\": \"3.1.0\"}\n"),
    ]
}

fn names() -> Vec<Case> {
    vec![
        file(
            "an unknown type, nearly known",
            "syntax = \"proto3\";\npackage p;\nmessage User {}\nmessage M {\n  Usr a = 1;\n}\nservice S {\n  rpc A(M) returns (Nothing);\n}\n",
        ),
        files(
            "a known type of a file that is not imported",
            &[
                ("a.proto", "syntax = \"proto3\";\npackage p;\nmessage A { B b = 1; }\n"),
                ("b.proto", "syntax = \"proto3\";\npackage p;\nmessage B {}\n"),
            ],
        ),
        files(
            "an inner package hides an outer one",
            &[
                (
                    "a.proto",
                    "syntax = \"proto3\";\npackage x.y;\nimport \"b.proto\";\nimport \"c.proto\";\nmessage A { y.C c = 1; }\n",
                ),
                ("b.proto", "syntax = \"proto3\";\npackage x.y.y;\nmessage B {}\n"),
                ("c.proto", "syntax = \"proto3\";\npackage y;\nmessage C {}\n"),
            ],
        ),
        file(
            "an unknown option",
            "syntax = \"proto3\";\nimport \"scaffold/v1/options.proto\";\nmessage M {\n  option (scaffold.v1.resurce) = {};\n  string a = 1 [nonsense = true];\n}\n",
        ),
        file(
            "an option with a wrong value",
            "syntax = \"proto3\";\nimport \"scaffold/v1/options.proto\";\nmessage M {\n  option (scaffold.v1.resource) = {plurals: \"a\"};\n}\n",
        ),
        file(
            "one number twice, one name twice",
            "syntax = \"proto3\";\nmessage M {\n  string a = 1;\n  string b = 1;\n  string a = 3;\n}\n",
        ),
        file(
            "an enum of proto3 that begins with 1",
            "syntax = \"proto3\";\nenum E {\n  A = 1;\n}\n",
        ),
        file(
            "options of ours that mean nothing",
            "syntax = \"proto3\";\nimport \"scaffold/v1/options.proto\";\nmessage M {\n  option (scaffold.v1.resource) = {plural: \"Some Things\", key: \"id\"};\n  string a = 1 [(scaffold.v1.data_class) = \"P I I\"];\n}\nservice S {\n  rpc A(M) returns (M) {\n    option (scaffold.v1.rpc) = {idempotency_key: \"b\"};\n  }\n}\n",
        ),
    ]
}

fn imports() -> Vec<Case> {
    vec![
        files(
            "imports that nobody holds",
            &[
                ("acme/auth/v1/auth.proto", "syntax = \"proto3\";\n"),
                (
                    "a.proto",
                    "syntax = \"proto3\";\nimport \"auth.proto\";\nimport \"acme/auth/v1/user.proto\";\nimport \"google/api/quota.proto\";\nimport \"proto/acme/auth/v1/auth.proto\";\nimport \"nowhere\";\n",
                ),
            ],
        ),
        (
            "an import without the prefix of its root",
            vec![
                root("shared/proto", "acme", &[("auth/v1/auth.proto", b"syntax = \"proto3\";\n")]),
                root(
                    "proto",
                    "",
                    &[("a.proto", b"syntax = \"proto3\";\nimport \"auth/v1/auth.proto\";\n")],
                ),
            ],
        ),
        files(
            "files that import each other",
            &[
                ("a.proto", "syntax = \"proto3\";\nimport \"b.proto\";\n"),
                ("b.proto", "syntax = \"proto3\";\n\nimport \"c.proto\";\n"),
                ("c.proto", "syntax = \"proto3\";\nimport \"a.proto\";\n"),
                ("d.proto", "syntax = \"proto3\";\nimport \"a.proto\";\n"),
            ],
        ),
        file("a file that imports itself", "syntax = \"proto3\";\nimport \"a.proto\";\n"),
        file(
            "an import written twice",
            "syntax = \"proto3\";\nimport \"google/protobuf/any.proto\";\nimport \"google/protobuf/any.proto\";\n",
        ),
        files(
            "one broken file does not hide the next",
            &[
                ("a.proto", "syntax = \"proto3\";\nmessage {}\n"),
                ("b.proto", "syntax = \"proto3\";\nimport \"a.proto\";\nmessage B {}\n"),
                ("c.proto", "syntax = \"proto3\";\nimport \"b.proto\";\nmessage C {}\n"),
                ("d.proto", "syntax = \"proto3\";\nmessage D { Unknown a = 1; }\n"),
                ("e.proto", "syntax = \"proto3\";\nmessage E {}\n"),
            ],
        ),
    ]
}

fn copies() -> Vec<Case> {
    let text = b"syntax = \"proto3\";\npackage p;\nmessage M { string a = 1; }\n";
    let commented =
        b"syntax = \"proto3\";\npackage p;\n// The same.\nmessage M { string a = 1; }\n";
    let other = b"syntax = \"proto3\";\npackage p;\nmessage M { int32 a = 1; }\nmessage N {}\n";
    let again = b"syntax = \"proto3\";\npackage p;\nmessage M {}\nmessage N {}\nmessage O {}\n";
    vec![
        (
            "one import path in two roots, equal",
            vec![root("one", "", &[("a.proto", text)]), root("two", "", &[("a.proto", commented)])],
        ),
        (
            "one import path in two roots, drifted",
            vec![root("one", "", &[("a.proto", text)]), root("two", "", &[("a.proto", other)])],
        ),
        (
            "two import paths, equal",
            vec![root("proto", "", &[("a.proto", text), ("b.proto", commented)])],
        ),
        (
            "two import paths, drifted",
            vec![root("proto", "", &[("a.proto", other), ("b.proto", again)])],
        ),
        (
            "a part of what a root before it declares, equal",
            vec![
                root("proto", "", &[("p/v1/all.proto", again)]),
                root("copy", "", &[("Part.proto", b"syntax = \"proto3\";\npackage p;\noption csharp_namespace = \"P\";\nmessage N {}\n")]),
            ],
        ),
        files(
            "values of two enums with one name",
            &[
                ("a.proto", "syntax = \"proto3\";\npackage p;\nenum A { ZERO = 0; }\n"),
                ("b.proto", "syntax = \"proto3\";\npackage p;\nenum B { ZERO = 0; }\n"),
            ],
        ),
    ]
}

fn guarded() -> Vec<Case> {
    let deep = format!("syntax = \"proto3\";\n{}", "message M {".repeat(2_000));
    let nested = format!("syntax = \"proto3\";\n{}{}\n", "message M {".repeat(33), "}".repeat(33));
    let long = format!("// {}", "x".repeat(1024 * 1024));
    vec![
        file("an edition", "// Newer.\nedition = \"2023\";\npackage p;\nmessage M {}\n"),
        file("nothing", "  \n"),
        file("only a comment", "// to be written\n"),
        file("an invisible character in a name", "syntax = \"proto3\";\nmessage Us\u{200b}er {}\n"),
        file(
            "a text that runs backwards",
            "syntax = \"proto3\";\nmessage M { string a = 1 [json_name = \"b\u{202e}c\"]; }\n",
        ),
        file("a control character", "syntax = \"proto3\";\nmessage\u{1b}[31m M {}\n"),
        file("2,000 messages deep", &deep),
        file("33 messages deep", &nested),
        file("more than 1 MiB", &long),
        (
            "not UTF-8",
            vec![root("proto", "", &[("a.proto", b"syntax = \"proto3\";\n// gr\xfc\xdfe\n")])],
        ),
    ]
}

fn file(name: &'static str, text: &str) -> Case {
    files(name, &[("a.proto", text)])
}

fn files(name: &'static str, files: &[(&str, &str)]) -> Case {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    (name, vec![root("proto", "", &files)])
}
