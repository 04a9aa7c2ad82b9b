//! Import roots: which file an import path names, and which files are too large or too many to be read.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::load::Unread;
use crate::tree::TreePath;

use super::codes::{INVALID_PROTO, OVER_LIMIT, UNREADABLE_PROTO};
use super::{Origin, Root};

/// How much is read, and whether copies of what comes with scaffold are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The longest proto file.
    bytes: usize,
    /// The most statements and blocks of a file: each of them costs more than its bytes.
    pub(super) statements: usize,
    /// The most proto files.
    files: usize,
    /// The most bytes of all proto files.
    bytes_in_all: usize,
    /// Of which files that come with scaffold a copy in a root is passed over, since every copy should say the same.
    passed_over: &'static [&'static str],
    /// Whether comments stay as they are, with characters that hide or reorder text.
    pub(super) raw_comments: bool,
}

impl Bounds {
    /// What is to be linked, generated from and specified.
    pub(super) const PROJECT: Self = Self {
        bytes: 1024 * 1024,
        statements: 20_000,
        files: 10_000,
        bytes_in_all: 64 * 1024 * 1024,
        passed_over: &BUILT_IN,
        raw_comments: false,
    };
    /// What is only looked at, file by file.
    pub(super) const CORPUS: Self = Self {
        bytes: 16 * 1024 * 1024,
        statements: 500_000,
        files: 50_000,
        bytes_in_all: 512 * 1024 * 1024,
        passed_over: &[],
        raw_comments: false,
    };
    /// What code is generated from, and nothing else: everything that protoc would see.
    pub(super) const DESCRIBED: Self =
        Self { passed_over: &[DESCRIPTOR], raw_comments: true, ..Self::CORPUS };
}

/// What comes with scaffold.
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
    /// Which of the roots holds it; `None` for what comes with scaffold.
    pub(super) root: Option<usize>,
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
    /// Where those are, and the folders and roots that cannot be read.
    pub(super) unread: BTreeSet<String>,
    /// Whether a copy of what comes with scaffold was passed over.
    pub(super) passed_over: bool,
}

impl Root {
    /// Where a file of this root lies in the project: what spans name.
    pub fn path_of(&self, path: &TreePath) -> String {
        joined(&self.folder, path.as_str())
    }

    /// How other files import a file of this root.
    pub fn import_path_of(&self, path: &TreePath) -> String {
        self.import_path(path.as_str())
    }

    fn import_path(&self, path: &str) -> String {
        joined(self.prefix.trim_start_matches('/'), path)
    }

    /// Where a file of this import path would lie in this root.
    pub(super) fn inside<'a>(&self, import_path: &'a str) -> Option<&'a str> {
        match self.prefix.trim_matches('/') {
            "" | "." => Some(import_path),
            prefix => import_path.strip_prefix(prefix)?.strip_prefix('/'),
        }
    }

    /// What is wrong with something in this root that cannot be read.
    pub(super) fn unreadable(&self, path: &str, unread: &Unread) -> Diagnostic {
        let shown = joined(&self.folder, path);
        Diagnostic::error(UNREADABLE_PROTO, unread.words(&shown))
            .at(&Span::new(&shown.into(), 0, 0))
            .hint(unread.remedy())
    }

    /// Its proto files.
    fn protos(&self) -> impl Iterator<Item = (&TreePath, &[u8])> {
        let is_proto = |path: &TreePath| path.as_str().strip_suffix(".proto").is_some();
        self.files.iter().filter(move |(path, _)| is_proto(path)).map(|(p, f)| (p, &*f.bytes))
    }
}

/// Lets diagnostics quote the proto files of these roots.
pub fn quote(roots: &[Root], sources: &mut Sources) {
    quote_those(roots, |_| true, sources);
}

/// The same for those that are meant, by how they are shown.
pub fn quote_those(roots: &[Root], is_meant: impl Fn(&str) -> bool, sources: &mut Sources) {
    for root in roots {
        for path in root.unread.keys().chain(root.links.keys()) {
            let shown = joined(&root.folder, path);
            if is_meant(&shown) {
                sources.insert(&shown.into(), &Arc::from(""));
            }
        }
        for (path, bytes) in root.protos().filter(|(_, bytes)| bytes.len() <= Bounds::CORPUS.bytes)
        {
            let shown = root.path_of(path);
            if is_meant(&shown) {
                sources.insert(&shown.into(), &String::from_utf8_lossy(bytes).into());
            }
        }
    }
}

/// Every proto file that is small enough and is text.
pub(super) fn read(roots: &[Root], bounds: &Bounds, diagnostics: &mut Vec<Diagnostic>) -> Read {
    let mut read = Read::default();
    let mut seen = BTreeSet::new();
    let (mut files, mut bytes_in_all) = (0, 0);
    let mut over_limit = false;
    for (index, root) in roots.iter().enumerate() {
        read.unread.extend(root.is_lost.then(|| root.folder.clone()));
        for (path, unread) in &root.unread {
            let import_path = root.import_path(path);
            if !bounds.passed_over.contains(&import_path.as_str()) {
                diagnostics.push(root.unreadable(path, unread));
                read.unread.insert(joined(&root.folder, path));
                read.broken.insert(import_path);
            }
        }
        for (path, bytes) in root.protos() {
            let import_path = root.import_path_of(path);
            if bounds.passed_over.contains(&import_path.as_str()) {
                read.passed_over = true;
                continue;
            }
            files += 1;
            bytes_in_all += bytes.len();
            if files > bounds.files || bytes_in_all > bounds.bytes_in_all {
                read.broken.insert(import_path);
                read.unread.insert(root.path_of(path));
                over_limit = true;
                continue;
            }
            let source = source(root, path, bytes, bounds);
            match source.map(|source| Source { root: Some(index), ..source }) {
                Ok(source) if seen.insert(import_path.clone()) => read.sources.push(source),
                Ok(source) => read.copies.push(source),
                Err(diagnostic) => {
                    diagnostics.push(*diagnostic);
                    read.unread.insert(root.path_of(path));
                    read.broken.insert(import_path);
                }
            }
        }
    }
    if over_limit {
        diagnostics.push(too_many(bounds));
    }
    read
}

fn source(
    root: &Root,
    path: &TreePath,
    bytes: &[u8],
    bounds: &Bounds,
) -> Result<Source, Box<Diagnostic>> {
    let place: Arc<str> = Arc::from(root.path_of(path));
    if bytes.len() > bounds.bytes {
        let (length, most) = (bytes.len(), bounds.bytes);
        let message = format!("`{place}` has {length} bytes; at most {most} are read");
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
        root: None,
    })
}

fn too_many(bounds: &Bounds) -> Diagnostic {
    Diagnostic::error(
        OVER_LIMIT,
        format!(
            "the proto roots hold more than {} files or {} MiB; the rest is not read",
            bounds.files,
            bounds.bytes_in_all / 1024 / 1024
        ),
    )
    .hint("name narrower roots (`protos` of the topology, or `-I`)")
}

fn joined(folder: &str, path: &str) -> String {
    match folder.trim_end_matches('/') {
        "" | "." => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}
