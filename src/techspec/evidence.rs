//! Files that prove what the document says: those that scaffold writes.

use std::ops::Bound;

use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::subject::Subject;

/// How many files a line links before the rest is counted.
const MOST: usize = 3;

/// The paths that begin and end so, sorted.
pub(super) fn files<'a>(subject: &'a Subject, begin: &str, end: &str) -> Vec<&'a str> {
    let from = (Bound::Included(begin), Bound::Unbounded);
    let files = subject.documents.files.range::<str, _>(from).map(String::as_str);
    files.take_while(|path| path.starts_with(begin)).filter(|path| path.ends_with(end)).collect()
}

/// Links to the first of these files, and how many more there are; nothing for none.
pub(super) fn links(files: &[&str]) -> Option<Written> {
    linked(files, Subject::file)
}

fn linked(files: &[&str], link: impl Fn(&str) -> Written) -> Option<Written> {
    let shown: Vec<Written> = files.iter().take(MOST).map(|path| link(path)).collect();
    let shown = Line::default().written(&Written::join(&shown, ", "));
    match files.len() {
        0 => None,
        count if count <= MOST => Some(shown.end()),
        count => Some(shown.own(" and ").number(count - MOST).own(" more").end()),
    }
}

/// How many files there are, and their folder, where services are too many to be read one by one.
pub(super) fn counted(folder: &str, files: &[&str]) -> Option<Written> {
    let count = Line::default().count(files.len(), "file", "files").end();
    (!files.is_empty()).then(|| markdown::link(&count, &format!("../../{folder}")))
}

/// Links to the first of the files that begin and end so, and how many more there are.
pub(super) fn of(subject: &Subject, begin: &str, end: &str) -> Option<Written> {
    links(&files(subject, begin, end))
}

/// The same by the names of the files alone, where it is clear in which folder they are.
pub(super) fn named(subject: &Subject, begin: &str, end: &str) -> Option<Written> {
    linked(&files(subject, begin, end), |path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        markdown::link(&markdown::code(name), &format!("../../{path}"))
    })
}
