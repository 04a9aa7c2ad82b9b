//! What is no longer there: files, packages, and what they declare.
//!
//! A declaration is looked for by its name in its file, and once more in its package, which may have other files now.

use crate::contracts::buf::{Proto, Subject};
use crate::contracts::symbols::joined;

use super::quoted::quoted;
use super::report::{At, Report};
use super::side::{Message, Side, outer_names};

/// A sort of declarations, and its rules.
#[derive(Clone, Copy, Debug)]
struct Sort {
    word: &'static str,
    in_file: &'static str,
    in_package: &'static str,
    /// File and nested name of all of this sort.
    all: for<'a> fn(&'a Side<'a>) -> Vec<(&'a Proto, &'a str)>,
    /// The file of the one with this full name.
    find: for<'a> fn(&'a Side<'a>, &str) -> Option<&'a Proto>,
    /// What it is about that one with this nested name is gone from a file.
    subject: fn(&Proto, &str) -> Subject,
}

const SERVICES: Sort = Sort {
    word: "service",
    in_file: "SERVICE_NO_DELETE",
    in_package: "PACKAGE_SERVICE_NO_DELETE",
    all: |side| side.services.values().map(|it| (it.proto, &*it.nested_name)).collect(),
    find: |side, name| side.services.get(name).map(|it| it.proto),
    subject: |proto, name| Subject::Service(joined(proto.descriptor.package(), name)),
};

fn type_of(proto: &Proto, name: &str) -> Subject {
    Subject::Type(joined(proto.descriptor.package(), name))
}

/// Those that can lie in messages.
const NESTING: [Sort; 3] = [
    Sort {
        word: "message",
        in_file: "MESSAGE_NO_DELETE",
        in_package: "PACKAGE_MESSAGE_NO_DELETE",
        all: |side| {
            let messages = side.messages.values().map(|it| &it.declared);
            messages.map(|it| (it.proto, &*it.nested_name)).collect()
        },
        find: |side, name| side.messages.get(name).map(Message::proto),
        subject: type_of,
    },
    Sort {
        word: "enum",
        in_file: "ENUM_NO_DELETE",
        in_package: "PACKAGE_ENUM_NO_DELETE",
        all: |side| side.enums.values().map(|it| (it.proto, &*it.nested_name)).collect(),
        find: |side, name| side.enums.get(name).map(|it| it.proto),
        subject: type_of,
    },
    Sort {
        word: "extension",
        in_file: "EXTENSION_NO_DELETE",
        in_package: "PACKAGE_EXTENSION_NO_DELETE",
        all: |side| side.extensions.values().map(|it| (it.proto, &*it.nested_name)).collect(),
        find: |side, name| side.extensions.get(name).map(|it| it.proto),
        subject: extended,
    },
];

/// An extension is about the message that it extends, as far as it is found: nested ones are told by the file.
fn extended(proto: &Proto, name: &str) -> Subject {
    let extensions = &proto.descriptor.extension;
    let extension = extensions.iter().find(|extension| extension.name() == name);
    match extension {
        Some(it) => Subject::Type(it.extendee().trim_start_matches('.').to_owned()),
        None => Subject::File(proto.import_path.clone()),
    }
}

pub(super) fn compare(previous: &Side, current: &Side, report: &mut Report) {
    files(previous, current, report);
    packages(previous, current, report);
    for sort in NESTING.iter().chain([&SERVICES]) {
        in_files(sort, previous, current, report);
    }
    in_packages(&SERVICES, &current.packages, previous, current, report);
    for sort in &NESTING {
        // A package without any of this sort is passed over, as buf does.
        let with_any = (sort.all)(current).into_iter().map(|(proto, _)| proto.descriptor.package());
        in_packages(sort, &with_any.collect(), previous, current, report);
    }
}

fn files(previous: &Side, current: &Side, report: &mut Report) {
    for (import_path, before) in &previous.files {
        if !current.files.contains_key(import_path) {
            let message = format!("Previously present file {} was deleted.", quoted(import_path));
            let gone = Subject::File((*import_path).to_owned());
            report.add("FILE_NO_DELETE", At::nowhere(&gone), Some(before), message);
        }
    }
}

fn packages(previous: &Side, current: &Side, report: &mut Report) {
    for package in previous.packages.difference(&current.packages) {
        let first = previous.files.values().find(|proto| proto.descriptor.package() == *package);
        let message = format!("Previously present package {} was deleted.", quoted(package));
        let gone = Subject::Package((*package).to_owned());
        report.add("PACKAGE_NO_DELETE", At::nowhere(&gone), first.copied(), message);
    }
}

fn in_files(sort: &Sort, previous: &Side, current: &Side, report: &mut Report) {
    for (before, name) in (sort.all)(previous) {
        let Some(now) = current.files.get(&*before.import_path) else { continue };
        let full_name = joined(now.descriptor.package(), name);
        let found = (sort.find)(current, &full_name);
        if found.is_some_and(|found| found.import_path == now.import_path) {
            continue;
        }
        let word = sort.word;
        let message = format!("Previously present {word} {} was deleted from file.", quoted(name));
        let around = current.around(now, name);
        let gone = (sort.subject)(before, name);
        report.add(sort.in_file, at(now, around).that_had(&gone), Some(before), message);
    }
}

fn in_packages(
    sort: &Sort,
    packages: &std::collections::BTreeSet<&str>,
    previous: &Side,
    current: &Side,
    report: &mut Report,
) {
    for (before, name) in (sort.all)(previous) {
        let package = before.descriptor.package();
        let is_there = |found: &Proto| found.descriptor.package() == package;
        if !packages.contains(package)
            || (sort.find)(current, &joined(package, name)).is_some_and(is_there)
        {
            continue;
        }
        let message = format!(
            "Previously present {} {} was deleted from package {}.",
            sort.word,
            quoted(name),
            quoted(package)
        );
        let now = current.files.get(&*before.import_path);
        let around = now.and_then(|now| match sort.word {
            "message" => around_in_package(current, package, name),
            _ => current.around(now, name),
        });
        let gone = (sort.subject)(before, name);
        let at = now.map_or(At::nowhere(&gone), |now| at(now, around).that_had(&gone));
        report.add(sort.in_package, at, Some(before), message);
    }
}

/// The innermost message around this name that is still in the package.
fn around_in_package<'a>(
    side: &'a Side<'a>,
    package: &str,
    nested_name: &str,
) -> Option<&'a Message<'a>> {
    outer_names(nested_name).find_map(|outer| {
        let message = side.messages.get(&joined(package, outer))?;
        (message.declared.package() == package).then_some(message)
    })
}

/// At what is around it, or of the file that had it.
fn at<'a>(file: &'a Proto, around: Option<&'a Message<'a>>) -> At<'a> {
    around.map_or(At::file(file), |message| At::path(message.proto(), message.path()))
}
