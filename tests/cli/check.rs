//! `scaffold check`: findings are 1, what cannot be read is 2.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::golden;
use crate::place::Place;

#[test]
fn a_sound_system_has_no_findings() {
    let ran = Place::starter("tiny").run(&["check"]).ends(0);
    assert_eq!(ran.stdout, "");
    assert_eq!(ran.stderr, "no findings in 2 services and 1 RPC\n");
}

#[test]
fn faults_are_findings() {
    let place = Place::starter("tiny");
    let text = place.read("topology.yaml").replace("greeter.SayHello", "greeter.SayHelo");
    place.write("topology.yaml", text);
    let ran = place.run(&["check"]).ends(1);
    golden("check-faulty", &format!("{}{}", ran.stdout, ran.stderr));
}

#[test]
fn a_broken_topology_is_a_finding() {
    let place = Place::empty();
    place.write("topology.yaml", "system: [\n");
    let ran = place.run(&["check"]).ends(1);
    golden("check-broken", &format!("{}{}", ran.stdout, ran.stderr));
}

#[test]
fn an_import_root_that_cannot_be_read_is_a_finding() {
    let place = Place::starter("tiny");
    let text = place.read("topology.yaml");
    place.write("topology.yaml", format!("{text}protos: [porto, ../proto, topology.yaml]\n"));
    let ran = place.run(&["check"]).ends(1);
    let said = ["no folder `porto`", "`../proto` leaves the project", "`topology.yaml` is a file"];
    for (root, said) in ["porto", "../proto", "topology.yaml"].into_iter().zip(said) {
        let frame = ran.stdout.split("\n\n").find(|frame| frame.contains(said));
        let frame = frame.unwrap_or_else(|| panic!("`{said}` is missing in {}", ran.stdout));
        assert!(frame.starts_with("error[D09 unreadable-root]: "), "{frame}");
        assert!(frame.contains(&"^".repeat(root.len())), "{frame}");
    }
}

#[test]
fn warnings_are_errors_when_strict() {
    let place = Place::doubtful();
    let ran = place.run(&["check"]).ends(0);
    assert!(ran.stdout.starts_with("warning[C03 orphan-contract]: "), "{}", ran.stdout);
    let ran = place.run(&["check", "--strict"]).ends(1);
    assert!(ran.stdout.starts_with("error[C03 orphan-contract]: "), "{}", ran.stdout);
}

#[test]
fn what_cannot_be_decided_is_shown_when_asked_for() {
    let place = Place::starter("tiny");
    let text = place.read("topology.yaml").replace("defaults: {timeout: 1s}\n", "");
    place.write("topology.yaml", text);
    let (some, all) = (place.run(&["check"]).ends(0), place.run(&["check", "--all"]).ends(0));
    assert_eq!(some.stdout, "");
    assert!(all.stdout.starts_with("note[T01 call-without-timeout]: "), "{}", all.stdout);
    assert!(all.stdout.contains(" (not decidable)\n"), "{}", all.stdout);
    assert_eq!(all.stderr, some.stderr);
}

#[test]
fn without_a_topology_it_says_how_to_get_one() {
    let place = Place::empty();
    for command in ["check", "generate", "spec", "stubs", "up"] {
        place.run(&[command]).fails(
            "error: there is no `topology.yaml` in `HERE` or above it; `scaffold new` makes one, `-f FILE` names another\n",
        );
    }
}

#[test]
fn what_cannot_be_read_is_no_finding() {
    let place = Place::empty();
    place.write("topology.yaml", b"system: \xff\n");
    place
        .run(&["check"])
        .fails("error: `HERE/topology.yaml` is not UTF-8: byte 9 is not part of any character\n");
    place.write("topology.yaml", "a".repeat(4 * 1024 * 1024 + 1));
    place.run(&["check"]).fails("error: `HERE/topology.yaml` is larger than 4 MiB\n");
    fs::remove_file(place.path().join("topology.yaml")).expect("it is there");
    fs::create_dir(place.path().join("topology.yaml")).expect("folders can be made");
    place.run(&["check"]).fails("error: `HERE/topology.yaml` is a folder, not a file\n");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_no_finding() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::starter("tiny");
    let file = place.path().join("topology.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("it is ours");
    let ran = place.command_of_anybody(&["check"]).output().expect("the binary starts");
    place.finished(&ran).fails(
        "error: cannot read `HERE/topology.yaml`\n  caused by: Permission denied (os error 13)\n",
    );
}

#[test]
fn directory_and_file_choose_the_topology() {
    let place = Place::empty();
    let starter = Place::starter("tiny");
    let folder = starter.path().to_str().expect("it is UTF-8");
    place.run(&["-C", folder, "check"]).ends(0);
    place.run(&["check", "-C", folder]).ends(0);
    place.run(&["check", "-f", &format!("{folder}/topology.yaml")]).ends(0);
    starter.run(&["-C", "proto/hello", "check"]).ends(0);
    starter.write("other.yml", starter.read("topology.yaml"));
    starter.run(&["-f", "other.yml", "check"]).ends(0);
    starter
        .run(&["-C", "nowhere", "check"])
        .fails("error: there is no folder `nowhere` to work in, which `-C` names\n");
    starter.run(&["-f", "nowhere.yaml", "check"]).fails(
        "error: cannot read `./nowhere.yaml`\n  caused by: No such file or directory (os error 2)\n",
    );
}

#[test]
fn json_has_the_keys_that_programs_read() {
    let ran = Place::faulty().run(&["check", "--format", "json"]).ends(1);
    assert_eq!(ran.stderr, "");
    let report: Value = serde_json::from_str(&ran.stdout).expect("it is JSON");
    let mut errors = 0;
    for finding in report["diagnostics"].as_array().expect("a list") {
        for key in ["code", "severity", "message", "file", "outcome"] {
            assert!(finding[key].is_string(), "{key}: {finding}");
        }
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(finding[key].as_u64().is_some_and(|number| number > 0), "{key}: {finding}");
        }
        assert!(finding["hint"].is_string() || finding["hint"].is_null(), "{finding}");
        for related in finding["related"].as_array().expect("a list") {
            assert!(related["message"].is_string() && related["line"].is_u64(), "{related}");
        }
        assert!(!finding["file"].as_str().is_some_and(|file| file.starts_with('/')), "{finding}");
        let counts = finding["outcome"] == "violated" && finding["severity"] == "error";
        errors += usize::from(counts);
    }
    assert!(errors > 0);
    assert_eq!(report["summary"]["errors"], errors);
    for key in ["warnings", "infos"] {
        assert!(report["summary"][key].is_u64(), "{report}");
    }
}

#[test]
fn sarif_has_what_its_standard_requires() {
    let ran = Place::faulty().run(&["check", "--format", "sarif"]).ends(1);
    let log: Value = serde_json::from_str(&ran.stdout).expect("it is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "scaffold");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let results = run["results"].as_array().expect("a list");
    assert!(!results.is_empty());
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
        assert!(result["message"]["text"].is_string(), "{result}");
        let fails = result["kind"] == "fail";
        assert_eq!(result["level"] == "none", !fails, "only failures have a level: {result}");
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].is_string(), "{result}");
        assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line > 0), "{result}");
    }
}

#[test]
fn github_gets_one_command_a_line() {
    let ran = Place::faulty().run(&["check", "--format", "github"]).ends(1);
    for line in ran.stdout.lines() {
        let command = ["::error ", "::warning ", "::notice "];
        assert!(command.iter().any(|command| line.starts_with(command)), "{line}");
        assert!(line.contains("file=topology.yaml,line="), "{line}");
    }
    assert!(ran.stdout.contains("title=S01 shared-store::"), "{}", ran.stdout);
}

#[test]
fn colours_are_there_only_when_wanted() {
    let place = Place::faulty();
    let escape = '\x1b';
    assert!(!place.run(&["check"]).ends(1).stdout.contains(escape), "this is no terminal");
    assert!(place.run(&["check", "--color", "always"]).ends(1).stdout.contains(escape));
    assert!(!place.run(&["check", "--color", "never"]).ends(1).stdout.contains(escape));
}

#[cfg(unix)]
#[test]
fn no_color_holds_on_a_terminal_too() {
    let place = Place::faulty();
    let on_terminal = |before: &str| {
        place.bash(&format!("{before} script -qec '\"$SCAFFOLD\" check' /dev/null")).stdout
    };
    if !on_terminal("").contains('\x1b') {
        crate::support::python::note_not_run("NO_COLOR", "`script` gives no terminal here");
        return;
    }
    assert!(!on_terminal("NO_COLOR=1").contains('\x1b'));
    assert!(on_terminal("NO_COLOR=").contains('\x1b'), "an empty NO_COLOR says nothing");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let place = Place::faulty();
    for command in ["check", "check --format json", "schema", "explain S01", "--help"] {
        let (reader, writer) = std::io::pipe().expect("there are pipes");
        drop(reader);
        let mut command = place.command(&command.split(' ').collect::<Vec<_>>());
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().expect("it starts");
        let ran = place.finished(&child.wait_with_output().expect("it ends"));
        assert_eq!(ran.stderr, "", "{command:?}");
        assert!(matches!(ran.status, Some(0 | 1)), "{command:?}: {:?}", ran.status);
    }
}

#[test]
fn a_blueprint_that_is_not_there_is_a_finding() {
    let place = Place::starter("tiny");
    place.write("topology.yaml", format!("blueprint: rust\n{}", place.read("topology.yaml")));
    let ran = place.run(&["check"]).ends(1);
    assert!(ran.stdout.starts_with("error[Y09 unknown-name]: there is no blueprint `rust`\n"));
    assert!(ran.stdout.contains("topology.yaml:1:12"), "{}", ran.stdout);
    place.run(&["generate"]).ends(1);
}

#[test]
fn what_programs_read_cannot_command_a_terminal() {
    let place = Place::starter("tiny");
    let text =
        place.read("topology.yaml").replace("system: hello", "system: \"\u{202e}\u{e0041}\"");
    place.write("topology.yaml", text);
    for format in ["json", "sarif", "github"] {
        let ran = place.run(&["check", "--format", format]).ends(1);
        let hidden = |c: char| scaffold::diagnostic::is_unprintable(c) && c != '\n';
        assert!(!ran.stdout.contains(hidden), "{format}: {:?}", ran.stdout);
        assert!(ran.stdout.to_lowercase().contains("202e"), "{format}: {}", ran.stdout);
    }
    let report = place.run(&["check", "--format", "json"]).ends(1).stdout;
    let report: Value = serde_json::from_str(&report).expect("it is JSON");
    let messages = report["diagnostics"].as_array().expect("a list").iter();
    let says =
        |message: &Value| message["message"].as_str().is_some_and(|m| m.contains('\u{e0041}'));
    assert!(messages.into_iter().any(says), "programs read what was written: {report}");
}
