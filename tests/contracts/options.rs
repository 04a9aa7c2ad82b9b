//! Options are read as typed values: ours, and those of googleapis.

use scaffold::contracts::{HttpRule, Root, compile};

use crate::{root, shown, sound};

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
fn of_which_fields_one_may_be_set_is_read_of_oneofs_and_messages() {
    let contracts = sound(
        r#"syntax = "proto3"; package p; import "buf/validate/validate.proto";
        message M {
          option (buf.validate.message).oneof = {fields: ["room", "near"]};
          option (buf.validate.message).oneof = {fields: ["a", "unknown"], required: true};
          oneof label {
            option (buf.validate.oneof).required = true;
            string serial = 1;
            string code = 2;
          }
          oneof free { string b = 3; string c = 4; }
          string room = 5 [(buf.validate.field).string.min_len = 2];
          string near = 6;
          string a = 7;
        }"#,
    );
    let message = contracts.message("p.M").expect("a message");
    let shown: Vec<String> = message
        .choices
        .iter()
        .map(|one| format!("{}: {:?} {}", one.name, one.fields, one.required))
        .collect();
    let wanted = [
        "label: [\"serial\", \"code\"] true",
        "room, near: [\"room\", \"near\"] false",
        "a, unknown: [\"a\"] true",
    ];
    assert_eq!(shown, wanted);
    let room = message.field("room").expect("a field");
    assert!(
        room.limits.rules.contains_key("ignore_zero"),
        "held to its limits only where it is set"
    );
    assert!(message.field("near").expect("a field").limits.is_empty());
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
fn tables_may_have_names_that_services_may_not() {
    sound(
        "syntax = \"proto3\"; import \"scaffold/v1/options.proto\"; message M {\n\
         option (scaffold.v1.resource) = {plural: \"detail_content_suitability_placement_views\"}; }",
    );
}

#[test]
fn options_of_extension_ranges_are_accepted() {
    sound(
        "message M { extensions 5 [declaration = {number: 5 full_name: \".x\" type: \"int32\"}];\n extensions 7 to 9 [verification = UNVERIFIED]; }",
    );
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
