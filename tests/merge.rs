//! What a person wrote survives; a run is all or nothing; a second run changes nothing.
#![expect(clippy::disallowed_methods, reason = "tests play the person who changes files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use scaffold::blueprint::Owner;
use scaffold::merge::{self, Changes, Scope};
use scaffold::render::Rendered;
use scaffold::tree::{File, TreePath};
use tempfile::TempDir;

fn path(text: &str) -> TreePath {
    TreePath::new(text).expect("a sound path")
}

fn rendered(files: &[(&str, &str, Owner)]) -> Vec<Rendered> {
    let one = |(name, text, owner): &(&str, &str, Owner)| Rendered {
        path: path(name),
        file: File::new(*text),
        owner: *owner,
    };
    files.iter().map(one).collect()
}

fn compare(root: &Path, files: &[(&str, &str, Owner)]) -> Changes {
    merge::compare(root, rendered(files), "python", Scope::Project).expect("the folder can be read")
}

fn run(root: &Path, files: &[(&str, &str, Owner)]) -> Changes {
    let changes = compare(root, files);
    merge::apply(root, &changes).expect("the folder can be written");
    changes
}

fn read(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join(name)).expect("the file is there")
}

/// Every file below a folder but for `.scaffold`, with its text and time.
fn state(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("folders can be read") {
            let entry = entry.expect("folders can be read");
            let kind = entry.file_type().expect("it is there");
            if kind.is_dir() && entry.file_name() != ".scaffold" {
                open.push(entry.path());
            } else if kind.is_file() {
                let time =
                    entry.metadata().and_then(|data| data.modified()).expect("it has a time");
                let bytes = fs::read(entry.path()).expect("files can be read");
                found.insert(entry.path(), (bytes, time));
            }
        }
    }
    found
}

const FILES: [(&str, &str, Owner); 3] = [
    ("a/generated.py", "one\n", Owner::Scaffold),
    ("a/b/yours.py", "two\n", Owner::You),
    (".env", "three\n", Owner::Once),
];

#[test]
fn a_second_run_changes_no_file_and_no_time() {
    let folder = TempDir::new().expect("a temporary folder");
    assert_eq!(run(folder.path(), &FILES).counts().created, 3);
    let before = state(folder.path());
    assert!(run(folder.path(), &FILES).is_empty());
    assert_eq!(before, state(folder.path()));
}

#[test]
fn what_scaffold_wrote_follows_its_source() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    let mut next = FILES;
    next[0].1 = "one, newer\n";
    next[1].1 = "two, newer\n";
    next[2].1 = "three, newer\n";
    let counts = run(folder.path(), &next).counts();
    assert_eq!((counts.updated, counts.kept, counts.conflicts), (2, 1, 0));
    assert_eq!(read(folder.path(), "a/generated.py"), "one, newer\n");
    assert_eq!(read(folder.path(), "a/b/yours.py"), "two, newer\n");
    assert_eq!(read(folder.path(), ".env"), "three\n");
}

#[test]
fn a_changed_file_is_left_and_the_incoming_text_goes_aside() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    for (name, _, _) in FILES {
        fs::write(folder.path().join(name), "mine\n").expect("a person writes");
    }
    let mut next = FILES;
    next[0].1 = "one, newer\n";
    next[1].1 = "two, newer\n";
    let counts = run(folder.path(), &next).counts();
    assert_eq!((counts.conflicts, counts.kept), (2, 1));
    for (name, _, _) in FILES {
        assert_eq!(read(folder.path(), name), "mine\n");
    }
    assert_eq!(read(folder.path(), ".scaffold/conflicts/a/generated.py"), "one, newer\n");
    assert_eq!(read(folder.path(), ".scaffold/conflicts/a/b/yours.py"), "two, newer\n");
}

#[test]
fn a_changed_file_of_yours_is_no_conflict_while_scaffold_has_no_news() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    fs::write(folder.path().join("a/b/yours.py"), "mine\n").expect("a person writes");
    let changes = run(folder.path(), &FILES);
    assert_eq!((changes.conflicts(), changes.is_empty()), (0, true));
    assert_eq!(read(folder.path(), "a/b/yours.py"), "mine\n");
}

#[test]
fn a_conflict_ends_when_the_file_says_what_scaffold_says() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    fs::write(folder.path().join("a/generated.py"), "mine\n").expect("a person writes");
    assert_eq!(run(folder.path(), &FILES).conflicts(), 1);
    fs::write(folder.path().join("a/generated.py"), "one\n").expect("a person writes");
    assert_eq!(run(folder.path(), &FILES).conflicts(), 0);
    assert!(!folder.path().join(".scaffold/conflicts").exists());
}

#[test]
fn a_file_that_scaffold_did_not_write_is_never_replaced() {
    let folder = TempDir::new().expect("a temporary folder");
    fs::create_dir(folder.path().join("a")).expect("a person writes");
    for name in ["a/generated.py", ".env"] {
        fs::write(folder.path().join(name), "mine\n").expect("a person writes");
    }
    let counts = run(folder.path(), &FILES).counts();
    assert_eq!((counts.created, counts.conflicts, counts.kept), (1, 1, 1));
    assert_eq!(read(folder.path(), "a/generated.py"), "mine\n");
    assert_eq!(read(folder.path(), ".env"), "mine\n");
}

#[test]
fn a_deleted_file_of_yours_stays_gone_and_one_of_scaffold_comes_back() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    for (name, _, _) in FILES {
        fs::remove_file(folder.path().join(name)).expect("a person deletes");
    }
    run(folder.path(), &FILES);
    assert!(folder.path().join("a/generated.py").exists());
    assert!(!folder.path().join("a/b/yours.py").exists());
    assert!(!folder.path().join(".env").exists());
}

#[test]
fn what_is_no_longer_made_goes_unless_somebody_changed_it() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    fs::write(folder.path().join("a/b/yours.py"), "mine\n").expect("a person writes");
    let counts = run(folder.path(), &[]).counts();
    assert_eq!((counts.deleted, counts.conflicts), (1, 1));
    assert!(!folder.path().join("a/generated.py").exists());
    assert_eq!(read(folder.path(), "a/b/yours.py"), "mine\n");
    assert_eq!(read(folder.path(), ".env"), "three\n");
}

#[test]
fn a_run_about_a_part_leaves_the_rest_alone() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    let part = rendered(&[("a/b/yours.py", "two, newer\n", Owner::You)]);
    let changes = merge::compare(folder.path(), part, "python", Scope::Below("a/b"))
        .expect("the folder can be read");
    merge::apply(folder.path(), &changes).expect("the folder can be written");
    assert_eq!(read(folder.path(), "a/generated.py"), "one\n");
    assert_eq!(read(folder.path(), "a/b/yours.py"), "two, newer\n");
    assert_eq!(compare(folder.path(), &FILES).counts().updated, 1);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_way_is_named_and_never_followed() {
    let folder = TempDir::new().expect("a temporary folder");
    let elsewhere = TempDir::new().expect("a temporary folder");
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("a")).expect("a person links");
    let changes = run(folder.path(), &FILES);
    assert_eq!((changes.counts().created, changes.conflicts()), (1, 2));
    assert!(merge::summary(&changes).contains("! a/generated.py: `a` is a link"));
    assert_eq!(fs::read_dir(elsewhere.path()).expect("it can be read").count(), 0);
}

#[test]
fn a_folder_where_a_file_is_to_be_is_left() {
    let folder = TempDir::new().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("a/generated.py")).expect("a person writes");
    let changes = run(folder.path(), &FILES);
    assert_eq!(changes.conflicts(), 1);
    assert!(folder.path().join("a/generated.py").is_dir());
}

#[test]
fn a_failing_run_changes_nothing() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    let mut next = FILES;
    next[0].1 = "one, newer\n";
    next[1].1 = "two, newer\n";
    let changes = compare(folder.path(), &next);
    fs::write(folder.path().join("a/b/yours.py"), "mine, just now\n").expect("a person writes");
    let error = merge::apply(folder.path(), &changes).expect_err("a file changed in between");
    assert!(format!("{error:#}").contains("was changed while scaffold ran"), "{error:#}");
    assert_eq!(read(folder.path(), "a/generated.py"), "one\n");
    assert_eq!(read(folder.path(), "a/b/yours.py"), "mine, just now\n");
    assert!(!folder.path().join(".scaffold/txn").exists());
}

#[test]
fn a_committed_run_that_was_killed_is_finished_by_the_next() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    let transaction = folder.path().join(".scaffold/txn");
    fs::create_dir_all(transaction.join("files/c")).expect("a killed run leaves files");
    fs::write(transaction.join("files/c/new.py"), "new\n").expect("a killed run leaves files");
    fs::write(transaction.join("COMMIT"), "create c\n").expect("a killed run leaves files");
    let mut next = FILES;
    next[0].1 = "one, newer\n";
    run(folder.path(), &next);
    assert_eq!(read(folder.path(), "c/new.py"), "new\n");
    assert_eq!(read(folder.path(), "a/generated.py"), "one, newer\n");
}

#[test]
fn a_run_that_recovers_first_does_not_stumble_over_what_it_would_make_itself() {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path();
    run(root, &FILES);
    let transaction = root.join(".scaffold/txn");
    fs::create_dir_all(transaction.join("files/c")).expect("a killed run leaves files");
    fs::write(transaction.join("files/c/new.py"), "new\n").expect("a killed run leaves files");
    fs::write(transaction.join("COMMIT"), "create c\n").expect("a killed run leaves files");
    merge::recover(root).expect("the journal is sound");
    let [one, two, three] = FILES;
    let changes = run(root, &[one, two, three, ("c/new.py", "new\n", Owner::Scaffold)]);
    assert!(changes.is_empty(), "{}", merge::summary(&changes));
    assert!(!transaction.exists());
}

#[cfg(unix)]
#[test]
fn state_that_leads_elsewhere_is_refused() {
    use std::os::unix::fs::symlink;
    let elsewhere = TempDir::new().expect("a temporary folder");
    fs::create_dir(elsewhere.path().join("conflicts")).expect("somebody's folder");
    fs::write(elsewhere.path().join("conflicts/mine.txt"), "mine\n").expect("somebody's file");
    for (link, journal) in [
        (".scaffold", None),
        (".scaffold/txn", None),
        (".scaffold/conflicts", None),
        ("c", Some("create c/new.py\n")),
    ] {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path();
        if link != ".scaffold" {
            fs::create_dir(root.join(".scaffold")).expect("somebody prepares it");
        }
        symlink(elsewhere.path(), root.join(link)).expect("somebody links");
        if let Some(journal) = journal {
            let transaction = root.join(".scaffold/txn");
            fs::create_dir_all(transaction.join("files/c")).expect("somebody prepares it");
            fs::write(transaction.join("files/c/new.py"), "evil\n").expect("somebody prepares it");
            fs::write(transaction.join("COMMIT"), journal).expect("somebody prepares it");
        }
        let error = merge::apply(root, &compare(root, &FILES)).expect_err("it leads elsewhere");
        let words = format!("`{link}` is a link, and links are not followed");
        assert!(format!("{error:#}").contains(&words), "{error:#}");
        assert!(!root.join(".env").exists(), "{link}");
        assert_eq!(fs::read_dir(elsewhere.path()).expect("it can be read").count(), 1, "{link}");
        assert_eq!(read(elsewhere.path(), "conflicts/mine.txt"), "mine\n");
    }
}

#[test]
fn an_uncommitted_run_that_was_killed_is_dropped() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    let transaction = folder.path().join(".scaffold/txn");
    fs::create_dir_all(transaction.join("files/c")).expect("a killed run leaves files");
    fs::write(transaction.join("files/c/new.py"), "new\n").expect("a killed run leaves files");
    let mut next = FILES;
    next[0].1 = "one, newer\n";
    run(folder.path(), &next);
    assert!(!folder.path().join("c").exists());
    assert!(!transaction.exists());
}

#[test]
fn a_damaged_journal_is_refused_with_its_place() {
    let folder = TempDir::new().expect("a temporary folder");
    let transaction = folder.path().join(".scaffold/txn");
    fs::create_dir_all(&transaction).expect("a killed run leaves files");
    fs::write(transaction.join("COMMIT"), "create ../../etc\n").expect("somebody writes it");
    let changes = compare(folder.path(), &FILES);
    let error = merge::apply(folder.path(), &changes).expect_err("the journal leaves the project");
    assert!(format!("{error:#}").contains("is damaged at `create ../../etc`"), "{error:#}");
    assert!(!folder.path().join(".env").exists());
}

#[test]
fn a_damaged_lock_says_which_line() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &FILES);
    let lock = read(folder.path(), "scaffold.lock").replace(" you ", " yours ");
    fs::write(folder.path().join("scaffold.lock"), lock).expect("somebody writes it");
    let result = merge::compare(folder.path(), rendered(&FILES), "python", Scope::Project);
    let error = result.expect_err("the lock cannot be read");
    assert!(format!("{error:#}").contains("is not `HASH OWNER PATH`"), "{error:#}");
}

const DOCUMENT: &str = "facts\n<!-- scaffold:prose why -->\n<!-- /scaffold:prose -->\nmore\n";

#[test]
fn prose_in_its_region_is_no_change_of_the_file() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &[("spec.md", DOCUMENT, Owner::Scaffold)]);
    let with_prose = DOCUMENT.replace("why -->\n", "why -->\nBecause.\n");
    fs::write(folder.path().join("spec.md"), &with_prose).expect("a person writes");
    let next = with_prose.replace("facts", "new facts");
    let changes = run(folder.path(), &[("spec.md", &next, Owner::Scaffold)]);
    assert_eq!((changes.counts().updated, changes.conflicts()), (1, 0));
    assert_eq!(read(folder.path(), "spec.md"), next);
}

#[test]
fn words_outside_of_the_regions_of_prose_are_a_change_of_the_file() {
    let folder = TempDir::new().expect("a temporary folder");
    run(folder.path(), &[("spec.md", DOCUMENT, Owner::Scaffold)]);
    let changed = DOCUMENT.replace("more", "more of mine");
    fs::write(folder.path().join("spec.md"), &changed).expect("a person writes");
    let next = DOCUMENT.replace("facts", "new facts");
    assert_eq!(run(folder.path(), &[("spec.md", &next, Owner::Scaffold)]).conflicts(), 1);
    assert_eq!(read(folder.path(), "spec.md"), changed);
}
