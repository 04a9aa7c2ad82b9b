//! Templates take finished text, and nothing else.

use minijinja::value::Serde;
use scaffold::blueprint;
use scaffold::names::Written;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    finished: Written,
    raw: String,
    list: Vec<Written>,
    flag: bool,
}

fn render(template: &str) -> Result<String, String> {
    let view = View {
        finished: Written::own("<b>&"),
        raw: "raw".to_owned(),
        list: vec![Written::own("a"), Written::own("b")],
        flag: true,
    };
    let environment = blueprint::environment();
    let rendered = environment.render_named_str("page.md", template, Serde(&view));
    rendered.map_err(|error| error.to_string())
}

#[test]
fn finished_text_is_written_as_it_is() {
    let text = render(
        "{% if flag %}\n{{ finished }}\n{% for x in list %}\n{{ loop.index }} {{ x }}\n{% endfor %}\n{% endif %}\n",
    );
    assert_eq!(text.unwrap(), "<b>&\n1 a\n2 b\n");
}

#[test]
fn a_string_that_no_writer_made_is_refused() {
    let error = render("one\n{{ raw }}\n").unwrap_err();
    assert!(error.contains("not made by a writer") && error.contains("page.md:2"), "{error}");
}

#[test]
fn lists_flags_and_unknown_names_are_refused() {
    for template in
        ["{{ list }}", "{{ flag }}", "{{ unknown }}", "{{ 'literal' }}", "{{ finished ~ raw }}"]
    {
        assert!(render(template).is_err(), "`{template}` was rendered");
    }
}
