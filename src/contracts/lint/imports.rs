//! Rules for imports, one at a time.

use std::collections::BTreeMap;

use crate::contracts::buf::quoted::quoted;
use crate::contracts::buf::{Proto, Protos, Stability, stability};
use crate::contracts::tag;

use super::report::Report;
use super::used::Used;

pub(super) fn all<'a>(report: &mut Report<'a>, protos: &Protos, judged: &[&'a Proto]) {
    let used = report.asks("IMPORT_USED").then(|| Used::new(protos));
    let by_path: BTreeMap<&str, &Proto> =
        judged.iter().map(|proto| (proto.import_path.as_str(), *proto)).collect();
    for proto in judged {
        let mut report = report.of(proto);
        let descriptor = &proto.descriptor;
        let unused = used.as_ref().map(|used| used.unused(proto)).unwrap_or_default();
        for (index, import) in (0..).zip(&descriptor.dependency) {
            let path = [tag::FILE_DEPENDENCY, index];
            if descriptor.public_dependency.contains(&index) {
                report.at("IMPORT_NO_PUBLIC", &path, || {
                    format!("Import {} must not be public.", quoted(import))
                });
            }
            if unused.contains(&index) {
                let message = || format!("Import {} is unused.", quoted(import));
                report.at("IMPORT_USED", &path, message);
            }
            let Some(imported) = by_path.get(import.as_str()) else { continue };
            let (package, from) = (descriptor.package(), imported.descriptor.package());
            if is(Stability::Stable, package) && is(Stability::Unstable, from) {
                report.at("STABLE_PACKAGE_NO_IMPORT_UNSTABLE", &path, || {
                    format!(
                        "This file is in stable package \"{package}\", so it should not depend on {} from unstable package \"{from}\".",
                        quoted(import)
                    )
                });
            }
        }
    }
}

fn is(level: Stability, package: &str) -> bool {
    stability(package) == Some(level)
}
