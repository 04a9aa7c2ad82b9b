//! Files in the order of their imports into one pool, with every name resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use prost_reflect::{DescriptorPool, prost_types::FileDescriptorProto};

use crate::diagnostic::{Diagnostic, Span};
use crate::names::nearest;
use crate::parallel;

use super::built_in;
use super::codes::{DUPLICATE_SYMBOL, INVALID_PROTO};
use super::imports::place_of;
use super::json_names;
use super::parse::Unit;
use super::places::Places;
use super::resolve::{Unresolved, names};
use super::symbols::{Failure, Sort, Symbols, Visible};
use super::words::{short, told};

/// How many faults are told of one file.
const MOST_FAULTS: usize = 20;
/// Among how many names the nearest one is looked for.
const MOST_CANDIDATES: usize = 20_000;
/// After how many files with faults no more are linked.
const MOST_BROKEN: usize = 200;

/// What linked.
#[derive(Clone, Debug, Default)]
pub(super) struct Linked {
    /// All files that linked; imports are flattened, see [`Visible`].
    pub(super) pool: DescriptorPool,
    /// The same files as they were written, in the same order.
    pub(super) units: Vec<Arc<Unit>>,
    /// Import paths of the files that did not link.
    pub(super) broken: BTreeSet<String>,
    /// Where a file imports a broken one and is therefore left out.
    pub(super) dropped: Vec<Span>,
}

/// Links files that come in the order of their imports.
pub(super) fn link(units: &[Arc<Unit>], diagnostics: &mut Vec<Diagnostic>) -> Linked {
    let mut symbols = Symbols::default();
    for (index, unit) in units.iter().enumerate() {
        symbols.add(index, &unit.descriptor);
    }
    let visible = visible(units);
    let paths: Vec<String> = units.iter().map(|unit| unit.source.import_path.clone()).collect();
    let mut linked = Linked::default();
    let known = built_in::descriptor_proto().descriptor;
    linked.pool.add_file_descriptor_proto(known).expect("tests link every built-in file");
    let mut broken = 0;
    let resolved = |(unit, visible): (&Arc<Unit>, &Visible)| {
        let mut descriptor = unit.descriptor.clone();
        let unresolved = names(&mut descriptor, &symbols, visible);
        flatten(&mut descriptor, visible, &paths);
        json_names::tell_apart(&mut descriptor);
        (descriptor, unresolved)
    };
    let all_resolved = parallel::map(units.iter().zip(&visible), resolved);
    for ((unit, visible), (descriptor, unresolved)) in units.iter().zip(&visible).zip(all_resolved)
    {
        let imports = &unit.descriptor.dependency;
        if let Some(index) = imports.iter().position(|import| linked.broken.contains(import)) {
            linked.dropped.push(place_of(unit, index));
            linked.broken.insert(unit.source.import_path.clone());
            continue;
        }
        let faults = if unresolved.is_empty() {
            add(&mut linked.pool, descriptor, || resolved((unit, visible)).0, unit)
        } else {
            unresolved_names(unit, &unresolved, &symbols, &paths)
        };
        if faults.is_empty() {
            linked.units.push(Arc::clone(unit));
            continue;
        }
        diagnostics.extend(faults);
        linked.broken.insert(unit.source.import_path.clone());
        broken += 1;
        if broken == MOST_BROKEN {
            break;
        }
    }
    linked
}

/// For each file: itself, what it imports, and what those pass on.
pub(super) fn visible(units: &[Arc<Unit>]) -> Vec<Visible> {
    let numbers: BTreeMap<&str, usize> =
        units.iter().enumerate().map(|(index, unit)| (&*unit.source.import_path, index)).collect();
    let numbers_of = |descriptor: &FileDescriptorProto, only_public: bool| -> Vec<usize> {
        let is_public = |index: usize| {
            descriptor.public_dependency.iter().any(|public| usize::try_from(*public) == Ok(index))
        };
        let imports = descriptor.dependency.iter().enumerate();
        imports
            .filter(|(index, _)| !only_public || is_public(*index))
            .filter_map(|(_, import)| numbers.get(import.as_str()).copied())
            .collect()
    };
    let passed_on: Vec<Vec<usize>> =
        units.iter().map(|unit| numbers_of(&unit.descriptor, true)).collect();
    let of_file = |(index, unit): (usize, &Arc<Unit>)| {
        let mut visible = Visible::default();
        visible.add(index, &unit.descriptor);
        let mut next = numbers_of(&unit.descriptor, false);
        while let Some(file) = next.pop() {
            if visible.add(file, &units[file].descriptor) {
                next.extend(&passed_on[file]);
            }
        }
        visible
    };
    units.iter().enumerate().map(of_file).collect()
}

/// The pool follows public imports in a way that misses some and can take forever, so it gets plain ones only.
pub(super) fn flatten(descriptor: &mut FileDescriptorProto, visible: &Visible, paths: &[String]) {
    let own = descriptor.name().to_owned();
    let mut files: Vec<usize> = visible.files.iter().copied().collect();
    files.sort_unstable();
    descriptor.dependency =
        files.into_iter().map(|file| paths[file].clone()).filter(|path| *path != own).collect();
    descriptor.public_dependency.clear();
    descriptor.weak_dependency.clear();
}

/// Adds a file to the pool; when that fails, `again` with its places, since places are slow.
pub(super) fn add(
    pool: &mut DescriptorPool,
    descriptor: FileDescriptorProto,
    again: impl FnOnce() -> FileDescriptorProto,
    unit: &Unit,
) -> Vec<Diagnostic> {
    let Err(error) = pool.add_file_descriptor_proto(descriptor) else {
        return Vec::new();
    };
    let length = unit.source.text.len();
    let count = 1 + miette::Diagnostic::related(&error).into_iter().flatten().count();
    let mut error = error;
    if count <= MOST_FAULTS * 5 {
        let placed = FileDescriptorProto { source_code_info: Some(unit.info.clone()), ..again() };
        if let Err(again) = pool.add_file_descriptor_proto(placed) {
            // Columns are bytes here and characters there: in ASCII they are the same.
            let ascii: String = unit
                .source
                .text
                .bytes()
                .map(|b| if b.is_ascii() { b as char } else { 'x' })
                .collect();
            error = again.with_source_code(&ascii);
        }
    }
    let file = &unit.source.path;
    let further = miette::Diagnostic::related(&error).into_iter().flatten();
    let mut faults: Vec<Diagnostic> = std::iter::once(&error as &dyn miette::Diagnostic)
        .chain(further)
        .take(MOST_FAULTS)
        .map(|error| told(error, file, length))
        .collect();
    // A name that stands twice is told as such; that its camel case stands twice as well is no news.
    let repeated: Vec<Option<Span>> =
        faults.iter().filter(|f| f.code == DUPLICATE_SYMBOL).map(|f| f.place.clone()).collect();
    faults.retain(|f| f.code == DUPLICATE_SYMBOL || !repeated.contains(&f.place));
    for fault in &mut faults {
        fault.place.get_or_insert_with(|| Span::new(file, 0, 0));
    }
    faults.extend(more(count, file));
    faults
}

/// What to tell of the names of a file that mean nothing.
pub(super) fn unresolved_names(
    unit: &Unit,
    unresolved: &[Unresolved],
    symbols: &Symbols,
    paths: &[String],
) -> Vec<Diagnostic> {
    let places = Places::new(unit);
    let mut faults: Vec<Diagnostic> = unresolved
        .iter()
        .take(MOST_FAULTS)
        .map(|name| unresolved_name(name, symbols, paths).at(&place(name, unit, &places)))
        .collect();
    faults.extend(more(unresolved.len(), &unit.source.path));
    faults
}

/// The name itself, where its place is that of a whole statement.
fn place(unresolved: &Unresolved, unit: &Unit, places: &Places) -> Span {
    let whole = places.span(&unresolved.path);
    let text = unit.source.text.get(whole.start..whole.end).unwrap_or_default();
    match text.find(&unresolved.name) {
        Some(at) => {
            let start = whole.start + at;
            Span::new(&unit.source.path, start, start + unresolved.name.len())
        }
        None => whole,
    }
}

fn unresolved_name(unresolved: &Unresolved, symbols: &Symbols, paths: &[String]) -> Diagnostic {
    let Unresolved { name, failure, sort, .. } = unresolved;
    let what = if *sort == Sort::Extension { "option" } else { "type" };
    let message = format!("the {what} `{}` is not defined", short(name));
    let diagnostic = Diagnostic::error(INVALID_PROTO, message);
    match failure {
        Failure::NotImported(file) => diagnostic.hint(format!("import `{}`", paths[*file])),
        Failure::Shadowed(candidate) => diagnostic.hint(format!(
            "here it means `{}`; write `.{}` to begin at the outermost package",
            short(candidate),
            short(name)
        )),
        Failure::NotDefined => match nearest_name(name, *sort, symbols) {
            Some(nearest) => diagnostic.hint(format!("did you mean `{nearest}`?")),
            None => diagnostic.hint(format!("declare the {what}, or import the file that does")),
        },
    }
}

/// Compared by the last part, since that is what people mistype.
fn nearest_name<'a>(name: &str, sort: Sort, symbols: &'a Symbols) -> Option<&'a str> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let known: BTreeMap<String, &str> =
        symbols.names(sort).take(MOST_CANDIDATES).map(|known| (last(known), known)).collect();
    let nearest = nearest(&last(name), known.keys().map(String::as_str))?;
    known.get(nearest).copied()
}

fn more(count: usize, file: &std::sync::Arc<str>) -> Option<Diagnostic> {
    let more = count.checked_sub(MOST_FAULTS).filter(|more| *more > 0)?;
    Some(
        Diagnostic::error(INVALID_PROTO, format!("`{file}` has {more} more faults of this sort"))
            .at(&Span::new(file, 0, 0))
            .hint("mend the ones above first"),
    )
}
