//! The imports of `_pb2.pyi`: other protos, and whatever of protobuf and typing the declarations use.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::is_python_keyword;

use super::descriptors::{Field, File, Message};
use super::kind::Kind;
use super::modules::{leaf_of, module_of};
use super::pyi::number_name;
use super::pyi_types::{datetime_class, file_hides_builtins, hides_builtins};
use super::text::Text;
use super::unit::Unit;

/// The names under which the imported protos are known.
pub(super) type Aliases = BTreeMap<String, String>;

/// Writes all imports except those that re-export.
pub(super) fn put_imports(text: &mut Text, unit: &Unit) -> Aliases {
    let used = Used::of(unit);
    let target = &unit.options.target;
    if unit.is_strict() {
        put_private_imports(text, &used, target.takes_datetime());
    } else if used.datetime && target.imports_datetime() {
        text.lines(["import datetime", ""]);
    }
    let aliases = put_dependencies(text, unit);
    put_protobuf(text, unit, &used);
    put_typing(text, unit, &used);
    aliases
}

/// Strict stubs give Python's own modules names that no field can have.
fn put_private_imports(text: &mut Text, used: &Used, takes_datetime: bool) {
    let modules = [(used.builtins, "builtins"), (used.datetime && takes_datetime, "datetime")];
    for (_, module) in modules.iter().filter(|(used, _)| *used) {
        text.line(format!("import {module} as _{module}"));
    }
    if modules.iter().any(|(used, _)| *used) {
        text.line("");
    }
}

/// What `google.protobuf.internal.well_known_types` has a base class for.
pub(super) fn is_well_known(full_name: &str) -> bool {
    let Some(name) = full_name.strip_prefix("google.protobuf.") else { return false };
    matches!(name, "Any" | "Duration" | "FieldMask" | "ListValue" | "Struct" | "Timestamp")
}

fn put_dependencies(text: &mut Text, unit: &Unit) -> Aliases {
    let mut aliases = Aliases::new();
    let mut seen = BTreeSet::new();
    let mut has_importlib = false;
    for file in imported_files(unit) {
        let mut alias = format!("_{}", leaf_of(&module_of(file)));
        while seen.contains(&alias) {
            alias.push_str("_1");
        }
        if !unit.importer.is_plain(file) && !has_importlib {
            has_importlib = true;
            text.line("import importlib");
        }
        text.line(unit.importer.import(file, &alias));
        if unit.importer.is_plain(file) {
            aliases.insert(file.to_owned(), alias.clone());
            seen.insert(alias);
        }
    }
    aliases
}

/// The protos that are imported: those that the file imports, each with what it imports publicly.
///
/// protoc does this with repetitions and looks one step deep; strict stubs import every proto that can be named, once.
fn imported_files<'a>(unit: &Unit<'a>) -> Vec<&'a str> {
    let mut files: Vec<&str> = Vec::new();
    for dependency in &unit.file.dependencies {
        files.push(dependency);
        files.extend(unit.public_imports(dependency).map(|file| file.name.as_str()));
    }
    if unit.is_strict() {
        let mut seen = BTreeSet::new();
        files.retain(|file| unit.importer.is_plain(file) && seen.insert(*file));
    }
    files
}

fn put_protobuf(text: &mut Text, unit: &Unit, used: &Used) {
    let internal = [
        (used.repeated, "containers"),
        (used.enums, "enum_type_wrapper"),
        (used.extensions && unit.is_strict(), "extension_dict"),
        (used.extendable && !unit.is_strict(), "python_message"),
        (used.well_known, "well_known_types"),
    ];
    for (_, name) in internal.iter().filter(|(used, _)| *used) {
        text.line(format!("from google.protobuf.internal import {name} as _{name}"));
    }
    let services = unit.file.generic_services && !unit.file.services.is_empty();
    let public = [
        (true, "descriptor"),
        (!unit.file.messages.is_empty(), "message"),
        (services && !unit.is_strict(), "service"),
    ];
    for (_, name) in public.iter().filter(|(used, _)| *used) {
        text.line(format!("from google.protobuf import {name} as _{name}"));
    }
}

fn put_typing(text: &mut Text, unit: &Unit, used: &Used) {
    let listed = |names: &[(bool, &'static str)]| {
        let used = names.iter().filter(|(used, _)| *used);
        used.map(|(_, name)| format!("{name} as _{name}")).collect::<Vec<_>>().join(", ")
    };
    let class_var = [(used.any && unit.is_strict(), "Any"), (true, "ClassVar")];
    let collections = [(used.iterable, "Iterable"), (used.mapping, "Mapping")];
    let typing = [(used.optional, "Optional"), (used.union, "Union")];
    if !unit.options.target.imports_abstract_collections() {
        let all = [&class_var[..], &collections, &typing].concat();
        text.line(format!("from typing import {}", listed(&all)));
        return;
    }
    if used.iterable || used.mapping {
        text.line(format!("from collections.abc import {}", listed(&collections)));
    }
    text.line(format!("from typing import {}", listed(&[&class_var[..], &typing].concat())));
}

/// What the declarations of a file use.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for one import")]
struct Used {
    repeated: bool,
    iterable: bool,
    enums: bool,
    extendable: bool,
    extensions: bool,
    any: bool,
    mapping: bool,
    optional: bool,
    union: bool,
    well_known: bool,
    datetime: bool,
    builtins: bool,
}

impl Used {
    fn of(unit: &Unit) -> Self {
        let mut used = Self { enums: !unit.file.enums.is_empty(), ..Self::default() };
        used.builtins = file_hides_builtins(unit.file);
        used.add_extensions(unit, &unit.file.extensions);
        used.any |= unit.published().any(|file| !unit.importer.is_plain(&file.name));
        for message in &unit.file.messages {
            used.add_message(unit, message);
        }
        used
    }

    /// protoc imports nothing for extensions; strict stubs type them.
    fn add_extensions(&mut self, unit: &Unit, extensions: &[Field]) {
        for extension in extensions {
            self.extensions = true;
            self.repeated |= extension.repeated && unit.is_strict();
            self.any |=
                needs_any(unit, &extension.type_name) | needs_any(unit, &extension.extendee);
        }
    }

    fn add_message(&mut self, unit: &Unit, message: &Message) {
        self.extendable |= message.has_extension_ranges;
        self.enums |= !message.enums.is_empty();
        self.well_known |= is_well_known(&message.full_name);
        self.builtins |= hides_builtins(message);
        self.add_extensions(unit, &message.extensions);
        for field in &message.fields {
            if !is_python_keyword(&field.name) {
                self.add_field(unit, field);
            }
        }
        for nested in &message.messages {
            self.add_message(unit, nested);
        }
    }

    fn add_field(&mut self, unit: &Unit, field: &Field) {
        self.optional = true;
        self.repeated |= field.repeated;
        let map_entry = unit.descriptors.map_entry(field);
        self.iterable |= field.repeated && map_entry.is_none();
        let value = map_entry.map_or(field, |(_, value)| value);
        self.mapping |= map_entry.is_some() || value.kind.is_message();
        self.union |= value.kind.is_message() || value.kind == Kind::Enum;
        self.any |= needs_any(unit, &value.type_name);
        self.datetime |= value.kind.is_message() && datetime_class(&value.type_name).is_some();
    }
}

/// Whether a type is in a module that no import statement can name.
fn needs_any(unit: &Unit, type_name: &str) -> bool {
    let place = unit.descriptors.place(type_name);
    place.is_some_and(|place| place.file != unit.file.name && !unit.importer.is_plain(&place.file))
}

/// Names that a file re-exports because it imports them publicly: messages, then enums; of strict stubs, all others too.
pub(super) fn put_reexports(text: &mut Text, unit: &Unit) {
    for file in unit.published() {
        let messages = file.messages.iter().map(|message| &message.name);
        let enums = file.enums.iter().map(|declared| &declared.name);
        for name in messages.chain(enums) {
            text.line(reexport(unit, &file.name, &unit.spelled(name)));
        }
        for name in plain_names(file).filter(|_| unit.is_strict()) {
            text.line(reexport(unit, &file.name, &name));
        }
    }
}

/// What a file declares beside messages and enums, and Python can name.
fn plain_names(file: &File) -> impl Iterator<Item = String> {
    let values = file.enums.iter().flat_map(|declared| &declared.values).map(|value| &value.name);
    let extensions = file.extensions.iter().map(|extension| &extension.name);
    let numbers = extensions.clone().map(|name| number_name(name));
    let names = values.chain(extensions).filter(|name| !is_python_keyword(name));
    numbers.chain(names.cloned())
}

fn reexport(unit: &Unit, file: &str, name: &str) -> String {
    if unit.options.strict_parity || unit.importer.is_plain(file) {
        format!("from {} import {name} as {name}", unit.importer.path(file))
    } else if unit.is_strict() {
        format!("{name}: _Any")
    } else {
        format!("{name} = _{}.{name}", leaf_of(&module_of(file)))
    }
}
