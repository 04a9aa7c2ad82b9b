//! `scaffold graph`.

use crate::place::Place;

#[test]
fn the_system_is_printed_in_three_languages() {
    let place = Place::starter("ai-chat");
    let mermaid = place.run(&["graph"]).ends(0).stdout;
    assert!(mermaid.starts_with("graph TD\n"), "{mermaid}");
    assert_eq!(mermaid, place.run(&["graph", "--format", "mermaid"]).ends(0).stdout);
    let dot = place.run(&["graph", "--format", "dot"]).ends(0).stdout;
    assert!(dot.starts_with("digraph \"acme-chat\" {\n") && dot.ends_with("}\n"), "{dot}");
    let svg = place.run(&["graph", "--format", "svg"]).ends(0).stdout;
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"), "{svg}");
    for picture in [mermaid, dot, svg] {
        for name in
            ["gateway", "session-sweeper", "chat.message.sent.dlq", "smtp", "auth-db", "identity"]
        {
            assert!(picture.contains(name), "no {name} in {picture}");
        }
    }
}

#[test]
fn what_nobody_wants_to_see_is_left_out() {
    let place = Place::starter("ai-chat");
    let picture = |words: &[&str]| place.run(&[&["graph"], words].concat()).ends(0).stdout;
    let kinds = ["store_", "topic_", "external_", "service_"];
    let shown = |picture: &str| kinds.map(|kind| picture.contains(kind));
    assert_eq!(shown(&picture(&[])), [true; 4]);
    assert_eq!(shown(&picture(&["--without", "stores"])), [false, true, true, true]);
    assert_eq!(shown(&picture(&["--without", "topics,externals"])), [true, false, false, true]);
    let domain = picture(&["--domain", "identity", "--without", "stores", "--without", "topics"]);
    assert_eq!(shown(&domain), [false, false, true, true]);
    place.run(&["graph", "--without", "services"]).ends(2);
}

#[test]
fn one_flow_or_one_domain_is_drawn_alone() {
    let place = Place::starter("ai-chat");
    let flow = place.run(&["graph", "--flow", "gateway GET /v1/conversations"]).ends(0).stdout;
    assert!(
        flow.contains("service_chat") && flow.contains("store_") && !flow.contains("service_agent"),
        "{flow}"
    );
    assert_eq!(flow, place.run(&["graph", "--flow", "GET /v1/conversations"]).ends(0).stdout);
    let domain = place.run(&["graph", "--domain", "identity"]).ends(0).stdout;
    assert!(domain.contains("welcome_mailer") && !domain.contains("indexer"), "{domain}");
    place
        .run(&["graph", "--domain", "identiti"])
        .fails("error: there is no domain `identiti`; `identity` is the nearest\n");
    place.run(&["graph", "--flow", "gateway GET /v1/conversation"]).fails(
        "error: there is no flow `gateway GET /v1/conversation`; `gateway GET /v1/conversations` is the nearest\n",
    );
    place.run(&["graph", "--flow", "x", "--domain", "y"]).ends(2);
}
