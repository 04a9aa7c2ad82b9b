//! What is read of messages, fields, methods and comments, and where it stands.

use scaffold::contracts::{Cardinality, Kind, Scalar, Streaming, compile};

use crate::{root, shown, sound, text_at};

#[test]
fn cardinalities_tell_maps_oneofs_and_optionals_apart() {
    let contracts = sound(
        "syntax = \"proto3\"; message M { map<string, N> a = 1; repeated int32 b = 2; optional bool c = 3;\n\
         oneof d { string e = 4; bytes f = 5; } N g = 6; message N {} }",
    );
    let message = contracts.message("M").expect("a message");
    let field = |name: &str| message.field(name).expect("a field");
    assert_eq!(field("a").cardinality, Cardinality::Map(Scalar::String));
    assert_eq!(field("a").kind, Kind::Message("M.N".to_owned()));
    assert_eq!(field("b").cardinality, Cardinality::Repeated);
    assert_eq!(field("c").cardinality, Cardinality::Optional);
    assert_eq!(field("c").oneof, None);
    assert_eq!(field("e").oneof.as_deref(), Some("d"));
    assert_eq!(field("g").cardinality, Cardinality::Singular);
    assert_eq!(message.oneofs, ["d"]);
    assert_eq!(message.messages, ["M.AEntry", "M.N"]);
    assert!(contracts.messages["M.AEntry"].map_entry);
    assert_eq!(contracts.messages["M.N"].parent.as_deref(), Some("M"));
}

#[test]
fn the_fields_of_proto2_are_optional_or_required() {
    let contracts = sound("message M { required string a = 1; optional string b = 2; }");
    let fields = &contracts.messages["M"].fields;
    assert_eq!(fields[0].cardinality, Cardinality::Required);
    assert_eq!(fields[1].cardinality, Cardinality::Optional);
}

#[test]
fn all_four_kinds_of_streaming_are_told_apart() {
    let contracts = sound(
        "syntax = \"proto3\"; message M {} service S { rpc A(M) returns (M); rpc B(stream M) returns (M);\n\
         rpc C(M) returns (stream M); rpc D(stream M) returns (stream M) { option deprecated = true; } }",
    );
    let kinds: Vec<Streaming> =
        contracts.services["S"].methods.iter().map(|m| m.streaming).collect();
    assert_eq!(
        kinds,
        [Streaming::Unary, Streaming::Client, Streaming::Server, Streaming::Bidirectional]
    );
    assert!(contracts.services["S"].methods[3].deprecated);
}

#[test]
fn comments_above_win_over_comments_behind() {
    let contracts = sound(
        "syntax = \"proto3\";\n/* A message,\n * in two lines. */\nmessage M {\n  // Above.\n  int32 a = 1; // Behind.\n\n  int32 b = 2; // Only behind.\n}\n",
    );
    let message = &contracts.messages["M"];
    assert_eq!(message.comment, "A message,\nin two lines.");
    assert_eq!(message.fields[0].comment, "Above.");
    assert_eq!(message.fields[1].comment, "Only behind.");
}

#[test]
fn invisible_characters_in_comments_are_taken_out() {
    let contracts = sound("syntax = \"proto3\";\n// user\u{202e}nimda\u{200b} ok\nmessage M {}\n");
    assert_eq!(contracts.messages["M"].comment, "usernimda ok");
    let text = String::from_utf8_lossy(&contracts.descriptor_set).into_owned();
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let roots =
        [root("proto", "", &[("a.proto", "\u{feff}syntax = \"proto3\"; message M {}".as_bytes())])];
    let (contracts, diagnostics) = compile(&roots);
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    assert_eq!(text_at(&roots, &contracts.messages["M"].span), "M");
}

#[test]
fn places_are_right_behind_characters_of_several_bytes() {
    let roots = [root(
        "",
        "",
        &[(
            "a.proto",
            "/* \u{e4}\u{20ac}\u{1f600} */ message M { optional string \u{6e}ame = 1; }".as_bytes(),
        )],
    )];
    let contracts = compile(&roots).0;
    assert_eq!(text_at(&roots, &contracts.messages["M"].fields[0].span), "name");
    assert_eq!(&*contracts.messages["M"].span.file, "a.proto");
}

#[test]
fn every_built_in_file_compiles() {
    let names = "any api compiler/plugin descriptor duration empty field_mask source_context struct timestamp type \
                 wrappers";
    let imports: Vec<String> = names
        .split_whitespace()
        .map(|name| format!("import \"google/protobuf/{name}.proto\";"))
        .collect();
    let imports = imports.join("\n");
    let contracts =
        sound(&format!("syntax = \"proto3\"; import \"scaffold/v1/options.proto\";\n{imports}"));
    assert_eq!(contracts.files.len(), 14);
    let resource = contracts.message("scaffold.v1.Resource").expect("a message");
    assert_eq!(resource.comment, "An entity with a table of its own.");
}
