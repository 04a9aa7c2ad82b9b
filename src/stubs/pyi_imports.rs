//! The imports of `_pb2.pyi`: other protos, and whatever of protobuf and typing the declarations use.

use std::collections::{BTreeMap, BTreeSet};

use super::descriptors::{Descriptors, Enum, Field, Message};
use super::kind::Kind;
use super::modules::{is_plain, leaf_of, module_of};
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

/// Whether the message has a field called as a type of Python, which then hides the type in it.
pub(super) fn hides_builtins(message: &Message) -> bool {
    const TYPES: [&str; 5] = ["int", "float", "bool", "str", "bytes"];
    message.fields.iter().any(|field| TYPES.contains(&field.name.as_str()))
}

/// What `google.protobuf.internal.well_known_types` has a base class for.
pub(super) fn is_well_known(full_name: &str) -> bool {
    let Some(name) = full_name.strip_prefix("google.protobuf.") else { return false };
    matches!(name, "Any" | "Duration" | "FieldMask" | "ListValue" | "Struct" | "Timestamp")
}

/// The value of `datetime` that a message can be made from.
pub(super) fn datetime_class(full_name: &str) -> Option<&'static str> {
    match full_name {
        "google.protobuf.Timestamp" => Some("datetime.datetime"),
        "google.protobuf.Duration" => Some("datetime.timedelta"),
        _ => None,
    }
}

fn put_dependencies(text: &mut Text, unit: &Unit) -> Aliases {
    let mut aliases = Aliases::new();
    let mut seen = BTreeSet::new();
    let mut has_importlib = false;
    for dependency in &unit.file.dependencies {
        let public = unit.descriptors.file(dependency).map(|file| &file.public_dependencies);
        for file in std::iter::once(dependency).chain(public.into_iter().flatten()) {
            let mut alias = format!("_{}", leaf_of(&module_of(file)));
            while seen.contains(&alias) {
                alias.push_str("_1");
            }
            if !is_plain(file) && !has_importlib {
                has_importlib = true;
                text.line("import importlib");
            }
            text.line(unit.importer.import(file, &alias));
            if is_plain(file) {
                aliases.insert(file.clone(), alias.clone());
                seen.insert(alias);
            }
        }
    }
    aliases
}

fn put_protobuf(text: &mut Text, unit: &Unit, used: &Used) {
    let internal = [
        (used.repeated, "containers"),
        (used.enums, "enum_type_wrapper"),
        (used.extendable, "python_message"),
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
    let class_var = [(true, "ClassVar")];
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
        for message in &unit.file.messages {
            used.add_message(unit.descriptors, message);
        }
        used
    }

    fn add_message(&mut self, descriptors: &Descriptors, message: &Message) {
        self.extendable |= message.has_extension_ranges;
        self.enums |= !message.enums.is_empty();
        self.well_known |= is_well_known(&message.full_name);
        self.builtins |= hides_builtins(message);
        for field in &message.fields {
            if !crate::names::is_python_keyword(&field.name) {
                self.add_field(descriptors, field);
            }
        }
        for nested in &message.messages {
            self.add_message(descriptors, nested);
        }
    }

    fn add_field(&mut self, descriptors: &Descriptors, field: &Field) {
        self.optional = true;
        self.repeated |= field.repeated;
        let map_entry = descriptors.map_entry(field);
        self.iterable |= field.repeated && map_entry.is_none();
        let value = map_entry.map_or(field, |(_, value)| value);
        self.mapping |= map_entry.is_some() || value.kind.is_message();
        self.union |= value.kind.is_message() || value.kind == Kind::Enum;
        self.datetime |= value.kind.is_message() && datetime_class(&value.type_name).is_some();
    }
}

/// Names that a file re-exports because it imports them publicly: messages, then enums.
pub(super) fn put_reexports(text: &mut Text, unit: &Unit) {
    for public in &unit.file.public_dependencies {
        let Some(file) = unit.descriptors.file(public) else { continue };
        let messages = file.messages.iter().map(|Message { name, .. }| name);
        let enums = file.enums.iter().map(|Enum { name, .. }| name);
        for name in messages.chain(enums) {
            text.line(reexport(unit, public, name));
        }
    }
}

fn reexport(unit: &Unit, file: &str, name: &str) -> String {
    let escaped = super::types::escaped(name);
    if is_plain(file) {
        format!("from {} import {escaped} as {escaped}", unit.importer.path(file))
    } else {
        format!("{escaped} = _{}.{escaped}", leaf_of(&module_of(file)))
    }
}
