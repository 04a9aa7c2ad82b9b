//! The import roots of a project, read into memory.

use anyhow::Result;

use crate::contracts::{Root, codes};
use crate::diagnostic::{Diagnostic, Sources, Spanned};
use crate::topology::{ProtoRoot, Topology};
use crate::tree::Tree;

/// The folder that nobody has to name, nor to have.
pub(super) const USUAL: &str = "proto";

/// How many faulty roots are shown; the others are counted.
const MOST_SHOWN: usize = 100;

/// The files below every import root that the topology names, or below `proto`. A root that cannot be read, or is not there, is
/// a fault of the line that names it.
pub(super) fn roots(
    topology: &Topology,
    read: &dyn Fn(&str) -> Result<Option<Tree>>,
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
            Ok(Some(files)) => root.files = files,
            Ok(None) | Err(_) if faults.len() == MOST_SHOWN => hidden += 1,
            Ok(None) => faults.extend(written.root.as_ref().map(missing)),
            Err(error) => faults.push(unreadable(written, &error)),
        }
        for (path, file) in root.files.iter() {
            let shown = path.below(&root.folder).unwrap_or_else(|| path.clone());
            sources.insert(&shown.as_str().into(), &String::from_utf8_lossy(&file.bytes).into());
        }
        roots.push(root);
    }
    faults.extend((hidden > 0).then(|| not_shown(hidden)));
    (roots, faults)
}

fn not_shown(hidden: usize) -> Diagnostic {
    let message = format!("and {hidden} more roots that are not there or cannot be read");
    Diagnostic::error(codes::UNREADABLE_ROOT, message).hint("mend the ones above first")
}

fn missing(root: &Spanned<String>) -> Diagnostic {
    let message = format!("there is no folder `{}`", root.value);
    let hint = "make the folder, or name the one that holds the protos";
    Diagnostic::error(codes::UNREADABLE_ROOT, message).at(&root.span).hint(hint)
}

fn unreadable(written: &ProtoRoot, error: &anyhow::Error) -> Diagnostic {
    let diagnostic = Diagnostic::error(codes::UNREADABLE_ROOT, format!("{error:#}"))
        .hint("name a readable folder beneath the folder of the topology");
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
        files: Tree::default(),
    }
}
