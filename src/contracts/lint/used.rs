//! Which imports of a file are used: something that they declare, or pass on, is named in it.

use std::collections::BTreeSet;

use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto,
    ServiceDescriptorProto, UninterpretedOption,
};

use crate::contracts::buf::written::written;
use crate::contracts::buf::{Proto, Protos};
use crate::contracts::lexer::{Token, tokens};
use crate::contracts::symbols::{joined, scopes};

/// All files, to look in for what is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used<'a>(&'a Protos);

impl<'a> Used<'a> {
    pub(super) fn new(protos: &'a Protos) -> Self {
        Self(protos)
    }

    /// The indices of the imports that nothing in a file needs. What others import through them is not asked for.
    pub(super) fn unused(self, proto: &Proto) -> BTreeSet<i32> {
        let file = &proto.descriptor;
        let all = 0..i32::try_from(file.dependency.len()).unwrap_or(i32::MAX);
        let mut unused: BTreeSet<i32> =
            all.filter(|index| !file.public_dependency.contains(index)).collect();
        if unused.is_empty() {
            return unused;
        }
        let mut named = Named { protos: self.0, package: file.package(), files: BTreeSet::new() };
        named.file(file);
        named.files.remove(proto.import_path.as_str());
        for path in named.files {
            if let Some(index) = self.through(file, path) {
                unused.remove(&index);
            }
        }
        unused
    }

    /// The import that brings a file: itself, or the first one that leads to it; public ones come first.
    fn through(self, file: &FileDescriptorProto, path: &str) -> Option<i32> {
        let imports = || (0..).zip(&file.dependency);
        if let Some((index, _)) = imports().find(|(_, import)| *import == path) {
            return Some(index);
        }
        let (public, other): (Vec<_>, Vec<_>) =
            imports().partition(|(index, _)| file.public_dependency.contains(index));
        let mut all = public.into_iter().chain(other);
        all.find(|(_, import)| self.leads(import, path)).map(|(index, _)| index)
    }

    fn leads(self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(path) = open.pop() {
            let imports = self.0.files.get(path).map(|proto| &proto.descriptor.dependency);
            for import in imports.into_iter().flatten() {
                if import == to {
                    return true;
                }
                if seen.insert(import) {
                    open.push(import);
                }
            }
        }
        false
    }
}

/// The files that declare what a file names.
struct Named<'a> {
    protos: &'a Protos,
    package: &'a str,
    files: BTreeSet<&'a str>,
}

impl Named<'_> {
    fn file(&mut self, file: &FileDescriptorProto) {
        self.options(written!(file));
        file.message_type.iter().for_each(|message| self.message(message));
        file.enum_type.iter().for_each(|declared| self.declared(declared));
        file.extension.iter().for_each(|field| self.field(field));
        file.service.iter().for_each(|service| self.service(service));
    }

    fn message(&mut self, message: &DescriptorProto) {
        self.options(written!(message));
        message.field.iter().for_each(|field| self.field(field));
        message.extension.iter().for_each(|field| self.field(field));
        message.nested_type.iter().for_each(|nested| self.message(nested));
        message.enum_type.iter().for_each(|declared| self.declared(declared));
        message.oneof_decl.iter().for_each(|oneof| self.options(written!(oneof)));
        message.extension_range.iter().for_each(|range| self.options(written!(range)));
    }

    fn field(&mut self, field: &FieldDescriptorProto) {
        self.name(field.type_name());
        self.name(field.extendee());
        self.options(written!(field));
    }

    fn declared(&mut self, declared: &EnumDescriptorProto) {
        self.options(written!(declared));
        declared.value.iter().for_each(|value| self.options(written!(value)));
    }

    fn service(&mut self, service: &ServiceDescriptorProto) {
        self.options(written!(service));
        for method in &service.method {
            self.name(method.input_type());
            self.name(method.output_type());
            self.options(written!(method));
        }
    }

    fn options(&mut self, options: &[UninterpretedOption]) {
        for option in options {
            for part in option.name.iter().filter(|part| part.is_extension) {
                self.name(&part.name_part);
            }
            for name in keys(option.aggregate_value()) {
                let mut names = scopes(self.package).map(|scope| joined(scope, &name));
                let found = names.find_map(|name| self.protos.declared.get(&name));
                self.files.extend(found.map(String::as_str));
            }
        }
    }

    /// A full name behind a dot; a name of nothing is no name.
    fn name(&mut self, full_name: &str) {
        if let Some(path) = self.protos.declared.get(full_name.trim_start_matches('.')) {
            self.files.insert(path);
        }
    }
}

/// The names in brackets within the text of a message: extensions, and types behind the URL of an `Any`.
fn keys(text: &str) -> Vec<String> {
    if !text.contains('[') {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut open: Option<String> = None;
    let mut is_value = false;
    for (token, place) in tokens(text) {
        match (token, &mut open) {
            (Token::Punctuation(b'['), _) => open = (!is_value).then(String::new),
            (Token::Punctuation(b']'), Some(_)) => keys.extend(open.take()),
            (Token::Punctuation(b'/'), Some(name)) => name.clear(),
            (_, Some(name)) => name.push_str(&text[place]),
            (_, None) => {}
        }
        is_value = token == Token::Punctuation(b':');
    }
    keys
}
