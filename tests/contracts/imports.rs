//! What files see of each other, and copies of them.

use scaffold::contracts::{Kind, compile};

use crate::{root, shown};

#[test]
fn a_prefix_stands_before_import_paths_only() {
    let roots = [
        root("shared", "acme", &[("m.proto", b"syntax = \"proto3\"; message M {}")]),
        root(
            "proto",
            "",
            &[("a.proto", b"syntax = \"proto3\"; import \"acme/m.proto\"; message A { M m = 1; }")],
        ),
    ];
    let (contracts, diagnostics) = compile(&roots);
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    assert_eq!(contracts.files["acme/m.proto"].path, "shared/m.proto");
}

#[test]
fn public_imports_of_public_imports_are_seen() {
    let roots = [root(
        "proto",
        "",
        &[
            ("a.proto", b"syntax = \"proto3\"; import \"b.proto\"; message A { D d = 1; }"),
            ("b.proto", b"syntax = \"proto3\"; import public \"c.proto\";"),
            ("c.proto", b"syntax = \"proto3\"; import public \"d.proto\";"),
            ("d.proto", b"syntax = \"proto3\"; message D {}"),
        ],
    )];
    let (contracts, diagnostics) = compile(&roots);
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    assert_eq!(contracts.files["a.proto"].imports, ["b.proto"]);
    assert_eq!(contracts.files["b.proto"].public_imports, ["c.proto"]);
}

#[test]
fn a_package_that_is_not_imported_is_in_nobodys_way() {
    let roots = [root(
        "proto",
        "",
        &[
            (
                "a.proto",
                b"syntax = \"proto3\"; package x; import \"c.proto\"; message A { api.C c = 1; }",
            ),
            ("b.proto", b"syntax = \"proto3\"; package x.api; message B {}"),
            ("c.proto", b"syntax = \"proto3\"; package api; message C {}"),
        ],
    )];
    let (contracts, diagnostics) = compile(&roots);
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    assert_eq!(contracts.messages["x.A"].fields[0].kind, Kind::Message("api.C".to_owned()));
}

#[test]
fn an_equal_copy_under_another_path_still_serves_those_who_import_it() {
    let copy = b"syntax = \"proto3\"; package p; message M {}";
    let other = b"syntax = \"proto3\"; package p; option go_package = \"x\"; message M {}";
    let roots = [root(
        "proto",
        "",
        &[
            ("a.proto", copy),
            ("b.proto", other),
            ("c.proto", b"syntax = \"proto3\"; import \"b.proto\"; message C { p.M m = 1; }"),
        ],
    )];
    let (contracts, diagnostics) = compile(&roots);
    assert_eq!(diagnostics.iter().filter(|d| d.is_error()).count(), 0);
    assert_eq!(contracts.files["c.proto"].imports, ["a.proto"]);
}

#[test]
fn a_copy_that_only_declares_an_option_is_a_copy() {
    let text = b"syntax = \"proto3\"; package p; import \"google/protobuf/descriptor.proto\";\n\
                 extend google.protobuf.FieldOptions { string o = 51902; }";
    let (contracts, diagnostics) =
        compile(&[root("proto", "", &[("a.proto", text), ("b.proto", text)])]);
    assert_eq!(diagnostics.iter().filter(|d| d.is_error()).count(), 0);
    assert!(!contracts.files.contains_key("b.proto"));
}

#[test]
fn a_closure_lists_every_file_behind_its_imports() {
    let roots = [root(
        "proto",
        "",
        &[
            ("a.proto", b"syntax = \"proto3\"; import \"b.proto\"; import \"c.proto\";"),
            ("b.proto", b"syntax = \"proto3\"; import \"c.proto\";"),
            ("c.proto", b"syntax = \"proto3\";"),
            ("d.proto", b"syntax = \"proto3\";"),
        ],
    )];
    let contracts = compile(&roots).0;
    assert_eq!(contracts.closure(&["a.proto", "unknown.proto"]), ["c.proto", "b.proto", "a.proto"]);
    assert_eq!(contracts.closure(&["d.proto", "c.proto"]), ["d.proto", "c.proto"]);
}

#[test]
fn the_descriptor_set_says_what_the_files_say() {
    let roots = [root(
        "proto",
        "",
        &[
            ("a.proto", b"syntax = \"proto3\"; import \"b.proto\"; message A { D d = 1; }"),
            ("b.proto", b"syntax = \"proto3\"; import public \"d.proto\";"),
            ("d.proto", b"syntax = \"proto3\"; message D {}"),
        ],
    )];
    let contracts = compile(&roots).0;
    let pool = prost_reflect::DescriptorPool::decode(&*contracts.descriptor_set).expect("a set");
    let names: Vec<String> = pool.files().map(|file| file.name().to_owned()).collect();
    assert_eq!(names, ["d.proto", "b.proto", "a.proto"]);
    let file = pool.get_file_by_name("a.proto").expect("a file");
    let written = file.file_descriptor_proto();
    assert_eq!(written.dependency, ["b.proto"]);
    assert!(written.source_code_info.is_some());
    assert_eq!(
        pool.get_file_by_name("b.proto").expect("a file").file_descriptor_proto().public_dependency,
        [0]
    );
}
