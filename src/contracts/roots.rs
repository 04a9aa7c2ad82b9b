//! Import roots: which file an import path names, and which files are too large or too many to be read.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::tree::TreePath;

use super::codes::{INVALID_PROTO, OVER_LIMIT};
use super::{Origin, Root};

/// The longest proto file that is read.
const MOST_BYTES: usize = 1024 * 1024;
/// The most proto files that are read.
const MOST_FILES: usize = 10_000;
/// The most bytes that are read of all proto files.
const MOST_BYTES_IN_ALL: usize = 64 * 1024 * 1024;

/// What comes with scaffold. A copy in a root is passed over, since every copy should say the same.
pub(super) const BUILT_IN: [&str; 13] = [
    "google/protobuf/any.proto",
    "google/protobuf/api.proto",
    "google/protobuf/compiler/plugin.proto",
    DESCRIPTOR,
    "google/protobuf/duration.proto",
    "google/protobuf/empty.proto",
    "google/protobuf/field_mask.proto",
    "google/protobuf/source_context.proto",
    "google/protobuf/struct.proto",
    "google/protobuf/timestamp.proto",
    "google/protobuf/type.proto",
    "google/protobuf/wrappers.proto",
    OPTIONS,
];

/// The options that protobuf itself knows.
pub(super) const DESCRIPTOR: &str = "google/protobuf/descriptor.proto";

/// Scaffold's own options.
pub(super) const OPTIONS: &str = "scaffold/v1/options.proto";

/// A proto file that is to be compiled.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// How other files import it.
    pub(super) import_path: String,
    /// Where it lies in the project.
    pub(super) path: Arc<str>,
    /// What it says; a byte order mark is blanked, so that places stay.
    pub(super) text: Arc<str>,
    /// Who wrote it.
    pub(super) origin: Origin,
}

/// The files of all roots.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// One for each import path, in the order of the roots.
    pub(super) sources: Vec<Source>,
    /// Files with an import path that is already taken.
    pub(super) copies: Vec<Source>,
    /// Import paths of files that are there but cannot be read.
    pub(super) broken: BTreeSet<String>,
}

impl Root {
    /// Where a file of this root lies in the project: what spans name.
    pub fn path_of(&self, path: &TreePath) -> String {
        joined(&self.folder, path.as_str())
    }

    /// How other files import a file of this root.
    pub fn import_path_of(&self, path: &TreePath) -> String {
        joined(&self.prefix, path.as_str())
    }

    /// Its proto files.
    fn protos(&self) -> impl Iterator<Item = (&TreePath, &[u8])> {
        let is_proto = |path: &TreePath| path.as_str().strip_suffix(".proto").is_some();
        self.files.iter().filter(move |(path, _)| is_proto(path)).map(|(p, f)| (p, &*f.bytes))
    }
}

/// Lets diagnostics quote the proto files of these roots.
pub fn quote(roots: &[Root], sources: &mut Sources) {
    for root in roots {
        for (path, bytes) in root.protos().filter(|(_, bytes)| bytes.len() <= MOST_BYTES) {
            let text = String::from_utf8_lossy(bytes);
            sources.insert(&Arc::from(root.path_of(path)), &Arc::from(text));
        }
    }
}

/// Every proto file that is small enough, is text, and does not come with scaffold anyway.
pub(super) fn read(roots: &[Root], diagnostics: &mut Vec<Diagnostic>) -> Read {
    let mut read = Read::default();
    let mut seen = BTreeSet::new();
    let (mut files, mut bytes_in_all) = (0, 0);
    let mut over_limit = false;
    for root in roots {
        for (path, bytes) in root.protos() {
            let import_path = root.import_path_of(path);
            if BUILT_IN.contains(&import_path.as_str()) {
                continue;
            }
            files += 1;
            bytes_in_all += bytes.len();
            if files > MOST_FILES || bytes_in_all > MOST_BYTES_IN_ALL {
                read.broken.insert(import_path);
                over_limit = true;
                continue;
            }
            match source(root, path, bytes) {
                Ok(source) if seen.insert(import_path.clone()) => read.sources.push(source),
                Ok(source) => read.copies.push(source),
                Err(diagnostic) => {
                    diagnostics.push(*diagnostic);
                    read.broken.insert(import_path);
                }
            }
        }
    }
    if over_limit {
        diagnostics.push(too_many());
    }
    read
}

fn source(root: &Root, path: &TreePath, bytes: &[u8]) -> Result<Source, Box<Diagnostic>> {
    let place: Arc<str> = Arc::from(root.path_of(path));
    if bytes.len() > MOST_BYTES {
        let message = format!("`{place}` has {} bytes; at most {MOST_BYTES} are read", bytes.len());
        return Err(Box::new(
            Diagnostic::error(OVER_LIMIT, message)
                .at(&Span::new(&place, 0, 0))
                .hint("split the file, or keep what is not a contract out of the proto roots"),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Box::new(
            Diagnostic::error(INVALID_PROTO, format!("`{place}` is not UTF-8"))
                .at(&Span::new(&place, at, at))
                .hint("save the file as UTF-8"),
        )
    })?;
    Ok(Source {
        import_path: root.import_path_of(path),
        path: place,
        text: match text.strip_prefix('\u{feff}') {
            Some(rest) => Arc::from(format!("   {rest}")),
            None => Arc::from(text),
        },
        origin: if root.vendored { Origin::Vendored } else { Origin::Project },
    })
}

fn too_many() -> Diagnostic {
    Diagnostic::error(
        OVER_LIMIT,
        format!(
            "the proto roots hold more than {MOST_FILES} files or {} MiB; the rest is not read",
            MOST_BYTES_IN_ALL / 1024 / 1024
        ),
    )
    .hint("name narrower roots under `protos`")
}

fn joined(folder: &str, path: &str) -> String {
    match folder.trim_matches('/') {
        "" | "." => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}
