//! Git's objects: what lies in a folder at a commit, and the bytes of files.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, Stdio};

use anyhow::{Context, Result, bail};

use super::revision::{CANNOT_START, complaint, git, run};

/// Something at a path of a commit.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// The name of its object; of a submodule, that of its commit.
    pub(super) object: String,
    /// From the top of the repository on.
    pub(super) path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    Submodule,
}

/// The file or submodule of this path, or all files and submodules below the folder; empty: below the top.
pub(super) fn entries(top: &Path, commit: &str, path: &str) -> Result<Vec<Entry>> {
    let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
    if !path.is_empty() {
        arguments.extend(["--", path]);
    }
    let output = run(top, &arguments)?;
    if !output.status.success() {
        bail!("cannot list `{path}` at {commit}; git says: {}", complaint(&output));
    }
    let text = String::from_utf8(output.stdout).context("a path in the repository is not UTF-8")?;
    text.split_terminator('\0').map(entry).collect()
}

/// `100644 blob OBJECT<tab>PATH`.
fn entry(line: &str) -> Result<Entry> {
    let unread = || format!("cannot read what git lists: `{line}`");
    let (facts, path) = line.split_once('\t').with_context(unread)?;
    let mut facts = facts.split(' ');
    let kind = match facts.next().with_context(unread)? {
        "120000" => Kind::Link,
        "160000" => Kind::Submodule,
        _ => Kind::File,
    };
    let object = facts.nth(1).with_context(unread)?.to_owned();
    Ok(Entry { kind, object, path: path.to_owned() })
}

/// The bytes of files, each of at most `most`.
pub(super) fn bytes_of(top: &Path, objects: &[&str], most: u64) -> Result<Vec<Vec<u8>>> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
    let mut git = git(top);
    git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = git.stderr(Stdio::null()).spawn().context(CANNOT_START)?;
    let (asks, answers) = (child.stdin.take(), child.stdout.take());
    let (asks, answers) = asks.zip(answers).context("git has no pipes")?;
    let files = std::thread::scope(|scope| {
        let asking = scope.spawn(|| ask(asks, objects));
        let mut answers = BufReader::new(answers);
        let files: Result<Vec<Vec<u8>>> =
            objects.iter().map(|object| file(&mut answers, object, most)).collect();
        drop(answers);
        _ = asking.join();
        files
    });
    _ = child.kill();
    _ = child.wait();
    files
}

/// Git may answer before everything is asked, so that somebody else has to listen meanwhile.
fn ask(mut asks: ChildStdin, objects: &[&str]) -> std::io::Result<()> {
    for object in objects {
        writeln!(asks, "{object}")?;
    }
    asks.flush()
}

/// `OBJECT blob SIZE`, the bytes, the end of a line.
fn file(answers: &mut impl BufRead, object: &str, most: u64) -> Result<Vec<u8>> {
    let unread = || format!("git has no file {object}; the clone may lack it");
    let mut head = String::new();
    answers.read_line(&mut head).with_context(unread)?;
    let size = head.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse::<u64>().ok());
    let size = size.with_context(unread)?;
    if size > most {
        bail!("the file {object} is larger than {} MiB", most / 1024 / 1024);
    }
    let mut bytes = Vec::new();
    answers.take(size + 1).read_to_end(&mut bytes).with_context(unread)?;
    if bytes.len() as u64 != size + 1 {
        bail!(unread());
    }
    bytes.pop();
    Ok(bytes)
}
