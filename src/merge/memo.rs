//! What the last run was made from, so that the next one can tell that nothing changed without making all of it again.
//!
//! It stands beside the journal, where no version control sees it: whoever has none, or an old one, makes everything.

use std::path::Path;

use anyhow::Result;

use super::{lock, stage};
use crate::load::{self, Entry};
use crate::tree::{File, TreePath};

const PATH: &str = ".scaffold/memo";
const LARGEST: u64 = 1024 * 1024;
/// How many files are looked at in one go: all their bytes are in memory.
const AT_ONCE: usize = 256;

/// What a run that changes nothing has to say.
#[derive(Debug)]
pub struct Unchanged {
    /// How many files stand as they should.
    pub files: usize,
    /// What the run said that wrote them.
    pub said: String,
}

/// Whether the last run was made from the same inputs, and every file still stands that it wrote.
pub fn unchanged(root: &Path, inputs: &str) -> Result<Option<Unchanged>> {
    let path = root.join(PATH);
    if load::refuse_links(root, PATH).is_err() || path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let memo = load::text(&path, LARGEST)?;
    let lock = lock::read(root)?;
    let Some(said) = memo.strip_prefix(&head(inputs, &lock)) else { return Ok(None) };
    let files: Vec<(&TreePath, &lock::Entry)> = lock.files.iter().collect();
    for some in files.chunks(AT_ONCE) {
        let disk = load::disk(root, some.iter().map(|(path, _)| *path))?;
        let stands = |(path, entry): &(&TreePath, &lock::Entry)| match disk.get(path) {
            Some(Entry::File(now)) => lock::fingerprint(now) == entry.hash,
            Some(Entry::Obstacle { .. }) | None => false,
        };
        if !some.iter().all(stands) {
            return Ok(None);
        }
    }
    Ok(Some(Unchanged { files: files.len(), said: said.to_owned() }))
}

/// Notes what a run was made from, once all it wanted stands.
pub fn remember(root: &Path, inputs: &str, lock: &lock::Lock, said: &str) -> Result<()> {
    load::refuse_links(root, PATH)?;
    let memo = head(inputs, lock) + said;
    if root.join(".scaffold").is_dir() && memo.len() as u64 <= LARGEST {
        stage::write(&root.join(PATH), &File::new(memo))?;
    }
    Ok(())
}

fn head(inputs: &str, lock: &lock::Lock) -> String {
    format!("{inputs} {}\n", lock::hash(lock.text().as_bytes()))
}
