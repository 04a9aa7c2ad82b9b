//! `scaffold generate`: what it writes, what it leaves, and what it leaves behind when it cannot write.

use std::fs;
use std::process::Command;

use crate::place::Place;

const APP: &str = "services/web/src/hello_web/bootstrap.py";

#[test]
fn looking_writes_nothing() {
    let place = Place::starter("tiny");
    let before = place.files();
    let plan = place.run(&["generate", "--dry-run"]).ends(0);
    assert!(plan.stdout.lines().all(|line| line.starts_with("+ ")), "{}", plan.stdout);
    assert!(plan.stderr.ends_with("files to create, 0 files up to date\n"), "{}", plan.stderr);
    place.run(&["generate", "--diff"]).ends(0);
    place.run(&["generate", "--check"]).ends(1);
    assert_eq!(place.files(), before);
}

#[test]
fn check_is_about_drift() {
    let place = Place::generated("tiny");
    assert_eq!(place.run(&["generate", "--check"]).ends(0).stdout, "");
    place.run(&["stubs", "--check"]).ends(0);
    place.run(&["spec", "--check"]).ends(0);
    let text = place.read("topology.yaml").replace("1s", "2s");
    place.write("topology.yaml", text);
    let ran = place.run(&["generate", "--check"]).ends(1);
    assert!(ran.stdout.contains("~ "), "{}", ran.stdout);
    place.run(&["generate"]).ends(0);
    place.run(&["generate", "--check"]).ends(0);
}

#[test]
fn a_patch_does_what_a_run_does() {
    let place = Place::starter("tiny");
    applied(&place);
    assert_eq!(place.run(&["generate", "--check"]).ends(0).stdout, "");
    place.run(&["generate"]).ends(0);
    let text = place.read("topology.yaml").replace("1s", "2s").replace("web:", "door:");
    place.write("topology.yaml", text);
    applied(&place);
    place.run(&["generate", "--check"]).ends(0);
}

/// What `--diff` prints is applied by git.
fn applied(place: &Place) {
    let patch = place.run(&["generate", "--diff"]).ends(0).stdout;
    place.write("patch", &patch);
    for arguments in [&["init", "--quiet"][..], &["apply", "--check", "patch"], &["apply", "patch"]]
    {
        let git = Command::new("git").args(arguments).current_dir(place.path()).output();
        let output = git.expect("git starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    fs::remove_file(place.path().join("patch")).expect("it is there");
}

#[test]
fn strict_stops_at_warnings() {
    let place = Place::doubtful();
    let before = place.files();
    let ran = place.run(&["generate", "--strict"]).ends(1);
    assert!(ran.stderr.ends_with("nothing was written: mend the errors above first\n"));
    assert_eq!(place.files(), before);
    place.run(&["generate"]).ends(0);
}

#[test]
fn what_cannot_be_resolved_writes_nothing() {
    let place = Place::starter("tiny");
    place.write("topology.yaml", place.read("topology.yaml").replace("SayHello", "SayGoodbye"));
    let before = place.files();
    let ran = place.run(&["generate"]).ends(1);
    assert!(ran.stderr.ends_with("nothing was written: mend the errors above first\n"));
    assert_eq!(place.files(), before);
}

#[test]
fn the_file_of_somebody_else_is_left() {
    let place = Place::starter("tiny");
    place.write("README.md", "mine\n");
    let plan = place.run(&["generate", "--dry-run"]).ends(1);
    assert!(plan.stderr.contains("\n1 file to leave as it is (`!` above)"), "{}", plan.stderr);
    let ran = place.run(&["generate"]).ends(1);
    assert!(ran.stdout.contains("! README.md: scaffold did not write it\n"), "{}", ran.stdout);
    assert!(ran.stderr.ends_with(
        "\n1 file left as it is (`!` above); what scaffold would write is in `.scaffold/conflicts`\n\
         to take scaffold's text for such a file, delete yours and run this again\n"
    ));
    assert_eq!(place.read("README.md"), "mine\n");
    assert!(place.read(".scaffold/conflicts/README.md").contains("hello"));
    fs::remove_file(place.path().join("README.md")).expect("it is there");
    place.run(&["generate"]).ends(0);
    assert!(place.read("README.md").contains("hello"));
}

#[test]
fn an_edited_file_is_left_and_is_no_part_of_the_patch() {
    let place = Place::generated("tiny");
    let edited = format!("{}# mine\n", place.read(APP));
    place.write(APP, &edited);
    let text = place.read("topology.yaml").replace("web:", "door:");
    place.write("topology.yaml", text);
    let patch = place.run(&["generate", "--diff"]).ends(1);
    assert!(!patch.stdout.contains(APP), "{}", patch.stdout);
    assert!(patch.stderr.contains(&format!("! {APP}: ")), "{}", patch.stderr);
    place.run(&["generate"]).ends(1);
    assert_eq!(place.read(APP), edited);
}

#[test]
fn a_file_where_a_folder_is_to_be_is_left() {
    let place = Place::starter("tiny");
    place.write("libs", "mine\n");
    let ran = place.run(&["generate"]).ends(1);
    assert!(ran.stdout.contains("! libs/runtime/pyproject.toml: `libs` is a file\n"));
    assert_eq!(place.read("libs"), "mine\n");
}

#[test]
fn a_file_where_the_stage_is_to_be_ends_with_2() {
    let place = Place::starter("tiny");
    place.write(".scaffold", "mine\n");
    let before = place.files();
    let ran = place.run(&["generate"]).ends(2);
    assert!(ran.stderr.contains("`./.scaffold`") || ran.stderr.contains("`HERE/.scaffold`"));
    assert_eq!(place.files(), before);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_ends_with_2() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::starter("tiny");
    let mut command = place.command_of_anybody(&["generate"]);
    let mode = |mode| fs::set_permissions(place.path(), fs::Permissions::from_mode(mode));
    mode(0o555).expect("it is ours");
    let before = place.files();
    let ran = place.finished(&command.output().expect("the binary starts")).ends(2);
    assert!(ran.stderr.contains("Permission denied"), "{}", ran.stderr);
    assert_eq!(place.files(), before);
    mode(0o755).expect("it is ours");
}

#[cfg(unix)]
#[test]
fn without_space_nothing_is_half_written() {
    let place = Place::starter("tiny");
    let before = place.files();
    // A write that the limit forbids fails as one on a full disk does.
    let ran = place.bash("trap '' XFSZ; ulimit -f 4; exec \"$SCAFFOLD\" generate").ends(2);
    assert!(ran.stderr.contains("error: nothing was changed\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("caused by: cannot write `"), "{}", ran.stderr);
    let written = place.files().into_iter().filter(|path| !path.starts_with(".scaffold"));
    assert_eq!(written.collect::<Vec<_>>(), before);
    assert!(!place.path().join(".scaffold/txn").exists());
    place.run(&["generate"]).ends(0);
}
