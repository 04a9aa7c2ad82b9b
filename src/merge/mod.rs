//! The only writer: compares what is to be with what is, says what would change, and applies it.
//!
//! Nothing that a person wrote is ever replaced: a file is written only where there is none, or where the
//! lock says that scaffold wrote exactly the bytes that stand there.

mod apply;
mod diff;
mod draft;
mod lock;
mod memo;
mod page;
mod show;
mod stage;

use crate::tree::{File, TreePath};

pub use apply::{apply, compare, create, recover};
pub use diff::diff;
pub use lock::{Lock, blueprint_of};
pub use memo::{Unchanged, remember, unchanged};
pub use page::page;
pub use show::{conflicts, summary, unified};

/// Which part of a project a run is about.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All of it.
    Project,
    /// What lies below this folder.
    Below(&'a str),
    /// What is wanted: nothing is removed.
    Wanted,
}

/// Everything that a run would do, sorted by path.
#[derive(Debug, Default)]
pub struct Changes {
    /// One for each path of interest.
    pub changes: Vec<Change>,
    /// The lock after the changes.
    pub lock: Lock,
}

/// What happens at one path.
#[derive(Debug)]
pub struct Change {
    /// Where.
    pub path: TreePath,
    /// What is done.
    pub action: Action,
}

/// What is done at a path.
#[derive(Debug)]
pub enum Action {
    /// Written where nothing stands.
    Create(File),
    /// Written over what scaffold wrote before.
    Update {
        /// The bytes that stand there now.
        old: Vec<u8>,
        /// What is written.
        new: File,
    },
    /// Removed: scaffold wrote it and no longer makes it.
    Delete {
        /// The bytes that stand there now.
        old: Vec<u8>,
    },
    /// Left as it is, and that is fine.
    Keep,
    /// Left as it is, although scaffold has something to say there; the incoming text goes aside.
    Conflict {
        /// The bytes that stand there now; `None` if it is not a file.
        old: Option<Vec<u8>>,
        /// What scaffold would have written; `None` if it would have removed the file.
        new: Option<File>,
        /// Why it was left.
        reason: String,
    },
}

/// How many paths there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Written where nothing stood.
    pub created: usize,
    /// Written over what scaffold wrote before.
    pub updated: usize,
    /// Removed.
    pub deleted: usize,
    /// As they should be.
    pub kept: usize,
    /// Left as they are, with news.
    pub conflicts: usize,
}

impl Scope<'_> {
    fn has(self, path: &TreePath) -> bool {
        match self {
            Self::Project => true,
            Self::Below(folder) => {
                path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            }
            Self::Wanted => false,
        }
    }
}

impl Changes {
    /// Whether anything would be written or removed.
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(|c| matches!(c.action, Action::Keep | Action::Conflict { .. }))
    }

    /// How many paths there are of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            match change.action {
                Action::Create(_) => counts.created += 1,
                Action::Update { .. } => counts.updated += 1,
                Action::Delete { .. } => counts.deleted += 1,
                Action::Keep => counts.kept += 1,
                Action::Conflict { .. } => counts.conflicts += 1,
            }
        }
        counts
    }

    /// How many paths were left although scaffold has something to say there.
    pub fn conflicts(&self) -> usize {
        self.changes.iter().filter(|c| matches!(c.action, Action::Conflict { .. })).count()
    }
}
