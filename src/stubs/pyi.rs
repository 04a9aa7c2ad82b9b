//! `_pb2.pyi`: the types of messages and enums.

use std::fmt::Write;

use crate::diagnostic::Diagnostic;
use crate::names::is_python_keyword;

use super::codes::ESCAPED_FOR_PYTHON;
use super::descriptors::{Enum, Field, Message};
use super::kind::Kind;
use super::modules::{leaf_of, module_of};
use super::pyi_imports::{self, Aliases, datetime_class, hides_builtins, is_well_known};
use super::text::Text;
use super::types::{declared_path, escaped, looked_up_path};
use super::unit::Unit;

/// Writes the stub.
pub(super) fn pyi(unit: &Unit, diagnostics: &mut Vec<Diagnostic>) -> String {
    let mut text = Text::default();
    let aliases = pyi_imports::put_imports(&mut text, unit);
    let mut stub = Stub { unit, aliases, diagnostics };
    pyi_imports::put_reexports(&mut text, unit);
    text.lines(["", "DESCRIPTOR: _descriptor.FileDescriptor"]);
    for public in
        unit.file.public_dependencies.iter().filter_map(|name| unit.descriptors.file(name))
    {
        stub.put_extensions(&mut text, &public.extensions);
        public.enums.iter().for_each(|declared| stub.put_values(&mut text, declared));
    }
    for declared in &unit.file.enums {
        text.line("");
        stub.put_enum(&mut text, declared);
    }
    unit.file.enums.iter().for_each(|declared| stub.put_values(&mut text, declared));
    stub.put_extensions(&mut text, &unit.file.extensions);
    for message in &unit.file.messages {
        text.line("");
        stub.put_message(&mut text, message, false);
    }
    stub.put_services(&mut text);
    text.into_string()
}

struct Stub<'a> {
    unit: &'a Unit<'a>,
    aliases: Aliases,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Stub<'_> {
    fn put_enum(&mut self, text: &mut Text, declared: &Enum) {
        let name = self.class_name(&declared.name);
        text.line(format!("class {name}(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):"));
        let type_name = self.type_name(&declared.full_name);
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
        let type_name = self.type_name(&declared.full_name);
        for value in declared.values.iter().filter(|value| !is_python_keyword(&value.name)) {
            text.line(format!("{}: {type_name}", value.name));
        }
    }

    fn put_extensions(&mut self, text: &mut Text, extensions: &[Field]) {
        for extension in extensions {
            text.line(format!("{}: _ClassVar[int]", number_name(&extension.name)));
            if self.can_be_declared("extension", &extension.name) {
                text.line(format!("{}: _descriptor.FieldDescriptor", extension.name));
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
        let shape = Shape { message, is_nested };
        text.line(format!("__slots__ = {}", slots(message)));
        if message.has_extension_ranges {
            text.line("Extensions: _python_message._ExtensionDict");
        }
        for declared in &message.enums {
            self.put_enum(text, declared);
            self.put_values(text, declared);
        }
        for nested in &message.messages {
            self.put_message(text, nested, true);
        }
        self.put_extensions(text, &message.extensions);
        for field in &message.fields {
            text.line(format!("{}: _ClassVar[int]", number_name(&field.name)));
        }
        for field in fields(message) {
            text.line(format!("{}: {}", field.name, self.attribute_type(field, shape)));
        }
        text.line(self.constructor(shape));
    }

    fn attribute_type(&self, field: &Field, shape: Shape) -> String {
        if let Some((key, value)) = self.unit.descriptors.map_entry(field) {
            let map = if value.kind.is_message() { "MessageMap" } else { "ScalarMap" };
            let key = self.value_type(key, shape);
            return format!("_containers.{map}[{key}, {}]", self.value_type(value, shape));
        }
        let value = self.value_type(field, shape);
        match (field.repeated, field.kind.is_message()) {
            (false, _) => value,
            (true, true) => format!("_containers.RepeatedCompositeFieldContainer[{value}]"),
            (true, false) => format!("_containers.RepeatedScalarFieldContainer[{value}]"),
        }
    }

    fn constructor(&self, shape: Shape) -> String {
        let target = &self.unit.options.target;
        let renames_self = target.renames_own_self() || self.unit.is_strict();
        let mut own = "self".to_owned();
        while renames_self && shape.message.fields.iter().any(|field| field.name == own) {
            own.push('_');
        }
        let mut line = format!("def __init__({own}");
        for (index, field) in fields(shape.message).enumerate() {
            let name = if index == 0 && field.name == own { "self_" } else { &field.name };
            let accepted = self.accepted_type(field, shape);
            let is_plain_bool = field.kind == Kind::Bool && !field.repeated;
            let _ = if is_plain_bool && target.requires_bools() {
                write!(line, ", {name}: {accepted} = ...")
            } else {
                write!(line, ", {name}: _Optional[{accepted}] = ...")
            };
        }
        if shape.message.fields.iter().any(|field| is_python_keyword(&field.name)) {
            line.push_str(if self.unit.is_strict() { ", **kwargs: object" } else { ", **kwargs" });
        }
        line.push_str(") -> None: ...");
        line
    }

    fn accepted_type(&self, field: &Field, shape: Shape) -> String {
        if let Some((key, value)) = self.unit.descriptors.map_entry(field) {
            let key = self.value_type(key, shape);
            return format!("_Mapping[{key}, {}]", self.value_type(value, shape));
        }
        let value = self.value_type(field, shape);
        let accepted = if field.kind.is_message() {
            format!("_Union[{}{value}, {}]", self.datetime(&field.type_name), self.mapping())
        } else if field.kind == Kind::Enum {
            format!("_Union[{value}, {}]", self.builtin("str", shape))
        } else {
            value
        };
        if field.repeated { format!("_Iterable[{accepted}]") } else { accepted }
    }

    fn datetime(&self, type_name: &str) -> String {
        let private = if self.unit.is_strict() { "_" } else { "" };
        if !self.unit.options.target.takes_datetime() {
            return String::new();
        }
        datetime_class(type_name).map_or(String::new(), |class| format!("{private}{class}, "))
    }

    fn mapping(&self) -> &'static str {
        if self.unit.is_strict() { "_Mapping[str, object]" } else { "_Mapping" }
    }

    fn value_type(&self, field: &Field, shape: Shape) -> String {
        match field.kind {
            Kind::Double | Kind::Float => self.builtin("float", shape),
            Kind::Bool => self.builtin("bool", shape),
            Kind::String => self.builtin("str", shape),
            Kind::Bytes => self.builtin("bytes", shape),
            Kind::Enum => self.type_name(&field.type_name),
            Kind::Message | Kind::Group => {
                let name = self.type_name(&field.type_name);
                if shape.is_nested && name == shape.message.name && !self.unit.is_strict() {
                    format!("{}.{name}", module_of(&self.unit.file.name))
                } else {
                    name
                }
            }
            Kind::Int64
            | Kind::Uint64
            | Kind::Int32
            | Kind::Fixed64
            | Kind::Fixed32
            | Kind::Uint32
            | Kind::Sfixed32
            | Kind::Sfixed64
            | Kind::Sint32
            | Kind::Sint64 => self.builtin("int", shape),
        }
    }

    fn builtin(&self, name: &str, shape: Shape) -> String {
        let hidden = self.unit.is_strict() && hides_builtins(shape.message);
        if hidden { format!("_builtins.{name}") } else { name.to_owned() }
    }

    /// A message or enum by the name that it has in this module.
    fn type_name(&self, full_name: &str) -> String {
        let Some(place) = self.unit.descriptors.place(full_name) else {
            return "object".to_owned();
        };
        if place.file == self.unit.file.name {
            return declared_path(place);
        }
        let alias = self.aliases.get(&place.file).cloned();
        let alias = alias.unwrap_or_else(|| format!("_{}", leaf_of(&module_of(&place.file))));
        let path = if self.unit.is_strict() { declared_path(place) } else { looked_up_path(place) };
        format!("{alias}.{path}")
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
        let escaped = escaped(name);
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
        if !is_python_keyword(name) {
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

/// A message, and whether another one is around it.
#[derive(Clone, Copy)]
struct Shape<'a> {
    message: &'a Message,
    is_nested: bool,
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

fn number_name(field: &str) -> String {
    format!("{}_FIELD_NUMBER", field.to_ascii_uppercase())
}
