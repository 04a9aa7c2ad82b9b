//! Whatever people do between runs, no byte of theirs is lost; whatever state says, nothing panics and nothing is written
//! elsewhere.
#![expect(clippy::disallowed_methods, reason = "tests play the person who changes files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use scaffold::blueprint::Owner;
use scaffold::merge::{self, Scope};
use scaffold::render::Rendered;
use scaffold::tree::{File, TreePath};
use tempfile::TempDir;

const PATHS: [&str; 5] = ["a.py", "b/c.py", "b/d/e.py", "b/d/f.md", "g/h.toml"];

/// What happens to a project.
#[derive(Clone, Debug)]
enum Deed {
    /// Scaffold makes some of the files, each of one of a few texts, and of one of the owners.
    Run(Vec<(usize, u8, Owner)>),
    /// A person writes a file.
    Write(usize),
    /// A person deletes a file.
    Delete(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let path = 0..PATHS.len();
    let owner = prop_oneof![Just(Owner::Scaffold), Just(Owner::You), Just(Owner::Once)];
    let wanted = prop::collection::vec((path.clone(), 0_u8..3, owner), 0..5);
    let deed = prop_oneof![
        2 => wanted.prop_map(Deed::Run),
        1 => path.clone().prop_map(Deed::Write),
        1 => path.prop_map(Deed::Delete),
    ];
    prop::collection::vec(deed, 1..12)
}

fn rendered(wanted: &[(usize, u8, Owner)]) -> Vec<Rendered> {
    let files: BTreeMap<usize, (u8, Owner)> =
        wanted.iter().map(|(path, text, owner)| (*path, (*text, *owner))).collect();
    let file = |(path, (text, owner)): (usize, (u8, Owner))| Rendered {
        path: TreePath::new(PATHS[path]).expect("a sound path"),
        file: File::new(format!("text {text}\n")),
        owner,
    };
    files.into_iter().map(file).collect()
}

/// One run; what it would do the next time.
fn run(root: &Path, wanted: &[(usize, u8, Owner)]) -> anyhow::Result<merge::Changes> {
    let compare = || merge::compare(root, rendered(wanted), "python", Scope::Project);
    merge::recover(root)?;
    merge::apply(root, &compare()?)?;
    compare()
}

/// Every file below a folder but for those of scaffold's own, with its bytes.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("folders can be read") {
            let path = entry.expect("folders can be read").path();
            if path.is_dir() && !path.ends_with(".scaffold") {
                open.push(path);
            } else if path.is_file() && !path.ends_with("scaffold.lock") {
                let name = path.strip_prefix(root).expect("it stands below").to_string_lossy();
                found.insert(name.into_owned(), fs::read(&path).expect("files can be read"));
            }
        }
    }
    found
}

fn write(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
    fs::write(path, bytes).expect("files can be written");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_person_typed_stays_and_a_second_run_changes_nothing(deeds in deeds()) {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path();
        let mut typed: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for (number, deed) in deeds.iter().enumerate() {
            match deed {
                Deed::Run(wanted) => {
                    let next = run(root, wanted).expect("the folder can be written");
                    prop_assert!(next.is_empty(), "{}", merge::summary(&next));
                }
                Deed::Write(path) => {
                    let text = format!("typed {number}\n").into_bytes();
                    write(root, PATHS[*path], &text);
                    typed.insert(PATHS[*path], text);
                }
                Deed::Delete(path) => {
                    let _ = fs::remove_file(root.join(PATHS[*path]));
                    typed.remove(PATHS[*path]);
                }
            }
            let present = files(root);
            for (path, text) in &typed {
                prop_assert_eq!(present.get(*path), Some(text), "{} after {:?}", path, deed);
            }
        }
    }

    #[test]
    fn no_journal_writes_elsewhere(
        lines in prop::collection::vec(
            "(create|replace|remove|[a-z]{0,8}) ([0-9a-f]{0,64} ){0,2}(\\.\\./|/|a/|\\.scaffold/){0,3}(x|\\.\\.|)",
            0..5,
        ),
        committed in any::<bool>(),
    ) {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join("project");
        let elsewhere = folder.path().join("x");
        fs::write(&elsewhere, "mine\n").expect("somebody's file");
        write(&root, ".scaffold/txn/files/x", b"staged\n");
        write(&root, ".scaffold/txn/files/a/x", b"staged\n");
        let name = if committed { ".scaffold/txn/COMMIT" } else { ".scaffold/txn/journal" };
        write(&root, name, lines.join("\n").as_bytes());
        let _ = run(&root, &[(0, 0, Owner::Scaffold)]);
        prop_assert_eq!(fs::read(&elsewhere).expect("it is there"), b"mine\n");
        let beside: Vec<_> = fs::read_dir(folder.path()).expect("it can be read").collect();
        prop_assert_eq!(beside.len(), 2, "{:?}", beside);
    }

    #[test]
    fn no_lock_costs_a_person_anything(
        lines in prop::collection::vec(
            "(scaffold |#|<<<<<<<|[0-9a-f]{64} (you|scaffold|once|x) )(\\.\\./|/|b/d/|b/){0,2}(c\\.py|e\\.py|x)?|\\PC{0,20}",
            0..6,
        ),
    ) {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().join("project");
        for name in ["project/a.py", "project/b/c.py", "project/b/d/e.py", "project/x", "x"] {
            write(folder.path(), name, b"mine\n");
        }
        let before = files(folder.path());
        write(&root, "scaffold.lock", lines.join("\n").as_bytes());
        let _ = run(&root, &[(0, 0, Owner::You), (1, 1, Owner::Scaffold)]);
        prop_assert_eq!(files(folder.path()), before);
    }
}
