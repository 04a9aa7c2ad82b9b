//! `oneOf` and `anyOf`: one of several.

use serde_json::Value as Json;

use crate::names::pascal;
use crate::topology::faults::{Place, quoted};
use crate::topology::yaml::Node;

use super::facts::{Schema, Shape};
use super::node::{entries, find, items, text, text_at};
use super::reader::Reader;
use super::schemas::types;

/// What a field of an object is when it tells the object from others.
pub(super) struct Told {
    place: Place,
    model: String,
    field: String,
    values: Vec<Json>,
}

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
            self.told.push(Told {
                place: node.place,
                model: name.clone(),
                field: field.clone(),
                values,
            });
        }
        Some(field)
    }

    /// Bounds the fields that tell objects apart to the values that say which object it is.
    pub(super) fn tell_apart(&mut self) {
        for told in std::mem::take(&mut self.told) {
            let Some(Some(model)) = self.models.get_mut(&told.model) else { continue };
            let Some(field) = model.fields.iter_mut().find(|one| one.name == told.field) else {
                let (model, field) = (quoted(&told.model), quoted(&told.field));
                let hint = "add it to the object, and require it";
                self.unsupported(told.place, &format!("{model} has no field {field}"), hint);
                continue;
            };
            if !matches!(field.schema.shape, Shape::Choice(_)) {
                field.schema.shape = Shape::Choice(told.values);
            }
            field.required = true;
        }
    }
}
