//! Writes the full name behind every name that a file uses, or reports it.

use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    UninterpretedOption,
};

use super::symbols::{Failure, Sort, Symbols, Visible};
use super::tag;

/// A name that could not be resolved.
#[derive(Debug)]
pub(super) struct Unresolved {
    /// As written.
    pub(super) name: String,
    /// Why.
    pub(super) failure: Failure,
    /// What was wanted.
    pub(super) sort: Sort,
    /// The path of the name in the file descriptor.
    pub(super) path: Vec<i32>,
}

/// The options of a declaration as they were written.
macro_rules! written {
    ($declaration:ident) => {
        $declaration.options.as_mut().map(|options| &mut options.uninterpreted_option)
    };
}

/// Resolves every name of the file in place; gives back those that mean nothing.
pub(super) fn names(
    descriptor: &mut FileDescriptorProto,
    symbols: &Symbols,
    visible: &Visible,
) -> Vec<Unresolved> {
    let package = descriptor.package().to_owned();
    let mut walk = Walk { symbols, visible, path: Vec::new(), unresolved: Vec::new() };
    walk.options(&package, tag::FILE_OPTIONS, written!(descriptor));
    walk.each(tag::FILE_MESSAGE, &mut descriptor.message_type, |walk, message| {
        walk.message(&package, message);
    });
    walk.each(tag::FILE_ENUM, &mut descriptor.enum_type, |walk, declared| {
        walk.declared_enum(&package, declared);
    });
    walk.each(tag::FILE_EXTENSION, &mut descriptor.extension, |walk, field| {
        walk.field(&package, field);
    });
    walk.each(tag::FILE_SERVICE, &mut descriptor.service, |walk, service| {
        let scope = format!("{package}.{}", service.name());
        let scope = scope.trim_start_matches('.');
        walk.options(scope, tag::SERVICE_OPTIONS, written!(service));
        walk.each(tag::SERVICE_METHOD, &mut service.method, |walk, method| {
            walk.name(scope, tag::METHOD_INPUT, Sort::Type, method.input_type.as_mut());
            walk.name(scope, tag::METHOD_OUTPUT, Sort::Type, method.output_type.as_mut());
            walk.options(scope, tag::METHOD_OPTIONS, written!(method));
        });
    });
    walk.unresolved
}

struct Walk<'a> {
    symbols: &'a Symbols,
    visible: &'a Visible,
    path: Vec<i32>,
    unresolved: Vec<Unresolved>,
}

impl Walk<'_> {
    fn each<T>(&mut self, tag: i32, items: &mut [T], mut visit: impl FnMut(&mut Self, &mut T)) {
        for (index, item) in (0..).zip(items) {
            self.path.extend([tag, index]);
            visit(self, item);
            self.path.truncate(self.path.len() - 2);
        }
    }

    fn message(&mut self, scope: &str, message: &mut DescriptorProto) {
        let scope = format!("{scope}.{}", message.name());
        let scope = scope.trim_start_matches('.');
        self.options(scope, tag::MESSAGE_OPTIONS, written!(message));
        self.each(tag::MESSAGE_FIELD, &mut message.field, |walk, field| walk.field(scope, field));
        self.each(tag::MESSAGE_EXTENSION, &mut message.extension, |walk, field| {
            walk.field(scope, field);
        });
        self.each(tag::MESSAGE_NESTED, &mut message.nested_type, |walk, nested| {
            walk.message(scope, nested);
        });
        self.each(tag::MESSAGE_ENUM, &mut message.enum_type, |walk, declared| {
            walk.declared_enum(scope, declared);
        });
        self.each(tag::MESSAGE_ONEOF, &mut message.oneof_decl, |walk, oneof| {
            walk.options(scope, tag::ONEOF_OPTIONS, written!(oneof));
        });
        self.each(tag::MESSAGE_RANGE, &mut message.extension_range, |walk, range| {
            walk.options(scope, tag::RANGE_OPTIONS, written!(range));
        });
    }

    fn field(&mut self, scope: &str, field: &mut FieldDescriptorProto) {
        self.name(scope, tag::FIELD_TYPE_NAME, Sort::Type, field.type_name.as_mut());
        self.name(scope, tag::FIELD_EXTENDEE, Sort::Type, field.extendee.as_mut());
        self.options(scope, tag::FIELD_OPTIONS, written!(field));
    }

    fn declared_enum(&mut self, scope: &str, declared: &mut EnumDescriptorProto) {
        self.options(scope, tag::ENUM_OPTIONS, written!(declared));
        self.each(tag::ENUM_VALUE, &mut declared.value, |walk, value| {
            walk.options(scope, tag::VALUE_OPTIONS, written!(value));
        });
    }

    fn options(&mut self, scope: &str, tag: i32, options: Option<&mut Vec<UninterpretedOption>>) {
        let Some(options) = options else {
            return;
        };
        self.path.push(tag);
        self.each(tag::UNINTERPRETED, options, |walk, option| {
            for part in option.name.iter_mut().filter(|part| part.is_extension) {
                walk.resolve(scope, Sort::Extension, &mut part.name_part);
            }
        });
        self.path.pop();
    }

    fn name(&mut self, scope: &str, tag: i32, sort: Sort, name: Option<&mut String>) {
        if let Some(name) = name {
            self.path.push(tag);
            self.resolve(scope, sort, name);
            self.path.pop();
        }
    }

    fn resolve(&mut self, scope: &str, sort: Sort, name: &mut String) {
        match self.symbols.find(name, scope, sort, self.visible) {
            Ok(full_name) => *name = full_name,
            Err(failure) => {
                let (name, path) = (name.clone(), self.path.clone());
                self.unresolved.push(Unresolved { name, failure, sort, path });
            }
        }
    }
}
