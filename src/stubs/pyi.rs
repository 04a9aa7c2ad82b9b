//! `_pb2.pyi`: the types of messages and enums.

use std::fmt::Write;

use crate::diagnostic::Diagnostic;
use crate::names::is_python_keyword;

use super::codes::ESCAPED_FOR_PYTHON;
use super::descriptors::{Enum, Field, Message, Named};
use super::kind::Kind;
use super::pyi_imports::{self, is_well_known};
use super::pyi_types::{Shape, Types, file_hides_builtins};
use super::text::Text;
use super::unit::Unit;

/// Writes the stub.
pub(super) fn pyi(unit: &Unit, diagnostics: &mut Vec<Diagnostic>) -> String {
    let mut text = Text::default();
    let aliases = pyi_imports::put_imports(&mut text, unit);
    let types = Types { unit, aliases, hides_builtins: file_hides_builtins(unit.file) };
    let mut stub = Stub { unit, types, diagnostics };
    pyi_imports::put_reexports(&mut text, unit);
    text.lines(["", "DESCRIPTOR: _descriptor.FileDescriptor"]);
    // Strict stubs import these, as they do all else that is public.
    for public in unit.published().filter(|_| !unit.is_strict()) {
        stub.put_extensions(&mut text, &public.extensions, None);
        public.enums.iter().for_each(|declared| stub.put_values(&mut text, declared));
    }
    for declared in &unit.file.enums {
        text.line("");
        stub.put_enum(&mut text, declared, None);
    }
    unit.file.enums.iter().for_each(|declared| stub.put_values(&mut text, declared));
    stub.put_extensions(&mut text, &unit.file.extensions, None);
    for message in &unit.file.messages {
        text.line("");
        stub.put_message(&mut text, message, false);
    }
    stub.put_services(&mut text);
    text.into_string()
}

struct Stub<'a> {
    unit: &'a Unit<'a>,
    types: Types<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Stub<'_> {
    fn put_enum(&mut self, text: &mut Text, declared: &Enum, shape: Option<Shape>) {
        let name = self.class_name(&declared.name);
        let int = self.types.builtin("int", shape);
        text.line(format!("class {name}({int}, metaclass=_enum_type_wrapper.EnumTypeWrapper):"));
        let type_name = self.types.named(&declared.full_name);
        text.indented(4, |text| {
            text.line("__slots__ = ()");
            for value in &declared.values {
                if self.can_be_declared("value", &value.name) {
                    text.line(format!("{}: _ClassVar[{type_name}]", value.name));
                }
            }
        });
    }

    /// The values again, as names beside the enum.
    fn put_values(&mut self, text: &mut Text, declared: &Enum) {
        let type_name = self.types.named(&declared.full_name);
        let strict_parity = self.unit.options.strict_parity;
        let is_named = |value: &&Named| strict_parity || !is_python_keyword(&value.name);
        for value in declared.values.iter().filter(is_named) {
            text.line(format!("{}: {type_name}", value.name));
        }
    }

    /// Extensions of the file, or those that a message declares.
    fn put_extensions(&mut self, text: &mut Text, extensions: &[Field], shape: Option<Shape>) {
        let int = self.types.builtin("int", shape);
        let is_plain = shape.is_none() && self.unit.is_strict();
        let number = if is_plain { int } else { format!("_ClassVar[{int}]") };
        for extension in extensions {
            text.line(format!("{}: {number}", number_name(&extension.name)));
            if self.can_be_declared("extension", &extension.name) {
                let type_name = self.types.extension(extension, shape);
                text.line(format!("{}: {type_name}", extension.name));
            }
        }
    }

    fn put_message(&mut self, text: &mut Text, message: &Message, is_nested: bool) {
        let name = self.class_name(&message.name);
        let base = if is_well_known(&message.full_name) {
            format!(", _well_known_types.{}", message.name)
        } else {
            String::new()
        };
        text.line(format!("class {name}(_message.Message{base}):"));
        text.indented(4, |text| self.put_body(text, message, is_nested));
    }

    fn put_body(&mut self, text: &mut Text, message: &Message, is_nested: bool) {
        let shape = Shape::of(message, is_nested);
        text.line(format!("__slots__ = {}", slots(message)));
        if message.has_extension_ranges && !self.unit.is_strict() {
            text.line("Extensions: _python_message._ExtensionDict");
        }
        for declared in &message.enums {
            self.put_enum(text, declared, Some(shape));
            self.put_values(text, declared);
        }
        for nested in &message.messages {
            self.put_message(text, nested, true);
        }
        self.put_extensions(text, &message.extensions, Some(shape));
        for field in &message.fields {
            let int = self.types.builtin("int", Some(shape));
            text.line(format!("{}: _ClassVar[{int}]", number_name(&field.name)));
        }
        for field in fields(message) {
            let type_name = self.types.attribute(field, Some(shape));
            let hidden = if self.unit.is_strict() { hidden(&field.name) } else { "" };
            text.line(format!("{}: {type_name}{hidden}", field.name));
        }
        text.line(self.constructor(message, shape));
    }

    fn constructor(&self, message: &Message, shape: Shape) -> String {
        let target = &self.unit.options.target;
        let renames_self = target.renames_own_self() || self.unit.is_strict();
        let mut own = "self".to_owned();
        while renames_self && message.fields.iter().any(|field| field.name == own) {
            own.push('_');
        }
        let mut line = format!("def __init__({own}");
        for (index, field) in fields(message).enumerate() {
            let name = if index == 0 && field.name == own { "self_" } else { &field.name };
            let accepted = self.types.accepted(field, Some(shape));
            let is_plain_bool = field.kind == Kind::Bool && !field.repeated;
            let _ = if is_plain_bool && target.requires_bools() {
                write!(line, ", {name}: {accepted} = ...")
            } else {
                write!(line, ", {name}: _Optional[{accepted}] = ...")
            };
        }
        if message.fields.iter().any(|field| is_python_keyword(&field.name)) {
            line.push_str(", **kwargs");
            if self.unit.is_strict() {
                let _ = write!(line, ": {}", self.types.builtin("object", Some(shape)));
            }
        }
        line.push_str(") -> None: ...");
        line
    }

    fn put_services(&mut self, text: &mut Text) {
        if !self.unit.file.generic_services || self.unit.is_strict() {
            return;
        }
        for service in &self.unit.file.services {
            let name = self.class_name(&service.name);
            text.line("");
            text.line(format!("class {name}(_service.service): ..."));
            text.line("");
            text.line(format!("class {}_Stub({name}): ...", service.name));
        }
    }

    fn class_name(&mut self, name: &str) -> String {
        let escaped = self.unit.spelled(name);
        if escaped != name {
            let message = format!(
                "`{}` declares `{name}`, a keyword of Python; the stub calls it `{escaped}`",
                self.unit.file.name
            );
            let hint = format!("rename it, or reach it by `getattr(module, '{name}')`");
            self.diagnostics.push(Diagnostic::info(ESCAPED_FOR_PYTHON, message).hint(hint));
        }
        escaped
    }

    fn can_be_declared(&mut self, what: &str, name: &str) -> bool {
        if self.unit.options.strict_parity || !is_python_keyword(name) {
            return true;
        }
        let message = format!(
            "`{}` declares the {what} `{name}`, a keyword of Python; the stub leaves it out",
            self.unit.file.name
        );
        self.diagnostics.push(Diagnostic::info(ESCAPED_FOR_PYTHON, message));
        false
    }
}

/// What lets a field have the name of something that every message has, as the runtime does.
fn hidden(field: &str) -> &'static str {
    match field {
        "DESCRIPTOR" | "Extensions" => "  # type: ignore[assignment]",
        _ => "",
    }
}

/// The fields that Python can name.
fn fields(message: &Message) -> impl Iterator<Item = &Field> {
    message.fields.iter().filter(|field| !is_python_keyword(&field.name))
}

fn slots(message: &Message) -> String {
    let names: Vec<String> = fields(message).map(|field| format!("\"{}\"", field.name)).collect();
    let comma = if names.len() == 1 { "," } else { "" };
    format!("({}{comma})", names.join(", "))
}

pub(super) fn number_name(field: &str) -> String {
    format!("{}_FIELD_NUMBER", field.to_ascii_uppercase())
}
