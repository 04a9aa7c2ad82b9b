//! The values of an OpenAPI document as Python types: what its classes and its bounded types are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::written::python;
use crate::names::{Written, pascal, python_identifier, snake};
use crate::openapi::{Document, Operation, Parameter, Schema, Shape};
use crate::views::writing::attribute::attributes;
use crate::views::writing::imports::Imports;

/// The contract of an HTTP service as a module of the contracts' package: `orders_http`.
#[derive(Debug)]
pub(in crate::views) struct HttpContract<'a> {
    pub(in crate::views) document: &'a Document,
    /// The path of the document.
    pub(super) path: &'a str,
    /// `acme_contracts`
    package: String,
    /// `orders_http`
    pub(super) module: String,
    /// The names of the classes, by the names of the objects.
    classes: BTreeMap<&'a str, String>,
    /// The names of the types that are not written where they are used, by where that is.
    aliases: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

/// The names that the module has already.
const TAKEN: [&str; 20] = [
    "Annotated",
    "Any",
    "AwareDatetime",
    "BaseModel",
    "Body",
    "ConfigDict",
    "Field",
    "Header",
    "IPv4Address",
    "IPv6Address",
    "JsonValue",
    "Literal",
    "None",
    "Path",
    "Problem",
    "Query",
    "True",
    "TypeAdapter",
    "UUID",
    "UseCases",
];

/// Texts that have a type of their own, by format: the module, the name.
const FORMATS: [(&str, &str, &str); 7] = [
    ("date", "datetime", "date"),
    ("date-time", "pydantic", "AwareDatetime"),
    ("duration", "datetime", "timedelta"),
    ("ipv4", "ipaddress", "IPv4Address"),
    ("ipv6", "ipaddress", "IPv6Address"),
    ("time", "datetime", "time"),
    ("uuid", "uuid", "UUID"),
];

/// The format of a text that has a type of its own.
pub(in crate::views) fn special(format: Option<&str>) -> Option<(&'static str, &'static str)> {
    let format = format?;
    FORMATS.iter().find(|(known, ..)| *known == format).map(|(_, module, name)| (*module, *name))
}

/// What an operation is called where its values have no name: `CreateOrder`.
pub(in crate::views) fn operation_name(operation: &Operation) -> String {
    pascal(operation.id.as_deref().unwrap_or(&operation.route()))
}

/// Where a parameter stands, for the name of its type.
pub(in crate::views) fn parameter_context(operation: &Operation, parameter: &Parameter) -> String {
    format!("{}{}", operation_name(operation), pascal(&parameter.name))
}

impl<'a> HttpContract<'a> {
    pub(in crate::views) fn new(
        document: &'a Document,
        path: &'a str,
        package: &str,
        service: &str,
    ) -> Self {
        let mut contract = Self {
            document,
            path,
            package: package.to_owned(),
            module: format!("{service}_http"),
            classes: BTreeMap::new(),
            aliases: BTreeMap::new(),
            taken: TAKEN.iter().map(|name| (*name).to_owned()).collect(),
        };
        for name in document.models.keys() {
            let class = contract.free(&class_name(name));
            contract.classes.insert(name, class);
        }
        for (name, model) in &document.models {
            for field in &model.fields {
                contract.visit(&field.schema, &field_context(name, &field.name), Position::Field);
            }
        }
        for operation in &document.operations {
            let name = operation_name(operation);
            for parameter in &operation.parameters {
                let context = parameter_context(operation, parameter);
                contract.visit(&parameter.schema, &context, Position::Field);
            }
            if let Some(body) = &operation.body {
                contract.visit(&body.schema, &format!("{name}Body"), Position::Inner);
            }
            if let Some(schema) = &operation.answer.schema {
                contract.visit(schema, &format!("{name}Answer"), Position::Inner);
            }
        }
        contract
    }

    /// The first free name like this.
    fn free(&mut self, wanted: &str) -> String {
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        let name = names.find(|name| !self.taken.contains(name)).unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }

    /// Names what is not written where it is used.
    fn visit(&mut self, schema: &Schema, context: &str, position: Position) {
        if needs_name(schema, position) {
            let key = key(schema, context);
            if !self.aliases.contains_key(&key) {
                let name = self.free(&class_name(&key));
                self.aliases.insert(key, name);
            }
        }
        match &schema.shape {
            Shape::List(inner) => self.visit(inner, &format!("{context}Item"), Position::Inner),
            Shape::Map(inner) => self.visit(inner, &format!("{context}Value"), Position::Inner),
            Shape::OneOf { options, .. } => {
                for (index, option) in options.iter().enumerate() {
                    self.visit(option, &format!("{context}{}", index + 1), Position::Inner);
                }
            }
            _ => {}
        }
    }

    /// Whether a value may be any JSON.
    pub(super) fn has_any(&self) -> bool {
        let fields = self.document.models.values().flat_map(|model| &model.fields);
        let operations = self.document.operations.iter();
        let bodies = operations.clone().filter_map(|one| one.body.as_ref().map(|b| &b.schema));
        let answers = operations.filter_map(|one| one.answer.schema.as_ref());
        fields.map(|field| &field.schema).chain(bodies).chain(answers).any(holds_any)
    }

    /// Whether a union is told apart by this field: all of its objects call it the same.
    pub(super) fn is_told_by(&self, field: &str, options: &[Schema]) -> bool {
        self.told_by(field, options).is_some()
    }

    /// The attribute that tells objects apart.
    pub(super) fn told_by(&self, field: &str, options: &[Schema]) -> Option<Written> {
        let attribute = |option: &Schema| {
            let Shape::Model(name) = &option.shape else { return None };
            let fields = &self.document.models.get(name)?.fields;
            let place = fields.iter().position(|one| one.name == field)?;
            let names = attributes(fields.iter().map(|one| one.name.as_str()));
            names.into_iter().nth(place).map(|one| one.name)
        };
        let mut names = options.iter().map(attribute);
        let first = names.next()??;
        let same = names.all(|name| name.is_some_and(|name| name.as_str() == first.as_str()));
        same.then_some(first)
    }

    /// The class of an object, without its module.
    pub(super) fn class(&self, model: &str) -> Written {
        self.classes.get(model).map(|name| python::identifier(name)).unwrap_or_default()
    }

    /// The name of the type of a value at this place, if it has one.
    pub(super) fn alias(&self, schema: &Schema, context: &str) -> Option<Written> {
        self.aliases.get(&key(schema, context)).map(|name| python::identifier(name))
    }
}

fn holds_any(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::Any => true,
        Shape::List(inner) | Shape::Map(inner) => holds_any(inner),
        Shape::OneOf { options, .. } => options.iter().any(holds_any),
        _ => false,
    }
}

/// Where a value stands: beside a name, where its bounds are said, or inside of something else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Field,
    Inner,
}

/// Where a field stands, for the name of its type.
pub(super) fn field_context(model: &str, field: &str) -> String {
    format!("{}{}", pascal(model), pascal(field))
}

pub(super) fn needs_name(schema: &Schema, position: Position) -> bool {
    match &schema.shape {
        Shape::Choice(_) | Shape::OneOf { .. } => true,
        Shape::Text(_) | Shape::Integer | Shape::Number | Shape::List(_) | Shape::Map(_) => {
            position == Position::Inner && is_bounded(schema)
        }
        Shape::Any | Shape::Boolean | Shape::Model(_) => false,
    }
}

/// Whether `Field` has something to say.
pub(super) fn is_bounded(schema: &Schema) -> bool {
    let is_special =
        matches!(&schema.shape, Shape::Text(format) if special(format.as_deref()).is_some());
    (!is_special && !schema.bounds.is_empty()) || format_of(schema).is_some()
}

/// The format of a text without a type of its own.
pub(super) fn format_of(schema: &Schema) -> Option<&str> {
    match &schema.shape {
        Shape::Text(format) if special(format.as_deref()).is_none() => format.as_deref(),
        _ => None,
    }
}

fn key(schema: &Schema, context: &str) -> String {
    if schema.name.is_empty() { context.to_owned() } else { schema.name.clone() }
}

/// As written, if that is how classes are written.
fn class_name(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric());
    let sound = is_plain && name.starts_with(|c: char| c.is_ascii_uppercase());
    python_identifier(&if sound { name.to_owned() } else { pascal(name) })
}

/// The name of a value as an argument or an attribute.
pub(in crate::views) fn python_name(name: &str) -> String {
    python_identifier(&snake(name))
}

/// Writes types, in the module itself or in those that use it.
pub(in crate::views) struct Types<'a, 'b> {
    pub(in crate::views) contract: &'b HttpContract<'a>,
    pub(in crate::views) imports: &'b mut Imports,
    /// Whether names stand behind `orders_http.`
    pub(in crate::views) outside: bool,
}

impl Types<'_, '_> {
    /// The type of a value, with all that it keeps to.
    pub(in crate::views) fn full(&mut self, schema: &Schema, context: &str) -> Written {
        let one = match self.contract.alias(schema, context) {
            Some(name) => self.own(&name),
            None => self.bare(schema, context),
        };
        if schema.nullable { Written::fill("{} | None", &[&one]) } else { one }
    }

    /// The type of a value whose own bounds are said elsewhere, or not at all; it may be null where the schema says so.
    pub(in crate::views) fn beside(&mut self, schema: &Schema, context: &str) -> Written {
        let one = match &schema.shape {
            Shape::Choice(_) | Shape::OneOf { .. } => return self.full(schema, context),
            _ => self.bare(schema, context),
        };
        if schema.nullable { Written::fill("{} | None", &[&one]) } else { one }
    }

    /// The type without bounds.
    pub(in crate::views) fn bare(&mut self, schema: &Schema, context: &str) -> Written {
        match &schema.shape {
            Shape::Any => {
                self.imports.name("pydantic", "JsonValue");
                Written::own("JsonValue")
            }
            Shape::Boolean => Written::own("bool"),
            Shape::Integer => Written::own("int"),
            Shape::Number => Written::own("float"),
            Shape::Text(format) => match special(format.as_deref()) {
                Some((module, name)) => {
                    self.imports.name(module, name);
                    Written::own(name)
                }
                None => Written::own("str"),
            },
            Shape::Choice(_) | Shape::OneOf { .. } => {
                let name = self.contract.alias(schema, context).unwrap_or_default();
                self.own(&name)
            }
            Shape::List(inner) => {
                let inner = self.full(inner, &format!("{context}Item"));
                Written::fill("list[{}]", &[&inner])
            }
            Shape::Map(inner) => {
                let inner = self.full(inner, &format!("{context}Value"));
                Written::fill("dict[str, {}]", &[&inner])
            }
            Shape::Model(name) => {
                let class = self.contract.class(name);
                self.own(&class)
            }
        }
    }

    /// A name of the module.
    pub(super) fn own(&mut self, name: &Written) -> Written {
        if !self.outside {
            return name.clone();
        }
        self.imports.name(&self.contract.package, &self.contract.module);
        Written::fill("{}.{}", &[&python::identifier(&self.contract.module), name])
    }
}
