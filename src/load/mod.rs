//! Reads everything that scaffold reads, and nothing outside the project.
//!
//! Links are never followed: a link, pipe or device where a file is expected is an error that names it.

mod disk;
mod documents;
mod project;
mod protos;
mod starter;
mod variables;

pub use disk::{Disk, Entry, disk};
pub use documents::{document, openapi};
pub use project::{Project, find};
pub use protos::protos;
pub use starter::starter;
pub use variables::variables;

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The largest topology, in bytes.
pub const LARGEST_TOPOLOGY: u64 = 4 * 1024 * 1024;

/// Reads a regular file of at most `most` bytes.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>> {
    let shown = path.display();
    let kind = fs::symlink_metadata(path).with_context(|| format!("cannot read `{shown}`"))?;
    if !kind.is_file() {
        bail!("`{shown}` is {}, not a file", kind_of(kind.file_type()));
    }
    let file = fs::File::open(path).with_context(|| format!("cannot read `{shown}`"))?;
    let mut bytes = Vec::with_capacity(usize::try_from(kind.len().min(most)).unwrap_or_default());
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read `{shown}`"))?;
    if bytes.len() as u64 > most {
        bail!("`{shown}` is larger than {} MiB", most / 1024 / 1024);
    }
    Ok(bytes)
}

/// Reads a regular file of UTF-8 text of at most `most` bytes.
pub fn text(path: &Path, most: u64) -> Result<String> {
    String::from_utf8(bytes(path, most)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!(
            "`{}` is not UTF-8: byte {} is not part of any character",
            path.display(),
            at + 1
        )
    })
}

fn kind_of(kind: fs::FileType) -> &'static str {
    if kind.is_symlink() {
        "a link"
    } else if kind.is_dir() {
        "a folder"
    } else if kind.is_file() {
        "a file"
    } else {
        "a pipe, socket or device"
    }
}
