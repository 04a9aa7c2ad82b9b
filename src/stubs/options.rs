//! The end of `_pb2.py`: what pure-Python protobuf cannot read from the serialised descriptor by itself.

use std::ops::Range;

use super::descriptors::{Enum, Field, Message, Service};
use super::literal::octal;
use super::offsets::Offsets;
use super::text::Text;
use super::unit::Unit;

/// Options again, to be parsed once all extensions are known.
pub(super) fn put_options(text: &mut Text, unit: &Unit) {
    let file = unit.file;
    if unit.bytes(&file.options).is_empty() {
        text.line("DESCRIPTOR._loaded_options = None");
    } else {
        put(text, unit, "_globals['DESCRIPTOR']", &file.options);
    }
    for declared in &file.enums {
        put_enum(text, unit, "", declared);
    }
    for extension in &file.extensions {
        put(text, unit, &format!("_globals['{}']", extension.name), &extension.options);
    }
    for message in &file.messages {
        put_message(text, unit, "", message);
    }
    for service in &file.services {
        put_service(text, unit, service);
    }
}

/// Where the bytes of each declaration are.
pub(super) fn put_places(text: &mut Text, unit: &Unit) {
    let mut offsets = Offsets::new(&unit.file.bytes);
    for declared in &unit.file.enums {
        put_place(text, &mut offsets, &upper("", &declared.name), &declared.place);
    }
    for message in &unit.file.messages {
        put_message_places(text, &mut offsets, "", message);
    }
    for service in &unit.file.services {
        put_place(text, &mut offsets, &upper("", &service.name), &service.place);
    }
}

fn put_message(text: &mut Text, unit: &Unit, outer: &str, message: &Message) {
    let name = upper(outer, &message.name);
    let expression = format!("_globals['{name}']");
    for nested in &message.messages {
        put_message(text, unit, &name, nested);
    }
    for oneof in &message.oneofs {
        let expression = format!("{expression}.oneofs_by_name['{}']", oneof.name);
        put(text, unit, &expression, &oneof.options);
    }
    for declared in &message.enums {
        put_enum(text, unit, &name, declared);
    }
    put_fields(text, unit, &format!("{expression}.fields_by_name"), &message.fields);
    put_fields(text, unit, &format!("{expression}.extensions_by_name"), &message.extensions);
    put(text, unit, &expression, &message.options);
}

fn put_fields(text: &mut Text, unit: &Unit, table: &str, fields: &[Field]) {
    for field in fields {
        put(text, unit, &format!("{table}['{}']", field.name), &field.options);
    }
}

fn put_enum(text: &mut Text, unit: &Unit, outer: &str, declared: &Enum) {
    let expression = format!("_globals['{}']", upper(outer, &declared.name));
    put(text, unit, &expression, &declared.options);
    for value in &declared.values {
        let expression = format!("{expression}.values_by_name[\"{}\"]", value.name);
        put(text, unit, &expression, &value.options);
    }
}

fn put_service(text: &mut Text, unit: &Unit, service: &Service) {
    let expression = format!("_globals['{}']", upper("", &service.name));
    put(text, unit, &expression, &service.options);
    for method in &service.methods {
        let expression = format!("{expression}.methods_by_name['{}']", method.name);
        put(text, unit, &expression, &method.options);
    }
}

fn put(text: &mut Text, unit: &Unit, expression: &str, options: &Range<usize>) {
    let bytes = unit.bytes(options);
    if !bytes.is_empty() {
        text.line(format!("{expression}._loaded_options = None"));
        text.line(format!("{expression}._serialized_options = b'{}'", octal(bytes)));
    }
}

fn put_message_places(text: &mut Text, offsets: &mut Offsets, outer: &str, message: &Message) {
    let name = upper(outer, &message.name);
    put_place(text, offsets, &name, &message.place);
    for nested in &message.messages {
        put_message_places(text, offsets, &name, nested);
    }
    for declared in &message.enums {
        put_place(text, offsets, &upper(&name, &declared.name), &declared.place);
    }
}

fn put_place(text: &mut Text, offsets: &mut Offsets, name: &str, place: &Range<usize>) {
    let first = offsets.first(place);
    text.line(format!("_globals['{name}']._serialized_start={}", first.start));
    text.line(format!("_globals['{name}']._serialized_end={}", first.end));
}

/// The module's private name for a declaration: `_OUTER_INNER`.
fn upper(outer: &str, name: &str) -> String {
    format!("{outer}_{}", name.to_ascii_uppercase())
}
