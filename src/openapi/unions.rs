//! `oneOf` and `anyOf`: one of several.

use serde_json::Value as Json;

use crate::names::pascal;
use crate::topology::faults::quoted;
use crate::topology::yaml::Node;

use super::facts::{Schema, Shape};
use super::node::{entries, find, items, text, text_at};
use super::reader::Reader;
use super::schemas::types;

impl<'d, 'a> Reader<'d, 'a> {
    /// What may be null says so; of the rest one alone is itself.
    pub(super) fn one_of(
        &mut self,
        node: &'d Node<'a>,
        options: &'d Node<'a>,
        name: &str,
    ) -> Schema {
        let (nulls, others): (Vec<_>, Vec<_>) =
            items(options).iter().partition(|option| types(option) == ["null"]);
        let mut read: Vec<Schema> = Vec::new();
        for (index, option) in others.iter().enumerate() {
            let title = text_at(option, "title");
            let own = if title.is_empty() { (index + 1).to_string() } else { pascal(&title) };
            read.push(self.schema(option, &format!("{name}{own}")));
        }
        let nullable = !nulls.is_empty();
        if let [_] = read.as_slice() {
            let mut only = read.remove(0);
            only.nullable |= nullable;
            return only;
        }
        let discriminator = find(node, "discriminator");
        let discriminator = discriminator.and_then(|node| self.discriminator(node, &read));
        let shape = Shape::OneOf { options: read, discriminator };
        Schema { shape, nullable, ..Schema::default() }
    }

    /// The field that says which object is meant; each object then says its own value there.
    fn discriminator(&mut self, node: &'d Node<'a>, options: &[Schema]) -> Option<String> {
        let field = text_at(node, "propertyName");
        let mapping = find(node, "mapping").map(entries).unwrap_or_default();
        for option in options {
            let Shape::Model(name) = &option.shape else {
                let hint = "give every option a name under `components/schemas`";
                self.unsupported(node.place, "only objects are told apart by a field", hint);
                return None;
            };
            let is_its = |target: &str| target == name || target.ends_with(&format!("/{name}"));
            let mapped: Vec<Json> = mapping
                .iter()
                .filter(|(_, target)| text(target).is_some_and(is_its))
                .map(|(label, _)| Json::String(label.text.to_string()))
                .collect();
            let values = if mapped.is_empty() { vec![Json::String(name.clone())] } else { mapped };
            if !self.tell(name, &field, values) {
                let message = format!("{} has no field {}", quoted(name), quoted(&field));
                let hint = "add it to the object, and require it";
                self.unsupported(node.place, &message, hint);
                return None;
            }
        }
        Some(field)
    }

    /// Bounds a field of an object to the values that say that it is this object.
    fn tell(&mut self, model: &str, field: &str, values: Vec<Json>) -> bool {
        let Some(Some(model)) = self.models.get_mut(model) else { return false };
        let Some(field) = model.fields.iter_mut().find(|one| one.name == field) else {
            return false;
        };
        if !matches!(field.schema.shape, Shape::Choice(_)) {
            field.schema.shape = Shape::Choice(values);
        }
        field.required = true;
        true
    }
}
