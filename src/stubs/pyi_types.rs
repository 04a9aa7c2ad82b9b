//! How `_pb2.pyi` writes the types of fields.

use super::descriptors::{Enum, Field, File, Message};
use super::kind::Kind;
use super::modules::{leaf_of, module_of};
use super::pyi_imports::Aliases;
use super::types::{declared_path, looked_up_path};
use super::unit::Unit;

/// What the names of types depend on.
pub(super) struct Types<'a> {
    pub(super) unit: &'a Unit<'a>,
    pub(super) aliases: Aliases,
    /// Whether the file hides types of Python.
    pub(super) hides_builtins: bool,
}

/// The message whose fields are written, and whether another one is around it.
#[derive(Clone, Copy)]
pub(super) struct Shape<'a> {
    name: &'a str,
    is_nested: bool,
    hides_builtins: bool,
}

impl<'a> Shape<'a> {
    pub(super) fn of(message: &'a Message, is_nested: bool) -> Self {
        Self { name: &message.name, is_nested, hides_builtins: hides_builtins(message) }
    }
}

/// Types of Python that stubs name.
const BUILTINS: [&str; 6] = ["int", "float", "bool", "str", "bytes", "object"];

/// Whether the message declares something that is called as a type of Python, which then hides the type in it.
pub(super) fn hides_builtins(message: &Message) -> bool {
    let fields = message.fields.iter().chain(&message.extensions).map(|field| &field.name);
    are_hiding(fields, &message.messages, &message.enums)
}

/// The same for a whole file.
pub(super) fn file_hides_builtins(file: &File) -> bool {
    are_hiding(file.extensions.iter().map(|field| &field.name), &file.messages, &file.enums)
}

fn are_hiding<'a>(
    fields: impl Iterator<Item = &'a String>,
    messages: &'a [Message],
    enums: &'a [Enum],
) -> bool {
    let values = enums.iter().flat_map(|declared| &declared.values).map(|value| &value.name);
    let enums = enums.iter().map(|declared| &declared.name);
    let messages = messages.iter().map(|message| &message.name);
    let mut names = fields.chain(messages).chain(enums).chain(values);
    names.any(|name| BUILTINS.contains(&name.as_str()))
}

/// The value of `datetime` that a message can be made from.
pub(super) fn datetime_class(full_name: &str) -> Option<&'static str> {
    match full_name {
        "google.protobuf.Timestamp" => Some("datetime.datetime"),
        "google.protobuf.Duration" => Some("datetime.timedelta"),
        _ => None,
    }
}

impl Types<'_> {
    /// What reading a field gives.
    pub(super) fn attribute(&self, field: &Field, shape: Option<Shape>) -> String {
        if let Some((key, value)) = self.unit.descriptors.map_entry(field) {
            let map = if value.kind.is_message() { "MessageMap" } else { "ScalarMap" };
            let key = self.value(key, shape);
            return format!("_containers.{map}[{key}, {}]", self.value(value, shape));
        }
        let value = self.value(field, shape);
        match (field.repeated, field.kind.is_message()) {
            (false, _) => value,
            (true, true) => format!("_containers.RepeatedCompositeFieldContainer[{value}]"),
            (true, false) => format!("_containers.RepeatedScalarFieldContainer[{value}]"),
        }
    }

    /// What the constructor takes for a field.
    pub(super) fn accepted(&self, field: &Field, shape: Option<Shape>) -> String {
        if let Some((key, value)) = self.unit.descriptors.map_entry(field) {
            let key = self.value(key, shape);
            return format!("_Mapping[{key}, {}]", self.value(value, shape));
        }
        let value = self.value(field, shape);
        let accepted = if field.kind.is_message() {
            format!("_Union[{}{value}, {}]", self.datetime(&field.type_name), self.mapping(shape))
        } else if field.kind == Kind::Enum {
            format!("_Union[{value}, {}]", self.builtin("str", shape))
        } else {
            value
        };
        if field.repeated { format!("_Iterable[{accepted}]") } else { accepted }
    }

    /// An extension, with whose messages it belongs to where types are strict.
    pub(super) fn extension(&self, extension: &Field, shape: Option<Shape>) -> String {
        if !self.unit.is_strict() {
            return "_descriptor.FieldDescriptor".to_owned();
        }
        let extended = self.named(&extension.extendee);
        let value = self.attribute(extension, shape);
        format!("_extension_dict._ExtensionFieldDescriptor[{extended}, {value}]")
    }

    /// A message or enum by the name that it has in this module.
    pub(super) fn named(&self, full_name: &str) -> String {
        let Some(place) = self.unit.descriptors.place(full_name) else {
            return self.builtin("object", None);
        };
        if place.file == self.unit.file.name {
            let strict_parity = self.unit.options.strict_parity;
            return if strict_parity { looked_up_path(place) } else { declared_path(place) };
        }
        if self.unit.is_strict() && !self.unit.importer.is_plain(&place.file) {
            return "_Any".to_owned();
        }
        let alias = self.aliases.get(&place.file).cloned();
        let alias = alias.unwrap_or_else(|| format!("_{}", leaf_of(&module_of(&place.file))));
        let path = if self.unit.is_strict() { declared_path(place) } else { looked_up_path(place) };
        format!("{alias}.{path}")
    }

    fn value(&self, field: &Field, shape: Option<Shape>) -> String {
        match field.kind {
            Kind::Double | Kind::Float => self.builtin("float", shape),
            Kind::Bool => self.builtin("bool", shape),
            Kind::String => self.builtin("str", shape),
            Kind::Bytes => self.builtin("bytes", shape),
            Kind::Enum => self.enumeration(&field.type_name),
            Kind::Message | Kind::Group => self.message(&field.type_name, shape),
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

    /// An enum; those that `types-protobuf` describes are no integers themselves, but have a type for their values.
    fn enumeration(&self, full_name: &str) -> String {
        let name = self.named(full_name);
        let file = self.unit.descriptors.place(full_name).map_or("", |place| &place.file);
        let is_described =
            file.starts_with("google/protobuf/") && !self.unit.importer.files.contains(file);
        if self.unit.is_strict() && is_described { format!("{name}.ValueType") } else { name }
    }

    fn message(&self, full_name: &str, shape: Option<Shape>) -> String {
        let name = self.named(full_name);
        let is_ambiguous = shape.is_some_and(|shape| shape.is_nested && shape.name == name);
        if is_ambiguous && !self.unit.is_strict() {
            format!("{}.{name}", module_of(&self.unit.file.name))
        } else {
            name
        }
    }

    fn datetime(&self, type_name: &str) -> String {
        let private = if self.unit.is_strict() { "_" } else { "" };
        match datetime_class(type_name) {
            Some(class) if self.unit.options.target.takes_datetime() => {
                format!("{private}{class}, ")
            }
            _ => String::new(),
        }
    }

    /// What the fields of a message can be given as.
    fn mapping(&self, shape: Option<Shape>) -> String {
        if !self.unit.is_strict() {
            return "_Mapping".to_owned();
        }
        format!("_Mapping[{}, {}]", self.builtin("str", shape), self.builtin("object", shape))
    }

    /// A type of Python by a name that nothing hides.
    pub(super) fn builtin(&self, name: &str, shape: Option<Shape>) -> String {
        let hidden = self.hides_builtins || shape.is_some_and(|shape| shape.hides_builtins);
        if hidden && self.unit.is_strict() { format!("_builtins.{name}") } else { name.to_owned() }
    }
}
