//! `buf.work.yaml`: the folders of a workspace of the first edition, each a module with a `buf.yaml` of its own or none.

use std::sync::Arc;

use serde::Deserialize;

use crate::contracts::codes::INVALID_BUF_YAML;
use crate::diagnostic::{Diagnostic, Span};

use super::config::{normal, unreadable};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    directories: Vec<String>,
}

/// Reads the text of a `buf.work.yaml`: the folders, relative to it; `file` is how diagnostics call it.
pub fn workspace(file: &Arc<str>, text: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    let written: Written =
        serde_yaml::from_str(text).map_err(|error| Box::new(unreadable(file, text, &error)))?;
    let message = match (written.version.as_str(), written.directories.as_slice()) {
        ("v1", [_, ..]) => return Ok(written.directories.iter().map(|it| normal(it)).collect()),
        ("v1", []) => format!("`{file}` names no directory"),
        (other, _) => format!("`{file}` has the version `{other}`; only v1 is read"),
    };
    Err(Box::new(
        Diagnostic::error(INVALID_BUF_YAML, message)
            .at(&Span::new(file, 0, 0))
            .hint("write `version: v1` and the folders of the modules under `directories`"),
    ))
}
