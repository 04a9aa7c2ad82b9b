//! Templates do not think.

use scaffold::blueprint::Blueprint;

use crate::tags::{Tag, tags};
use crate::{FOLDERS, templates};

/// How deep `if` and `for` may stand in one another.
const DEEPEST: usize = 2;

/// What is wrong with a template, by line.
fn faults(text: &str) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let mut depth = 0_usize;
    for (line, tag) in tags(text) {
        match tag {
            Err(fault) => faults.push((line, fault)),
            Ok(Tag::If(_) | Tag::For { .. }) => {
                depth += 1;
                if depth > DEEPEST {
                    let fault = "nested too deep; make the inner part an include or finished lines";
                    faults.push((line, fault.to_owned()));
                }
            }
            Ok(Tag::EndIf | Tag::EndFor) => depth = depth.saturating_sub(1),
            Ok(Tag::Print(_) | Tag::Else | Tag::Include(_)) => {}
        }
    }
    faults
}

#[test]
fn templates_only_print_ask_repeat_and_include() {
    let mut shown = Vec::new();
    for folder in FOLDERS {
        for (name, text) in templates(folder) {
            for (line, fault) in faults(&text) {
                shown.push(format!("blueprints/{folder}/{name}:{line}: {fault}"));
            }
        }
    }
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn the_first_line_of_a_template_says_when_and_whose() {
    Blueprint::embedded("python").expect("every header can be read");
    for (name, text) in templates("python") {
        let has_header = text.starts_with("{# {");
        assert!(
            has_header != name.starts_with("includes/"),
            "blueprints/python/{name}: the first line is `{{# {{when: [..], owner: ..}} #}}`, in includes it is not"
        );
    }
}

#[test]
fn thinking_is_found() {
    for text in [
        "{% set a = 1 %}",
        "{% if a and b %}",
        "{% if a == b %}",
        "{% elif a %}",
        "{% if not a %}",
        "{%- if a %}",
        "{% if a -%}",
        "{% if a %} b {% endif %}",
        "b {% if a %}",
        "{% for a in b | sort %}",
        "{% for a, b in c %}",
        "{% macro a() %}",
        "{{ a | upper }}",
        "{{ a() }}",
        "{{ a[0] }}",
        "{{a}}",
        "{{ a + b }}",
        "{{ a",
        "{% if a %}\n{% for b in c %}\n{% if d %}\n{% endif %}\n{% endfor %}\n{% endif %}",
        "a\n{# b #}",
    ] {
        assert!(!faults(text).is_empty(), "{text} passes");
    }
    let plain = "{% if a %}\n{% for b in c.d %}\n  {{ b.e }}: {{ f }}\n{% endfor %}\n{% else %}\n{% include \"g.j2\" %}\n{% endif %}";
    assert_eq!(faults(plain), []);
}
