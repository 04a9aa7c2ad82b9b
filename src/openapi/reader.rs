//! One reading of a document: where its references lead, which objects it has named, and what is wrong.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::Diagnostic;
use crate::names::nearest;
use crate::topology::faults::{Faults, Place, quoted};
use crate::topology::yaml::{Node, Value};

use super::codes::{INVALID_OPENAPI, UNRESOLVED_REFERENCE, UNSUPPORTED_OPENAPI};
use super::facts::Model;
use super::node::{entries, find, items, text, unescaped};
use super::unions::Told;

/// How many references may stand one behind the other.
const LONGEST_CHAIN: usize = 16;
/// How much is read: what several references name counts each time, so that a small file cannot stand for a large one.
const MOST_STEPS: usize = 200_000;

/// How many names a misspelt one is compared with.
const MOST_COMPARED: usize = 2_000;

/// A document that is being read.
pub(super) struct Reader<'d, 'a> {
    pub(super) root: &'d Node<'a>,
    pub(super) faults: Faults,
    /// By name; `None` while it is being read.
    pub(super) models: BTreeMap<String, Option<Model>>,
    /// The names of schemas that are being put in the place of their references.
    pub(super) open: Vec<&'d str>,
    /// The names that inline objects may not take.
    taken: BTreeSet<String>,
    /// What stands below `components/schemas`, by name.
    schemas: HashMap<&'d str, &'d Node<'a>>,
    steps: usize,
    /// The fields that tell objects apart; known once all objects are read.
    pub(super) told: Vec<Told>,
}

/// Where references lead.
pub(super) struct Found<'d, 'a> {
    pub(super) node: &'d Node<'a>,
    /// The name below `components/schemas`, if it stands there.
    pub(super) name: Option<&'d str>,
}

impl<'d, 'a> Reader<'d, 'a> {
    pub(super) fn new(root: &'d Node<'a>, faults: Faults) -> Self {
        let schemas = find(root, "components").and_then(|node| find(node, "schemas"));
        let entries = schemas.map(entries).unwrap_or_default().iter();
        let schemas: HashMap<_, _> =
            entries.map(|(label, node)| (label.text.as_ref(), node)).collect();
        let taken = schemas.keys().map(|name| (*name).to_owned()).collect();
        let (models, open) = (BTreeMap::new(), Vec::new());
        Self { root, faults, models, open, taken, schemas, steps: 0, told: Vec::new() }
    }

    /// The objects that are needed, and the faults.
    pub(super) fn finish(mut self) -> (BTreeMap<String, Model>, Faults) {
        self.tell_apart();
        let read = self.models.into_iter().filter_map(|(name, model)| Some((name, model?)));
        (read.collect(), self.faults)
    }

    /// Follows the references of anything but a schema; `None` where one leads nowhere, which is then reported.
    pub(super) fn resolved(&mut self, node: &'d Node<'a>) -> Option<&'d Node<'a>> {
        let mut current = node;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = find(current, "$ref") else { return Some(current) };
            current = self.target(reference)?.node;
        }
        self.invalid(node.place, "these references lead back to themselves", "break the circle");
        None
    }

    /// What a `$ref` names.
    pub(super) fn target(&mut self, reference: &'d Node<'a>) -> Option<Found<'d, 'a>> {
        let Some(pointer) = text(reference) else {
            self.invalid(reference.place, "a `$ref` is a text", "write `\"#/components/..\"`");
            return None;
        };
        let Some(inside) = pointer.strip_prefix("#/") else {
            self.outside(reference.place, pointer);
            return None;
        };
        if let Some(name) = inside.strip_prefix("components/schemas/")
            && let Some((name, node)) = self.schemas.get_key_value(unescaped(name).as_ref())
        {
            return Some(Found { node, name: Some(name) });
        }
        let mut node = self.root;
        for segment in inside.split('/') {
            let Some(next) = step(node, &unescaped(segment)) else {
                self.nowhere(reference.place, pointer, node, segment);
                return None;
            };
            node = next;
        }
        Some(Found { node, name: None })
    }

    fn outside(&mut self, place: Place, pointer: &str) {
        let message = format!("{} stands outside of this document", quoted(pointer));
        self.faults.add(place, |_| {
            Diagnostic::error(UNRESOLVED_REFERENCE, message)
                .hint("put it under `components` here, and refer to `#/components/..`")
        });
    }

    fn nowhere(&mut self, place: Place, pointer: &str, parent: &Node, segment: &str) {
        self.faults.add(place, |_| {
            let known = entries(parent).iter().map(|(label, _)| label.text.as_ref());
            let hint = match nearest(segment, known.take(MOST_COMPARED)) {
                Some(near) => format!("write `{near}` for {} if that is meant", quoted(segment)),
                None => "declare it, or name something that is declared".to_owned(),
            };
            let message = format!("{} leads nowhere in this document", quoted(pointer));
            Diagnostic::error(UNRESOLVED_REFERENCE, message).hint(hint)
        });
    }

    /// A name for an object that has none.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        let name = names.find(|name| !self.taken.contains(name)).expect("numbers do not end");
        self.taken.insert(name.clone());
        name
    }

    /// Whether one more step may be taken; says so once when not.
    pub(super) fn goes_on(&mut self, place: Place) -> bool {
        self.steps += 1;
        if self.steps == MOST_STEPS {
            let message =
                "the document is larger than scaffold reads, with its references written out";
            self.invalid(place, message, "split it into several documents");
        }
        self.steps < MOST_STEPS
    }

    pub(super) fn invalid(&mut self, place: Place, message: &str, hint: &str) {
        self.faults.add(place, |_| Diagnostic::error(INVALID_OPENAPI, message).hint(hint));
    }

    pub(super) fn unsupported(&mut self, place: Place, message: &str, hint: &str) {
        self.faults.add(place, |_| Diagnostic::warning(UNSUPPORTED_OPENAPI, message).hint(hint));
    }
}

fn step<'d, 'a>(node: &'d Node<'a>, segment: &str) -> Option<&'d Node<'a>> {
    match &node.value {
        Value::Map(_) => find(node, segment),
        Value::List(_) => items(node).get(segment.parse::<usize>().ok()?),
        Value::Empty | Value::Scalar(_) => None,
    }
}
