//! `scaffold stubs` for any protos: what it writes, what it leaves, and what it says of protos that it cannot read.

use std::fs;

use crate::place::{Place, Ran};

const ONE: &str = "syntax = \"proto3\";\npackage acme.v1;\nimport \"acme/v1/two.proto\";\nmessage One {\n  Two two = 1;\n}\n\
                   service Ones {\n  rpc Get(One) returns (One);\n}\n";
const TWO: &str = "syntax = \"proto3\";\npackage acme.v1;\nmessage Two {\n  string name = 1;\n}\n";
const WRITE: [&str; 5] = ["stubs", "-I", "proto", "--out", "gen"];

/// Two protos, of which one imports the other.
fn two_protos() -> Place {
    let place = Place::empty();
    place.write("proto/acme/v1/one.proto", ONE);
    place.write("proto/acme/v1/two.proto", TWO);
    place
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&WRITE, more].concat()
}

/// What was written for people, without what scaffold keeps for itself.
fn generated(place: &Place) -> Vec<String> {
    let files = place.files().into_iter().map(|path| path.to_string_lossy().into_owned());
    let files = files.filter(|path| path.starts_with("gen/") && !path.contains(".scaffold"));
    files.filter(|path| place.path().join(path).is_file()).collect()
}

#[test]
fn stubs_of_any_protos_are_written_once() {
    let place = two_protos();
    let ran = place.run(&WRITE).ends(0);
    let written: Vec<&str> = ran.stdout.lines().collect();
    let file = |stem: &str, end: &str| format!("+ acme/v1/{stem}{end}");
    let ends = ["_pb2.py", "_pb2.pyi", "_pb2_grpc.py", "_pb2_grpc.pyi"];
    let expected: Vec<String> =
        ["one", "two"].iter().flat_map(|stem| ends.map(|end| file(stem, end))).collect();
    assert_eq!(written, expected);
    assert_eq!(ran.stderr, "8 files created, 0 files up to date\n");
    let moment = || fs::metadata(place.path().join("gen/acme/v1/one_pb2.py")).expect("it is there");
    let before = moment().modified().expect("files have times");
    for _ in 0..2 {
        let ran = place.run(&WRITE).ends(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "8 files up to date\n"));
    }
    assert_eq!(moment().modified().expect("files have times"), before);
}

#[test]
fn only_what_changes_is_written_and_what_is_no_longer_made_goes() {
    let place = two_protos();
    place.run(&WRITE).ends(0);
    place.write("gen/acme/v1/mine.py", "by hand\n");
    place.write("proto/acme/v1/one.proto", ONE.replace("Ones", "Others"));
    let ran = place.run(&WRITE).ends(0);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let one = |end: &str| format!("~ acme/v1/one_pb2{end}");
    assert_eq!(lines, [one(".py"), one("_grpc.py"), one("_grpc.pyi")]);
    fs::remove_file(place.path().join("proto/acme/v1/one.proto")).expect("it is there");
    let ran = place.run(&WRITE).ends(0);
    assert!(ran.stdout.lines().all(|line| line.starts_with("- acme/v1/one_pb2")), "{}", ran.stdout);
    assert_eq!(place.read("gen/acme/v1/mine.py"), "by hand\n");
    let left = generated(&place);
    assert!(!left.iter().any(|path| path.contains("one_pb2")), "{left:?}");
    assert!(left.iter().any(|path| path.contains("two_pb2")), "{left:?}");
}

#[test]
fn looking_writes_no_stubs() {
    let place = two_protos();
    let before = place.files();
    for look in ["--check", "--dry-run", "--diff"] {
        let status = i32::from(look == "--check");
        assert_ne!(place.run(&with(&[look])).ends(status).stdout, "");
        assert_eq!(place.files(), before);
    }
    place.run(&WRITE).ends(0);
    place.run(&with(&["--check"])).ends(0);
    place.write("proto/acme/v1/two.proto", TWO.replace("name", "other"));
    let before = generated(&place);
    let ran = place.run(&with(&["--check"])).ends(1);
    assert!(ran.stdout.contains("~ acme/v1/two_pb2.py\n"), "{}", ran.stdout);
    assert_eq!(generated(&place), before);
    assert!(!place.read("gen/acme/v1/two_pb2.pyi").contains("other"));
}

#[test]
fn a_fresh_clone_has_nothing_to_do() {
    let place = two_protos();
    place.run(&WRITE).ends(0);
    fs::remove_dir_all(place.path().join("gen/.scaffold")).expect("it is there");
    place.run(&with(&["--check"])).ends(0);
    let ran = place.run(&WRITE).ends(0);
    assert_eq!(ran.stderr, "8 files up to date\n");
}

#[test]
fn files_of_others_stop_everything() {
    let place = two_protos();
    place.write("gen/acme/v1/two_pb2.py", "by hand\n");
    let before = place.files();
    let ran = place.run(&WRITE).ends(1);
    assert_eq!(ran.stdout, "! acme/v1/two_pb2.py: scaffold did not write it\n");
    assert_eq!(
        ran.stderr,
        "nothing was written: `gen` holds files that scaffold did not write, or that were changed (`!` above)\n\
         remove or move them, or name another folder\n"
    );
    assert_eq!(place.files(), before);
    fs::remove_file(place.path().join("gen/acme/v1/two_pb2.py")).expect("it is there");
    place.run(&WRITE).ends(0);
    place.write("gen/acme/v1/one_pb2.py", "changed\n");
    let ran = place.run(&WRITE).ends(1);
    let changed = "! acme/v1/one_pb2.py: it is scaffold's, and somebody changed it\n";
    assert_eq!(ran.stdout, changed);
    assert_eq!(place.read("gen/acme/v1/one_pb2.py"), "changed\n");
    fs::remove_file(place.path().join("gen/acme/v1/one_pb2.py")).expect("it is there");
    assert_eq!(place.run(&WRITE).ends(0).stdout, "+ acme/v1/one_pb2.py\n");
}

#[test]
fn a_folder_that_is_no_place_for_stubs_is_refused() {
    let place = two_protos();
    place.write("file", "");
    place
        .run(&["stubs", "-I", "proto", "--out", "file"])
        .fails("error: `file` is no folder, so that no stubs can be written there\n");
    let project = Place::generated("tiny");
    project
        .run(&["stubs", "-I", "proto", "--out", "."])
        .fails("error: `.` is a project of scaffold; name a folder that has only stubs\n");
    project.run(&["generate", "--check"]).ends(0);
}

#[test]
fn only_what_is_named_and_what_it_imports_is_read() {
    let place = two_protos();
    place.write("proto/acme/v1/broken.proto", "syntax = ");
    place.write("proto/acme/v2/three.proto", TWO.replace("v1", "v2"));
    place.run(&WRITE).ends(1);
    for named in ["acme/v1/one.proto", "proto/acme/v1/one.proto", "./proto/acme/v1/one.proto"] {
        let ran = place.run(&with(&[named])).ends(0);
        assert!(ran.stdout.lines().all(|line| line.contains("v1/one_pb2")), "{}", ran.stdout);
    }
    let ran = place.run(&with(&["proto/acme/v2"])).ends(0);
    assert!(
        ran.stdout.lines().all(|line| line.starts_with("+ acme/v2/three_pb2")),
        "{}",
        ran.stdout
    );
    assert!(place.path().join("gen/acme/v1/one_pb2.py").is_file(), "what others named stays");
    place.run(&with(&["acme/v3"])).fails("error: there is no proto `acme/v3` in the roots\n");
    place
        .run(&["stubs", "-I", "no", "--out", "gen", "a"])
        .fails("error: there is no folder `no`\n");
    place
        .run(&["stubs", "-I", "no", "--out", "gen"])
        .fails("error: there is no proto below `no`\n");
    let hidden = ["stubs", "-I", "proto", "-I", "late", "--out", "gen", "late/acme/v1/two.proto"];
    place.write("late/acme/v1/two.proto", TWO);
    place.run(&hidden).fails(
        "error: `late/acme/v1/two.proto` is hidden by `proto/acme/v1/two.proto`, which is in an earlier root\n",
    );
}

#[test]
fn files_are_found_however_they_are_named() {
    let place = two_protos();
    let absolute = place.path().join("proto/acme/v1/two.proto").display().to_string();
    for named in [absolute.as_str(), "other/../proto/acme/v1/two.proto", "proto/acme/../acme/v1"] {
        let out = ["stubs", "-I", "proto", "--out", "gen", named];
        place.run(&out).ends(0);
        assert!(place.path().join("gen/acme/v1/two_pb2.py").is_file(), "{named}");
        fs::remove_dir_all(place.path().join("gen")).expect("it is there");
    }
    place.write("elsewhere.proto", TWO);
    place.run(&with(&["elsewhere.proto"])).fails(
        "error: `elsewhere.proto` lies in no root; name the folder that its imports start from with `-I`\n",
    );
}

#[test]
fn a_root_within_a_root_is_told_unless_files_are_named() {
    let place = two_protos();
    let both = ["stubs", "-I", ".", "-I", "proto", "--out", "gen"];
    place.run(&both).fails(
        "error: the root `proto` lies in the root `.`, so that all its protos would be there twice; \
         leave one of the two out, or name FILES\n",
    );
    place.run(&[&both[..], &["acme/v1/one.proto"]].concat()).ends(0);
    place.run(&["stubs", "-I", "proto", "-I", "./proto/", "--out", "gen"]).ends(0);
}

#[test]
fn a_release_that_nobody_knows_is_said() {
    let place = two_protos();
    let ran = place.run(&with(&["--target", "1.999.0"])).ends(0);
    assert!(
        ran.stderr.starts_with("warning[B07 unknown-release]: grpcio-tools 1.999.0 is newer"),
        "{}",
        ran.stderr
    );
    let grpc = place.read("gen/acme/v1/one_pb2_grpc.py");
    assert!(grpc.contains("GRPC_GENERATED_VERSION = '1.999.0'"), "{grpc}");
}

#[test]
fn the_flags_of_any_protos_are_told_from_those_of_the_project() {
    let place = two_protos();
    for arguments in [
        &["stubs", "-I", "proto"][..],
        &["stubs", "--out", "gen"],
        &["stubs", "proto/acme/v1/one.proto"],
        &["stubs", "--strict-parity"],
        &["stubs", "-I", "proto", "--out", "gen", "--imports", "package:a-b"],
        &["stubs", "-I", "proto", "--out", "gen", "--target", "1.20.0"],
        &["stubs", "-I", "proto", "--out", "gen", "--descriptor-set", "set"],
    ] {
        let ran = place.run(arguments).ends(2);
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    }
}

#[test]
fn the_style_of_imports_and_the_release_are_obeyed() {
    let place = two_protos();
    place.run(&with(&["--imports", "package:stubs"])).ends(0);
    let one = place.read("gen/acme/v1/one_pb2.py");
    assert!(one.contains("from stubs.acme.v1 import two_pb2 as"), "{one}");
    for marker in
        ["gen/__init__.py", "gen/acme/__init__.py", "gen/acme/v1/__init__.py", "gen/py.typed"]
    {
        assert_eq!(place.read(marker), "");
    }
    let ran = place.run(&with(&["--imports", "relative"])).ends(0);
    assert!(!ran.stdout.contains("__init__"), "{}", ran.stdout);
    assert!(place.read("gen/acme/v1/one_pb2.py").contains("from . import two_pb2 as"));
    let locked = |name: &str, version: &str| {
        format!("version = 1\n\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n")
    };
    let release = |expected: &str| {
        let grpc = place.read("gen/acme/v1/one_pb2_grpc.py");
        assert!(grpc.contains(&format!("GRPC_GENERATED_VERSION = '{expected}'")), "{grpc}");
    };
    place.write("uv.lock", locked("grpcio", "1.76.0"));
    place.run(&WRITE).ends(0);
    release("1.76.0");
    place.write("uv.lock", locked("grpcio", "1.76.0") + &locked("grpcio-tools", "1.66.2"));
    place.run(&WRITE).ends(0);
    release("1.66.2");
    place.run(&with(&["--target", "grpcio-tools=1.80.0"])).ends(0);
    release("1.80.0");
    place.write("uv.lock", locked("grpcio", "1.20.0"));
    place.run(&WRITE).fails(
        "error: `HERE/uv.lock` names no release to equal; name one with `--target`\n  \
         caused by: grpcio 1.20.0 is older than 1.63, the oldest release that is known here\n",
    );
}

/// Fails with one error of this code, and writes nothing.
#[track_caller]
fn refused(name: &str, content: &[u8], code: &str) -> Ran {
    let place = two_protos();
    place.write(name, content);
    let ran = place.run(&WRITE).ends(1);
    assert!(ran.stderr.contains(&format!("error[{code} ")), "{code}: {}", ran.stderr);
    assert!(ran.stderr.ends_with("nothing was written: mend the errors above first\n"));
    assert_eq!(ran.stdout, "");
    assert!(!place.path().join("gen").exists());
    ran
}

#[test]
fn protos_that_cannot_be_read_are_told_and_nothing_is_written() {
    let name = "proto/acme/v1/bad.proto";
    let text = |body: &str| format!("syntax = \"proto3\";\npackage acme.v1;\n{body}");
    refused(name, b"syntax = ", "D01");
    refused(name, b"syntax = \"proto3\";\nmessage \xFF {}", "D01");
    refused(name, text("message Bad { Missing it = 1; }").as_bytes(), "D01");
    refused(name, text("import \"acme/v1/bad.proto\";").as_bytes(), "D01");
    refused(name, text("import \"acme/v1/none.proto\";").as_bytes(), "D02");
    refused(name, text("message Two { string again = 1; }").as_bytes(), "D05");
    refused(name, "message M { ".repeat(5000).as_bytes(), "D06");
    refused(name, text(&"message M {} ".repeat(600_000)).as_bytes(), "D06");
    let ran = refused(name, b"edition = \"2023\";\n", "D03");
    assert!(ran.stderr.contains("`--descriptor-set set.binpb`"), "{}", ran.stderr);
    let custom = b"syntax = \"proto2\";\nmessage M { extensions 7 to 9, 40 [(own) = 1]; }\n";
    let ran = refused(name, custom, "D01");
    assert!(ran.stderr.contains("which means the same: `40 to 40`"), "{}", ran.stderr);
    let ran = refused(name, text("message M { string a_b = 1; string ab = 2; }").as_bytes(), "D01");
    assert!(ran.stderr.contains("`--descriptor-set set.binpb`"), "{}", ran.stderr);
    let two = b"syntax = \"proto2\";\nmessage M { optional string s = 1 [default = \"\\xff\"]; }\n";
    let ran = refused(name, two, "D01");
    assert!(ran.stderr.contains("`--descriptor-set set.binpb`"), "{}", ran.stderr);
}

#[test]
fn imports_in_a_circle_are_told() {
    let place = two_protos();
    place.write(
        "proto/acme/v1/two.proto",
        TWO.replace("message", "import \"acme/v1/one.proto\";\nmessage"),
    );
    for files in [&[][..], &["acme/v1/one.proto"]] {
        let ran = place.run(&with(files)).ends(1);
        assert!(ran.stderr.contains("files import each other: "), "{}", ran.stderr);
    }
    assert!(!place.path().join("gen").exists());
}

#[test]
fn two_protos_of_one_module_write_nothing() {
    let place = two_protos();
    for name in ["tw-o", "tw_o"] {
        place.write(
            &format!("proto/acme/v1/{name}.proto"),
            TWO.replace("Two", &name.replace('-', "A")),
        );
    }
    let ran = place.run(&WRITE).ends(1);
    assert!(ran.stderr.contains("error[B03 module-clash]: "), "{}", ran.stderr);
    assert!(!place.path().join("gen").exists());
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = two_protos();
    let two = place.path().join("proto/acme/v1/two.proto");
    fs::set_permissions(&two, fs::Permissions::from_mode(0o000)).expect("it is ours");
    for files in [&[][..], &["acme/v1/one.proto"]] {
        let output = place.command_of_anybody(&with(files)).output().expect("the binary starts");
        let ran = place.finished(&output).ends(2);
        assert!(ran.stderr.starts_with("error: cannot read `"), "{}", ran.stderr);
    }
    fs::remove_file(&two).expect("it is ours");
    symlink("one.proto", &two).expect("links can be made");
    for files in [&[][..], &["acme/v1/one.proto"]] {
        let ran = place.run(&with(files)).ends(2);
        assert!(ran.stderr.contains("proto/acme/v1/two.proto` is a link"), "{}", ran.stderr);
    }
    assert!(!place.path().join("gen").exists());
}

#[test]
fn a_set_that_is_none_is_told() {
    let place = two_protos();
    place.write("set", "\u{1}nonsense");
    let run = ["stubs", "--descriptor-set", "set", "--out", "gen"];
    let ran = place.run(&run).ends(2);
    assert!(ran.stderr.starts_with("error: cannot read the set; "), "{}", ran.stderr);
    place.write("set", "");
    let ran = place.run(&run).ends(2);
    assert_eq!(ran.stderr, "error: there is no proto in the set\n");
    let named = [&run[..], &["a.proto"]].concat();
    place.run(&named).fails("error: there is no proto `a.proto` in the set\n");
}
