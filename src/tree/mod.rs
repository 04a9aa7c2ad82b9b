//! A folder in memory: inputs, outputs and golden trees are all the same type.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// Files by path, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(BTreeMap<TreePath, File>);

/// A relative path that stays beneath its root: UTF-8, `/`, no empty, `.` or `..` segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(String);

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it may be run.
    pub executable: bool,
}

impl TreePath {
    /// Checks that the path is relative and stays where it is.
    pub fn new(path: &str) -> Option<Self> {
        let unsound = |character: char| matches!(character, '\\' | ':') || character.is_control();
        let sound = |segment: &str| !matches!(segment, "" | "." | "..");
        (!path.contains(unsound) && path.split('/').all(sound)).then(|| Self(path.to_owned()))
    }

    /// The path with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().expect("split gives at least one part")
    }

    /// Everything before the last segment; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// This path below `folder`, which may be empty.
    pub fn below(&self, folder: &str) -> Option<Self> {
        if folder.is_empty() { Some(self.clone()) } else { Self::new(&format!("{folder}/{self}")) }
    }
}

impl From<TreePath> for String {
    fn from(path: TreePath) -> Self {
        path.0
    }
}

impl Display for TreePath {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl File {
    /// A file that is not to be run.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), executable: false }
    }

    /// The content as text, if it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }
}

impl Tree {
    /// Adds a file; gives back the one that it replaces.
    pub fn insert(&mut self, path: TreePath, file: File) -> Option<File> {
        self.0.insert(path, file)
    }

    /// The file at a path.
    pub fn get(&self, path: &TreePath) -> Option<&File> {
        self.0.get(path)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&TreePath, &File)> {
        self.0.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<(TreePath, File)> for Tree {
    fn extend<I: IntoIterator<Item = (TreePath, File)>>(&mut self, files: I) {
        self.0.extend(files);
    }
}

impl FromIterator<(TreePath, File)> for Tree {
    fn from_iter<I: IntoIterator<Item = (TreePath, File)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

impl IntoIterator for Tree {
    type Item = (TreePath, File);
    type IntoIter = std::collections::btree_map::IntoIter<TreePath, File>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
