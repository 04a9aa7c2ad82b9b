//! What sound contracts say.

use std::fs;
use std::path::Path;

use scaffold::contracts::{
    Cardinality, Contracts, HttpRule, Idempotency, Kind, Origin, Root, Scalar, Streaming, compile,
};
use scaffold::tree::{File, Tree, TreePath};

use super::{one, root, shown, text_at};

#[test]
fn the_starters_compile_without_diagnostics() {
    for starter in ["ai-chat", "tiny"] {
        let roots = [starter_root(starter)];
        let (contracts, diagnostics) = compile(&roots);
        assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
        assert!(contracts.unread_services.is_empty());
    }
}

#[test]
fn a_service_is_read_with_its_methods() {
    let roots = [starter_root("ai-chat")];
    let contracts = compile(&roots).0;
    let auth = contracts.service("acme.auth.v1.AuthService").expect("a service");
    assert_eq!(auth.comment, "Issues and verifies tokens; owns users and their sessions.");
    assert_eq!(auth.file, "acme/auth/v1/auth.proto");
    assert_eq!(auth.package, "acme.auth.v1");
    assert_eq!(text_at(&roots, &auth.span), "AuthService");
    let names: Vec<&str> = auth.methods.iter().map(|method| method.name.as_str()).collect();
    assert_eq!(names, ["Authenticate", "GetUser", "DeleteExpiredSessions"]);
    assert_eq!(auth.methods[0].comment, "Verifies an access token and says whose it is.");
    assert_eq!(auth.methods[0].idempotency, Idempotency::NoSideEffects);
    assert_eq!(auth.methods[2].idempotency, Idempotency::Idempotent);
    assert_eq!(auth.methods[1].output, "acme.auth.v1.GetUserResponse");
    assert_eq!(text_at(&roots, &auth.methods[1].span), "GetUser");
    let (_, send) = contracts.method("acme.chat.v1.ChatService/SendMessage").expect("a method");
    assert_eq!(send.streaming, Streaming::Server);
    assert_eq!(send.idempotency, Idempotency::Unknown);
    assert_eq!(contracts.methods_named("Run").count(), 1);
}

#[test]
fn a_message_is_read_with_its_fields() {
    let roots = [starter_root("ai-chat")];
    let contracts = compile(&roots).0;
    let user = contracts.message("acme.auth.v1.User").expect("a message");
    assert_eq!(user.field("email").expect("a field").number, 2);
    let time = user.field("create_time").expect("a field");
    assert_eq!(time.kind, Kind::Message("google.protobuf.Timestamp".to_owned()));
    assert_eq!(time.comment, "When the user registered.");
    assert_eq!(text_at(&roots, &time.span), "create_time");
    let request = contracts.message("acme.auth.v1.AuthenticateRequest").expect("a message");
    assert!(request.fields[0].debug_redact);
    let timestamp = contracts.message("google.protobuf.Timestamp").expect("a message");
    assert_eq!(timestamp.origin, Origin::BuiltIn);
    let author = &contracts.enums["acme.chat.v1.Author"];
    assert_eq!(author.values[1].name, "AUTHOR_USER");
    assert_eq!(
        contracts.packages().into_iter().collect::<Vec<_>>(),
        ["acme.agent.v1", "acme.auth.v1", "acme.chat.v1", "google.protobuf"]
    );
}

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
fn our_own_options_are_read_as_typed_values() {
    let contracts = sound(
        r#"syntax = "proto3"; package p; import "scaffold/v1/options.proto";
        message User {
          option (scaffold.v1.resource) = {plural: "users", key: "user_id"};
          string user_id = 1;
          string email = 2 [(scaffold.v1.data_class) = "pii", (scaffold.v1.data_class) = "contact"];
        }
        service S {
          rpc SignIn(User) returns (User) {
            option (scaffold.v1.rpc) = {summary: "Signs in", idempotency_key: "user_id"};
          }
        }"#,
    );
    let user = contracts.message("p.User").expect("a message");
    let resource = user.resource.as_ref().expect("a resource");
    assert_eq!((resource.plural.as_str(), resource.key.as_str()), ("users", "user_id"));
    assert_eq!(user.fields[1].data_classes, ["pii", "contact"]);
    let rpc = contracts.services["p.S"].methods[0].rpc.as_ref().expect("an rpc");
    assert_eq!((rpc.summary.as_str(), rpc.idempotency_key.as_str()), ("Signs in", "user_id"));
}

#[test]
fn the_options_of_googleapis_are_read_by_reflection() {
    let google = root(
        "third_party",
        "",
        &[(
            "google/api/all.proto",
            br#"syntax = "proto3"; package google.api; import "google/protobuf/descriptor.proto";
            extend google.protobuf.MethodOptions { HttpRule http = 72295728; }
            extend google.protobuf.MessageOptions { ResourceDescriptor resource = 1053; }
            extend google.protobuf.FieldOptions {
              repeated FieldBehavior field_behavior = 1052 [packed = false];
            }
            message HttpRule {
              oneof pattern { string get = 2; string post = 4; CustomHttpPattern custom = 8; }
              string body = 7;
              repeated HttpRule additional_bindings = 11;
            }
            message CustomHttpPattern { string kind = 1; string path = 2; }
            message ResourceDescriptor { string type = 1; string plural = 5; }
            enum FieldBehavior { UNKNOWN = 0; REQUIRED = 2; }"#,
        )],
    );
    let own = root(
        "proto",
        "",
        &[(
            "a.proto",
            br#"syntax = "proto3"; import "google/api/all.proto";
            message M {
              option (google.api.resource) = {type: "a/M", plural: "someThings"};
              string a = 1 [(google.api.field_behavior) = REQUIRED];
            }
            service S { rpc A(M) returns (M) {
              option (google.api.http) = {
                post: "/v1/a" body: "*"
                additional_bindings { custom { kind: "HEAD" path: "/v1/b" } }
              };
            } }"#,
        )],
    );
    let roots = [own, Root { vendored: true, ..google }];
    let (contracts, diagnostics) = compile(&roots);
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    let message = &contracts.messages["M"];
    assert_eq!(message.resource.as_ref().expect("a resource").plural, "some_things");
    assert_eq!(message.fields[0].behaviors, ["REQUIRED"]);
    let head = rule("HEAD", "/v1/b", "", Vec::new());
    let post = rule("POST", "/v1/a", "*", vec![head]);
    assert_eq!(contracts.services["S"].methods[0].http, Some(post));
    assert!(contracts.is_vendored("google/api/all.proto"));
    assert!(!contracts.is_vendored("a.proto"));
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
fn tables_may_have_names_that_services_may_not() {
    sound(
        "syntax = \"proto3\"; import \"scaffold/v1/options.proto\"; message M {\n\
         option (scaffold.v1.resource) = {plural: \"detail_content_suitability_placement_views\"}; }",
    );
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
fn options_of_extension_ranges_are_accepted() {
    sound(
        "message M { extensions 5 [declaration = {number: 5 full_name: \".x\" type: \"int32\"}];\n extensions 7 to 9 [verification = UNVERIFIED]; }",
    );
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

fn sound(text: &str) -> Contracts {
    let (contracts, diagnostics) = one(text);
    let roots = [root("proto", "", &[("a.proto", text.as_bytes())])];
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    contracts
}

fn rule(method: &str, path: &str, body: &str, additional: Vec<HttpRule>) -> HttpRule {
    HttpRule {
        method: method.to_owned(),
        path: path.to_owned(),
        body: body.to_owned(),
        response_body: String::new(),
        additional,
    }
}

fn starter_root(starter: &str) -> Root {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints/starters").join(starter);
    let mut files = Tree::default();
    add(&mut files, &folder.join("proto"), "");
    Root { folder: "proto".to_owned(), files, ..Root::default() }
}

fn add(files: &mut Tree, folder: &Path, below: &str) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("UTF-8");
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            add(files, &entry.path(), &path);
        } else {
            let bytes = fs::read(entry.path()).expect("a file");
            files.insert(TreePath::new(&path).expect("a path"), File::new(bytes));
        }
    }
}
