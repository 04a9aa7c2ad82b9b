//! `api/schemas.py`: what the routes take and answer, as JSON.

use serde::Serialize;

use super::schema::{Class, Form, Schemas, body, routes};
use crate::contracts::{Field, Message};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::needed::is_needed;
use crate::views::meaning::system::{PyService, System};
use crate::views::writing::attribute::{Attribute, attributes};
use crate::views::writing::imports::Imports;
use crate::views::writing::json::Json;
use crate::views::writing::lines::{Lines, signature_at};

/// The view of `api/schemas.py`.
#[derive(Serialize)]
pub(in crate::views) struct View {
    imports: Written,
    /// Whether it takes anything from the runtime's `messages`.
    #[serde(skip)]
    pub(in crate::views) needs_messages: bool,
    /// Whether it holds anything to limits.
    #[serde(skip)]
    pub(in crate::views) needs_limited: bool,
    enums: Vec<EnumView>,
    classes: Vec<ClassView>,
}

/// The names of an enum's values.
#[derive(Serialize)]
struct EnumView {
    /// `Color = Literal[` .. `]`
    lines: Vec<Written>,
}

/// A class: its fields, then how it comes from a message and becomes one.
#[derive(Serialize)]
struct ClassView {
    name: Written,
    docstring: Written,
    lines: Vec<Written>,
}

pub(in crate::views) fn view(system: &System, service: &PyService, schemas: &Schemas) -> View {
    let mut imports = system.imports();
    let mut classes = Vec::new();
    for (current, class) in schemas.classes.iter().enumerate() {
        let imports = &mut imports;
        let mut json = Json { system, schemas, imports, qualifier: "", current };
        let lines = match class.form {
            Form::Body(route) => {
                let fields: Vec<&Field> =
                    body(routes(service)[route]).iter().filter_map(|value| value.field).collect();
                declarations(&mut json, class.form, &fields)
            }
            Form::Input(message) | Form::Output(message) | Form::Both(message) => {
                of_message(&mut json, class, message)
            }
        };
        classes.push(ClassView {
            name: python::identifier(&class.name),
            docstring: python::docstring(&class.doc, 4),
            lines: lines.into_vec(),
        });
    }
    let enums: Vec<EnumView> = schemas.aliases.iter().map(|alias| values(system, alias)).collect();
    if !enums.is_empty() {
        imports.name("typing", "Literal");
    }
    if !classes.is_empty() {
        imports.name("pydantic", "BaseModel");
    }
    View {
        needs_messages: imports.has(&format!("{}.messages", system.runtime)),
        needs_limited: imports.has(&format!("{}.limited", system.runtime)),
        imports: imports.written(),
        enums,
        classes,
    }
}

fn values(system: &System, (enum_name, alias): &(&str, String)) -> EnumView {
    let declared = system.model.contracts.enums.get(*enum_name);
    let values = declared.into_iter().flat_map(|declared| &declared.values);
    let values: Vec<Written> = values.map(|value| python::string(&value.name)).collect();
    let name = python::identifier(alias);
    // With a comma behind it, a single name would be a tuple.
    if let [only] = values.as_slice() {
        return EnumView { lines: vec![Written::fill("{} = Literal[{}]", &[&name, only])] };
    }
    let mut lines = Lines::default();
    lines.add(0, Written::fill("{} = Literal[", &[&name]));
    for value in &values {
        lines.add(1, Written::fill("{},", &[value]));
    }
    lines.own(0, "]");
    EnumView { lines: lines.into_vec() }
}

fn of_message<'a>(json: &mut Json<'a, '_>, class: &Class<'a>, message: &'a Message) -> Lines {
    let fields = Schemas::fields(class.form, message);
    let mut lines = declarations(json, class.form, &fields);
    if !matches!(class.form, Form::Input(_)) {
        lines.gap();
        lines.nest(0, &from_message(json, message, &fields));
    }
    if !matches!(class.form, Form::Output(_)) {
        lines.gap();
        lines.nest(0, &to_message(json, message, &fields));
    }
    lines
}

/// The attributes, with a line above.
fn declarations(json: &mut Json, form: Form, fields: &[&Field]) -> Lines {
    let attributes = attributes(fields.iter().map(|field| field.name.as_str()));
    let mut lines = Lines::default();
    if matches!(form, Form::Both(_)) && attributes.iter().any(|one| one.wire.is_some()) {
        json.imports.name("pydantic", "ConfigDict");
        lines.gap();
        lines.own(1, "model_config = ConfigDict(populate_by_name=True)");
    }
    if !fields.is_empty() {
        lines.gap();
    }
    for (field, attribute) in fields.iter().zip(&attributes) {
        let annotation = match form {
            Form::Output(_) => json.answered(field),
            Form::Body(_) | Form::Input(_) | Form::Both(_) => json.taken(field),
        };
        let value = value(json, form, field, attribute);
        lines.nest(1, &annotation.lines(&attribute.name, value.as_ref()));
    }
    lines
}

/// The value of an attribute that is not said.
fn value(json: &mut Json, form: Form, field: &Field, attribute: &Attribute) -> Option<Written> {
    let is_answer = matches!(form, Form::Output(_));
    let default = (!is_answer && !is_needed(field)).then(|| json.default(field));
    let Some(wire) = &attribute.wire else {
        return default;
    };
    json.imports.name("pydantic", "Field");
    let mut arguments = Vec::new();
    if !is_answer {
        arguments.extend(default.map(|value| Written::fill("default={}", &[&value])));
        arguments.push(Written::fill("validation_alias={}", &[wire]));
    }
    arguments.push(Written::fill("serialization_alias={}", &[wire]));
    Some(Written::fill("Field(\n        {},\n    )", &[&Written::join(&arguments, ",\n        ")]))
}

fn from_message(json: &mut Json, message: &Message, fields: &[&Field]) -> Lines {
    json.imports.name("typing", "Self");
    let parameter = parameter(json.imports, json.system, message);
    let head = Written::own("def from_message");
    let mut lines = Lines::default();
    lines.own(1, "@classmethod");
    if fields.is_empty() {
        let line =
            Written::fill("def from_message(cls, {}) -> Self:  # noqa: ARG003", &[&parameter]);
        lines.add(1, line);
    } else {
        let parameters = [Written::own("cls"), parameter];
        lines.nest(1, &signature_at(1, &head, &parameters, &Written::own(" -> Self:")));
    }
    lines.own(2, "\"\"\"Take it from the contract's form.\"\"\"");
    let mut arguments = Lines::default();
    let attributes = attributes(fields.iter().map(|field| field.name.as_str()));
    for (field, attribute) in fields.iter().zip(&attributes) {
        let head = Written::fill("{}=", &[&attribute.name]);
        arguments.nest(0, &json.out_of_message(field).lines(3, &head, ","));
    }
    lines.nest(2, &call(&Written::own("return cls"), &arguments));
    lines
}

fn to_message(json: &mut Json, message: &Message, fields: &[&Field]) -> Lines {
    let class = json.system.messages.class(&message.full_name, json.imports);
    let mut lines = Lines::default();
    let tail = Written::fill(" -> {}:", &[&class]);
    lines
        .nest(1, &signature_at(1, &Written::own("def to_message"), &[Written::own("self")], &tail));
    lines.own(2, "\"\"\"Give it the contract's form.\"\"\"");
    let mut arguments = Lines::default();
    let attributes = attributes(fields.iter().map(|field| field.name.as_str()));
    for (field, attribute) in fields.iter().zip(&attributes) {
        let head = Written::fill("{}=", &[&python::identifier(&field.name)]);
        let value = Json::into_message(field, "self", &attribute.name);
        arguments.nest(0, &value.lines(3, &head, ","));
    }
    lines.nest(2, &call(&Written::fill("return {}", &[&class]), &arguments));
    lines
}

/// `head(` .. `)` round finished arguments.
fn call(head: &Written, arguments: &Lines) -> Lines {
    let mut lines = Lines::default();
    if arguments.is_empty() {
        lines.add(0, Written::fill("{}()", &[head]));
        return lines;
    }
    lines.add(0, Written::fill("{}(", &[head]));
    lines.nest(1, arguments);
    lines.own(0, ")");
    lines
}

fn parameter(imports: &mut Imports, system: &System, message: &Message) -> Written {
    Written::fill("message: {}", &[&system.messages.class(&message.full_name, imports)])
}
