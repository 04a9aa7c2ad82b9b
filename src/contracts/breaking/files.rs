//! What a file says of itself: syntax, package, and the options that make up the code of other languages.

use crate::contracts::buf::Proto;
use crate::contracts::tag;

use super::quoted::quoted;
use super::report::{At, Report};
use super::side::Side;
use super::written::{option, written};

/// The options with a text, and the rule of each.
const TEXTS: [(&str, &str); 10] = [
    ("FILE_SAME_CSHARP_NAMESPACE", "csharp_namespace"),
    ("FILE_SAME_GO_PACKAGE", "go_package"),
    ("FILE_SAME_JAVA_OUTER_CLASSNAME", "java_outer_classname"),
    ("FILE_SAME_JAVA_PACKAGE", "java_package"),
    ("FILE_SAME_OBJC_CLASS_PREFIX", "objc_class_prefix"),
    ("FILE_SAME_PHP_CLASS_PREFIX", "php_class_prefix"),
    ("FILE_SAME_PHP_METADATA_NAMESPACE", "php_metadata_namespace"),
    ("FILE_SAME_PHP_NAMESPACE", "php_namespace"),
    ("FILE_SAME_RUBY_PACKAGE", "ruby_package"),
    ("FILE_SAME_SWIFT_PREFIX", "swift_prefix"),
];
/// The options that are true or false, the rule of each, and what holds where they are not written.
const FLAGS: [(&str, &str, bool); 5] = [
    ("FILE_SAME_CC_ENABLE_ARENAS", "cc_enable_arenas", true),
    ("FILE_SAME_CC_GENERIC_SERVICES", "cc_generic_services", false),
    ("FILE_SAME_JAVA_GENERIC_SERVICES", "java_generic_services", false),
    ("FILE_SAME_JAVA_MULTIPLE_FILES", "java_multiple_files", false),
    ("FILE_SAME_PY_GENERIC_SERVICES", "py_generic_services", false),
];

pub(super) fn compare(previous: &Side, current: &Side, report: &mut Report) {
    for (import_path, before) in &previous.files {
        let Some(now) = current.files.get(import_path) else { continue };
        let pair = Pair { before, now };
        pair.syntax(report);
        pair.package(report);
        for (rule, name) in TEXTS {
            pair.option(rule, name, |file| text(file, name), report);
        }
        for (rule, name, default) in FLAGS {
            let flag = |file: &Proto| is_set(file, name).unwrap_or(default).to_string();
            pair.option(rule, name, flag, report);
        }
        pair.option("FILE_SAME_OPTIMIZE_FOR", "optimize_for", optimized, report);
    }
}

/// A file in both states.
struct Pair<'a> {
    before: &'a Proto,
    now: &'a Proto,
}

impl Pair<'_> {
    fn syntax(&self, report: &mut Report) {
        let paths =
            |proto: &Proto| proto.places.has(&[tag::FILE_SYNTAX]).then(|| vec![tag::FILE_SYNTAX]);
        self.value("FILE_SAME_SYNTAX", "syntax", syntax, paths, report);
    }

    fn package(&self, report: &mut Report) {
        let package = |proto: &Proto| proto.descriptor.package().to_owned();
        let paths =
            |proto: &Proto| proto.descriptor.package.as_ref().map(|_| vec![tag::FILE_PACKAGE]);
        self.value("FILE_SAME_PACKAGE", "package", package, paths, report);
    }

    fn option(
        &self,
        rule: &'static str,
        name: &str,
        value: impl Fn(&Proto) -> String,
        report: &mut Report,
    ) {
        let path = |proto: &Proto| {
            option(written!(proto.descriptor), name)
                .map(|option| option.path(&[], tag::FILE_OPTIONS))
        };
        self.value(rule, &format!("option \"{name}\""), value, path, report);
    }

    fn value(
        &self,
        rule: &'static str,
        what: &str,
        value: impl Fn(&Proto) -> String,
        path: impl Fn(&Proto) -> Option<Vec<i32>>,
        report: &mut Report,
    ) {
        let (before, now) = (value(self.before), value(self.now));
        if before == now {
            return;
        }
        let place = path(self.now);
        let against = path(self.before).is_some().then_some(self.before);
        let message = format!("File {what} changed from {} to {}.", quoted(&before), quoted(&now));
        report.add(rule, At::perhaps(self.now, place.as_deref()), against, message);
    }
}

fn syntax(proto: &Proto) -> String {
    if is_proto3(proto) { "proto3" } else { "proto2" }.to_owned()
}

/// A file without a syntax is of the older one.
pub(super) fn is_proto3(proto: &Proto) -> bool {
    proto.descriptor.syntax() == "proto3"
}

fn text(proto: &Proto, name: &str) -> String {
    option(written!(proto.descriptor), name).map(|option| option.text()).unwrap_or_default()
}

fn optimized(proto: &Proto) -> String {
    let written = option(written!(proto.descriptor), "optimize_for");
    written.map_or("SPEED", |option| option.word()).to_owned()
}

/// What an option of a file says that is true or false; `None` where it is not written.
pub(super) fn is_set(proto: &Proto, name: &str) -> Option<bool> {
    option(written!(proto.descriptor), name).map(|option| option.is_true())
}
