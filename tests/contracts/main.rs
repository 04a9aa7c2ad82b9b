//! Protos become facts, and faulty protos become diagnostics, all of them in one run.

mod faults;
mod hostile;
mod starters;

use std::sync::Arc;

use scaffold::contracts::{Contracts, Root, compile, quote};
use scaffold::diagnostic::{Diagnostic, Sources, human};
use scaffold::tree::{File, Tree, TreePath};

/// A root of these files, by path.
fn root(folder: &str, prefix: &str, files: &[(&str, &[u8])]) -> Root {
    let files: Tree = files
        .iter()
        .map(|(path, bytes)| (TreePath::new(path).expect("a path"), File::new(bytes.to_vec())))
        .collect();
    Root { folder: folder.to_owned(), prefix: prefix.to_owned(), vendored: false, files }
}

/// One file `a.proto` in the root `proto`.
fn one(text: &str) -> (Contracts, Vec<Diagnostic>) {
    compile(&[root("proto", "", &[("a.proto", text.as_bytes())])])
}

/// Diagnostics as people see them.
fn shown(roots: &[Root], diagnostics: &[Diagnostic]) -> String {
    let mut sources = Sources::default();
    quote(roots, &mut sources);
    human(diagnostics, &sources, false)
}

/// The text that a span covers.
fn text_at(roots: &[Root], span: &scaffold::diagnostic::Span) -> String {
    let mut sources = Sources::default();
    quote(roots, &mut sources);
    let file: &Arc<str> = &span.file;
    sources.text(file).expect("a known file")[span.start..span.end].to_owned()
}
