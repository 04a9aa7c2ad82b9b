//! Stubs are equal to those of grpcio-tools, made in the same run, wherever these are valid Python.
#![expect(clippy::disallowed_methods, reason = "tests write below the target folder only")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scaffold::stubs::{Imports, Options};
use support::parity::{Corpus, write};
use support::python::{self, Tools};

#[test]
fn stubs_of_the_starters_are_those_of_grpcio_tools() {
    let Some(tools) = python::tools_or_note("stubs of the starters") else { return };
    for starter in ["ai-chat", "tiny"] {
        let root = repository().join("blueprints/starters").join(starter).join("proto");
        Corpus::below(&root, &[]).compare(&tools, starter);
    }
}

#[test]
fn stubs_of_tricky_protos_are_those_of_grpcio_tools() {
    let Some(tools) = python::tools_or_note("stubs of tricky protos") else { return };
    Corpus::below(&tricky(), &["edition"]).compare(&tools, "tricky");
}

#[test]
fn what_python_refuses_is_printed_too_when_parity_is_strict() {
    let Some(tools) = python::tools_or_note("broken stubs byte for byte") else { return };
    let mut corpus = Corpus::below(&tricky(), &["edition"]);
    corpus.strict_parity = true;
    corpus.compare(&tools, "tricky-strict-parity");
}

#[test]
fn stubs_of_the_protos_inside_grpcio_tools_are_those_of_grpcio_tools() {
    let Some(tools) = python::tools_or_note("stubs of the protos inside grpcio-tools") else {
        return;
    };
    let root = site_packages(&tools).join("grpc_tools/_proto");
    // These are of editions; and `descriptor.proto` comes with the protobuf package.
    let unread = [
        "google/protobuf/cpp_features.proto",
        "google/protobuf/descriptor.proto",
        "google/protobuf/go_features.proto",
        "google/protobuf/java_features.proto",
    ];
    Corpus::below(&root, &unread).compare(&tools, "grpcio-tools");
}

#[test]
fn stubs_of_the_common_googleapis_are_those_of_grpcio_tools() {
    let Some(tools) = python::tools_or_note("stubs of the common googleapis") else { return };
    Corpus::below(&site_packages(&tools), &["grpc_tools/"]).compare(&tools, "googleapis");
}

#[test]
fn stubs_from_what_protoc_compiled_are_those_of_grpcio_tools() {
    let Some(tools) = python::tools_or_note("stubs from what protoc compiled") else { return };
    Corpus::below(&tricky(), &[]).compare_compiled_by_protoc(&tools, "compiled-tricky");
    let root = site_packages(&tools).join("grpc_tools/_proto");
    let corpus = Corpus::below(&root, &["google/protobuf/descriptor.proto"]);
    corpus.compare_compiled_by_protoc(&tools, "compiled-grpcio-tools");
}

#[test]
fn stubs_for_older_releases_are_those_of_the_older_releases() {
    let Some(tools) = python::tools_or_note("stubs for older releases") else { return };
    // One of each that prints something differently.
    for version in [
        "1.63.2", "1.64.3", "1.65.5", "1.66.2", "1.68.1", "1.72.2", "1.73.1", "1.75.1", "1.76.0",
        "1.80.0", "1.81.0",
    ] {
        let mut corpus = Corpus::below(&tricky(), &["edition"]);
        match python::release(&tools, version) {
            Ok(folder) => corpus.release = Some((version.to_owned(), folder)),
            Err(reason) => {
                python::note_not_run(&format!("stubs for grpcio-tools {version}"), &reason);
                continue;
            }
        }
        corpus.compare(&tools, &format!("tricky-{version}"));
    }
}

#[test]
fn strict_stubs_satisfy_mypy_and_find_what_is_wrong() {
    let Some(tools) = python::tools_or_note("strict stubs under mypy") else { return };
    let folder = strict_package("typed", &typed().join("proto"), "demo_contracts");
    assert_eq!(mypy(&tools, &folder, &["-p", "demo_contracts"]), Vec::<String>::new());
    assert_eq!(mypy(&tools, &folder, &[&typed_file("sound.py")]), Vec::<String>::new());
    let faulty = typed_file("faulty.py");
    let marked: Vec<String> = fs::read_to_string(&faulty)
        .expect("the program is there")
        .lines()
        .zip(1..)
        .filter_map(|(line, number)| Some(format!("{number} {}", line.split_once("# error: ")?.1)))
        .collect();
    assert_eq!(mypy(&tools, &folder, &[&faulty]), marked);
}

#[test]
fn strict_stubs_of_tricky_protos_satisfy_mypy() {
    let Some(tools) = python::tools_or_note("strict stubs of tricky protos under mypy") else {
        return;
    };
    let folder = strict_package("tricky-strict", &tricky(), "tricky_contracts");
    assert_eq!(mypy(&tools, &folder, &["-p", "tricky_contracts"]), Vec::<String>::new());
}

#[test]
fn stubs_serve_and_call_all_four_kinds_of_rpc_in_every_style() {
    let Some(tools) = python::tools_or_note("stubs at work") else { return };
    let corpus = Corpus::below(&typed().join("proto"), &[]);
    for (name, imports, prefix) in styles() {
        let folder = python::fresh_folder(&format!("stubs/run-{name}"));
        let options = Options { imports, ..Options::default() };
        let tree = corpus.generated(&corpus.descriptors(), &options);
        write(&folder.join(prefix.replace('.', "/")), &tree);
        let sound = fs::read_to_string(typed_file("sound.py")).expect("the program is there");
        assert!(sound.contains("from demo_contracts."), "it names the package");
        let program = folder.join("sound.py");
        fs::write(&program, sound.replace("demo_contracts.", prefix)).expect("it can be written");
        let mut command = Command::new(&tools.python);
        command.env("PYTHONPATH", &folder).arg(&program);
        python::run(&mut command).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_command_writes_what_grpcio_tools_does_from_roots_and_from_a_set() {
    let Some(tools) = python::tools_or_note("the command beside grpcio-tools") else { return };
    let corpus = Corpus::below(&tricky(), &["broken", "names"]);
    let folder = python::fresh_folder("stubs/command");
    let theirs = folder.join("theirs");
    corpus.generate_theirs(&tools, &theirs);
    let set = folder.join("set.binpb");
    corpus.compile(&tools, &set);
    let root = tricky().to_string_lossy().into_owned();
    let set = set.to_string_lossy().into_owned();
    let named = ["between.proto", "comments.proto", "opts", "pub", "returns.proto"];
    let from_root = [&["-I", &root, "rpc_comments.proto", "synthetic.proto"][..], &named].concat();
    let from_set = ["--descriptor-set", &set];
    for (name, from) in [("root", &from_root[..]), ("set", &from_set)] {
        let ours = folder.join(name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        command.args(["stubs", "--out"]).arg(&ours).args(from).current_dir(&folder);
        let said = python::run(&mut command).unwrap_or_else(|error| panic!("{error}"));
        let written = String::from_utf8_lossy(&said.stdout);
        let lines: Vec<&str> = written.lines().filter(|it| !it.ends_with("_grpc.pyi")).collect();
        let files = if name == "set" { corpus.files.len() } else { corpus.files.len() - 3 };
        assert_eq!(lines.len(), 3 * files, "{name}: three stubs a proto");
        for path in lines.iter().filter_map(|line| line.strip_prefix("+ ")) {
            let read = |folder: &Path| fs::read(folder.join(path)).expect("it was written");
            assert!(read(&ours) == read(&theirs), "{name}: {path} differs");
        }
    }
}

/// How modules can import each other, and what stands before them then.
fn styles() -> [(&'static str, Imports, &'static str); 3] {
    [
        ("absolute", Imports::Absolute, ""),
        ("relative", Imports::Relative, "any_name."),
        ("package", Imports::Package("contracts.v1".to_owned()), "contracts.v1."),
    ]
}

#[test]
fn modules_import_each_other_in_every_style() {
    let Some(tools) = python::tools_or_note("imports in every style") else { return };
    let corpus = Corpus::below(&tricky(), &["edition", "broken"]);
    for (name, imports, prefix) in styles() {
        let folder = python::fresh_folder(&format!("stubs/imports-{name}"));
        let options = Options { imports, ..Options::default() };
        let tree = corpus.generated(&corpus.descriptors(), &options);
        write(&folder.join(prefix.replace('.', "/")), &tree);
        let modules: Vec<String> = tree
            .iter()
            .filter_map(|(path, _)| path.as_str().strip_suffix(".py"))
            .map(|path| format!("{prefix}{}", path.replace('/', ".")))
            .collect();
        let imports = "import importlib, sys; [importlib.import_module(m) for m in sys.argv[1:]]";
        let mut program = Command::new(&tools.python);
        program.env("PYTHONPATH", &folder).args(["-c", imports]).args(modules);
        python::run(&mut program).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// Writes strict stubs as a package, and gives the folder that the package is in.
fn strict_package(name: &str, root: &Path, package: &str) -> PathBuf {
    let corpus = Corpus::below(root, &["edition"]);
    let folder = python::fresh_folder(&format!("stubs/{name}"));
    let options = Options { imports: Imports::Package(package.to_owned()), ..Options::default() };
    write(&folder.join(package), &corpus.generated(&corpus.descriptors(), &options));
    folder
}

/// What mypy finds: `line code` of every error.
fn mypy(tools: &Tools, path: &Path, arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new(&tools.python);
    command.args(["-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context"]);
    command.arg("--cache-dir").arg(python::root().join("mypy-cache"));
    command.env("MYPYPATH", path).args(arguments);
    let output = command.output().expect("Python starts");
    let found = String::from_utf8_lossy(&output.stdout);
    let place = |line: &str| {
        let (place, words) = line.split_once(": error: ")?;
        let code = words.rsplit_once('[')?.1.trim_end_matches(']');
        Some(format!("{} {code}", place.rsplit_once(':')?.1))
    };
    let places: Vec<String> = found.lines().filter_map(place).collect();
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert_eq!(output.status.success(), places.is_empty(), "{printed}");
    places
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn tricky() -> PathBuf {
    repository().join("tests/stubs/tricky")
}

fn typed() -> PathBuf {
    repository().join("tests/stubs/typed")
}

fn typed_file(name: &str) -> String {
    typed().join(name).to_string_lossy().into_owned()
}

fn site_packages(tools: &Tools) -> PathBuf {
    const PROGRAM: &str = "import sysconfig; print(sysconfig.get_path('purelib'))";
    let output = python::run(Command::new(&tools.python).args(["-c", PROGRAM]));
    let output = output.unwrap_or_else(|error| panic!("{error}"));
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}
