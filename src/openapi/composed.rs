//! `allOf`: objects that are put together.

use std::collections::BTreeSet;

use crate::topology::yaml::Node;

use super::facts::{Model, Schema};
use super::node::{find, items, text};
use super::reader::Reader;

/// How deep objects may be put together.
const DEEPEST: usize = 16;

impl<'d, 'a> Reader<'d, 'a> {
    /// One part with words beside it is that part; several are one object with the values of all.
    pub(super) fn all_of(&mut self, node: &'d Node<'a>, parts: &'d Node<'a>, name: &str) -> Schema {
        if let [only] = items(parts)
            && find(node, "properties").is_none()
        {
            return self.schema(only, name);
        }
        let name = self.free(name);
        let shape = self.model(&name, node);
        Schema { shape, ..Schema::default() }
    }

    /// The values of an object and of all that it is put together from.
    pub(super) fn collect(
        &mut self,
        node: &'d Node<'a>,
        name: &str,
        depth: usize,
        model: &mut Model,
    ) {
        if !self.goes_on(node.place) {
            return;
        }
        if depth > DEEPEST {
            let hint = "take the circle, or some of the layers, out";
            self.invalid(node.place, "this object is put together from itself", hint);
            return;
        }
        for part in find(node, "allOf").map(items).unwrap_or_default() {
            let Some(part) = self.resolved(part) else { continue };
            if ["oneOf", "anyOf"].iter().any(|word| find(part, word).is_some()) {
                let hint = "put `oneOf` into a value of its own";
                self.unsupported(part.place, "a choice inside of `allOf` is not held to", hint);
            }
            self.collect(part, name, depth + 1, model);
        }
        self.properties(node, name, model);
        let known: BTreeSet<&str> = model.fields.iter().map(|field| field.name.as_str()).collect();
        for unknown in find(node, "required").map(items).unwrap_or_default() {
            if depth == 0 && text(unknown).is_some_and(|name| !known.contains(name)) {
                let message = "this name is required, and no value has it";
                self.unsupported(unknown.place, message, "add it to `properties`");
            }
        }
    }
}
