//! A value of an OpenAPI document, and where what is in it comes from.

use super::samples::sample;
use super::types::{Types, python_name};
use crate::model::{Model, ServiceId};
use crate::names::Written;
use crate::openapi::{Property, Schema, Shape};
use crate::views::doors::inputs::fits;
use crate::views::meaning::dataflow::{Input, Source};
use crate::views::meaning::filled::Filled;
use crate::views::meaning::system::System;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded_blocks};
use crate::views::writing::literal::{dict_lines, json_lines};

/// A body, a request or an answer.
#[derive(Debug)]
pub(in crate::views) struct Shaped<'a> {
    pub(super) schema: &'a Schema,
    /// Whose document has it.
    pub(super) service: ServiceId,
    /// Where it stands, for the name of its type.
    pub(super) context: String,
    /// What an object has to have, and what something fills.
    fields: Vec<(&'a Property, Option<Source<'a>>)>,
}

impl<'a> Shaped<'a> {
    /// Filled with what has the same name and is of the same kind.
    pub(in crate::views) fn new(
        model: &'a Model,
        service: ServiceId,
        schema: &'a Schema,
        context: String,
        (input, steps): (&Input<'a>, &[Filled<'a>]),
    ) -> Self {
        let named = properties(model, service, schema).iter();
        let fields = named.map(|property| (property, source(property, input, steps)));
        let fields = fields.filter(|(property, source)| property.required || source.is_some());
        Self { schema, service, context, fields: fields.collect() }
    }

    /// What fills it.
    pub(in crate::views) fn sources(&self) -> impl Iterator<Item = Source<'a>> {
        self.fields.iter().filter_map(|(_, source)| *source)
    }

    /// The names that nothing fills.
    pub(in crate::views) fn missing(&self) -> impl Iterator<Item = &'a str> {
        let missing = self.fields.iter().filter(|(_, source)| source.is_none());
        missing.map(|(property, _)| property.name.as_str())
    }

    /// A value that keeps to the document, with nothing filled.
    pub(in crate::views) fn sampled(&self, system: &System<'a>, imports: &mut Imports) -> Lines {
        let fields = self.fields.iter().filter(|(property, _)| property.required);
        let plain = Self {
            schema: self.schema,
            service: self.service,
            context: self.context.clone(),
            fields: fields.map(|(property, _)| (*property, None)).collect(),
        };
        plain.lines(system, imports, |_, _, _| Lines::default())
    }

    /// The type of the value.
    pub(in crate::views) fn kind(&self, system: &System<'a>, imports: &mut Imports) -> Written {
        let Some(contract) = system.http_of(self.service) else { return Written::own("object") };
        Types { contract, imports, outside: true }.full(self.schema, &self.context)
    }

    /// The value as Python; `read` says how a source is read.
    pub(in crate::views) fn lines(
        &self,
        system: &System<'a>,
        imports: &mut Imports,
        mut read: impl FnMut(&Property, Source<'a>, &mut Imports) -> Lines,
    ) -> Lines {
        let Some(contract) = system.http_of(self.service) else { return Lines::default() };
        let document = contract.document;
        let kind = |imports: &mut Imports| self.kind(system, imports);
        if let Shape::Model(_) = self.schema.shape {
            let mut entries = Vec::new();
            for (property, source) in &self.fields {
                let lines = match source {
                    Some(source) => read(property, *source, imports),
                    None => json_lines(&sample(document, &property.schema, &property.name)),
                };
                entries.push((property.name.as_str(), lines));
            }
            let head = Written::fill("{}.model_validate", &[&kind(imports)]);
            return exploded_blocks(&head, vec![dict_lines(entries)], "");
        }
        let value = sample(document, self.schema, "value");
        if is_plain(self.schema, &value) {
            return json_lines(&value);
        }
        imports.name("pydantic", "TypeAdapter");
        let head = Written::fill("TypeAdapter({}).validate_python", &[&kind(imports)]);
        exploded_blocks(&head, vec![json_lines(&value)], "")
    }
}

/// Whether JSON is already what Python has.
fn is_plain(schema: &Schema, value: &serde_json::Value) -> bool {
    match &schema.shape {
        Shape::List(_) | Shape::Map(_) => {
            value.as_array().is_some_and(Vec::is_empty)
                || value.as_object().is_some_and(serde_json::Map::is_empty)
        }
        Shape::Text(format) => super::types::special(format.as_deref()).is_none(),
        Shape::Model(_) | Shape::OneOf { .. } => false,
        Shape::Any | Shape::Boolean | Shape::Integer | Shape::Number | Shape::Choice(_) => true,
    }
}

/// The values of an object; none of anything else.
pub(in crate::views) fn properties<'a>(
    model: &'a Model,
    service: ServiceId,
    schema: &Schema,
) -> &'a [Property] {
    let Shape::Model(name) = &schema.shape else { return &[] };
    let found = model.document_of(service).and_then(|document| document.models.get(name));
    found.map_or(&[], |model| model.fields.as_slice())
}

fn source<'a>(property: &Property, input: &Input<'a>, steps: &[Filled<'a>]) -> Option<Source<'a>> {
    let is_it = |name: &str| name == property.name || name == python_name(&property.name);
    let of_step = |(index, step): (usize, &Filled<'a>)| {
        let fields = &step.provides?.fields;
        let field = fields.iter().find(|field| is_it(&field.name))?;
        let is_free = property.schema.bounds.is_empty() && fits(&property.schema, field);
        is_free.then_some(Source::Step(index, field))
    };
    let found = steps.iter().enumerate().rev().find_map(of_step);
    found.or_else(|| match input {
        Input::Message(message) => {
            let field = message.fields.iter().find(|field| is_it(&field.name))?;
            let is_free = property.schema.bounds.is_empty() && fits(&property.schema, field);
            is_free.then_some(Source::Request(field))
        }
        Input::Values(values) => values.iter().enumerate().find_map(|(index, value)| {
            let described = value.described.as_ref().filter(|one| one.required)?;
            if is_it(&value.name) && described.schema.is_like(&property.schema) {
                return Some(Source::Value(index));
            }
            let mut parts = described.properties.iter().filter(|part| part.required);
            let part =
                parts.find(|p| p.name == property.name && p.schema.is_like(&property.schema));
            part.map(|part| Source::Body(described.properties, part))
        }),
        Input::Nothing => None,
    })
}
