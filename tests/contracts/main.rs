//! Protos become facts, and faulty protos become diagnostics, all of them in one run.

#[path = "../support/mod.rs"]
mod support;

mod facts;
mod faults;
mod hostile;
mod imports;
mod options;
mod starters;

use std::sync::Arc;

use scaffold::contracts::{Contracts, Root, compile, quote};
use scaffold::diagnostic::{Diagnostic, Sources, Span, human};
use scaffold::tree::{File, Tree, TreePath};

/// A root of these files, by path.
fn root(folder: &str, prefix: &str, files: &[(&str, &[u8])]) -> Root {
    let files: Tree = files
        .iter()
        .map(|(path, bytes)| (TreePath::new(path).expect("a path"), File::new(bytes.to_vec())))
        .collect();
    Root { folder: folder.to_owned(), prefix: prefix.to_owned(), files, ..Root::default() }
}

/// One file `a.proto` in the root `proto`.
fn one(text: &str) -> (Contracts, Vec<Diagnostic>) {
    compile(&[root("proto", "", &[("a.proto", text.as_bytes())])])
}

/// The facts of a file `a.proto` without faults.
fn sound(text: &str) -> Contracts {
    let (contracts, diagnostics) = one(text);
    let roots = [root("proto", "", &[("a.proto", text.as_bytes())])];
    assert!(diagnostics.is_empty(), "{}", shown(&roots, &diagnostics));
    contracts
}

/// Diagnostics as people see them.
fn shown(roots: &[Root], diagnostics: &[Diagnostic]) -> String {
    let mut sources = Sources::default();
    quote(roots, &mut sources);
    human(diagnostics, &sources, false)
}

/// The text that a span covers.
fn text_at(roots: &[Root], span: &Span) -> String {
    let mut sources = Sources::default();
    quote(roots, &mut sources);
    let file: &Arc<str> = &span.file;
    sources.text(file).expect("a known file")[span.start..span.end].to_owned()
}
