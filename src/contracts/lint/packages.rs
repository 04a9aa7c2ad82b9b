//! Rules for the files of one package, and for those of one folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::contracts::buf::Proto;
use crate::contracts::buf::quoted::quoted;
use crate::contracts::buf::written::{option, written};
use crate::contracts::tag;

use super::files::folder;
use super::report::Report;

/// The options that should be the same in all files of a package, and the rule of each.
const SAME: [(&str, &str); 7] = [
    ("PACKAGE_SAME_CSHARP_NAMESPACE", "csharp_namespace"),
    ("PACKAGE_SAME_GO_PACKAGE", "go_package"),
    ("PACKAGE_SAME_JAVA_MULTIPLE_FILES", "java_multiple_files"),
    ("PACKAGE_SAME_JAVA_PACKAGE", "java_package"),
    ("PACKAGE_SAME_PHP_NAMESPACE", "php_namespace"),
    ("PACKAGE_SAME_RUBY_PACKAGE", "ruby_package"),
    ("PACKAGE_SAME_SWIFT_PREFIX", "swift_prefix"),
];

pub(super) fn all<'a>(report: &mut Report<'a>, judged: &[&'a Proto]) {
    for (folder, protos) in by(judged, |proto| folder(&proto.import_path)) {
        several_packages(report, folder, &protos);
    }
    for (package, protos) in by(judged, |proto| proto.descriptor.package()) {
        several_folders(report, package, &protos);
        for (rule, name) in SAME {
            several_values(report, rule, name, package, &protos);
        }
    }
}

fn by<'a>(
    protos: &[&'a Proto],
    key: impl Fn(&'a Proto) -> &'a str,
) -> BTreeMap<&'a str, Vec<&'a Proto>> {
    let mut by: BTreeMap<&str, Vec<&Proto>> = BTreeMap::new();
    for proto in protos {
        by.entry(key(proto)).or_default().push(proto);
    }
    by
}

fn several_packages<'a>(report: &mut Report<'a>, folder: &str, protos: &[&'a Proto]) {
    let mut packages: BTreeSet<&str> =
        protos.iter().map(|proto| proto.descriptor.package()).collect();
    if packages.len() < 2 {
        return;
    }
    let without = packages.remove("");
    let named = joined(&packages);
    let found = match (without, packages.len()) {
        (true, 1) => format!("Package {named} and file with no package"),
        (true, _) => format!("Multiple packages {named} and file with no package"),
        (false, _) => format!("Multiple packages {named}"),
    };
    for proto in protos {
        report.of(proto).at("DIRECTORY_SAME_PACKAGE", &[tag::FILE_PACKAGE], || {
            format!("{found} detected within directory {}.", quoted(folder))
        });
    }
}

fn several_folders<'a>(report: &mut Report<'a>, package: &str, protos: &[&'a Proto]) {
    let folders: BTreeSet<&str> = protos.iter().map(|proto| folder(&proto.import_path)).collect();
    if folders.len() < 2 {
        return;
    }
    for proto in protos {
        report.of(proto).at("PACKAGE_SAME_DIRECTORY", &[tag::FILE_PACKAGE], || {
            let folders = joined(&folders);
            format!("Multiple directories {folders} contain files with package \"{package}\".")
        });
    }
}

fn several_values<'a>(
    report: &mut Report<'a>,
    rule: &'static str,
    name: &str,
    package: &str,
    protos: &[&'a Proto],
) {
    let mut values: BTreeSet<String> = protos.iter().map(|proto| value(proto, name)).collect();
    if values.len() < 2 {
        return;
    }
    let both = if values.remove("") {
        format!("have both values {} and no value", joined(&values))
    } else {
        format!("have multiple values {}", joined(&values))
    };
    for proto in protos {
        let path =
            option(written!(proto.descriptor), name).map(|it| it.path(&[], tag::FILE_OPTIONS));
        report.of(proto).at(rule, &path.unwrap_or_default(), || {
            format!(
                "Files in package \"{package}\" {both} for option \"{name}\" and all values must be equal."
            )
        });
    }
}

/// What a file says for an option; nothing where it does not say anything.
fn value(proto: &Proto, name: &str) -> String {
    let Some(option) = option(written!(proto.descriptor), name) else { return String::new() };
    match option.word() {
        "" => option.text(),
        word => word.to_owned(),
    }
}

/// `"a,b"`.
fn joined<T: AsRef<str>>(texts: &BTreeSet<T>) -> String {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    quoted(&texts.join(","))
}
