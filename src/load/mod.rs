//! Reads everything that scaffold reads, and nothing outside the project but what the command line names.
//!
//! Links are never followed: a link, pipe or device where a file is expected is an error that names it.

mod binary;
mod disk;
mod documents;
mod objects;
mod past;
mod place;
mod project;
mod protos;
mod revision;
mod starter;
mod unread;
mod variables;

pub use binary::binary;
pub use disk::{Disk, Entry, disk};
pub use documents::{document, document_at, names, openapi, requirements};
pub use past::Past;
pub use place::place_of;
pub use project::{Project, find, uv_lock};
pub use protos::{Protos, descriptor_set, proto_at, protos, protos_at};
pub use revision::Revision;
pub use starter::starter;
pub use unread::{Leads, Unread};
pub use variables::variables;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

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
    let bytes = at_most(path, most).with_context(|| format!("cannot read `{shown}`"))?;
    if bytes.len() as u64 > most {
        bail!("`{shown}` is larger than {} MiB", most / 1024 / 1024);
    }
    Ok(bytes)
}

/// The bytes of a file, or one more than `most` of them.
fn at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let length = file.metadata()?.len().min(most);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(most + 1).read_to_end(&mut bytes)?;
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

/// An error when a folder beneath the project, or one above it, is a link: what it leads to may lie elsewhere.
pub fn refuse_links(root: &Path, folder: &str) -> Result<()> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    for part in ends.map(|end| &folder[..end]).filter(|part| !part.is_empty()) {
        if root.join(part).symlink_metadata().is_ok_and(|kind| kind.is_symlink()) {
            bail!("`{part}` is a link, and links are not followed; put a folder there");
        }
    }
    Ok(())
}

/// Where a path lies beneath a folder; whoever reads it looks whether it is a link itself.
fn beneath(root: &Path, path: &str) -> Result<PathBuf> {
    refuse_links(root, path.rsplit_once('/').map_or("", |(folder, _)| folder))?;
    Ok(root.join(path))
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
