//! `--against REV`: contracts as they were at a commit.
#![cfg(unix)]

use crate::place::Place;

const WAS: &str = "syntax = \"proto3\";\npackage a.v1;\nmessage Note {\n  string id = 1;\n}\n";
const SET_UP: &str = "set -e; export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b; ";

/// A repository with one commit, on the branch `main`.
fn repository() -> Place {
    let place = Place::empty();
    place.write("r/proto/a/v1/note.proto", WAS);
    place.write("r/proto/notes.txt", "no proto\n");
    git(&place, "git init -q -b main r && cd r && git add . && git commit -qm one");
    place
}

fn git(place: &Place, line: &str) {
    place.bash(&format!("{SET_UP}{line}")).ends(0);
}

fn against(place: &Place, folder: &str, revision: &str) -> crate::place::Ran {
    place.run(&["-C", folder, "breaking", "-I", "proto", "--against", revision])
}

#[test]
fn the_earlier_state_is_where_the_branch_began() {
    let place = repository();
    git(&place, "cd r && git checkout -qb feature && git commit -qm two --allow-empty");
    // What the others did in the meantime is no change of ours.
    git(
        &place,
        "cd r && git checkout -q main && echo 'message Theirs {}' >> proto/a/v1/note.proto && git commit -qam three && git checkout -q feature",
    );
    let ran = against(&place, "r", "main").ends(0);
    assert!(ran.stderr.starts_with("no breaking change since main ("), "{}", ran.stderr);
    place.write("r/proto/a/v1/note.proto", WAS.replace("string id", "bytes id"));
    let ran = against(&place, "r", "main").ends(1);
    assert!(ran.stdout.starts_with("error[FIELD_SAME_TYPE breaking-change]: "), "{}", ran.stdout);
    assert!(ran.stdout.contains(" --> proto/a/v1/note.proto:4:3\n"), "{}", ran.stdout);
    against(&place, "r", "refs/heads/main").ends(1);
    let ran = place.run(&["-C", "r/proto", "breaking", "-I", ".", "--against", "HEAD~1"]);
    assert!(ran.ends(1).stdout.contains(" --> a/v1/note.proto:4:3\n"));
    let state = "cd r && git status --porcelain && git stash list && git worktree list | wc -l";
    let left = place.bash(&format!("{SET_UP}{state}")).ends(0).stdout;
    assert_eq!(left, " M proto/a/v1/note.proto\n1\n", "only the reader's own change is there");
}

#[test]
fn a_project_in_a_repository_finds_its_topology_of_then() {
    let place = Place::empty();
    for (name, file) in scaffold::blueprint::starter("tiny").expect("there is such a starter") {
        place.write(&format!("r/systems/tiny/{name}"), &file.bytes);
    }
    git(&place, "git init -q -b main r && cd r && git add . && git commit -qm one");
    git(
        &place,
        "cd r/systems/tiny && git mv proto contracts && echo 'protos: [contracts]' >> topology.yaml",
    );
    let run = || place.run(&["-C", "r/systems/tiny", "breaking", "--against", "main"]);
    let ran = run().ends(0);
    let note = "note: `contracts` is compared with what was `proto`\n";
    assert!(ran.stderr.contains(note), "{}", ran.stderr);
    let file = "r/systems/tiny/contracts/hello/v1/greeter.proto";
    place.write(file, place.read(file).replace("rpc SayHello", "rpc SayHi"));
    let ran = run().ends(1);
    assert!(
        ran.stdout.contains("`SayHello` on service `GreeterService` was deleted"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("calls `greeter.SayHello`"), "{}", ran.stdout);
}

#[test]
fn what_is_no_revision_is_named() {
    let place = repository();
    against(&place, "r", "nowhere").fails(
        "error: there is no folder and no revision `nowhere`; `git fetch` brings the branches of the others, as `origin/NAME`\n",
    );
    place
        .run(&["-C", "r", "breaking", "-I", "proto", "--against=--all"])
        .fails("error: `--all` is no revision: none begins with `-`\n");
    place.write("r/main/x", "");
    against(&place, "r", "main")
        .fails("error: `main` is a folder and a revision; write `./main` or `refs/heads/main`\n");
    against(&place, "r", "refs/heads/main").ends(0);
    place.write("alone/proto/a/v1/note.proto", WAS);
    let ran = against(&place, "alone", "main").ends(2);
    assert!(ran.stderr.contains("lies in no repository"), "{}", ran.stderr);
}

#[test]
fn a_repository_without_a_common_commit_has_no_earlier_state() {
    let place = repository();
    git(&place, "cd r && git checkout -q --orphan other && git commit -qm other");
    against(&place, "r", "main").fails(
        "error: `HEAD` and `main` have no commit in common; name a revision that this branch began at\n",
    );
    git(&place, "cd r && git checkout -q --orphan unborn");
    against(&place, "r", "main").fails(
        "error: the repository has no commit yet, so that `main` is no earlier state of it\n",
    );
}

#[test]
fn a_shallow_clone_says_that_it_is_one() {
    let place = repository();
    git(&place, "cd r && git checkout -qb feature && git commit -qm two --allow-empty");
    git(&place, "cd r && git checkout -q main && git commit -qm three --allow-empty");
    git(&place, "git clone -q --depth 1 --no-single-branch -b feature file://$PWD/r shallow");
    against(&place, "shallow", "origin/main").fails(
        "error: the clone is shallow and ends before `HEAD` and `origin/main` part; `git fetch --unshallow` brings all of it\n",
    );
    let ran = against(&place, "shallow", "HEAD~1").ends(2);
    assert!(ran.stderr.contains("the clone is shallow; `git fetch --unshallow`"), "{}", ran.stderr);
}

#[test]
fn submodules_are_read_at_their_commit_of_then() {
    let place = repository();
    git(
        &place,
        "git init -q -b main outer && cd outer && git -c protocol.file.allow=always submodule --quiet add ../r third/party && git commit -qm one",
    );
    git(&place, "cd outer/third/party && sed -i 's/string id/bytes id/' proto/a/v1/note.proto");
    let run = |root: &str| {
        place.run(&["-C", "outer", "breaking", "-I", root, "--against", "HEAD", "--format", "buf"])
    };
    for root in ["third/party/proto", "third/party"] {
        let ran = run(root).ends(1);
        assert!(ran.stdout.starts_with("third/party/proto/a/v1/note.proto:4:3:"), "{}", ran.stdout);
    }
    assert!(run("third").ends(1).stdout.contains("changed type"));
    git(&place, "cd outer/third/party && rm -rf .git && git init -q");
    let ran = run("third/party/proto").ends(2);
    assert!(ran.stderr.contains("`third/party` is a submodule, and its commit "), "{}", ran.stderr);
}

#[test]
fn a_root_that_was_not_there_is_new() {
    let place = repository();
    place.write("r/more/b/v1/b.proto", "syntax = \"proto3\";\npackage b.v1;\nmessage B {}\n");
    let ran = place
        .run(&["-C", "r", "breaking", "-I", "proto", "-I", "more", "--against", "main"])
        .ends(0);
    assert!(
        ran.stderr.contains("note: there was no proto below `more` at main ("),
        "{}",
        ran.stderr
    );
    let ran = place.run(&["-C", "r", "breaking", "-I", "../r2", "--against", "main"]).ends(2);
    assert!(ran.stderr.contains("no proto below `../r2`"), "{}", ran.stderr);
    place.write("r2/c.proto", WAS);
    place
        .run(&["-C", "r", "breaking", "-I", "../r2", "--against", "main"])
        .fails("error: `../r2` lies outside of the repository, and has no state at `main`\n");
}

#[test]
fn a_root_that_was_something_else_is_an_error() {
    let place = repository();
    place.write("r/file/a.proto", WAS);
    git(
        &place,
        "cd r && mv file kept && touch file && ln -s proto link && git add file link && git commit -qm two && rm file link && mv kept file && cp -r file link",
    );
    let run =
        |root: &str| place.run(&["-C", "r", "breaking", "-I", root, "--against", "HEAD"]).ends(2);
    assert!(run("file").stderr.contains("is a file, not a folder"));
    assert!(run("link").stderr.contains("is a link, and links are not followed"));
}

#[test]
fn a_hook_of_git_finds_the_repository_by_its_folder() {
    let place = repository();
    let mut command = place.command(&["-C", "r", "breaking", "-I", "proto", "--against", "main"]);
    let ran = command.env("GIT_DIR", "/nowhere").env("GIT_INDEX_FILE", "/nowhere").output();
    place.finished(&ran.expect("it starts")).ends(0);
}
