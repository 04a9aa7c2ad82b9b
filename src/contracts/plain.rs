//! Descriptors whose options are only those that protobuf itself knows.

use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    UninterpretedOption,
};

/// Takes out the written options of one declaration that are extensions.
macro_rules! plain {
    ($declaration:expr) => {
        if let Some(options) = &mut $declaration.options {
            options.uninterpreted_option.retain(is_plain);
        }
    };
}

fn is_plain(option: &UninterpretedOption) -> bool {
    option.name.iter().all(|part| !part.is_extension)
}

/// Takes out all written options that are extensions.
pub(super) fn without_extensions(file: &mut FileDescriptorProto) {
    plain!(file);
    file.message_type.iter_mut().for_each(message);
    file.enum_type.iter_mut().for_each(declared);
    file.extension.iter_mut().for_each(field);
    for service in &mut file.service {
        plain!(service);
        service.method.iter_mut().for_each(|method| plain!(method));
    }
}

fn message(message: &mut DescriptorProto) {
    plain!(message);
    message.field.iter_mut().for_each(field);
    message.extension.iter_mut().for_each(field);
    message.nested_type.iter_mut().for_each(self::message);
    message.enum_type.iter_mut().for_each(declared);
    message.oneof_decl.iter_mut().for_each(|oneof| plain!(oneof));
    message.extension_range.iter_mut().for_each(|range| plain!(range));
}

fn declared(declared: &mut EnumDescriptorProto) {
    plain!(declared);
    declared.value.iter_mut().for_each(|value| plain!(value));
}

fn field(field: &mut FieldDescriptorProto) {
    plain!(field);
}
