//! `scaffold explain`.

use crate::golden;
use crate::place::Place;
use scaffold::contracts::{breaking, lint};
use scaffold::rules;

#[test]
fn every_check_is_listed() {
    let list = Place::empty().run(&["explain"]).ends(0);
    assert_eq!(
        list.stdout.lines().count(),
        rules::ALL.len() + breaking::ALL.len() + lint::ALL.len()
    );
    assert!(list.stdout.contains("S01 shared-store\n"), "{}", list.stdout);
    assert!(list.stdout.contains("FIELD_NO_DELETE breaking-change\n"), "{}", list.stdout);
}

#[test]
fn code_and_name_show_the_same_page() {
    let place = Place::empty();
    let page = place.run(&["explain", "S01"]).ends(0).stdout;
    assert!(page.starts_with("# S01 shared-store\n"), "{page}");
    assert_eq!(page, place.run(&["explain", "shared-store"]).ends(0).stdout);
    assert_eq!(page, place.run(&["explain", "s01"]).ends(0).stdout);
}

#[test]
fn rules_of_contracts_have_pages_too() {
    let place = Place::empty();
    for rule in breaking::ALL {
        let page = place.run(&["explain", rule.id]).ends(0).stdout;
        assert!(page.starts_with(&format!("# {} breaking-change\n", rule.id)), "{page}");
    }
    for rule in lint::ALL {
        let page = place.run(&["explain", rule.id]).ends(0).stdout;
        assert!(page.starts_with(&format!("# {} lint\n", rule.id)), "{page}");
    }
    place
        .run(&["explain", "PROTOVALIDATE"])
        .fails("error: `PROTOVALIDATE` is a rule of buf that scaffold leaves out: it needs a compiler of CEL\n");
    let page = place.run(&["explain", "field_no_delete"]).ends(0).stdout;
    assert!(page.starts_with("# FIELD_NO_DELETE "), "{page}");
    place
        .run(&["explain", "FIELD_NO_DELET"])
        .fails("error: there is no check `FIELD_NO_DELET`; `FIELD_NO_DELETE` is the nearest\n");
}

#[test]
fn the_nearest_check_is_named() {
    let place = Place::empty();
    place
        .run(&["explain", "nonsense"])
        .fails("error: there is no check `nonsense`; `scaffold explain` lists all\n");
    place
        .run(&["explain", "shared-stor"])
        .fails("error: there is no check `shared-stor`; `shared-store` is the nearest\n");
}

#[test]
fn effective_values_name_the_line_that_gave_them() {
    let place = Place::starter("ai-chat");
    golden("explain-effective", &place.run(&["explain", "--effective", "chat"]).ends(0).stdout);
    place
        .run(&["explain", "--effective", "chatt"])
        .fails("error: there is no service `chatt`; `chat` is the nearest\n");
    place.run(&["explain", "--effective", "chat", "S01"]).ends(2);
}
