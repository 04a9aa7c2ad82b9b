//! The commands that make or use one part: `stubs`, `spec`, `up`.

use crate::place::Place;

#[test]
fn stubs_writes_the_stubs_alone() {
    let place = Place::starter("tiny");
    place.run(&["stubs", "--check"]).ends(1);
    let ran = place.run(&["stubs"]).ends(0);
    let folder = "+ libs/contracts/src/hello_contracts/";
    assert!(ran.stdout.lines().all(|line| line.starts_with(folder)), "{}", ran.stdout);
    place.run(&["stubs", "--check"]).ends(0);
    place.run(&["generate"]).ends(0);
    assert_eq!(place.run(&["stubs"]).ends(0).stdout, "");
}

#[test]
fn the_specification_is_printed_or_written() {
    let place = Place::starter("tiny");
    let before = place.files();
    let printed = place.run(&["spec", "--stdout"]).ends(0).stdout;
    assert_eq!(place.files(), before);
    place.run(&["spec", "--check"]).ends(1);
    let ran = place.run(&["spec"]).ends(0);
    assert_eq!(ran.stdout, "+ tasks/prd-hello/_techspec.md\n");
    assert_eq!(place.read("tasks/prd-hello/_techspec.md"), printed);
    place.run(&["spec", "--check"]).ends(0);
    place
        .run(&["spec", "--prd", "helo"])
        .fails("error: no requirements have the slug `helo`; `hello` is the nearest\n");
}

#[test]
fn what_people_write_into_documents_moves_with_them() {
    let place = Place::empty();
    let services = |more: &str| {
        format!(
            "system: s\nservices:\n  b: {{http: [GET /x]}}\n  c: {{calls: [b GET /x]}}\n  d: {{calls: [b GET /x]}}\n{more}"
        )
    };
    place.write("topology.yaml", services(""));
    place.run(&["spec"]).ends(0);
    let mark = "<!-- scaffold:prose notes -->\n";
    let task = place.read("tasks/prd-s/b/1_task.md");
    place.write("tasks/prd-s/b/1_task.md", task.replace(mark, &format!("{mark}Done on Monday.\n")));
    let design = place.read("tasks/prd-s/services/d/design.md");
    place.write(
        "tasks/prd-s/services/d/design.md",
        design.replace(mark, &format!("{mark}Why so.\n")),
    );
    place.run(&["spec", "--check"]).ends(0);
    place.write("topology.yaml", services("  a: {http: [GET /y]}\n"));
    place.run(&["spec", "--check"]).ends(1);
    place.run(&["spec"]).ends(0);
    assert!(place.read("tasks/prd-s/b/2_task.md").contains("Done on Monday."));
    assert!(!place.path().join("tasks/prd-s/b/1_task.md").exists(), "its words have moved");
    place.write(
        "topology.yaml",
        services("").replace("  d: {calls: [b GET /x]}\n", "  e: {calls: [b GET /x]}\n"),
    );
    let ran = place.run(&["spec"]).ends(1);
    let kept =
        "! tasks/prd-s/services/d/design.md: scaffold no longer makes it, but people wrote in it\n";
    assert!(ran.stdout.contains(kept), "{}", ran.stdout);
    assert!(place.read("tasks/prd-s/services/d/design.md").contains("Why so."));
    assert!(place.read("tasks/prd-s/b/1_task.md").contains("Done on Monday."));
}

#[test]
fn the_page_is_printed_or_written() {
    let place = Place::starter("tiny");
    let before = place.files();
    let printed = place.run(&["spec", "--html", "--stdout"]).ends(0).stdout;
    assert_eq!(place.files(), before);
    assert!(printed.starts_with("<!doctype html>\n"), "{printed}");
    let ran = place.run(&["spec", "--html"]).ends(0);
    assert_eq!(ran.stdout, "tasks/prd-hello/_techspec.html\n");
    assert_eq!(place.read("tasks/prd-hello/_techspec.html"), printed);
    place.run(&["spec", "--html", "--out", "pages/system.html"]).ends(0);
    assert_eq!(place.read("pages/system.html"), printed);
    place.run(&["spec", "--out", "system.html"]).ends(2);
    place.run(&["spec", "--html", "--check"]).ends(2);
}

#[test]
fn a_page_replaces_pages_only_and_generate_leaves_it() {
    let place = Place::generated("tiny");
    place.run(&["spec", "--html"]).ends(0);
    place.run(&["spec", "--html"]).ends(0);
    place.run(&["generate", "--check"]).ends(0);
    place.write("notes.html", "mine");
    place
        .run(&["spec", "--html", "--out", "notes.html"])
        .fails("error: `./notes.html` is there already, and scaffold did not write it\n");
    assert_eq!(place.read("notes.html"), "mine");
}

#[test]
fn up_says_what_it_needs() {
    let place = Place::generated("tiny");
    place
        .run(&["up"])
        .fails("error: there is no `.venv` in `HERE`; run `uv sync --all-packages` there first\n");
    place
        .run(&["up", "--only", "webb"])
        .fails("error: there is no service `webb`; `web` is the nearest\n");
}
