//! Rules for messages, their fields and oneofs, and for extensions.

use prost_reflect::prost_types::field_descriptor_proto::{Label, Type};
use prost_reflect::prost_types::{DescriptorProto, FieldDescriptorProto};

use crate::contracts::buf::is_map_entry;
use crate::contracts::tag;

use super::casing::{lower_snake, pascal};
use super::comments::missing;
use super::enums::declared;
use super::report::Of;

/// All messages and extensions of a file.
pub(super) fn all(report: &mut Of<'_, '_>) {
    let file = &report.proto.descriptor;
    for (index, message) in (0..).zip(&file.message_type) {
        self::message(report, message, &[tag::FILE_MESSAGE, index]);
    }
    for (index, extension) in (0..).zip(&file.extension) {
        field(report, extension, &[tag::FILE_EXTENSION, index]);
    }
}

fn message(report: &mut Of<'_, '_>, message: &DescriptorProto, path: &[i32]) {
    if is_map_entry(message) {
        return;
    }
    let name = message.name();
    let wanted = pascal(name);
    if name != wanted {
        report.at("MESSAGE_PASCAL_CASE", &[path, &[tag::NAME]].concat(), || {
            format!("Message name \"{name}\" should be PascalCase, such as \"{wanted}\".")
        });
    }
    missing(report, "COMMENT_MESSAGE", "Message", name, path);
    for (index, field) in (0..).zip(&message.field) {
        self::field(report, field, &[path, &[tag::MESSAGE_FIELD, index]].concat());
    }
    for (index, extension) in (0..).zip(&message.extension) {
        field(report, extension, &[path, &[tag::MESSAGE_EXTENSION, index]].concat());
    }
    for index in 0..message.oneof_decl.len() {
        oneof(report, message, index, path);
    }
    for (index, nested) in (0..).zip(&message.enum_type) {
        declared(report, nested, &[path, &[tag::MESSAGE_ENUM, index]].concat());
    }
    for (index, nested) in (0..).zip(&message.nested_type) {
        self::message(report, nested, &[path, &[tag::MESSAGE_NESTED, index]].concat());
    }
}

fn field(report: &mut Of<'_, '_>, field: &FieldDescriptorProto, path: &[i32]) {
    let name = field.name();
    let wanted = lower_snake(name);
    let place = [path, &[tag::NAME]].concat();
    if name != wanted {
        report.at("FIELD_LOWER_SNAKE_CASE", &place, || {
            format!("Field name \"{name}\" should be lower_snake_case, such as \"{wanted}\".")
        });
    }
    if field.label() == Label::Required {
        report.at("FIELD_NOT_REQUIRED", &place, || {
            format!("Field named \"{name}\" should not be required.")
        });
    }
    // The comment above a group is that of its message.
    if field.r#type != Some(Type::Group.into()) {
        missing(report, "COMMENT_FIELD", "Field", name, path);
    }
}

fn oneof(report: &mut Of<'_, '_>, message: &DescriptorProto, index: usize, path: &[i32]) {
    let Ok(number) = i32::try_from(index) else { return };
    let is_in = |field: &&FieldDescriptorProto| field.oneof_index == Some(number);
    // What `optional` makes of a field, nobody wrote.
    if message.field.iter().filter(is_in).any(FieldDescriptorProto::proto3_optional) {
        return;
    }
    let name = message.oneof_decl[index].name();
    let path = [path, &[tag::MESSAGE_ONEOF, number]].concat();
    let wanted = lower_snake(name);
    if name != wanted {
        report.at("ONEOF_LOWER_SNAKE_CASE", &[&path[..], &[tag::NAME]].concat(), || {
            format!("Oneof name \"{name}\" should be lower_snake_case, such as \"{wanted}\".")
        });
    }
    missing(report, "COMMENT_ONEOF", "Oneof", name, &path);
}
