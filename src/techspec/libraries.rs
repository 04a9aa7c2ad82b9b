//! Each library that the generated code uses: which versions, under which licence, why it and not another.

use minijinja::Value;

use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::views::{ASSESSED, Library, Waits};

use super::part::{self, Part};
use super::resolved::resolved;
use super::subject::Subject;
use super::table::table;
use super::{Section, criteria};

pub(super) const SECTION: Section =
    Section { name: "libraries", heading: "Libraries Assessment", view };

fn view(subject: &Subject) -> Option<Value> {
    let libraries = &subject.code.libraries;
    if libraries.is_empty() {
        return None;
    }
    let why: Vec<_> = libraries.iter().map(|library| reasons(library)).collect();
    let facts: Vec<_> = libraries.iter().map(|library| facts(subject, library)).collect();
    let words = Line::default().count(libraries.len(), "library", "libraries");
    let words =
        words.own(" beside Python itself. Figures are those of PyPI on ").own(ASSESSED).own(".");
    let headings = [
        "Library",
        "Versions",
        "Python",
        "Licence",
        "Waits",
        "Types",
        "Latest release",
        "Resolved to",
    ];
    part::view([
        Part::first([words.end()]),
        criteria::part(subject),
        Part::new("Selection", [], table(["Library", "Why", "Instead of"], &why)),
        Part::new("Evaluation", [], table(headings, &facts)),
    ])
}

fn reasons(library: &Library) -> [Written; 3] {
    [markdown::code(library.name), Written::own(library.why), Written::own(library.instead_of)]
}

fn facts(subject: &Subject, library: &Library) -> [Written; 8] {
    let version = subject.documents.lock.and_then(|lock| resolved(lock, library.name));
    [
        markdown::code(library.name),
        markdown::code(library.versions),
        markdown::code(library.python),
        Written::own(library.licence),
        Written::own(match library.waits {
            Waits::Async => "async",
            Waits::Blocking => "in threads",
            Waits::Never => "never",
        }),
        Written::own(library.types),
        Written::own(library.released),
        version.map_or_else(markdown::nothing, markdown::text),
    ]
}
