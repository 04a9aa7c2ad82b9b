//! The page of a system says what the inputs say, holds together, lets nothing out, and can be walked about in.

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use scaffold::model::Model;
use scaffold::names::Name;
use scaffold::techspec::Documents;
use scaffold::{atlas, rules};
use support::judges::{browser, judges_or_note, walk, written};
use support::large::in_domains;
use support::project::{model_of, required, starter};
use support::python::note_not_run;

/// A system of two PRDs; what one calls has a store that only the other shows.
const TWO_PRDS: &str = "system: two\nprd: {a: [front], b: [back, other]}\ndefaults: {timeout: 1s}\nservices:\n  \
                        front: {public: true, endpoints: {GET /x: [back GET /y]}}\n  \
                        back: {http: [GET /y], owns: {back-db: [things]}, publishes: [t]}\n  \
                        other: {http: [GET /z], reads: [back-db], consumes: [t]}\n";

fn page(model: &Model) -> String {
    page_of(model, None)
}

fn page_of(model: &Model, prd: Option<&Name>) -> String {
    let documents = Documents::default();
    atlas::render(model, &rules::check(model), prd, &documents).expect("it can be written")
}

/// What stands in every attribute of a name: `id="` and the like.
fn attributes<'a>(page: &'a str, begin: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(begin).skip(1).map(|rest| rest.split('"').next().unwrap_or_default())
}

/// The details of a part.
fn part<'a>(page: &'a str, place: &str) -> &'a str {
    let begin = format!("<article class=\"part\" id=\"{place}\"");
    let (_, part) = page.split_once(&begin).expect("it is there");
    part.split("</article>").next().unwrap_or_default()
}

/// The data of a page.
fn data(page: &str) -> &str {
    let (_, data) = page.split_once("id=\"facts\">").expect("a page has data");
    data.split("</script>").next().unwrap_or_default()
}

/// The number of what can be chosen with these words.
fn choice(page: &str, words: &str) -> usize {
    let (before, _) = page.split_once(&format!("\">{words}</option>")).expect("it is offered");
    before.rsplit('"').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// The number of the row of the matrix in which all of these stand.
fn row(page: &str, words: &[&str]) -> usize {
    let mut rows = page.lines().filter_map(|line| line.strip_prefix("<tr data-row=\""));
    let row = rows.find(|row| words.iter().all(|word| row.contains(word))).expect("it is there");
    row.split('"').next().and_then(|number| number.parse().ok()).expect("a number")
}

/// What is wrong with the tags of a page up to its data: each ends, the innermost first, and has no attribute but ours.
fn fault(page: &str) -> Option<String> {
    const ALONE: [&str; 3] = ["!doctype", "meta", "input"];
    let data = page.find("<script").expect("a page has data");
    let mut open: Vec<&str> = Vec::new();
    for part in page[..data].split('<').skip(1) {
        let Some((tag, words)) = part.split_once('>') else { return Some(format!("`{part}`")) };
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if words.contains('>') || tag.matches('"').count() % 2 == 1 {
            return Some(format!("`{part}`"));
        }
        let attributes = tag.split('"').step_by(2);
        if attributes.into_iter().any(|attribute| attribute.contains(" on")) {
            return Some(format!("`{tag}`"));
        }
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("`{name}` ends"));
            }
        } else if !ALONE.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    (open != ["html", "body"]).then(|| format!("{open:?} stay open"))
}

/// A system with a text wherever people write one.
fn system_with(text: &str) -> Model {
    let quoted = serde_json::to_string(text).expect("a text is JSON");
    let topology = format!(
        "system: s\ndescription: {quoted}\nprd: p\ndomains: {{d: {{team: {quoted}, description: {quoted}}}}}\n\
         services:\n  a:\n    purpose: {quoted}\n    domain: d\n    repo: {quoted}\n    covers: [{quoted}]\n    \
         owns: {{store: [{quoted}]}}\n    publishes: [t]\n    endpoints:\n      GET /x: {{calls: [b GET /y], covers: [{quoted}]}}\n    \
         calls:\n      b GET /y: {{timeout: 1s, optional: true, fallback: {quoted}}}\n  \
         b:\n    purpose: {quoted}\n    http: [GET /y]\n    consumes: [t]\ntopics: {{t: {{payload: {quoted}}}}}\n"
    );
    model_of(&topology, &[]).0
}

#[test]
fn what_is_linked_is_there_and_ids_differ() {
    let two = model_of(TWO_PRDS, &[]).0;
    let of_each = two.prds.iter().map(|(prd, _)| page_of(&two, Some(prd)));
    let whole = [starter("ai-chat").0, starter("tiny").0, model_of(&in_domains(60), &[]).0];
    for page in whole.iter().map(page).chain(of_each) {
        let ids: Vec<&str> = attributes(&page, " id=\"").collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "an id stands twice");
        let mut links = attributes(&page, " href=\"");
        let lost =
            links.find(|link| link.strip_prefix('#').is_none_or(|place| !known.contains(place)));
        assert_eq!(lost, None, "it leads nowhere");
        let labelled = attributes(&page, " aria-labelledby=\"").find(|id| !known.contains(id));
        assert_eq!(labelled, None, "nothing has this label");
    }
}

#[test]
fn every_part_is_told_of_and_can_be_found() {
    let (model, _) = starter("ai-chat");
    let page = page(&model);
    for service in &model.services {
        assert!(page.contains(&format!("<article class=\"part\" id=\"service-{}\"", service.name)));
    }
    for words in
        ["gateway POST /v1/messages", "auth Authenticate", "FR-1: gateway", "chat.message.sent"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("<code>SendMessageRequest</code>"), "messages have their fields");
    assert!(page.contains("Stops "), "the failure impact is told");
}

#[test]
fn requirements_have_their_titles() {
    let text = "# Chat\n\n- **FR-1**: Send a `message` & wait < 1 s\n";
    let page = page(&required(starter("ai-chat").0, text));
    let title = "Send a <code>message</code> &amp; wait &lt; 1 s";
    assert!(page.contains(&format!("FR-1 {title}: gateway, ")), "it can be searched for");
    assert!(page.contains(&format!("<td>FR-1</td><td>{title}</td>")), "the part has it");
}

#[test]
fn only_the_style_and_the_scripts_of_a_page_know_its_nonce() {
    let page = page(&starter("ai-chat").0);
    let (_, nonce) = page.split_once("script-src 'nonce-").expect("it has a policy");
    let nonce = nonce.split('\'').next().unwrap_or_default();
    assert_eq!(nonce.len(), 32);
    let inline = page.matches("<script").count() + page.matches("<style").count();
    assert_eq!(page.matches(&format!(" nonce=\"{nonce}\"")).count(), inline - 1, "data needs none");
    assert!(!self::page(&starter("tiny").0).contains(nonce), "another page has another");
}

#[test]
fn the_same_system_has_the_same_page_and_asks_for_nothing() {
    let page = page(&starter("ai-chat").0);
    assert_eq!(page, self::page(&starter("ai-chat").0));
    for outside in
        ["src=\"", "href=\"http", "url(", "@import", " style=\"", " onclick=", "fetch(", "import("]
    {
        assert!(!page.contains(outside), "it has {outside}");
    }
}

#[test]
fn findings_stand_at_the_parts_that_they_are_about() {
    let text = "system: s\nservices:\n  a:\n    http: true\n    owns: {shared: [x]}\n  b:\n    http: true\n    owns: {shared: [x]}\n  c: {http: true}\n";
    let page = page(&model_of(text, &[]).0);
    let shared = part(&page, "store-shared");
    assert!(shared.contains("S01 shared-store"), "{shared}");
    assert!(!part(&page, "service-c").contains("S01 shared-store"));
}

#[test]
fn a_finding_about_a_call_stands_at_both_of_its_ends() {
    let text = "system: s\ndefaults: {timeout: 1s}\nservices:\n  a: {http: true, calls: {bank POST /payments: {}}}\n\
                externals: {bank: {url: \"https://bank.example.com\"}}\n";
    let page = page(&model_of(text, &[]).0);
    for place in ["service-a", "external-bank"] {
        let part = part(&page, place);
        assert_eq!(part.matches("A06 missing-fallback").count(), 1, "{part}");
    }
}

#[test]
fn filters_judge_each_row_of_the_matrix_by_itself() {
    let page = page(&starter("ai-chat").0);
    let facts: serde_json::Value = serde_json::from_str(data(&page)).expect("it is JSON");
    let has = |list: &serde_json::Value, number: usize| {
        list.as_array().is_some_and(|list| list.contains(&number.into()))
    };
    let [sends, lists] =
        ["SendMessage", "ListConversations"].map(|rpc| row(&page, &[">gateway<", ">chat<", rpc]));
    let flow = &facts["flows"][choice(&page, "gateway GET /v1/conversations")]["rows"];
    assert!(has(flow, lists) && !has(flow, sends), "{flow}");
    let pii = choice(&page, "pii");
    assert!(has(&facts["rows"][sends]["data"], pii) && !has(&facts["rows"][lists]["data"], pii));
    let dead = row(&page, &[">indexer<", "chat.message.sent.dlq"]);
    assert!(has(&facts["rows"][dead]["protocols"], choice(&page, "Kafka")));
    for words in ["dead letters", "PostgreSQL 16", "Redis 7"] {
        assert!(!page.contains(&format!("\">{words}</option>")), "{words} is no protocol");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_of_the_inputs_becomes_markup(text in "[ -~]{0,40}") {
        let page = page(&system_with(&text));
        prop_assert_eq!(fault(&page), None);
        prop_assert_eq!(page.matches("<script").count(), 2);
    }

    #[test]
    fn no_text_ends_the_data_of_a_page(text in any::<String>()) {
        let page = page(&system_with(&text));
        let data = data(&page);
        prop_assert!(!data.contains('<'));
        prop_assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{}", data);
    }
}

/// Walks about in pages; on a machine without a browser a line says that it does not.
fn walked(test: &str, pages: &[(&str, String)]) {
    let Some(browser) = browser() else {
        return note_not_run(test, "there is no Chromium; `CHROMIUM` may name one");
    };
    let Some(judges) = judges_or_note(test) else { return };
    let file = |(name, text): &(&str, String)| written(&judges, &format!("{name}.html"), text);
    let files: Vec<PathBuf> = pages.iter().map(file).collect();
    walk(&judges, &browser, &files).unwrap_or_else(|said| panic!("{said}"));
}

#[test]
fn people_can_walk_about_in_a_page() {
    let pages = [("page-ai-chat", page(&starter("ai-chat").0))];
    walked("people_can_walk_about_in_a_page", &pages);
}

#[test]
#[ignore = "takes a minute; .ci/full runs it"]
fn people_can_walk_about_in_a_page_of_two_hundred_services() {
    let pages = [
        ("page-large", page(&model_of(&in_domains(200), &[]).0)),
        (
            "page-hostile",
            page(&system_with("<script>alert(1)</script>\" onload=\"x' & `code` *b*")),
        ),
    ];
    walked("people_can_walk_about_in_a_page_of_two_hundred_services", &pages);
}
