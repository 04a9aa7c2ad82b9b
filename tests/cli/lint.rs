//! `scaffold lint`, and what `scaffold check` says of the look of contracts.

use serde_json::Value;

use crate::golden;
use crate::place::Place;
use crate::support::buf::{assert_same, buf_or_note, sorted};

const AUTH: &str = "proto/acme/auth/v1/auth.proto";
const NOTE: &str = "syntax = \"proto3\";\npackage a.v1;\nmessage note {\n  string ID = 1;\n}\n";

/// The chat system with a field that is not in the case of fields.
fn untidy() -> Place {
    let place = Place::starter("ai-chat");
    let text = place.read(AUTH);
    assert!(text.contains("string display_name = "), "{text}");
    place.write(AUTH, text.replace("string display_name = ", "string displayName = "));
    place
}

#[test]
fn the_contracts_of_the_starters_look_as_they_should() {
    for starter in ["ai-chat", "tiny"] {
        let ran = Place::starter(starter).run(&["lint"]).ends(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "no findings\n"));
    }
}

#[test]
fn a_finding_is_shown_where_it_is_and_fails_the_command() {
    let ran = untidy().run(&["lint"]).ends(1);
    golden("lint", &format!("{}{}", ran.stdout, ran.stderr));
}

#[test]
fn check_warns_of_the_same_and_fails_when_strict() {
    let place = untidy();
    let ran = place.run(&["check"]).ends(0);
    assert!(ran.stdout.starts_with("warning[FIELD_LOWER_SNAKE_CASE lint]: "), "{}", ran.stdout);
    let ran = place.run(&["check", "--strict"]).ends(1);
    assert!(ran.stdout.starts_with("error[FIELD_LOWER_SNAKE_CASE lint]: "), "{}", ran.stdout);
}

#[test]
fn a_buf_yaml_beside_the_topology_selects_the_rules() {
    let place = untidy();
    place.write("buf.yaml", "version: v2\nmodules: [{path: proto}]\nlint: {use: [MINIMAL]}\n");
    assert_eq!(place.run(&["lint"]).ends(0).stdout, "");
    assert_eq!(place.run(&["check"]).ends(0).stdout, "");
    place.write("buf.yaml", "version: v2\nlint: {use: [FIELD_LOWER_SNAKE]}\n");
    for command in ["lint", "check"] {
        let ran = place.run(&[command]).ends(1);
        assert!(ran.stdout.contains("names the rule `FIELD_LOWER_SNAKE`"), "{}", ran.stdout);
        assert!(ran.stdout.contains("write `FIELD_LOWER_SNAKE_CASE`"), "{}", ran.stdout);
    }
}

#[test]
fn a_comment_keeps_a_finding_away_where_comments_may() {
    let place = untidy();
    let text = place.read(AUTH);
    let ignore = "// buf:lint:ignore FIELD_LOWER_SNAKE_CASE\n  string displayName";
    place.write(AUTH, text.replace("string displayName", ignore));
    place.run(&["lint"]).ends(1);
    place.write("buf.yaml", "version: v2\nmodules: [{path: proto}]\n");
    place.run(&["lint"]).ends(0);
}

#[test]
fn any_protos_are_judged_in_every_form() {
    let place = Place::empty();
    place.write("some/a/v1/note.proto", NOTE);
    place
        .write("some/a/v1/other.proto", "syntax = \"proto3\";\npackage a.v1;\nenum e { A = 0; }\n");
    let lines = place.run(&["lint", "-I", "some", "--format", "buf", "a/v1/note.proto"]).ends(1);
    assert_eq!(
        lines.stdout,
        "some/a/v1/note.proto:3:9:Message name \"note\" should be PascalCase, such as \"Note\".\n\
         some/a/v1/note.proto:4:10:Field name \"ID\" should be lower_snake_case, such as \"id\".\n"
    );
    let ran =
        place.run(&["lint", "-I", "some", "--format", "json", "some/a/v1/note.proto"]).ends(1);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(report["summary"]["warnings"], 2);
    assert_eq!(report["diagnostics"][0]["code"], "MESSAGE_PASCAL_CASE");
    assert_eq!(report["diagnostics"][0]["line"], 3);
    for format in ["sarif", "github"] {
        let ran = place.run(&["lint", "-I", "some", "--format", format]).ends(1);
        assert!(ran.stdout.contains("FIELD_LOWER_SNAKE_CASE"), "{}", ran.stdout);
    }
    let ran = place.run(&["lint", "-I", "some", "a/v1/none.proto"]).ends(2);
    assert_eq!(ran.stderr, "error: there is no proto `a/v1/none.proto` in the roots\n");
}

#[test]
fn broken_protos_are_told_and_the_others_judged() {
    let place = Place::empty();
    place.write("some/a/v1/note.proto", NOTE);
    place.write("some/a/v1/broken.proto", "syntax = \"proto3\";\nmessage {\n");
    let ran = place.run(&["lint", "-I", "some", "--format", "buf"]).ends(1);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("error[D01 invalid-proto]: "), "{}", ran.stderr);
}

#[test]
fn what_is_left_out_is_said() {
    let place = Place::empty();
    let text = "syntax = \"proto3\";\npackage a.v1;\nimport \"buf/validate/validate.proto\";\nmessage M {\n  string id = 1 [(buf.validate.field).string.min_len = 1];\n}\n";
    place.write("some/a/v1/m.proto", text);
    let ran = place.run(&["lint", "-I", "some"]).ends(0);
    assert!(ran.stderr.contains("note: PROTOVALIDATE is left out"), "{}", ran.stderr);
}

#[test]
fn a_workspace_of_buf_has_the_lines_of_buf() {
    let Some(buf) = buf_or_note("lint of a workspace against buf") else { return };
    let place = Place::empty();
    let modules =
        "modules:\n- path: one\n- path: two\n  lint: {use: [COMMENTS], ignore: [two/b]}\n";
    place.write("buf.yaml", format!("version: v2\n{modules}lint: {{except: [FIELD_LOWER_SNAKE_CASE], ignore_only: {{SYNTAX_SPECIFIED: [one/a]}}}}\n"));
    place.write("one/a/v1/note.proto", NOTE);
    place.write("one/a/v1/old.proto", "package a.v1;\nimport \"b/v1/note.proto\";\nmessage old_note { optional b.v1.note note = 1; }\n");
    place.write("two/b/v1/note.proto", NOTE.replace("package a", "package b"));
    place.write("two/c/v1/note.proto", NOTE.replace("package a", "package c"));
    let ours = sorted(&place.run(&["lint", "--format", "buf"]).ends(1).stdout);
    assert_same("a workspace", &ours, &buf.lines(place.path(), &["lint"]));
}
