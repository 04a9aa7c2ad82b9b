//! `scaffold breaking` and `scaffold check --against`, between folders.

use serde_json::Value;

use crate::golden;
use crate::place::Place;
use crate::support::buf::{assert_same, buf_or_note, sorted};

const AUTH: &str = "proto/acme/auth/v1/auth.proto";
const NOTE: &str = "syntax = \"proto3\";\npackage a.v1;\nmessage Note {\n  string id = 1;\n}\n";

/// The chat system in a folder, and what it was in `was` beside it.
fn changed(path: &str, from: &str, to: &str) -> Place {
    let place = Place::empty();
    for (name, file) in scaffold::blueprint::starter("ai-chat").expect("there is such a starter") {
        place.write(&format!("was/{name}"), &file.bytes);
        place.write(&format!("now/{name}"), &file.bytes);
    }
    let path = format!("now/{path}");
    let text = place.read(&path);
    assert!(text.contains(from), "{path} has no `{from}`");
    place.write(&path, text.replace(from, to));
    place
}

/// The same protos in `was/` and `now/`, and a change of one of them.
fn notes(was: &str, now: &str) -> Place {
    let place = Place::empty();
    place.write("was/a/v1/note.proto", was);
    place.write("now/a/v1/note.proto", now);
    place
}

#[test]
fn what_changes_nothing_breaks_nothing() {
    let place = changed(AUTH, "message Session {", "// As ever.\nmessage Session {");
    let ran = place.run(&["-C", "now", "breaking", "--against", "../was"]).ends(0);
    assert_eq!(ran.stdout, "");
    assert_eq!(ran.stderr, "no breaking change since ../was\n");
}

#[test]
fn a_change_of_a_project_names_who_has_to_follow() {
    let place = changed(AUTH, "rpc GetUser(", "rpc FetchUser(");
    let ran = place.run(&["-C", "now", "breaking", "--against", "../was"]).ends(1);
    golden("breaking", &format!("{}{}", ran.stdout, ran.stderr));
}

#[test]
fn what_contains_a_type_is_reached_by_its_change() {
    let place = changed(AUTH, "  string display_name = 3;\n", "");
    let report = json(&place, &["-C", "now", "breaking", "--against", "../was"]);
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["code"], "FIELD_NO_DELETE");
    assert_eq!(report["summary"]["errors"], 1);
    let words = related(finding);
    assert!(words.contains(&"`chat` calls `auth.GetUser`".to_owned()), "{words:?}");
    let flow = "the flow of `POST /v1/messages` of `gateway` passes it".to_owned();
    assert!(words.contains(&flow), "{words:?}");
    assert!(!words.iter().any(|words| words.contains("auth.Authenticate")), "{words:?}");
    let place = &finding["related"][0];
    assert!(place["file"] == "topology.yaml" && place["line"].is_u64(), "{place}");
    assert_eq!(
        finding["hint"],
        "change `chat` first; `scaffold explain FIELD_NO_DELETE` shows how to change it and break nobody"
    );
}

#[test]
fn readers_of_a_topic_are_reached_by_its_payload() {
    let file = "proto/acme/chat/v1/chat.proto";
    let place = changed(file, "message MessageSent {", "message MessageSaid {");
    let report = json(&place, &["-C", "now", "breaking", "--against", "../was"]);
    let gone = report["diagnostics"].as_array().expect("a list").iter();
    let gone = gone.filter(|it| it["code"] == "MESSAGE_NO_DELETE").map(related);
    let words: Vec<String> = gone.flatten().collect();
    assert!(words.iter().any(|words| words.contains(" reads `chat.message.sent`")), "{words:?}");
}

#[test]
fn options_of_other_languages_concern_nobody_here() {
    let from = "package acme.auth.v1;";
    let place = changed(AUTH, from, "package acme.auth.v1;\noption ruby_package = \"Acme\";");
    let report = json(&place, &["-C", "now", "breaking", "--against", "../was"]);
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["code"], "FILE_SAME_RUBY_PACKAGE");
    assert!(related(finding).is_empty(), "{finding}");
}

#[test]
fn check_finds_the_same_when_asked() {
    let place = changed(AUTH, "  string display_name = 3;\n", "");
    place.run(&["-C", "now", "check"]).ends(0);
    let report = json(&place, &["-C", "now", "check", "--against", "../was"]);
    let errors: Vec<&Value> = report["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .collect();
    let [finding] = errors[..] else { panic!("{errors:#?}") };
    assert_eq!(finding["code"], "FIELD_NO_DELETE");
    assert!(!related(finding).is_empty());
}

#[test]
fn vendored_contracts_are_read_and_not_judged() {
    let place = changed(AUTH, "string email = 2;", "string email = 2;\n  a.v1.Note note = 9;");
    let text = place.read("now/topology.yaml");
    for (state, note) in [("was", NOTE.to_owned()), ("now", NOTE.replace("string id", "bytes id"))]
    {
        let roots = "protos: [proto, {root: vendor, vendored: true}]\n";
        place.write(&format!("{state}/topology.yaml"), format!("{text}{roots}"));
        place.write(&format!("{state}/vendor/a/v1/note.proto"), note);
    }
    let file = format!("now/{AUTH}");
    let text = place.read(&file);
    let import = "import \"a/v1/note.proto\";\nimport \"google/protobuf/timestamp.proto\";";
    place.write(&file, text.replace("import \"google/protobuf/timestamp.proto\";", import));
    let ran = place.run(&["-C", "now", "breaking", "--against", "../was"]).ends(0);
    assert_eq!(ran.stdout, "");
}

#[test]
fn any_protos_can_be_compared() {
    let place = notes(NOTE, &NOTE.replace("string id", "bytes id"));
    let line = "now/a/v1/note.proto:4:3:Field \"1\" with name \"id\" on message \"Note\" changed type from \"string\" to \"bytes\".\n";
    let arguments = ["breaking", "-I", "./now/", "--against", "was", "--format", "buf"];
    let ran = place.run(&arguments).ends(1);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (line, ""));
    let ran = place.run(&["-C", "now", "breaking", "-I", ".", "--against", "../was"]).ends(1);
    let begin = "error[FIELD_SAME_TYPE breaking-change]: field `1` with name `id` on message `Note` changed type from `string` to `bytes`\n --> a/v1/note.proto:4:3\n";
    assert!(ran.stdout.starts_with(begin), "{}", ran.stdout);
    assert_eq!(ran.stderr, "1 breaking change since ../was\n");
    let whole = format!("{}/now", place.path().display());
    let ran = place.run(&["breaking", "-I", &whole, "--against", "was", "--format", "buf"]).ends(1);
    assert_eq!(ran.stdout, line.replace("now/", "HERE/now/"));
    for format in ["json", "sarif", "github"] {
        let ran = place.run(&["breaking", "-I", "now", "--against", "was", "--format", format]);
        assert!(ran.ends(1).stdout.contains("FIELD_SAME_TYPE"), "{format}");
    }
}

#[test]
fn files_and_folders_narrow_what_is_compared() {
    let place = notes(NOTE, &NOTE.replace("string id", "bytes id"));
    for state in ["was", "now"] {
        let text = "syntax = \"proto3\";\npackage b.v1;\nmessage B {}\n";
        place.write(&format!("{state}/b/v1/b.proto"), text);
    }
    let run = |file: &str| place.run(&["breaking", "-I", "now", "--against", "was", file]);
    for file in ["a/v1/note.proto", "now/a/v1/note.proto", "./now/a", "now"] {
        run(file).ends(1);
    }
    for file in ["b/v1/b.proto", "now/b"] {
        run(file).ends(0);
    }
    run("c.proto")
        .fails("error: there is no proto `c.proto` in the roots, neither now nor at was\n");
}

#[test]
fn a_deleted_file_is_a_change_of_the_whole() {
    let place = notes(NOTE, NOTE);
    place.write("was/a/v1/more.proto", "syntax = \"proto3\";\npackage a.v1;\nmessage More {}\n");
    let ran = place.run(&["breaking", "-I", "now", "--against", "was", "--format", "buf"]).ends(1);
    let line = "<input>:1:1:Previously present file \"a/v1/more.proto\" was deleted.\n";
    assert_eq!(ran.stdout, line);
}

#[test]
fn a_buf_yaml_says_which_rules_hold_and_where() {
    let place = notes(NOTE, &NOTE.replace("string id = 1", "string name = 1"));
    let run = || place.run(&["breaking", "-I", "now", "--against", "was"]);
    run().ends(1);
    for (text, status) in [
        ("version: v1\nbreaking: {use: [WIRE]}\n", 0),
        ("version: v1\nbreaking: {use: [WIRE_JSON]}\n", 1),
        ("version: v1\nbreaking: {use: [FIELD_SAME_LABEL, FIELD_SAME_CTYPE]}\n", 0),
        ("version: v1\nbreaking: {ignore: [a]}\n", 0),
        ("version: v2\nbreaking: {ignore: [b]}\n", 1),
        ("version: v2\nbreaking: {except: [FIELD_SAME_NAME, FIELD_SAME_JSON_NAME]}\n", 0),
        ("version: v2\nbreaking: {ignore_only: {FILE: [a/v1/note.proto]}}\n", 0),
        // It was not excluded then, so that it is gone now.
        ("version: v1\nbuild: {excludes: [a]}\n", 1),
    ] {
        place.write("now/buf.yaml", text);
        assert_eq!(run().status, Some(status), "{text}");
    }
    place.write("was/buf.yaml", place.read("now/buf.yaml"));
    run().ends(0);
}

#[test]
fn a_buf_yaml_with_faults_is_a_finding() {
    let place = notes(NOTE, &NOTE.replace("string id", "bytes id"));
    for (text, said) in [
        ("version: v2\nbreaking: {use: [FIELD_NO_DELET]}\n", "hint: write `FIELD_NO_DELETE`"),
        (
            "version: v2\nbreaking: {use: [FIELD_SAME_LABEL]}\n",
            "there is no rule or category `FIELD_SAME_LABEL`",
        ),
        ("version: v7\n", "only v1 and v2 are read"),
    ] {
        place.write("now/buf.yaml", text);
        let ran = place.run(&["breaking", "-I", "now", "--against", "was"]).ends(1);
        assert!(ran.stdout.starts_with("error[D10 invalid-buf-yaml]: "), "{}", ran.stdout);
        assert!(ran.stdout.contains(said), "{}", ran.stdout);
        let nothing = "nothing was compared with was: mend the errors above first\n";
        assert_eq!(ran.stderr, nothing);
    }
}

#[test]
fn a_rule_that_there_is_not_is_shown_in_the_section_that_names_it() {
    let place = notes(NOTE, NOTE);
    for (text, at) in [
        ("version: v1\nlint: {use: [FILE_]}\nbreaking: {use: [FILE_]}\n", "3:18"),
        (
            "version: v1\nbreaking:\n  # not the lint: of FILE\n  use: [FILE_]\nlint:\n  use: [FILE_]\n",
            "4:9",
        ),
        ("{version: v1, \"lint\": {use: [FILE_]}, \"breaking\": {use: [FILE_]}}\n", "1:58"),
    ] {
        place.write("now/buf.yaml", text);
        let ran = place.run(&["breaking", "-I", "now", "--against", "was"]).ends(1);
        assert!(ran.stdout.contains(&format!(" --> now/buf.yaml:{at}\n")), "{}", ran.stdout);
    }
    for module in ["a", "b"] {
        place.write(&format!("{module}/note.proto"), NOTE.replace("a.v1", &format!("{module}.v1")));
    }
    let section = "lint: {use: [FILE_]}, breaking: {use: [FILE_]}";
    place.write(
        "buf.yaml",
        format!("version: v2\nmodules:\n  - {{path: a, {section}}}\n  - {{path: b, {section}}}\n"),
    );
    let ran = place.run(&["breaking", "--against", "."]).ends(1);
    for line in [3, 4] {
        assert!(ran.stdout.contains(&format!(" --> buf.yaml:{line}:54\n")), "{}", ran.stdout);
    }
}

#[test]
fn what_is_broken_now_is_a_finding_and_what_was_broken_then_a_warning() {
    let place = notes(NOTE, "syntax = \"proto3\";\nmessage {\n");
    let ran = place.run(&["breaking", "-I", "now", "--against", "was"]).ends(1);
    assert!(ran.stdout.starts_with("error[D01 invalid-proto]: "), "{}", ran.stdout);
    let ran = place.run(&["breaking", "-I", "was", "--against", "now"]).ends(0);
    assert!(ran.stdout.starts_with("warning[D01 invalid-proto]: "), "{}", ran.stdout);
    assert!(ran.stdout.contains(" --> now/was/a/v1/note.proto:2:9\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("it was like that before"), "{}", ran.stdout);
}

#[test]
fn without_protos_it_says_how_to_name_some() {
    let place = notes(NOTE, NOTE);
    let ran = place.run(&["breaking", "--against", "was"]).ends(2);
    assert!(ran.stderr.starts_with("error: cannot tell which protos: "), "{}", ran.stderr);
    place
        .run(&["breaking", "-I", "nowhere", "--against", "was"])
        .fails("error: there is no proto below `nowhere`\n");
    place.run(&["breaking", "-I", "now"]).ends(2);
}

#[test]
fn modules_of_a_buf_yaml_are_judged_as_buf_does() {
    let place = Place::empty();
    let yaml = "version: v2\nmodules:\n  - path: api\n    breaking: {use: [PACKAGE], ignore: [api/old]}\n  - path: more\nbreaking: {use: [FILE]}\n";
    for (state, id, gone) in [("was", "string", "message Gone {}\n"), ("now", "bytes", "")] {
        place.write(&format!("{state}/buf.yaml"), yaml);
        for (path, package) in [("api/a/v1/a.proto", "a.v1"), ("api/old/o.proto", "old")] {
            let text = format!(
                "syntax = \"proto3\";\npackage {package};\nmessage Note {{\n  {id} id = 1;\n}}\n{gone}"
            );
            place.write(&format!("{state}/{path}"), text);
        }
        let text = format!(
            "syntax = \"proto3\";\npackage b.v1;\nimport \"a/v1/a.proto\";\nmessage B {{\n  a.v1.Note note = 1;\n  {id} id = 2;\n}}\n{gone}"
        );
        place.write(&format!("{state}/more/b/v1/b.proto"), text);
    }
    let arguments = ["-C", "now", "breaking", "--against", "../was", "--format", "buf"];
    let ours = place.run(&arguments).ends(1).stdout;
    assert!(ours.contains("more/b/v1/b.proto:6:3:"), "{ours}");
    assert!(ours.contains("\"Gone\" was deleted from package \"a.v1\""), "{ours}");
    assert!(!ours.contains("api/old"), "{ours}");
    let Some(buf) = buf_or_note("breaking of modules against buf") else { return };
    let theirs = buf.lines(&place.path().join("now"), &["breaking", ".", "--against", "../was"]);
    assert_same("modules", &sorted(&ours), &theirs);
}

#[test]
fn a_module_that_moved_is_compared_with_what_it_was() {
    let place = Place::empty();
    let note =
        |package: &str| format!("syntax = \"proto3\";\npackage {package};\nmessage Note {{}}\n");
    let modules =
        |second: &str| format!("version: v2\nmodules: [{{path: one}}, {{path: {second}}}]\n");
    place.write("was/buf.yaml", modules("two"));
    place.write("was/one/a.proto", note("a"));
    place.write("was/two/b.proto", note("b"));
    place.write("now/buf.yaml", modules("zwei"));
    place.write("now/one/b.proto", note("b"));
    place.write("now/zwei/a.proto", note("a"));
    let ran =
        place.run(&["-C", "now", "breaking", "--against", "../was", "--format", "buf"]).ends(1);
    assert_eq!(ran.stderr, "note: `zwei` is compared with what was `two`\n");
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    let Some(buf) = buf_or_note("breaking of a module that moved against buf") else { return };
    let theirs = buf.lines(&place.path().join("now"), &["breaking", ".", "--against", "../was"]);
    assert_same("modules", &sorted(&ran.stdout), &theirs);
}

#[test]
fn a_workspace_of_the_first_edition_is_compared_as_buf_does() {
    let place = Place::empty();
    for (state, kind) in [("was", "string"), ("now", "bytes")] {
        place.write(&format!("{state}/buf.work.yaml"), "version: v1\ndirectories: [one, two]\n");
        place.write(&format!("{state}/two/buf.yaml"), "version: v1\nbreaking: {use: [WIRE]}\n");
        for (module, package) in [("one", "a"), ("two", "b")] {
            let text = format!(
                "syntax = \"proto3\";\npackage {package};\nmessage Note {{ {kind} {kind}_id = 1; }}\n"
            );
            place.write(&format!("{state}/{module}/{package}.proto"), text);
        }
    }
    let arguments = ["-C", "now", "breaking", "--against", "../was", "--format", "buf"];
    let ours = place.run(&arguments).ends(1).stdout;
    assert!(ours.contains("one/a.proto:3:") && !ours.contains("two/b.proto:3:29"), "{ours}");
    let Some(buf) = buf_or_note("breaking of a workspace of the first edition against buf") else {
        return;
    };
    let theirs = buf.lines(&place.path().join("now"), &["breaking", ".", "--against", "../was"]);
    assert_same("a workspace", &sorted(&ours), &theirs);
}

#[test]
fn a_past_whose_rules_cannot_be_read_is_not_compared() {
    let place = notes(NOTE, NOTE);
    for text in [b"\xff".as_slice(), b"version: [".as_slice()] {
        place.write("was/buf.yaml", text);
        let ran = place.run(&["-C", "now", "breaking", "-I", ".", "--against", "../was"]).ends(2);
        assert!(ran.stderr.contains("nobody can tell what counted at ../was"), "{}", ran.stderr);
    }
}

#[test]
fn rules_that_cannot_be_read_are_told_once() {
    let place = changed(AUTH, "message Session {", "// As ever.\nmessage Session {");
    place.write("now/buf.yaml", b"\xff");
    let ran = place.run(&["-C", "now", "check", "--against", "../was"]).ends(1);
    assert_eq!(ran.stdout.matches("error[D10").count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("--> buf.yaml:1:1"), "{}", ran.stdout);
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    let ran = place.run(&[arguments, &["--format", "json"]].concat()).ends(1);
    serde_json::from_str(&ran.stdout).expect("it is JSON")
}

fn related(finding: &Value) -> Vec<String> {
    let words = |related: &Value| related["message"].as_str().expect("a text").to_owned();
    finding["related"].as_array().expect("a list").iter().map(words).collect()
}
