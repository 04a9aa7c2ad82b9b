//! `scaffold new`: a whole project, or nothing.

use std::fs;

use crate::place::Place;

const TINY: [&str; 5] = ["new", "demo", "--from", "tiny", "--defaults"];

#[test]
fn a_starter_becomes_a_project_that_is_up_to_date() {
    let place = Place::empty();
    let ran = place.run(&TINY).ends(0);
    assert!(ran.stderr.contains("uv sync --all-packages"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    assert!(place.path().join("demo/.git").is_dir());
    assert_eq!(place.run(&["-C", "demo", "generate", "--check"]).ends(0).stdout, "");
    place.run(&["new", "plain", "--from", "tiny", "--defaults", "--no-git"]).ends(0);
    assert!(!place.path().join("plain/.git").exists());
}

#[test]
fn an_empty_folder_is_taken() {
    let place = Place::empty();
    fs::create_dir(place.path().join("demo")).expect("folders can be made");
    place.run(&TINY).ends(0);
    assert!(place.path().join("demo/topology.yaml").is_file());
}

#[test]
fn what_stands_in_the_way_is_left() {
    let place = Place::empty();
    place.write("demo/mine.txt", "mine\n");
    let before = place.files();
    place.run(&TINY).fails(
        "error: `./demo` is there already, and not empty; name another folder, or run `scaffold generate` in it\n",
    );
    assert_eq!(place.files(), before);
    let place = Place::empty();
    place.write("demo", "mine\n");
    place.run(&TINY).fails("error: `./demo` is there already, and is no folder\n");
    assert_eq!(place.read("demo"), "mine\n");
}

#[test]
fn the_folder_above_must_be_there() {
    let place = Place::empty();
    place.write("file", "mine\n");
    for folder in ["missing", "file"] {
        place.run(&["new", &format!("{folder}/demo"), "--from", "tiny", "--defaults"]).fails(
            &format!("error: `HERE/{folder}` is no folder, so that nothing can be made in it\n"),
        );
    }
    assert_eq!(place.files().len(), 1);
}

#[test]
fn what_cannot_be_is_named() {
    let place = Place::empty();
    for (arguments, words) in [
        (
            &["--from", "nonsense", "--defaults"] as &[&str],
            "error: there is no starter or folder `nonsense`; starters are ai-chat, tiny\n",
        ),
        (
            &["--from", "tinny", "--defaults"],
            "error: there is no starter or folder `tinny`; did you mean `tiny`?\n",
        ),
        (&["--from", "tiny", "--set", "services=a"], "only `system` can be set"),
        (&["--set", "system"], "`system` is not KEY=VALUE"),
        (&["--answers", "absent.yaml"], "cannot read `./absent.yaml`"),
        (&["--defaults", "--set", "system=import"], "is a word that Python reserves"),
    ] {
        let ran = place.run(&[&["new", "demo"], arguments].concat()).ends(2);
        assert!(ran.stderr.contains(words), "{arguments:?} said\n{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
    assert!(place.files().is_empty());
}

#[test]
fn without_a_terminal_it_says_what_is_missing_and_nobody_waits() {
    let place = Place::empty();
    let ran = place.run(&["new"]).ends(2);
    for words in [
        "  --set 'system=NAME'",
        "  --set 'services=NAME, ..'",
        "error: this is no terminal to ask in",
    ] {
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
    assert_eq!(ran.stdout, "");
    assert!(place.files().is_empty());
}

#[cfg(unix)]
#[test]
fn without_space_there_is_no_project() {
    let place = Place::empty();
    let line = "trap '' XFSZ; ulimit -f 4; exec \"$SCAFFOLD\" new demo --from tiny --defaults";
    let ran = place.bash(line).ends(2);
    assert!(ran.stderr.contains("error: cannot write `"), "{}", ran.stderr);
    assert!(place.files().is_empty(), "{:?}", place.files());
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_a_whole_project_or_none() {
    use std::{thread, time::Duration};
    for wait in [5, 20, 60, 120, 250] {
        let place = Place::empty();
        let mut command =
            place.command(&["new", "demo", "--from", "tiny", "--defaults", "--no-git"]);
        let mut child = command.stderr(std::process::Stdio::null()).spawn().expect("it starts");
        thread::sleep(Duration::from_millis(wait));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if place.path().join("demo").exists() {
            place.run(&["-C", "demo", "generate", "--check"]).ends(0);
        } else {
            place.run(&TINY).ends(0);
        }
        place.run(&["new", "other", "--from", "tiny", "--defaults", "--no-git"]).ends(0);
        let mut left = place.files();
        left.retain(|path| path.components().count() == 1);
        assert_eq!(
            left,
            ["demo", "other"].map(std::path::PathBuf::from),
            "drafts are cleared away"
        );
    }
}

#[cfg(unix)]
#[test]
fn only_drafts_of_the_dead_are_cleared_away() {
    let place = Place::empty();
    place.write(".scaffold-new-dead/topology.yaml", "");
    place.write(".scaffold-new-alive/topology.yaml", "");
    place.write(".scaffold-new-file", "mine\n");
    let alive = place.path().join(".scaffold-new-alive");
    let _lock =
        fs::File::open(&alive).and_then(|file| file.lock().map(|()| file)).expect("it is ours");
    place.run(&TINY).ends(0);
    assert!(alive.is_dir());
    assert!(!place.path().join(".scaffold-new-dead").exists());
    assert_eq!(place.read(".scaffold-new-file"), "mine\n");
}

#[test]
fn a_folder_is_a_starter_too() {
    let place = Place::generated("tiny");
    place.run(&["new", "again", "--from", ".", "--defaults", "--no-git"]).ends(0);
    for name in ["topology.yaml", "proto/hello/v1/greeter.proto", "tasks/prd-hello/_prd.md"] {
        assert_eq!(place.read(&format!("again/{name}")), place.read(name), "{name}");
    }
    place.run(&["-C", "again", "generate", "--check"]).ends(0);
}

#[test]
fn a_folder_to_start_from_brings_all_that_people_wrote() {
    let place = Place::empty();
    let storefront = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/storefront/in");
    place.run(&["new", "shop", "--from", storefront, "--defaults", "--no-git"]).ends(0);
    place.run(&["-C", "shop", "generate", "--check"]).ends(0);
    let rules = "version: v2\nlint: {use: [MINIMAL]}\n";
    place.write("shop/buf.yaml", rules);
    place.run(&["new", "other", "--from", "shop", "--defaults", "--no-git"]).ends(0);
    assert_eq!(place.read("other/buf.yaml"), rules);
    place.run(&["-C", "other", "generate", "--check"]).ends(0);
}
