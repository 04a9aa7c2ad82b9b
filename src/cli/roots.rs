//! The import roots of a project, read into memory.

use anyhow::{Error, Result};

use crate::contracts::{Root, codes, quote};
use crate::diagnostic::{Diagnostic, Sources, Spanned};
use crate::load::Protos;
use crate::topology::{ProtoRoot, Topology};

/// The folder that nobody has to name, nor to have.
pub(super) const USUAL: &str = "proto";

/// How many faulty roots are shown; the others are counted.
const MOST_SHOWN: usize = 100;

/// The files below every import root that the topology names, or below `proto`. A root that cannot be read, or is not there, is
/// a fault of the line that names it.
pub(super) fn roots(
    topology: &Topology,
    read: &dyn Fn(&str) -> Result<Option<Protos>>,
    sources: &mut Sources,
) -> (Vec<Root>, Vec<Diagnostic>) {
    let usual = [ProtoRoot::default()];
    let written: Vec<&ProtoRoot> = if topology.protos.is_written() {
        topology.protos.iter().collect()
    } else {
        usual.iter().collect()
    };
    let (mut roots, mut faults, mut hidden) = (Vec::new(), Vec::new(), 0);
    for written in written {
        let mut root = root(written);
        match read(&root.folder) {
            Ok(Some(Protos { files, unread, links })) => {
                root = Root { files, unread, links, ..root };
            }
            Ok(None) if written.root.is_none() => {}
            found => {
                root.is_lost = true;
                hidden += usize::from(faults.len() == MOST_SHOWN);
                let is_shown = faults.len() < MOST_SHOWN;
                faults.extend(is_shown.then(|| lost(written, found.err().as_ref())));
            }
        }
        roots.push(root);
    }
    quote(&roots, sources);
    faults.extend((hidden > 0).then(|| not_shown(hidden)));
    (roots, faults)
}

fn not_shown(hidden: usize) -> Diagnostic {
    let message = format!("and {hidden} more roots that are not there or cannot be read");
    Diagnostic::error(codes::UNREADABLE_ROOT, message).hint("mend the ones above first")
}

/// What there is to say of a root that cannot be read, or is not there.
fn lost(written: &ProtoRoot, error: Option<&Error>) -> Diagnostic {
    let named = written.root.as_ref().map_or(USUAL, |root| &root.value);
    let (message, hint) = match error {
        Some(error) => {
            (format!("{error:#}"), "name a readable folder beneath the folder of the topology")
        }
        None => (
            format!("there is no folder `{named}`"),
            "make the folder, or name the one that holds the protos",
        ),
    };
    let diagnostic = Diagnostic::error(codes::UNREADABLE_ROOT, message).hint(hint);
    match &written.root {
        Some(root) => diagnostic.at(&root.span),
        None => diagnostic,
    }
}

fn root(written: &ProtoRoot) -> Root {
    let text = |part: &Option<Spanned<String>>| part.as_ref().map(|part| part.value.clone());
    Root {
        folder: text(&written.root).unwrap_or_else(|| USUAL.to_owned()),
        prefix: text(&written.prefix).unwrap_or_default(),
        vendored: written.vendored.as_ref().is_some_and(|vendored| vendored.value),
        ..Root::default()
    }
}
