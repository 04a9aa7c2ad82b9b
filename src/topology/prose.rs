//! Prose with a comma in braces: `{why: one cluster, no moving part}` is two entries for YAML.

use crate::diagnostic::Diagnostic;

use super::codes;
use super::faults::{Faults, Place};
use super::yaml::{Label, Node, Scalar, Value};

/// The keys whose values are sentences.
const SENTENCES: [&str; 5] = ["answer", "description", "fallback", "purpose", "why"];

/// Puts sentences together that YAML takes apart, and warns. What goes on is a text with a space
/// and without a colon, which no key of the language is.
pub(super) fn rejoined<'a>(
    entries: Vec<(Label<'a>, Node<'a>)>,
    source: &'a str,
    faults: &mut Faults,
) -> Vec<(Label<'a>, Node<'a>)> {
    if !entries.iter().any(|(label, _)| goes_on(label)) {
        return entries;
    }
    let mut joined: Vec<(Label, Node)> = Vec::with_capacity(entries.len());
    for (label, node) in entries {
        match joined.last_mut() {
            Some((before, value)) if goes_on(&label) && is_sentence(before, value) => {
                extend(value, label.place, source);
                warn(before, value.place, faults);
            }
            _ => joined.push((label, node)),
        }
    }
    joined
}

fn goes_on(label: &Label) -> bool {
    label.bare && label.text.contains(' ')
}

fn is_sentence(label: &Label, node: &Node) -> bool {
    let plain = matches!(&node.value, Value::Scalar(scalar) if scalar.plain);
    plain && SENTENCES.contains(&label.text.as_ref())
}

fn extend<'a>(node: &mut Node<'a>, more: Place, source: &'a str) {
    node.place.end = more.end;
    let text = source.get(node.place.start as usize..more.end as usize).unwrap_or_default();
    node.value = Value::Scalar(Scalar { text: text.into(), plain: true });
}

fn warn(label: &Label, place: Place, faults: &mut Faults) {
    faults.add(place, |_| {
        let message = format!("for YAML the text of `{}` ends at its comma", label.text);
        Diagnostic::warning(codes::WRONG_FORM, message).hint("put the text in quotes")
    });
}
