//! Rules for what a file says of itself: its name, its package, its syntax.

use crate::contracts::buf::quoted::quoted;
use crate::contracts::buf::stability;
use crate::contracts::tag;

use super::casing::lower_snake;
use super::report::Of;

pub(super) fn file(report: &mut Of<'_, '_>) {
    let proto = report.proto;
    file_name(report, &proto.import_path);
    if !proto.places.has(&[tag::FILE_SYNTAX]) {
        report.whole("SYNTAX_SPECIFIED", || {
            "Files must have a syntax explicitly specified. If no syntax is specified, the file defaults to \"proto2\"."
                .to_owned()
        });
    }
    match proto.descriptor.package() {
        "" => report.whole("PACKAGE_DEFINED", || "Files must have a package defined.".to_owned()),
        package => self::package(report, package, folder(&proto.import_path)),
    }
}

fn file_name(report: &mut Of<'_, '_>, import_path: &str) {
    let name = import_path.rsplit('/').next().unwrap_or_default();
    let (stem, extension) = name.rfind('.').map_or((name, ""), |at| name.split_at(at));
    let wanted = lower_snake(stem);
    if stem != wanted {
        report.whole("FILE_LOWER_SNAKE_CASE", || {
            let name = quoted(name);
            format!(
                "Filename {name} should be lower_snake_case{extension}, such as \"{wanted}{extension}\"."
            )
        });
    }
}

fn package(report: &mut Of<'_, '_>, package: &str, folder: &str) {
    let wanted = package.replace('.', "/");
    if folder != wanted {
        report.at("PACKAGE_DIRECTORY_MATCH", &[tag::FILE_PACKAGE], || {
            format!(
                "Files with package \"{package}\" must be within a directory \"{wanted}\" relative to root but were in directory \"{folder}\"."
            )
        });
    }
    let wanted = package.split('.').map(lower_snake).collect::<Vec<_>>().join(".");
    if package != wanted {
        report.at("PACKAGE_LOWER_SNAKE_CASE", &[tag::FILE_PACKAGE], || {
            format!("Package name \"{package}\" should be lower_snake.case, such as \"{wanted}\".")
        });
    }
    if stability(package).is_none() {
        report.at("PACKAGE_VERSION_SUFFIX", &[tag::FILE_PACKAGE], || {
            format!(
                "Package name \"{package}\" should be suffixed with a correctly formed version, such as \"{package}.v1\"."
            )
        });
    }
}

/// The folder of a file; `.` for the root itself.
pub(super) fn folder(import_path: &str) -> &str {
    import_path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}
