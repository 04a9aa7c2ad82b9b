//! The oneofs that nobody wrote: proto3's `optional` makes one of its field, whose name must be that of nothing else.

use std::collections::BTreeSet;

use prost_reflect::prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

/// Gives them the names that protoc would: `_` and the name of the field, behind an `X` for every name that is taken.
pub(super) fn name(descriptor: &mut FileDescriptorProto) {
    descriptor.message_type.iter_mut().for_each(name_in);
}

fn name_in(message: &mut DescriptorProto) {
    message.nested_type.iter_mut().for_each(name_in);
    let made = |field: &FieldDescriptorProto| {
        let index = usize::try_from(field.oneof_index?).ok()?;
        field.proto3_optional().then(|| (index, field.name().to_owned()))
    };
    let synthetic: Vec<(usize, String)> = message.field.iter().filter_map(made).collect();
    if synthetic.is_empty() {
        return;
    }
    let made: BTreeSet<usize> = synthetic.iter().map(|(index, _)| *index).collect();
    let written = message.oneof_decl.iter().enumerate().filter(|(index, _)| !made.contains(index));
    let fields = message.field.iter().map(|field| field.name().to_owned());
    let mut taken: BTreeSet<String> =
        fields.chain(written.map(|(_, oneof)| oneof.name().to_owned())).collect();
    for (index, field) in synthetic {
        let mut name = if field.starts_with('_') { field } else { format!("_{field}") };
        while !taken.insert(name.clone()) {
            name.insert(0, 'X');
        }
        message.oneof_decl[index].name = Some(name);
    }
}
