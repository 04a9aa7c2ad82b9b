//! One of the two states, by name: the files of the project and what they import, and everything that these declare.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, ServiceDescriptorProto,
};

use crate::contracts::buf::{Proto, Protos, is_map_entry};
use crate::contracts::symbols::joined;
use crate::contracts::tag;

/// Everything by its full name.
#[derive(Debug, Default)]
pub(super) struct Side<'a> {
    /// By import path.
    pub(super) files: BTreeMap<&'a str, &'a Proto>,
    /// The packages of these files.
    pub(super) packages: BTreeSet<&'a str>,
    /// With nested messages and map entries.
    pub(super) messages: BTreeMap<String, Message<'a>>,
    /// With nested enums.
    pub(super) enums: BTreeMap<String, Enum<'a>>,
    /// All of them.
    pub(super) services: BTreeMap<String, Service<'a>>,
    /// With those that are declared within messages.
    pub(super) extensions: BTreeMap<String, Extension<'a>>,
}

/// What all declarations have.
#[derive(Debug)]
pub(super) struct Declared<'a, D> {
    /// The file.
    pub(super) proto: &'a Proto,
    /// What is declared.
    pub(super) descriptor: &'a D,
    /// The path of the descriptor in its file.
    pub(super) path: Vec<i32>,
    /// The name behind the package.
    pub(super) nested_name: String,
}

/// A message, or the entry of a map.
#[derive(Debug)]
pub(super) struct Message<'a> {
    /// What all have.
    pub(super) declared: Declared<'a, DescriptorProto>,
    /// Of the entry of a map: the path of the type of the map, since nobody wrote the entry.
    pub(super) written_as: Option<Vec<i32>>,
}

pub(super) type Enum<'a> = Declared<'a, EnumDescriptorProto>;
pub(super) type Service<'a> = Declared<'a, ServiceDescriptorProto>;
pub(super) type Extension<'a> = Declared<'a, FieldDescriptorProto>;

impl<'a> Side<'a> {
    /// Of the files that are `of` interest, and all that these import.
    pub(super) fn new(protos: &'a Protos, of: &dyn Fn(&Proto) -> bool) -> Self {
        let mut side = Self { files: image(protos, of), ..Self::default() };
        let files: Vec<&'a Proto> = side.files.values().copied().collect();
        for proto in files {
            side.packages.insert(proto.descriptor.package());
            side.add(proto);
        }
        side
    }

    fn add(&mut self, proto: &'a Proto) {
        let file = &proto.descriptor;
        let top = Scope { proto, path: &[], names: "" };
        for (index, message) in (0..).zip(&file.message_type) {
            self.add_message(&top, [tag::FILE_MESSAGE, index], message, None);
        }
        for (index, descriptor) in (0..).zip(&file.enum_type) {
            let declared = top.declared([tag::FILE_ENUM, index], descriptor, descriptor.name());
            self.enums.insert(declared.full_name(), declared);
        }
        for (index, descriptor) in (0..).zip(&file.extension) {
            let declared =
                top.declared([tag::FILE_EXTENSION, index], descriptor, descriptor.name());
            self.extensions.insert(declared.full_name(), declared);
        }
        for (index, descriptor) in (0..).zip(&file.service) {
            let declared = top.declared([tag::FILE_SERVICE, index], descriptor, descriptor.name());
            self.services.insert(declared.full_name(), declared);
        }
    }

    fn add_message(
        &mut self,
        scope: &Scope<'a, '_>,
        step: [i32; 2],
        descriptor: &'a DescriptorProto,
        written_as: Option<Vec<i32>>,
    ) {
        let declared = scope.declared(step, descriptor, descriptor.name());
        let full_name = declared.full_name();
        let within = declared.scope();
        for (index, nested) in (0..).zip(&descriptor.nested_type) {
            let map = is_map_entry(nested).then(|| map_of(&within, descriptor, nested)).flatten();
            self.add_message(&within, [tag::MESSAGE_NESTED, index], nested, map);
        }
        for (index, nested) in (0..).zip(&descriptor.enum_type) {
            let nested = within.declared([tag::MESSAGE_ENUM, index], nested, nested.name());
            self.enums.insert(nested.full_name(), nested);
        }
        for (index, nested) in (0..).zip(&descriptor.extension) {
            let nested = within.declared([tag::MESSAGE_EXTENSION, index], nested, nested.name());
            self.extensions.insert(nested.full_name(), nested);
        }
        self.messages.insert(full_name, Message { declared, written_as });
    }

    /// The message of this name in a file: the name is that behind the package.
    pub(super) fn message_in(&self, proto: &Proto, nested_name: &str) -> Option<&Message<'a>> {
        let message = self.messages.get(&joined(proto.descriptor.package(), nested_name))?;
        message.declared.is_in(proto).then_some(message)
    }

    /// The innermost message around this name that is still in the file.
    pub(super) fn around(&self, proto: &Proto, nested_name: &str) -> Option<&Message<'a>> {
        outer_names(nested_name).find_map(|outer| self.message_in(proto, outer))
    }
}

/// `a.b.C.d`: `a.b.C`, then `a.b`, then `a`.
pub(super) fn outer_names(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').map(|(at, _)| &name[..at])
}

fn image<'a>(protos: &'a Protos, of: &dyn Fn(&Proto) -> bool) -> BTreeMap<&'a str, &'a Proto> {
    let mut image = BTreeMap::new();
    let mut open: Vec<&Proto> = protos.files.values().filter(|proto| of(proto)).collect();
    while let Some(proto) = open.pop() {
        if image.insert(proto.import_path.as_str(), proto).is_none() {
            let imports = &proto.descriptor.dependency;
            open.extend(imports.iter().filter_map(|import| protos.files.get(import)));
        }
    }
    image
}

/// The path of the type of the map that has this entry.
fn map_of(
    scope: &Scope<'_, '_>,
    message: &DescriptorProto,
    entry: &DescriptorProto,
) -> Option<Vec<i32>> {
    let package = scope.proto.descriptor.package();
    let type_name = format!(".{}", joined(&joined(package, scope.names), entry.name()));
    let is_map = |field: &FieldDescriptorProto| field.type_name() == type_name;
    let index = message.field.iter().position(is_map)?;
    let index = i32::try_from(index).ok()?;
    Some([scope.path, &[tag::MESSAGE_FIELD, index, tag::FIELD_TYPE_NAME]].concat())
}

/// What declarations lie in.
struct Scope<'a, 'b> {
    proto: &'a Proto,
    path: &'b [i32],
    names: &'b str,
}

impl<'a> Scope<'a, '_> {
    fn declared<D>(&self, step: [i32; 2], descriptor: &'a D, name: &str) -> Declared<'a, D> {
        Declared {
            proto: self.proto,
            descriptor,
            path: [self.path, &step].concat(),
            nested_name: joined(self.names, name),
        }
    }
}

impl<'a, D> Declared<'a, D> {
    fn scope(&self) -> Scope<'a, '_> {
        Scope { proto: self.proto, path: &self.path, names: &self.nested_name }
    }

    /// With the package.
    pub(super) fn full_name(&self) -> String {
        joined(self.proto.descriptor.package(), &self.nested_name)
    }

    pub(super) fn package(&self) -> &'a str {
        self.proto.descriptor.package()
    }

    pub(super) fn is_in(&self, proto: &Proto) -> bool {
        self.proto.import_path == proto.import_path
    }
}

impl<'a> Message<'a> {
    /// The path of where it is written.
    pub(super) fn path(&self) -> &[i32] {
        self.written_as.as_deref().unwrap_or(&self.declared.path)
    }

    pub(super) fn proto(&self) -> &'a Proto {
        self.declared.proto
    }
}
