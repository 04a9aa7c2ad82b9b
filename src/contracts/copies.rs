//! The same contract twice: under one import path in two roots, or under two import paths.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, FileOptions,
    ServiceDescriptorProto,
};

use crate::diagnostic::Span;

use super::facts::{Copied, Copy};
use super::guard::outline;
use super::parse::{Unit, unit};
use super::roots::{Bounds, Source};
use super::symbols::joined;

/// Options that only say how a language calls its package: copies may differ in them.
const OF_LANGUAGES: [&str; 14] = [
    "cc_enable_arenas",
    "csharp_namespace",
    "go_package",
    "java_generate_equals_and_hash",
    "java_multiple_files",
    "java_outer_classname",
    "java_package",
    "java_string_check_utf8",
    "objc_class_prefix",
    "php_class_prefix",
    "php_metadata_namespace",
    "php_namespace",
    "ruby_package",
    "swift_prefix",
];

/// The files whose import path is already taken; the first one counts.
pub(super) fn of_paths(units: &BTreeMap<String, Arc<Unit>>, copies: Vec<Source>) -> Vec<Copy> {
    let mut found = Vec::new();
    for copy in copies {
        if let Some(first) = units.get(&copy.import_path) {
            let drifted = !is_equal(first, &copy);
            found.push(Copy {
                what: Copied::Path(copy.import_path),
                place: Span::new(&copy.path, 0, 0),
                first: Span::new(&first.source.path, 0, 0),
                drifted,
            });
        }
    }
    found
}

fn is_equal(first: &Unit, copy: &Source) -> bool {
    if first.source.text == copy.text {
        return true;
    }
    let mut ignored = Vec::new();
    let outline = outline(copy, &Bounds::PROJECT, &mut ignored);
    let parsed = outline.parsable.then(|| unit(copy.clone(), &outline, &Bounds::PROJECT));
    matches!(parsed, Some(Ok(unit)) if bare(&unit.descriptor) == bare(&first.descriptor))
}

/// Drops files that declare again what another file declares; the one in the root that is named first counts. Imports of an
/// equal copy, be it of a part, lead to that one, so that whoever needs it still compiles; a drifted one is broken.
pub(super) fn of_names(
    units: &mut BTreeMap<String, Arc<Unit>>,
    broken: &mut BTreeSet<String>,
) -> Vec<Copy> {
    let mut declared: BTreeMap<String, &Unit> = BTreeMap::new();
    let mut equal: BTreeMap<String, String> = BTreeMap::new();
    let mut copies = Vec::new();
    let mut in_order: Vec<&Unit> = units.values().map(|unit| &**unit).collect();
    in_order.sort_by_key(|unit| unit.source.root);
    for unit in in_order {
        let names = top_level_names(&unit.descriptor);
        let again: Vec<&String> =
            names.iter().filter(|name| declared.contains_key(*name)).collect();
        let Some(first) = again.first().map(|name| declared[*name]) else {
            declared.extend(names.into_iter().map(|name| (name, unit)));
            continue;
        };
        let (mine, theirs) = (bare(&unit.descriptor), bare(&first.descriptor));
        let is_whole = mine == theirs;
        let is_equal = is_whole || is_part(&mine, &theirs);
        let import_path = unit.source.import_path.clone();
        if is_equal {
            equal.insert(import_path, first.source.import_path.clone());
        } else {
            broken.insert(import_path);
        }
        let names: Vec<String> = again.into_iter().cloned().collect();
        copies.push(Copy {
            what: if is_equal && !is_whole { Copied::Part } else { Copied::Names(names) },
            place: Span::new(&unit.source.path, 0, 0),
            first: Span::new(&first.source.path, 0, 0),
            drifted: !is_equal,
        });
    }
    units.retain(|import_path, _| !equal.contains_key(import_path));
    for unit in units.values_mut() {
        if unit.descriptor.dependency.iter().any(|import| equal.contains_key(import)) {
            redirect(&mut Arc::make_mut(unit).descriptor, &equal);
        }
    }
    copies
}

/// Whether one file says nothing that the other does not say.
fn is_part(part: &FileDescriptorProto, whole: &FileDescriptorProto) -> bool {
    fn all_in<T: PartialEq>(some: &[T], all: &[T]) -> bool {
        some.iter().all(|one| all.contains(one))
    }
    all_in(&part.message_type, &whole.message_type)
        && all_in(&part.enum_type, &whole.enum_type)
        && all_in(&part.service, &whole.service)
        && all_in(&part.extension, &whole.extension)
        && part.options == whole.options
        && part.syntax == whole.syntax
        && part.package == whole.package
}

fn top_level_names(descriptor: &FileDescriptorProto) -> BTreeSet<String> {
    let package = descriptor.package();
    let messages = descriptor.message_type.iter().map(DescriptorProto::name);
    let enums = descriptor.enum_type.iter().map(EnumDescriptorProto::name);
    let services = descriptor.service.iter().map(ServiceDescriptorProto::name);
    let extensions = descriptor.extension.iter().map(FieldDescriptorProto::name);
    let names = messages.chain(enums).chain(services).chain(extensions);
    names.map(|name| joined(package, name)).collect()
}

/// What two copies must have in common.
fn bare(descriptor: &FileDescriptorProto) -> FileDescriptorProto {
    let mut bare = descriptor.clone();
    bare.name = None;
    bare.dependency.clear();
    bare.public_dependency.clear();
    bare.weak_dependency.clear();
    if let Some(options) = &mut bare.options {
        options.uninterpreted_option.retain(|option| {
            option.name.first().is_none_or(|part| !OF_LANGUAGES.contains(&part.name_part.as_str()))
        });
        if *options == FileOptions::default() {
            bare.options = None;
        }
    }
    bare
}

fn redirect(descriptor: &mut FileDescriptorProto, equal: &BTreeMap<String, String>) {
    let mut kept: Vec<String> = Vec::new();
    let mut moved: Vec<i32> = Vec::new();
    for import in descriptor.dependency.drain(..) {
        let import = equal.get(&import).cloned().unwrap_or(import);
        let index = kept.iter().position(|known| *known == import).unwrap_or_else(|| {
            kept.push(import);
            kept.len() - 1
        });
        moved.push(i32::try_from(index).unwrap_or(i32::MAX));
    }
    descriptor.dependency = kept;
    for indices in [&mut descriptor.public_dependency, &mut descriptor.weak_dependency] {
        let mut new: Vec<i32> = indices
            .iter()
            .filter_map(|index| moved.get(usize::try_from(*index).ok()?).copied())
            .collect();
        new.dedup();
        *indices = new;
    }
}
