//! Requirements are read in the shapes that people write, with their places; whatever else a document holds does no harm.

use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use scaffold::diagnostic::Sources;
use scaffold::requirements::{Document, MOST, Weight, parse};

fn read(text: &str) -> Document {
    parse(&"_prd.md".into(), text)
}

/// Id, title and priority of each.
fn told(text: &str) -> Vec<String> {
    let line = |one: &scaffold::requirements::Requirement| {
        let priority = one.priority.as_ref().map_or("-", |priority| priority.written.as_str());
        format!("{} | {} | {priority}", one.id, one.title)
    };
    read(text).requirements.iter().map(line).collect()
}

fn corrections(text: &str) -> Vec<String> {
    read(text).corrections.into_iter().map(|one| format!("{}: {}", one.line, one.words)).collect()
}

#[test]
fn headings_hold_requirements() {
    let text = "# PRD: Shop\n\n## Functional requirements\n\n### FR-1: List the items\n\nAll of them.\n\n**Priority:** Must\n\n\
                ### FR-2 — Buy an item (P1)\n\n- Priority: P0\n\n### 2.1 Something else\n\n### [FR-3] Pay\n";
    assert_eq!(
        told(text),
        ["FR-1 | List the items | Must", "FR-2 | Buy an item | P1", "FR-3 | Pay | -"]
    );
    assert_eq!(read(text).heading.as_deref(), Some("PRD: Shop"));
}

#[test]
fn list_items_hold_requirements() {
    let text = "- **FR-1**: List the items. All of them.\n- FR-2: Buy an item\n  that is there\n* **FR-3 Pay**: by card (Must)\n\
                1. **NFR-1** Answer within 1.5 s (High)\n2. [ ] US-3 As a user I pay\n- `REQ_12`: code\n- __FR-4:__ bold\n- FR-5 (Could): wish\n\
                - FR-1 and FR-2 depend on each other\n- no id\n";
    let wanted = [
        "FR-1 | List the items | -",
        "FR-2 | Buy an item that is there | -",
        "FR-3 | Pay | -",
        "NFR-1 | Answer within 1.5 s | High",
        "US-3 | As a user I pay | -",
        "REQ_12 | code | -",
        "FR-4 | bold | -",
        "FR-5 | wish | Could",
    ];
    let told = told(&text.replace("2. [ ]", "2. "));
    assert_eq!(told, wanted);
}

#[test]
fn tables_hold_requirements() {
    let text = "| ID | Requirement | Priority |\n| --- | --- | --- |\n| FR-1 | List the items | Must |\n| **FR-2** | Buy `an item` | Won't |\n\
                | later | nothing | Must |\n\nText.\n\n| Priority | Ref | Beschreibung |\n|---|---|---|\n| P0 | NFR-1 | Schnell |\n";
    assert_eq!(
        told(text),
        ["FR-1 | List the items | Must", "FR-2 | Buy `an item` | Won't", "NFR-1 | Schnell | P0"]
    );
    assert_eq!(read(text).requirements[1].weight(), Weight::Excluded);
}

#[test]
fn paragraphs_hold_requirements_where_they_are_clear() {
    let text = "FR-1: One can write a message.\nFR-2: And read it.\n\n**FR-3** Delete it.\n\nSee FR-9: it is gone.\n\nFR-8 is gone.\n";
    assert_eq!(
        told(text),
        ["FR-1 | One can write a message | -", "FR-2 | And read it | -", "FR-3 | Delete it | -"]
    );
}

#[test]
fn a_heading_says_how_much_matters_what_stands_below_it() {
    let text = "## Must have\n\n- FR-1: a\n- FR-2: b (Low)\n\n### Search\n\n- FR-3: c\n\n## Could have\n\n- FR-4: d\n\n## Rest\n\n- FR-5: e\n";
    assert_eq!(
        told(text),
        [
            "FR-1 | a | Must have",
            "FR-2 | b | Low",
            "FR-3 | c | Must have",
            "FR-4 | d | Could have",
            "FR-5 | e | -"
        ]
    );
}

#[test]
fn a_table_may_add_to_what_headings_say() {
    let text = "| FR | Priority |\n|---|---|\n| FR-1 | Must |\n\n### FR-1: List\n\n| Requirement | Service |\n|---|---|\n| FR-1 | web |\n";
    assert_eq!(told(text), ["FR-1 | List | Must"]);
    assert_eq!(corrections(text), Vec::<String>::new());
}

#[test]
fn what_is_no_text_of_the_document_holds_none() {
    let text = "```\n- FR-1: x\n```\n\n    - FR-2: x\n\n<!-- - FR-3: x -->\n\n<div>\nFR-4: x\n</div>\n\n- ~~FR-5: x~~\n- UTF-8: everywhere\n\
                - P0: first\n- HTTP-2 is spoken\n";
    assert_eq!(told(text), Vec::<String>::new());
}

#[test]
fn every_requirement_has_its_place() {
    let text = "# Ä\n\n- **FR-1**: ä\n- REQ\\_12: x\n\n| Id | Title |\n|---|---|\n| ä | x |\n| US-3 | y |\n";
    let file: Arc<str> = "_prd.md".into();
    let document = parse(&file, text);
    let mut sources = Sources::default();
    sources.insert(&file, &text.into());
    let places: Vec<(usize, usize)> = document
        .requirements
        .iter()
        .map(|one| sources.positions(&one.span).expect("it is in the text").0)
        .map(|position| (position.line, position.column))
        .collect();
    assert_eq!(places, [(3, 5), (4, 3), (9, 3)]);
    let written: Vec<&str> =
        document.requirements.iter().map(|one| &text[one.span.start..one.span.end]).collect();
    assert_eq!(written, ["FR-1", "REQ\\_12", "US-3"]);
}

#[test]
fn what_is_unclear_is_to_be_mended() {
    let text = "## Requirements\n\n- FR-1: List (Must)\n- FR-1: Pay (Must)\n- FR-2:\n- FR-3: TBD (High)\n- Something without an id\n";
    let wanted = [
        "4: `FR-1` stands for something else in line 3: give one of the two an id of its own",
        "5: `FR-2` has no priority, and others have: say how much it matters",
        "5: `FR-2` says nothing: write what it asks for",
        "6: `FR-3` is still open (`TBD`): say what is wanted",
        "6: priorities are of several kinds (`Must`, `High`): use one",
        "7: `Something without an id` has no id, so nothing can cover it: begin it with one, such as `FR-1`",
    ];
    assert_eq!(corrections(text), wanted);
}

#[test]
fn ids_in_small_letters_are_ids_spelled_in_one_way() {
    let text = "- fr-1: List\n- **nfr-2** (must): Fast\n- [ ] fr-auth-3: Sign in\n- step-1: nothing\n\n| ID | Owner |\n|---|---|\n| FR-1 | web |\n";
    assert_eq!(told(text), ["fr-1 | List | -", "nfr-2 | Fast | must", "fr-auth-3 | Sign in | -"]);
    let corrections = corrections(text);
    assert!(
        corrections
            .contains(&"8: `FR-1` is written `fr-1` in line 1: spell it in one way".to_owned()),
        "{corrections:?}"
    );
    assert!(read(text).get("fr-1").is_some() && read(text).get("FR-1").is_none());
}

#[test]
fn links_numbers_nests_and_pictures_hide_no_id() {
    let text = "---\ntitle: FR-9\n---\n\n## 2. Functional requirements\n\n### 2.1 FR-1: List ([mockup](#fr-7))\n\n### User story US-2 — Pay\n\n- Chat\n  - [FR-3](#fr-3): Write\n    - [x] ✅ FR-4: Read\n- FR\u{2011}5: Hyphen\n";
    let told = told(text);
    assert_eq!(
        told,
        [
            "FR-1 | List (mockup) | -",
            "US-2 | Pay | -",
            "FR-3 | Write | -",
            "FR-4 | Read | -",
            "FR-5 | Hyphen | -"
        ]
    );
    let last = &read(text).requirements[4];
    assert_eq!(&text[last.span.start..last.span.end], "FR\u{2011}5");
}

#[test]
fn columns_of_priorities_are_read_in_the_ways_of_teams() {
    let text = "| ID | Requirement | MoSCoW |\n|---|---|---|\n| FR-1 | a | M |\n| FR-2 | b | 🟢 Could |\n| FR-3 | c | W |\n\n## Must have (MVP)\n\n- FR-4: d\n";
    assert_eq!(
        told(text),
        ["FR-1 | a | M", "FR-2 | b | Could", "FR-3 | c | W", "FR-4 | d | Must have"]
    );
    let weights: Vec<Weight> =
        read(text).requirements.iter().map(scaffold::requirements::Requirement::weight).collect();
    assert_eq!(weights, [Weight::Needed, Weight::Wished, Weight::Excluded, Weight::Needed]);
}

#[test]
fn what_editors_do_to_a_file_changes_nothing() {
    let text = "# Shop\n\n- FR-1: List\n\n## Requirements\n\n| ID | What |\n|---|---|\n| FR-2 | Pay |\n- nothing\n";
    let wanted = told(text);
    let windows = text.replace('\n', "\r\n");
    for other in [windows.clone(), format!("\u{feff}{text}"), format!("\u{feff}{windows}")] {
        assert_eq!(told(&other), wanted, "{other:?}");
        let document = read(&other);
        let spans = document.requirements.iter().map(|one| &other[one.span.start..one.span.end]);
        assert_eq!(spans.collect::<Vec<_>>(), ["FR-1", "FR-2"]);
        assert_eq!(corrections(&other), corrections(text));
    }
    for nothing in ["", "\u{feff}", "\r\n\r\n", "# Title\n\nWords without ids.\n"] {
        assert!(
            read(nothing).requirements.is_empty() && corrections(nothing).is_empty(),
            "{nothing:?}"
        );
    }
}

#[test]
fn the_wizard_writes_what_is_read() {
    let golden = include_str!("wizard/shop.files.txt");
    let (_, text) = golden.split_once("==> tasks/prd-shop/_prd.md").expect("it writes one");
    let text = text.split("\n==> ").next().unwrap_or_default();
    let document = read(text);
    let ids: Vec<&str> = document.requirements.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["FR-1", "FR-2", "FR-3", "FR-4", "FR-5", "FR-6", "NFR-1", "NFR-2", "NFR-3"]);
    assert!(document.requirements.iter().all(|one| !one.title.is_empty()));
    let (_, topology) = golden.split_once("==> topology.yaml").expect("it writes one");
    for id in ids {
        let is_covered = topology.lines().any(|line| {
            let ids = line.split_once("covers: [").map_or("", |(_, ids)| ids);
            ids.split([',', ']', ' ']).any(|one| one == id)
        });
        assert!(is_covered, "nothing covers {id}");
    }
}

const LARGEST: usize = if cfg!(debug_assertions) { 1 << 16 } else { 1 << 20 };

#[test]
fn hostile_documents_end_in_time_with_bounded_results() {
    let kinds = [
        ("> ", ""),
        ("- ", "x"),
        ("  - FR-1: x\n", ""),
        ("*", ""),
        ("**FR-1", ""),
        ("[", "](x)"),
        ("`", ""),
        ("<", ">"),
        ("|", ""),
        ("| FR-1 ", "|\n|---|\n"),
        ("- FR-1: x\n", ""),
        ("FR-1: x\n", ""),
        ("# FR-1\n", ""),
        ("(Must", ")"),
        ("[a]: b\n", "[a]"),
        ("&amp;", ""),
        ("\\_", ""),
        ("~~", ""),
        ("\u{202e}", ""),
        ("a.b ", ""),
        ("1. ", "x"),
        ("***a_ ", ""),
        ("![", ")"),
        ("\t", "x"),
        ("FR-1-", ""),
        ("FR.A", "1"),
        ("FR-1.", "1"),
        ("`a", "`"),
        ("<!-- ", ""),
        ("priority: ", ""),
    ];
    for (repeated, end) in kinds {
        let text = repeated.repeat(LARGEST / repeated.len()) + end;
        let began = Instant::now();
        let document = read(&text);
        let took = began.elapsed();
        assert!(took < Duration::from_secs(10), "{repeated:?} took {took:?}");
        assert!(
            document.requirements.len() <= MOST && document.corrections.len() <= 51,
            "{repeated:?}"
        );
        let longest = document.requirements.iter().map(|one| one.title.chars().count()).max();
        assert!(longest.unwrap_or(0) <= 170, "{repeated:?}");
    }
    let many: Vec<String> = (0..MOST + 5).map(|number| format!("- R-{number}: x")).collect();
    let document = read(&many.join("\n"));
    assert_eq!(document.requirements.len(), MOST);
    assert!(document.corrections.iter().any(|one| one.words.starts_with("only the first")));
}

/// Pieces that mean something, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("FR-1"),
        Just("NFR-2"),
        Just("- "),
        Just("\n"),
        Just("\n\n"),
        Just("# "),
        Just("| "),
        Just("|---|---|\n"),
        Just(": "),
        Just("**"),
        Just("`"),
        Just("(Must)"),
        Just("[P0]"),
        Just("Priority: "),
        Just("> "),
        Just("    "),
        Just("ä"),
        Just("\\"),
        Just("&lt;"),
        Just("~~"),
        Just("<b>"),
        Just("1. "),
        Just("[ ] "),
        Just("TBD"),
        Just("\u{0}"),
        Just("\r\n"),
        Just("REQ_"),
        Just("12"),
        Just(". "),
        Just("x"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![pieces(), ".{0,200}"]) {
        let document = read(&text);
        for one in &document.requirements {
            prop_assert!(one.span.start <= one.span.end && one.span.end <= text.len());
            prop_assert!(text.is_char_boundary(one.span.start) && text.is_char_boundary(one.span.end));
            prop_assert!(!one.id.is_empty() && !one.title.contains('\n'));
        }
        let lines = text.matches('\n').count() + 1;
        prop_assert!(document.corrections.iter().all(|one| (1..=lines).contains(&one.line)));
    }
}
