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
fn up_says_what_it_needs() {
    let place = Place::generated("tiny");
    place
        .run(&["up"])
        .fails("error: there is no `.venv` in `HERE`; run `uv sync --all-packages` there first\n");
    place
        .run(&["up", "--only", "webb"])
        .fails("error: there is no service `webb`; `web` is the nearest\n");
}
