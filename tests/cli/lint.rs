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
        assert!(
            ran.stdout.contains("there is no rule or category `FIELD_LOWER_SNAKE`"),
            "{}",
            ran.stdout
        );
        assert!(ran.stdout.contains(" --> buf.yaml:2:14\n"), "{}", ran.stdout);
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

#[test]
fn what_would_not_link_is_a_fault_and_its_look_is_not_told() {
    for (body, words) in [
        ("message m { string a = 1; string b = 1; }", "field number `1` is already used"),
        ("message m {}\nmessage m {}", "name `a.v1.m` is defined twice"),
        ("message m { reserved 1; string a = 1; }", "conflicts with reserved range"),
        ("enum e { A = 0; B = 0; }", "enum number `0` has already been used"),
        ("enum e { A = 1; }", "the first value for proto3 enums must be 0"),
        ("message m { string a = 1 [nothing = 3]; }", "option field `nothing` is not defined"),
        ("message m { string a_b = 1; string aB = 2; }", "conflicts with field `aB`"),
    ] {
        let place = Place::empty();
        place.write(
            "some/a/v1/faulty.proto",
            format!("syntax = \"proto3\";\npackage a.v1;\n{body}\n"),
        );
        let importing =
            "syntax = \"proto3\";\npackage a.v1;\nimport \"a/v1/faulty.proto\";\nmessage n {}\n";
        place.write("some/a/v1/importing.proto", importing);
        let ran = place.run(&["lint", "-I", "some", "--format", "buf"]).ends(1);
        assert_eq!(ran.stdout, "", "{body}");
        assert!(ran.stderr.contains(words), "{body}: {}", ran.stderr);
        assert!(ran.stderr.contains(" --> some/a/v1/faulty.proto:"), "{body}: {}", ran.stderr);
        place.write("was/a/v1/faulty.proto", "syntax = \"proto3\";\npackage a.v1;\n");
        let ran = place.run(&["breaking", "-I", "some", "--against", "was"]).ends(1);
        assert!(ran.stdout.contains(words), "{body}: {}", ran.stdout);
    }
}

#[test]
fn what_protobuf_takes_and_the_linker_does_not_is_judged() {
    let place = Place::empty();
    let text = "syntax = \"proto3\";\npackage a.v1;\nmessage Note {\n  string a_b = 1;\n  string ab = 2;\n  string bad_ = 3;\n}\n";
    place.write("some/a/v1/note.proto", text);
    let ran = place.run(&["lint", "-I", "some", "--format", "buf"]).ends(1);
    assert_eq!(ran.stdout.lines().count(), 1, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_workspace_of_the_first_edition_has_the_lines_of_buf() {
    let place = Place::empty();
    place.write("buf.work.yaml", "version: v1\ndirectories:\n  - one\n  - ./two/\n");
    place.write(
        "one/buf.yaml",
        "version: v1\nlint: {use: [MINIMAL], allow_comment_ignores: true}\n",
    );
    place.write("one/a/v1/note.proto", NOTE.replace("a.v1", "a.v2"));
    place.write("two/b/v1/note.proto", NOTE.replace("package a", "package b"));
    place.write("three/c/v1/note.proto", NOTE);
    let ours = place.run(&["lint", "--format", "buf"]).ends(1).stdout;
    assert_eq!(ours.lines().count(), 3, "{ours}");
    if let Some(buf) = buf_or_note("lint of a workspace of the first edition against buf") {
        assert_same("a workspace", &sorted(&ours), &buf.lines(place.path(), &["lint"]));
    }
    for (text, words) in [
        ("version: v1\n", "`buf.work.yaml` cannot be read: "),
        ("version: v1\ndirectories: []\n", "`buf.work.yaml` names no directory"),
        ("version: v2\ndirectories: [one]\n", "has the version `v2`; only v1 is read"),
    ] {
        place.write("buf.work.yaml", text);
        let ran = place.run(&["lint"]).ends(1);
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
}

#[test]
fn a_buf_yaml_is_refused_where_it_is_wrong() {
    let place = Place::empty();
    place.write("a/v1/note.proto", NOTE);
    for (text, words, at) in [
        (
            "version: v1beta1\nbuild: {roots: [proto]}\n",
            "the version `v1beta1`; only v1 and v2 are read",
            "1:1",
        ),
        (
            "version: v2\nlint:\n  uses: [BASIC]\n",
            "`buf.yaml` cannot be read: unknown field `uses`",
            "3:3",
        ),
        (
            "version: v2\nlint:\n  except: [BASIC_, BASIC]\n",
            "there is no rule or category `BASIC_`",
            "3:12",
        ),
        (
            "version: v2\nlint:\n  use: [BASIC]\n  ignore_only:\n    BAS: [a]\n",
            "there is no rule or category `BAS`",
            "5:5",
        ),
    ] {
        place.write("buf.yaml", text);
        let ran = place.run(&["lint"]).ends(1);
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
        assert!(ran.stdout.contains(&format!(" --> buf.yaml:{at}\n")), "{}", ran.stdout);
    }
}

#[test]
fn the_specification_says_what_keeps_lint_from_telling() {
    let place = Place::starter("tiny");
    let ran = place.run(&["spec", "--stdout"]).ends(0);
    assert!(ran.stdout.contains("### Lint results\n\nNothing found"), "{}", ran.stdout);
    place.write("buf.yaml", "version: [");
    let ran = place.run(&["spec", "--stdout"]);
    assert!(ran.stdout.contains("### Lint results\n\nNot told, as something"), "{}", ran.stdout);
    assert!(ran.stderr.contains("error[D10"), "{}", ran.stderr);
    place.run(&["generate"]).ends(1);
}
