//! `scaffold.lock`: what scaffold wrote, so that it can tell its own bytes from a person's.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::blueprint::Owner;
use crate::load;
use crate::techspec::prose;
use crate::tree::TreePath;

/// Where the lock stands, relative to the project.
pub(super) const PATH: &str = "scaffold.lock";
const HEAD: &str =
    "# What scaffold wrote, so that it never overwrites what people change. Commit this file.";
const LARGEST: u64 = 64 * 1024 * 1024;

/// Owner and hash of every file that scaffold wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The blueprint that the files were made from.
    pub blueprint: String,
    /// By path.
    pub files: BTreeMap<TreePath, Entry>,
}

/// What is known of one written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose it is.
    pub owner: Owner,
    /// The fingerprint of what scaffold wrote.
    pub hash: String,
}

impl Lock {
    /// The text of the lock: one line a file, sorted, so that two branches merge line by line.
    pub(super) fn text(&self) -> String {
        let mut out = format!(
            "{HEAD}\nscaffold {} language 1 blueprint {}\n",
            env!("CARGO_PKG_VERSION"),
            self.blueprint
        );
        for (path, entry) in &self.files {
            let _ = writeln!(out, "{} {} {path}", entry.hash, entry.owner.word());
        }
        out
    }
}

/// The BLAKE3 of what scaffold wrote: of bytes without the prose that people write into marked regions.
///
/// A person who writes there changes nothing of scaffold's.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => hash(prose::without(text).as_bytes()),
        Err(_) => hash(bytes),
    }
}

/// The BLAKE3 of bytes in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Reads the lock of a project; empty when there is none.
pub(super) fn read(root: &Path) -> Result<Lock> {
    let path = root.join(PATH);
    if path.symlink_metadata().is_err() {
        return Ok(Lock::default());
    }
    parse(&load::text(&path, LARGEST)?).with_context(|| {
        format!("cannot read `{PATH}`; take it back from version control, or remove it (then every present file counts as yours)")
    })
}

/// What the files of a folder were made from, as its lock says; `None` when there is no lock.
pub fn blueprint_of(root: &Path) -> Result<Option<String>> {
    let blueprint = read(root)?.blueprint;
    Ok(if blueprint.is_empty() { None } else { Some(blueprint) })
}

fn parse(text: &str) -> Result<Lock> {
    let mut lock = Lock::default();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(versions) = line.strip_prefix("scaffold ") {
            lock.blueprint = versions.split(' ').next_back().unwrap_or_default().to_owned();
            continue;
        }
        if line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>") || line.starts_with("=======")
        {
            bail!("line {number} is the mark of a merge conflict: keep the lines of both sides");
        }
        let (path, entry) =
            parse_line(line).with_context(|| format!("line {number} is not `HASH OWNER PATH`"))?;
        lock.files.insert(path, entry);
    }
    Ok(lock)
}

fn parse_line(line: &str) -> Option<(TreePath, Entry)> {
    let (hash, rest) = line.split_once(' ')?;
    let (owner, path) = rest.split_once(' ')?;
    let sound = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let entry = Entry { owner: Owner::from_word(owner)?, hash: hash.to_owned() };
    sound.then_some((TreePath::new(path)?, entry))
}
