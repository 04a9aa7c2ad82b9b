//! The files that come with scaffold, so that contracts can import them without having them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use prost_reflect::prost_types::SourceCodeInfo;
use protox::file::{FileResolver, GoogleFileResolver};

use super::Origin;
use super::guard::Outline;
use super::parse::{Unit, unit};
use super::roots::{BUILT_IN, Bounds, DESCRIPTOR, OPTIONS, Source};

const DESCRIPTOR_TEXT: &str = include_str!("../../schemas/google/protobuf/descriptor.proto");
const OPTIONS_TEXT: &str = include_str!("../../schemas/proto/scaffold/v1/options.proto");

/// Options of others that many contracts use: read where no root holds them.
const OF_OTHERS: [(&str, &str); 4] = [
    ("google/api/http.proto", include_str!("../../schemas/google/api/http.proto")),
    ("google/api/annotations.proto", include_str!("../../schemas/google/api/annotations.proto")),
    (
        "google/api/field_behavior.proto",
        include_str!("../../schemas/google/api/field_behavior.proto"),
    ),
    (
        "buf/validate/validate.proto",
        include_str!("../../schemas/proto/buf/validate/validate.proto"),
    ),
];

static PARSED: LazyLock<[Unit; 2]> =
    LazyLock::new(|| [parsed(DESCRIPTOR, DESCRIPTOR_TEXT), parsed(OPTIONS, OPTIONS_TEXT)]);

/// Adds the built-in files that are imported, directly or by another built-in one.
pub(super) fn add(units: &mut BTreeMap<String, Arc<Unit>>) {
    let mut wanted: BTreeSet<String> =
        units.values().flat_map(|unit| unit.descriptor.dependency.iter().cloned()).collect();
    while let Some(import_path) = wanted.pop_first() {
        if !units.contains_key(&import_path)
            && let Some(unit) = built_in(&import_path)
        {
            wanted.extend(unit.descriptor.dependency.iter().cloned());
            units.insert(import_path, Arc::new(unit));
        }
    }
}

/// `descriptor.proto`: newer than the one in the libraries, which lacks options that contracts use.
pub(super) fn descriptor_proto() -> Unit {
    PARSED[0].clone()
}

fn built_in(import_path: &str) -> Option<Unit> {
    if let Some(unit) = PARSED.iter().find(|unit| unit.source.import_path == import_path) {
        return Some(unit.clone());
    }
    if let Some((path, text)) = OF_OTHERS.iter().find(|(path, _)| *path == import_path) {
        let origin = Origin::Vendored;
        let source = Source { origin, ..source(path, text) };
        return unit(source, &Outline::default(), &Bounds::PROJECT).ok();
    }
    if !BUILT_IN.contains(&import_path) {
        return None;
    }
    let file = GoogleFileResolver::new().open_file(import_path).ok()?;
    let descriptor = file.file_descriptor_proto().clone();
    Some(Unit { source: source(import_path, ""), descriptor, info: SourceCodeInfo::default() })
}

fn parsed(import_path: &str, text: &str) -> Unit {
    unit(source(import_path, text), &Outline::default(), &Bounds::PROJECT)
        .expect("tests compile every built-in file")
}

fn source(import_path: &str, text: &str) -> Source {
    Source {
        import_path: import_path.to_owned(),
        path: import_path.into(),
        text: text.into(),
        origin: Origin::BuiltIn,
        root: None,
    }
}
