//! Imports: those that nobody holds, those that go round in circles, and the order in which to link.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Span};
use crate::names::nearest;

use super::Root;
use super::codes::{INVALID_PROTO, MISSING_IMPORT, OVER_LIMIT};
use super::parse::Unit;
use super::places::Places;
use super::roots::BUILT_IN;
use super::tag;
use super::words::short;

/// The longest chain of imports.
const DEEPEST: usize = 500;

/// How many faults are told of one file.
const MOST_FAULTS: usize = 20;
/// How many missing imports get a hint; to look for one means to look at all files.
const MOST_HINTS: usize = 100;

/// Import paths that many contracts use and few projects hold, and where they come from.
const ELSEWHERE: [(&str, &str); 5] = [
    ("google/", "github.com/googleapis/googleapis"),
    ("buf/validate/", "github.com/bufbuild/protovalidate"),
    ("validate/", "github.com/bufbuild/protoc-gen-validate"),
    ("grpc/", "github.com/grpc/grpc-proto"),
    ("protoc-gen-openapiv2/", "github.com/grpc-ecosystem/grpc-gateway"),
];

/// Imports that nobody holds, and that what could not be read may hold.
#[derive(Debug, Default)]
pub(super) struct Absent {
    /// Import paths.
    pub(super) imports: BTreeSet<String>,
    /// The links that they lead through.
    pub(super) unread: BTreeSet<String>,
}

/// Looks for them in roots and folders that could not be read, and behind links, which are reported; the others were before.
pub(super) fn absent(
    units: &BTreeMap<String, Arc<Unit>>,
    broken: &BTreeSet<String>,
    roots: &[Root],
    diagnostics: &mut Vec<Diagnostic>,
) -> Absent {
    let all = units.values().flat_map(|unit| &unit.descriptor.dependency);
    let is_held = |import: &&String| units.contains_key(*import) || broken.contains(*import);
    let missing: BTreeSet<&String> = all.filter(|import| !is_held(import)).collect();
    let mut absent = Absent::default();
    for import in missing {
        for root in roots {
            let Some(inside) = root.inside(import) else { continue };
            let around = || inside.match_indices('/').map(|(end, _)| &inside[..end]);
            if let Some(link) = around().find(|folder| root.links.contains_key(*folder)) {
                let fault = root.unreadable(link, &root.links[link]);
                let is_new = fault
                    .place
                    .as_ref()
                    .is_some_and(|place| absent.unread.insert(place.file.to_string()));
                diagnostics.extend(is_new.then_some(fault));
                absent.imports.insert(import.clone());
            }
            if root.is_lost || around().any(|folder| root.unread.contains_key(folder)) {
                absent.imports.insert(import.clone());
            }
        }
    }
    absent
}

/// Reports imports that nobody holds, and imports written twice; gives back the files that have one.
pub(super) fn faulty(
    units: &BTreeMap<String, Arc<Unit>>,
    broken: &BTreeSet<String>,
    roots: &[Root],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeSet<String> {
    let mut faulty = BTreeSet::new();
    let mut told = BTreeSet::new();
    for (import_path, unit) in units {
        let found = faults(unit, units, broken);
        if found.is_empty() {
            continue;
        }
        faulty.insert(import_path.clone());
        let places = Places::new(unit);
        for (index, import, fault) in found {
            let place = import_place(unit, &places, index);
            diagnostics.push(match fault {
                Fault::Twice => {
                    let message = format!("`{}` is imported twice", short(import));
                    Diagnostic::error(INVALID_PROTO, message).at(&place).hint("remove one of them")
                }
                Fault::Missing => {
                    let message = format!("no proto root holds `{}`", short(import));
                    let first = told.len() < MOST_HINTS && told.insert(import);
                    Diagnostic {
                        hint: first.then(|| hint(import, units, roots)),
                        ..Diagnostic::error(MISSING_IMPORT, message).at(&place)
                    }
                }
            });
        }
    }
    faulty
}

enum Fault {
    Twice,
    Missing,
}

fn faults<'a>(
    unit: &'a Unit,
    units: &BTreeMap<String, Arc<Unit>>,
    broken: &BTreeSet<String>,
) -> Vec<(usize, &'a String, Fault)> {
    let mut seen = BTreeSet::new();
    let imports = unit.descriptor.dependency.iter().enumerate();
    imports
        .filter_map(|(index, import)| {
            if !seen.insert(import) {
                Some((index, import, Fault::Twice))
            } else if !units.contains_key(import) && !broken.contains(import) {
                Some((index, import, Fault::Missing))
            } else {
                None
            }
        })
        .take(MOST_FAULTS)
        .collect()
}

/// Where the import of this number stands: the path in its quotes.
pub(super) fn place_of(unit: &Unit, index: usize) -> Span {
    import_place(unit, &Places::new(unit), index)
}

fn import_place(unit: &Unit, places: &Places<'_>, index: usize) -> Span {
    let index = i32::try_from(index).unwrap_or(i32::MAX);
    let statement = places.span(&[tag::FILE_DEPENDENCY, index]);
    let text = unit.source.text.get(statement.start..statement.end).unwrap_or_default();
    let Some(quote) = text.find(['"', '\'']) else {
        return statement;
    };
    let end = text.rfind(['"', '\'']).map_or(text.len(), |at| at + 1);
    Span::new(&unit.source.path, statement.start + quote, statement.start + end)
}

/// What to write instead, or where to get the file.
fn hint(import: &str, units: &BTreeMap<String, Arc<Unit>>, roots: &[Root]) -> String {
    if let Some(hint) = in_a_root(import, roots) {
        return hint;
    }
    if let Some((_, from)) = ELSEWHERE.iter().find(|(prefix, _)| import.starts_with(prefix)) {
        return format!("copy it from {from} into a root of its own, marked `vendored`");
    }
    let known = || units.keys().map(String::as_str).chain(BUILT_IN);
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same_name: Vec<&str> = known().filter(|path| name(path) == name(import)).collect();
    if let [only] = *same_name {
        return format!("import `{only}`");
    }
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let alike = |path: &&str| name(path) == name(import) || folder(path) == folder(import);
    match nearest(import, known().filter(alike)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            "add the root that holds it (`protos` of the topology, or `-I`), or remove the import"
                .to_owned()
        }
    }
}

/// The file is there, but its root or prefix gives it another import path.
fn in_a_root(import: &str, roots: &[Root]) -> Option<String> {
    for root in roots {
        for (path, _) in root.files.iter() {
            let import_path = root.import_path_of(path);
            if root.path_of(path) != import && path.as_str() != import {
                continue;
            }
            let folder = if root.folder.is_empty() { "." } else { &root.folder };
            let prefix = match root.prefix.as_str() {
                "" => String::new(),
                prefix => format!(" under the prefix `{prefix}`"),
            };
            return Some(format!(
                "import `{import_path}`: the file is in the root `{folder}`{prefix}"
            ));
        }
    }
    None
}

/// Files in the order in which they can be linked, and those that cannot be.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    /// Import paths; every file comes behind those that it imports.
    pub(super) order: Vec<String>,
    /// Where a file imports a broken one and is therefore left out.
    pub(super) dropped: Vec<Span>,
}

/// Walks the imports. Circles are reported; they and all that imports a broken file are added to `broken`.
pub(super) fn sorted(
    units: &BTreeMap<String, Arc<Unit>>,
    broken: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Sorted {
    let mut sorted = Sorted::default();
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for start in units.keys() {
        let mut stack: Vec<(&str, usize)> = vec![(start, 0)];
        let mut open: BTreeSet<&str> = BTreeSet::from([start.as_str()]);
        while let Some((path, next)) = stack.last_mut() {
            let unit = &units[*path];
            let skip = *next == 0 && (depths.contains_key(path) || broken.contains(*path));
            let import = unit.descriptor.dependency.get(*next).filter(|_| !skip);
            *next += 1;
            match import {
                Some(import) if open.contains(import.as_str()) => {
                    let at = stack.iter().position(|(open, _)| open == import).unwrap_or_default();
                    diagnostics.push(circular(&stack[at..], units));
                    broken.extend(stack[at..].iter().map(|(path, _)| (*path).to_owned()));
                }
                Some(import) if units.contains_key(import) => {
                    stack.push((import, 0));
                    open.insert(import);
                }
                Some(_) => {}
                None => {
                    let path = *path;
                    stack.pop();
                    open.remove(path);
                    if !depths.contains_key(path) && !broken.contains(path) {
                        finish(unit, path, &mut depths, broken, &mut sorted, diagnostics);
                    }
                }
            }
        }
    }
    sorted
}

fn finish<'a>(
    unit: &'a Unit,
    path: &'a str,
    depths: &mut BTreeMap<&'a str, usize>,
    broken: &mut BTreeSet<String>,
    sorted: &mut Sorted,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let imports = &unit.descriptor.dependency;
    if let Some(index) = imports.iter().position(|import| broken.contains(import)) {
        broken.insert(path.to_owned());
        sorted.dropped.push(place_of(unit, index));
        return;
    }
    let deepest = imports.iter().filter_map(|import| depths.get(import.as_str())).max();
    let depth = deepest.map_or(0, |depth| depth + 1);
    if depth > DEEPEST {
        diagnostics.push(too_deep(unit));
        broken.insert(path.to_owned());
        return;
    }
    depths.insert(path, depth);
    sorted.order.push(path.to_owned());
}

/// `circle` holds each file with the index behind the import that leads to the next one.
fn circular(circle: &[(&str, usize)], units: &BTreeMap<String, Arc<Unit>>) -> Diagnostic {
    const MOST_SHOWN: usize = 6;
    let mut names: Vec<String> =
        circle.iter().take(MOST_SHOWN).map(|(path, _)| format!("`{path}`")).collect();
    if circle.len() > MOST_SHOWN {
        names.push("..".to_owned());
    }
    names.push(names[0].clone());
    let mut places =
        circle.iter().take(MOST_SHOWN).map(|(path, next)| place_of(&units[*path], next - 1));
    let mut diagnostic = Diagnostic::error(
        INVALID_PROTO,
        format!("files import each other: {}", names.join(" -> ")),
    )
    .hint("move what both need into a file of its own");
    diagnostic.place = places.next();
    diagnostic.related = places.map(|place| (place, "and here".to_owned())).collect();
    diagnostic
}

fn too_deep(unit: &Unit) -> Diagnostic {
    Diagnostic::error(OVER_LIMIT, format!("imports lead more than {DEEPEST} files deep"))
        .at(&Span::new(&unit.source.path, 0, 0))
        .hint("import what is needed from where it is declared, not through files in between")
}
