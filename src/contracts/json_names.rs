//! How fields are called in JSON, where nobody says it.

use std::collections::BTreeMap;

use prost_reflect::prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

/// The name of a field without its underscores and with a capital behind each.
pub(super) fn usual(name: &str) -> String {
    let mut json_name = String::new();
    let mut is_behind = false;
    for character in name.chars() {
        if character == '_' {
            is_behind = true;
        } else {
            json_name.push(if is_behind { character.to_ascii_uppercase() } else { character });
            is_behind = false;
        }
    }
    json_name
}

/// Whether two fields of a message of proto3 differ in case or underscores only and yet in JSON: the linker takes them for one.
pub(super) fn are_alike(descriptor: &FileDescriptorProto) -> bool {
    descriptor.syntax() == "proto3" && descriptor.message_type.iter().any(are_alike_in)
}

fn are_alike_in(message: &DescriptorProto) -> bool {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let is_alike = |field: &FieldDescriptorProto| {
        let usual = usual(field.name());
        let first = names.entry(usual.to_ascii_lowercase()).or_insert_with(|| usual.clone());
        *first != usual
    };
    message.field.iter().any(is_alike) || message.nested_type.iter().any(are_alike_in)
}

/// Gives fields of proto2 that nobody could tell apart in JSON their own names there: protoc lets them be, the linker does not.
pub(super) fn tell_apart(descriptor: &mut FileDescriptorProto) {
    if descriptor.syntax() != "proto3" {
        descriptor.message_type.iter_mut().for_each(tell_apart_in);
    }
}

fn tell_apart_in(message: &mut DescriptorProto) {
    message.nested_type.iter_mut().for_each(tell_apart_in);
    let json_name = |field: &FieldDescriptorProto| {
        field.json_name.clone().unwrap_or_else(|| usual(field.name()))
    };
    let mut users: BTreeMap<String, usize> = BTreeMap::new();
    for field in &message.field {
        *users.entry(json_name(field)).or_default() += 1;
    }
    for field in &mut message.field {
        if field.json_name.is_none() && users[&json_name(field)] > 1 {
            field.json_name = Some(field.name().to_owned());
        }
    }
}
