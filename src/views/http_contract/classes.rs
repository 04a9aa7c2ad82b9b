//! `CONTRACTS/SERVICE_http.py`: what an OpenAPI document says, as classes of pydantic.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value as Json;

use super::types::{
    HttpContract, Position, Types, field_context, format_of, is_bounded, needs_name,
    operation_name, parameter_context,
};
use crate::names::Written;
use crate::names::written::python;
use crate::openapi::{Model, Others, Property, Schema, Shape};
use crate::views::meaning::system::System;
use crate::views::writing::attribute::{Attribute, attributes};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded};
use crate::views::writing::literal::one_line_json;
use crate::views::{Capability, Subject, value};

/// The view of `blueprints/python/http-contract`.
#[derive(Serialize)]
struct View {
    /// `orders`
    service: Written,
    /// `openapi/orders.yaml`
    path: Written,
    imports: Written,
    /// The types and the classes, each behind what it needs.
    lines: Vec<Written>,
}

/// The documents of services that are generated, and of those that generated ones call.
pub(in crate::views) fn subjects(system: &System) -> Vec<Subject> {
    let subject = |(id, contract): (&crate::model::ServiceId, &HttpContract)| {
        let service = &system.model.service(*id).name;
        let mut imports = system.imports();
        let lines = Writer::new(contract, &mut imports).lines();
        Subject {
            folder: String::new(),
            words: vec![("CONTRACTS", system.contracts.clone()), ("SERVICE", service.snake())],
            capabilities: BTreeSet::<Capability>::new(),
            view: value(View {
                service: python::comment(service.as_str()),
                path: python::comment(contract.path),
                imports: imports.written(),
                lines: lines.into_vec(),
            }),
        }
    };
    system.http.iter().map(subject).collect()
}

struct Writer<'a, 'b> {
    contract: &'b HttpContract<'a>,
    imports: &'b mut Imports,
    /// What stands in the module so far.
    written: BTreeSet<String>,
    /// The classes that are on their way.
    open: BTreeSet<&'a str>,
    out: Lines,
    /// Whether the last of it is a class.
    behind_class: bool,
    /// The types that wait for a class on its way.
    waiting: Vec<(String, &'a Schema)>,
}

impl<'a, 'b> Writer<'a, 'b> {
    fn new(contract: &'b HttpContract<'a>, imports: &'b mut Imports) -> Self {
        let (written, open) = (BTreeSet::new(), BTreeSet::new());
        let (out, waiting) = (Lines::default(), Vec::new());
        Self { contract, imports, written, open, out, behind_class: false, waiting }
    }

    fn lines(mut self) -> Lines {
        for operation in &self.contract.document.operations {
            let name = operation_name(operation);
            for parameter in &operation.parameters {
                let context = parameter_context(operation, parameter);
                self.need(&parameter.schema, &context, Position::Field);
            }
            if let Some(body) = &operation.body {
                self.need(&body.schema, &format!("{name}Body"), Position::Inner);
            }
            if let Some(schema) = &operation.answer.schema {
                self.need(schema, &format!("{name}Answer"), Position::Inner);
            }
        }
        for (name, model) in &self.contract.document.models {
            self.class(name, model);
        }
        self.out
    }

    /// Writes what a value needs, then its own type if it has one.
    fn need(&mut self, schema: &'a Schema, context: &str, position: Position) {
        match &schema.shape {
            Shape::Model(name) => {
                if let Some((name, model)) = self.contract.document.models.get_key_value(name) {
                    self.class(name, model);
                }
            }
            Shape::List(inner) => self.need(inner, &format!("{context}Item"), Position::Inner),
            Shape::Map(inner) => self.need(inner, &format!("{context}Value"), Position::Inner),
            Shape::OneOf { options, .. } => {
                for (index, option) in options.iter().enumerate() {
                    self.need(option, &format!("{context}{}", index + 1), Position::Inner);
                }
            }
            _ => {}
        }
        if needs_name(schema, position) {
            self.alias(schema, context);
        }
    }

    fn alias(&mut self, schema: &'a Schema, context: &str) {
        let Some(name) = self.contract.alias(schema, context) else { return };
        if self.written.contains(name.as_str()) {
            return;
        }
        if self.is_early(schema, context) {
            self.waiting.push((context.to_owned(), schema));
            return;
        }
        self.written.insert(name.as_str().to_owned());
        let lines = self.alias_lines(&name, schema, context);
        self.part(&lines, false);
    }

    fn class(&mut self, name: &'a str, model: &'a Model) {
        let class = self.contract.class(name);
        if self.written.contains(class.as_str()) || !self.open.insert(name) {
            return;
        }
        for field in &model.fields {
            self.need(&field.schema, &field_context(name, &field.name), Position::Field);
        }
        let lines = self.class_lines(&class, name, model);
        self.part(&lines, true);
        self.open.remove(name);
        self.written.insert(class.as_str().to_owned());
        for (context, schema) in std::mem::take(&mut self.waiting) {
            self.alias(schema, &context);
        }
    }

    fn part(&mut self, lines: &Lines, is_class: bool) {
        let blank = match (self.out.is_empty(), is_class || self.behind_class) {
            (true, _) => usize::from(is_class),
            (false, true) => 2,
            (false, false) => 1,
        };
        (0..blank).for_each(|_| self.out.gap());
        self.out.nest(0, lines);
        self.behind_class = is_class;
    }

    /// Whether a type names a class that is not there yet.
    fn is_early(&self, schema: &Schema, context: &str) -> bool {
        let is_there = |name: &Written| self.written.contains(name.as_str());
        match &schema.shape {
            Shape::Model(name) => !is_there(&self.contract.class(name)),
            Shape::List(inner) => self.is_named_early(inner, &format!("{context}Item")),
            Shape::Map(inner) => self.is_named_early(inner, &format!("{context}Value")),
            Shape::OneOf { options, .. } => options.iter().enumerate().any(|(index, option)| {
                self.is_named_early(option, &format!("{context}{}", index + 1))
            }),
            _ => false,
        }
    }

    /// The same for what may have a name itself.
    fn is_named_early(&self, schema: &Schema, context: &str) -> bool {
        match self.contract.alias(schema, context) {
            Some(name) => !self.written.contains(name.as_str()),
            None => self.is_early(schema, context),
        }
    }

    fn types(&mut self) -> Types<'a, '_> {
        Types { contract: self.contract, imports: self.imports, outside: false }
    }

    /// `State = Literal[` .. `]`, `Sku = Annotated[` .. `]`
    fn alias_lines(&mut self, name: &Written, schema: &Schema, context: &str) -> Lines {
        let mut lines = Lines::default();
        match &schema.shape {
            Shape::Choice(values) => {
                self.imports.name("typing", "Literal");
                let values: Vec<Written> = values.iter().map(one_line_json).collect();
                let values = Written::join(&values, ", ");
                lines.add(0, Written::fill("{} = Literal[{}]", &[name, &values]));
            }
            Shape::OneOf { options, discriminator } => {
                let mut kinds = Vec::new();
                for (index, option) in options.iter().enumerate() {
                    let context = format!("{context}{}", index + 1);
                    kinds.push(self.types().full(option, &context));
                }
                let kinds = Written::join(&kinds, " | ");
                let Some(field) =
                    discriminator.as_deref().and_then(|f| self.contract.told_by(f, options))
                else {
                    lines.add(0, Written::fill("{} = {}", &[name, &kinds]));
                    return lines;
                };
                let field = python::string(field.as_str());
                let field = Written::fill("discriminator={}", &[&field]);
                self.annotated(&mut lines, name, &kinds, &[field]);
            }
            _ => {
                let kind = self.types().bare(schema, context);
                let arguments = arguments(schema);
                self.annotated(&mut lines, name, &kind, &arguments);
            }
        }
        lines
    }

    fn annotated(
        &mut self,
        lines: &mut Lines,
        name: &Written,
        kind: &Written,
        arguments: &[Written],
    ) {
        self.imports.name("typing", "Annotated");
        self.imports.name("pydantic", "Field");
        lines.add(0, Written::fill("{} = Annotated[", &[name]));
        lines.add(1, Written::fill("{},", &[kind]));
        lines.nest(1, &exploded(&Written::own("Field"), arguments, ","));
        lines.own(0, "]");
    }

    fn class_lines(&mut self, class: &Written, name: &str, model: &Model) -> Lines {
        self.imports.name("pydantic", "BaseModel");
        let mut lines = Lines::default();
        lines.add(0, Written::fill("class {}(BaseModel):", &[class]));
        let doc = match model.description.trim() {
            "" => format!("{name}."),
            words => words.to_owned(),
        };
        lines.add(1, python::docstring(&doc, 4));
        let attributes = attributes_of(model);
        let renamed = attributes.iter().any(|attribute| attribute.wire.is_some());
        let mut config = Vec::new();
        match model.others {
            Others::Ignored => {}
            Others::Kept => config.push(Written::own("extra=\"allow\"")),
            Others::Refused => config.push(Written::own("extra=\"forbid\"")),
        }
        config.extend(renamed.then(|| Written::own("populate_by_name=True")));
        if !config.is_empty() {
            self.imports.name("pydantic", "ConfigDict");
            lines.gap();
            let config = Written::join(&config, ", ");
            lines.add(1, Written::fill("model_config = ConfigDict({})", &[&config]));
        }
        if !model.fields.is_empty() {
            lines.gap();
        }
        for (field, attribute) in model.fields.iter().zip(&attributes) {
            let context = field_context(name, &field.name);
            lines.nest(1, &self.field_lines(field, attribute, &context));
        }
        lines
    }

    /// `quantity: int = Field(` .. `)`
    fn field_lines(&mut self, field: &Property, attribute: &Attribute, context: &str) -> Lines {
        let schema = &field.schema;
        let is_early = self.is_named_early(schema, context);
        let mut kind = self.types().beside(schema, context);
        let default = (!field.required).then(|| default_of(schema));
        if matches!(&default, Some(None)) && !schema.nullable {
            kind = Written::fill("{} | None", &[&kind]);
        }
        if is_early {
            kind = Written::fill("\"{}\"", &[&kind]);
        }
        let default = default.map(|value| value.unwrap_or_else(|| Written::own("None")));
        let mut said: Vec<Written> = Vec::new();
        if let Some(wire) = &attribute.wire {
            said.push(Written::fill("validation_alias={}", &[wire]));
            said.push(Written::fill("serialization_alias={}", &[wire]));
        }
        if !matches!(schema.shape, Shape::Choice(_) | Shape::OneOf { .. }) {
            said.extend(arguments(schema));
        }
        said.extend(words(schema));
        let head = Written::fill("{}: {}", &[&attribute.name, &kind]);
        let mut lines = Lines::default();
        if said.is_empty() {
            let tail = default.map(|value| Written::fill(" = {}", &[&value])).unwrap_or_default();
            lines.add(0, Written::concat([&head, &tail]));
            return lines;
        }
        self.imports.name("pydantic", "Field");
        if let Some(default) = default {
            said.insert(0, Written::fill("default={}", &[&default]));
        }
        lines.nest(0, &exploded(&Written::fill("{} = Field", &[&head]), &said, ""));
        lines
    }
}

/// The attributes of an object, in the order of its values.
pub(super) fn attributes_of(model: &Model) -> Vec<Attribute> {
    attributes(model.fields.iter().map(|field| field.name.as_str()))
}

/// What stands for a value that is not said, where that is a plain one.
pub(in crate::views) fn default_of(schema: &Schema) -> Option<Written> {
    let default = schema.default.as_ref()?;
    let fits = match (&schema.shape, default) {
        (Shape::Boolean, Json::Bool(_)) | (Shape::Number, Json::Number(_)) => true,
        (Shape::Integer, Json::Number(number)) => number.is_i64(),
        (Shape::Text(format), Json::String(_)) => {
            super::types::special(format.as_deref()).is_none()
        }
        (Shape::Choice(values), value) => values.contains(value),
        _ => false,
    };
    fits.then(|| one_line_json(default))
}

/// What `Field`, `Query` and the like are told of the bounds of a value.
pub(super) fn arguments(schema: &Schema) -> Vec<Written> {
    let bounds = &schema.bounds;
    let mut said = Vec::new();
    if !is_bounded(schema) {
        return said;
    }
    let mut say = |pattern: &'static str, value: Option<Written>| {
        said.extend(value.map(|value| Written::fill(pattern, &[&value])));
    };
    let count = |count: Option<u64>| count.map(|count| python::number(&count.to_string()));
    let number = |number: &Option<serde_json::Number>| {
        number.as_ref().map(|number| python::number(&number.to_string()))
    };
    say("min_length={}", count(bounds.min_length));
    say("max_length={}", count(bounds.max_length));
    say("pattern={}", pattern_of(schema).map(python::string));
    say("ge={}", number(&bounds.minimum));
    say("le={}", number(&bounds.maximum));
    say("gt={}", number(&bounds.above));
    say("lt={}", number(&bounds.below));
    say("multiple_of={}", number(&bounds.multiple_of));
    let format = format_of(schema).map(python::string);
    say("json_schema_extra={\"format\": {}}", format);
    said
}

/// The pattern of a text; addresses have one even if none is said.
pub(super) fn pattern_of(schema: &Schema) -> Option<&str> {
    const ADDRESS: &str = r"^[^@\s]+@[^@\s]+$";
    let is_address = matches!(&schema.shape, Shape::Text(Some(format)) if format == "email");
    schema.bounds.pattern.as_deref().or(is_address.then_some(ADDRESS))
}

/// What is said of a value beside its bounds.
fn words(schema: &Schema) -> Vec<Written> {
    let words = schema.description.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_named = matches!(schema.shape, Shape::Model(_));
    if words.is_empty() || is_named {
        return Vec::new();
    }
    vec![Written::fill("description={}", &[&python::string(&words)])]
}
