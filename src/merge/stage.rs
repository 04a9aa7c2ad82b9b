//! The staging folder: what a run will move into place, and the journal from which a killed run is finished.
//!
//! Everything that can fail for want of space happens before the journal is committed; after it there are
//! only renames. A run that finds a committed journal carries it out first; one without is dropped.

#![expect(clippy::disallowed_methods, reason = "this is the writer")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::lock;
use crate::load;
use crate::tree::{File, TreePath};

const COMMIT: &str = "COMMIT";
const LARGEST_JOURNAL: u64 = 64 * 1024 * 1024;

/// A staging folder beneath the project.
pub(super) struct Stage {
    root: PathBuf,
    folder: PathBuf,
    /// The staged folders that are there already: most files lie beside others.
    made: RefCell<BTreeSet<PathBuf>>,
}

/// One rename between the stage and the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// A file or a whole folder goes where nothing stands.
    Create(TreePath),
    /// A file takes the place of another; the hashes are those of the old and the new bytes.
    Replace(TreePath, String, String),
    /// A file leaves; the hash is that of its bytes.
    Remove(TreePath, String),
}

impl Stage {
    /// Finishes or drops what a killed run left, then makes an empty staging folder.
    pub(super) fn open(root: &Path) -> Result<Self> {
        let stage = Self::recovered(root)?;
        create_folders(&stage.folder)?;
        write(&root.join(".scaffold/.gitignore"), &File::new("*\n"))?;
        Ok(stage)
    }

    /// Finishes or drops what a killed run left.
    pub(super) fn recovered(root: &Path) -> Result<Self> {
        load::refuse_links(root, ".scaffold/txn/files")?;
        let folder = root.join(".scaffold/txn");
        let stage = Self { root: root.to_owned(), folder, made: RefCell::default() };
        stage.recover()?;
        Ok(stage)
    }

    /// Whether a killed run left something.
    pub(super) fn is_left(root: &Path) -> bool {
        root.join(".scaffold/txn").symlink_metadata().is_ok()
    }

    /// Writes a file into the stage.
    pub(super) fn add(&self, path: &TreePath, file: &File) -> Result<()> {
        let staged = self.staged(path);
        let folder = staged.parent().expect("a staged file has a folder");
        if !self.made.borrow().contains(folder) {
            create_folders(folder)?;
            self.made.borrow_mut().insert(folder.to_owned());
        }
        write(&staged, file)
    }

    /// Commits the journal, then moves everything into place; when a move fails, those before it are taken back.
    pub(super) fn commit(self, moves: &[Move]) -> Result<()> {
        self.write_journal(moves)?;
        for (index, step) in moves.iter().enumerate() {
            if let Err(error) = self.carry_out(step) {
                for done in moves[..index].iter().rev() {
                    self.take_back(done)
                        .context("and what was done before could not be taken back")?;
                }
                self.remove()?;
                return Err(error.context("nothing was changed"));
            }
        }
        self.remove()
    }

    /// Drops the stage.
    pub(super) fn remove(&self) -> Result<()> {
        fs::remove_dir_all(&self.folder).with_context(|| cannot("remove", &self.folder))
    }

    fn staged(&self, path: &TreePath) -> PathBuf {
        self.folder.join("files").join(path.as_str())
    }

    fn target(&self, path: &TreePath) -> PathBuf {
        self.root.join(path.as_str())
    }

    fn write_journal(&self, moves: &[Move]) -> Result<()> {
        let text: String = moves.iter().map(Move::line).collect();
        let draft = self.folder.join("journal");
        let mut file = fs::File::create(&draft).with_context(|| cannot("write", &draft))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .with_context(|| cannot("write", &draft))?;
        fs::rename(&draft, self.folder.join(COMMIT)).with_context(|| cannot("write", &draft))
    }

    fn recover(&self) -> Result<()> {
        if !Self::is_left(&self.root) {
            return Ok(());
        }
        let journal = self.folder.join(COMMIT);
        if journal.symlink_metadata().is_ok() {
            for line in load::text(&journal, LARGEST_JOURNAL)?.lines() {
                let Some(step) = Move::parse(line) else {
                    bail!(
                        "`{}` is damaged at `{line}`; remove `.scaffold/txn` and run again",
                        journal.display()
                    )
                };
                // The journal may be that of somebody who wants a run to write elsewhere.
                load::refuse_links(&self.root, step.path().folder())
                    .and_then(|()| self.carry_out(&step))
                    .context("cannot finish what an interrupted run began")?;
            }
        }
        self.remove()
    }

    /// Carries one move out; a move that was carried out before is left as it is.
    fn carry_out(&self, step: &Move) -> Result<()> {
        match step {
            Move::Create(path) => {
                let (staged, target) = (self.staged(path), self.target(path));
                if staged.symlink_metadata().is_err() {
                    return Ok(());
                }
                create_folders(target.parent().expect("a target has a folder"))?;
                rename_to_nothing(&staged, &target).with_context(|| cannot("create", &target))
            }
            Move::Replace(path, old, new) => {
                let (staged, target) = (self.staged(path), self.target(path));
                if hash_of(&staged)?.as_ref() == Some(old) {
                    return Ok(());
                }
                self.exchange(&staged, &target)?;
                if hash_of(&staged)?.as_ref() == Some(old) {
                    return Ok(());
                }
                self.exchange(&staged, &target)?;
                bail!("`{path}` was changed while scaffold ran ({new:.8} waits for {old:.8})")
            }
            Move::Remove(path, old) => {
                let (staged, target) = (self.staged(path), self.target(path));
                if target.symlink_metadata().is_err() {
                    return Ok(());
                }
                if hash_of(&target)?.as_ref() != Some(old) {
                    bail!("`{path}` was changed while scaffold ran");
                }
                create_folders(staged.parent().expect("a staged file has a folder"))?;
                fs::rename(&target, &staged).with_context(|| cannot("remove", &target))?;
                remove_empty_folders(&self.root, path);
                Ok(())
            }
        }
    }

    fn take_back(&self, step: &Move) -> Result<()> {
        match step {
            Move::Create(path) => {
                fs::rename(self.target(path), self.staged(path))?;
                remove_empty_folders(&self.root, path);
            }
            Move::Replace(path, ..) => self.exchange(&self.staged(path), &self.target(path))?,
            Move::Remove(path, _) => {
                let target = self.target(path);
                create_folders(target.parent().expect("a target has a folder"))?;
                fs::rename(self.staged(path), target)?;
            }
        }
        Ok(())
    }

    /// Two files change places, at once where the system can, else with a moment in which one is absent.
    fn exchange(&self, staged: &Path, target: &Path) -> Result<()> {
        if exchange_at_once(staged, target).is_ok() {
            return Ok(());
        }
        let aside = self.folder.join("aside");
        let swap = || -> std::io::Result<()> {
            fs::rename(target, &aside)?;
            fs::rename(staged, target)?;
            fs::rename(&aside, staged)
        };
        swap().with_context(|| cannot("replace", target))
    }
}

impl Move {
    fn path(&self) -> &TreePath {
        match self {
            Self::Create(path) | Self::Replace(path, ..) | Self::Remove(path, _) => path,
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Create(path) => format!("create {path}\n"),
            Self::Replace(path, old, new) => format!("replace {old} {new} {path}\n"),
            Self::Remove(path, old) => format!("remove {old} {path}\n"),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ')?;
        match word {
            "create" => Some(Self::Create(TreePath::new(rest)?)),
            "replace" => {
                let (old, rest) = rest.split_once(' ')?;
                let (new, path) = rest.split_once(' ')?;
                Some(Self::Replace(TreePath::new(path)?, old.to_owned(), new.to_owned()))
            }
            "remove" => {
                let (old, path) = rest.split_once(' ')?;
                Some(Self::Remove(TreePath::new(path)?, old.to_owned()))
            }
            _ => None,
        }
    }
}

/// Writes a new file; its folder must be there.
pub(super) fn write(path: &Path, file: &File) -> Result<()> {
    fs::write(path, &file.bytes).with_context(|| cannot("write", path))?;
    if file.executable {
        make_executable(path)?;
    }
    Ok(())
}

/// Makes a folder and those above it.
pub(super) fn create_folders(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| cannot("create", path))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .with_context(|| cannot("write", path))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}

/// Removes the folders above a path that are empty now.
fn remove_empty_folders(root: &Path, path: &TreePath) {
    let mut folder = path.folder();
    while !folder.is_empty() && fs::remove_dir(root.join(folder)).is_ok() {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// The hash of a file; nothing for what is no file.
fn hash_of(path: &Path) -> Result<Option<String>> {
    if !path.symlink_metadata().is_ok_and(|kind| kind.is_file()) {
        return Ok(None);
    }
    let bytes = fs::read(path).with_context(|| cannot("read", path))?;
    Ok(Some(lock::hash(&bytes)))
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn rename_to_nothing(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            rename_where_nothing_is_seen(from, to)
        }
        other => Ok(other?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn rename_to_nothing(from: &Path, to: &Path) -> std::io::Result<()> {
    rename_where_nothing_is_seen(from, to)
}

fn rename_where_nothing_is_seen(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange_at_once(one: &Path, other: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange_at_once(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

pub(super) fn cannot(verb: &str, path: &Path) -> String {
    format!("cannot {verb} `{}`", path.display())
}
