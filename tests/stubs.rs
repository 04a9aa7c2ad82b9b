//! Stubs are equal to those of grpcio-tools, made in the same run, wherever these are valid Python.
#![expect(clippy::disallowed_methods, reason = "tests write below the target folder only")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scaffold::stubs::{self, Descriptors, Imports, Options, Target, Typing};
use scaffold::tree::Tree;
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
fn stubs_of_the_protos_inside_grpcio_tools_are_those_of_grpcio_tools() {
    let Some(tools) = python::tools_or_note("stubs of the protos inside grpcio-tools") else {
        return;
    };
    let root = site_packages(&tools).join("grpc_tools/_proto");
    // Of these protox reads neither editions nor options of a single extension number.
    let unread = [
        "google/protobuf/compiler/plugin.proto",
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
        "1.63.2", "1.64.3", "1.65.5", "1.66.2", "1.68.1", "1.72.2", "1.73.1", "1.75.1", "1.80.0",
        "1.81.0",
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
fn strict_stubs_serve_and_call_all_four_kinds_of_rpc() {
    let Some(tools) = python::tools_or_note("strict stubs at work") else { return };
    let folder = strict_package("typed-run", &typed().join("proto"), "demo_contracts");
    let mut program = Command::new(&tools.python);
    program.env("PYTHONPATH", &folder).arg(typed_file("sound.py"));
    python::run(&mut program).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn modules_import_each_other_in_every_style() {
    let Some(tools) = python::tools_or_note("imports in every style") else { return };
    let corpus = Corpus::below(&tricky(), &["edition", "broken"]);
    let styles = [
        ("absolute", Imports::Absolute, ""),
        ("relative", Imports::Relative, "any_name."),
        ("package", Imports::Package("contracts.v1".to_owned()), "contracts.v1."),
    ];
    for (name, imports, prefix) in styles {
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

/// Protos below one root.
struct Corpus {
    root: PathBuf,
    files: Vec<String>,
    /// The version and the folder of another grpcio-tools than the one of the tools.
    release: Option<(String, PathBuf)>,
}

impl Corpus {
    /// All protos below a root, but for those whose import paths begin with one of `left_out`.
    fn below(root: &Path, left_out: &[&str]) -> Self {
        let mut files = Vec::new();
        collect(root, root, &mut files);
        files.retain(|file| has_extension(file, "proto"));
        files.retain(|file| !left_out.iter().any(|beginning| file.starts_with(beginning)));
        files.sort();
        Self { root: root.to_owned(), files, release: None }
    }

    fn compare(&self, tools: &Tools, name: &str) {
        self.compare_with(tools, name, &self.descriptors());
    }

    fn compare_compiled_by_protoc(&self, tools: &Tools, name: &str) {
        let set = python::fresh_folder(&format!("stubs/{name}-set")).join("set.binpb");
        let mut protoc = self.protoc(tools);
        protoc.args(["--include_imports", "--include_source_info", "-o"]).arg(&set);
        python::run(protoc.args(&self.files)).unwrap_or_else(|error| panic!("{error}"));
        let set = fs::read(set).expect("protoc wrote the set");
        let descriptors = Descriptors::read_of_protoc(&set).expect("protoc made the set");
        self.compare_with(tools, name, &descriptors);
    }

    /// Ours and theirs are equal where theirs is Python, and ours always is.
    fn compare_with(&self, tools: &Tools, name: &str, descriptors: &Descriptors) {
        let folder = python::fresh_folder(&format!("stubs/{name}"));
        let (ours, theirs) = (folder.join("ours"), folder.join("theirs"));
        let target = self.release.as_ref().map_or_else(Target::default, |(version, _)| {
            version.parse().expect("it is newer than the oldest")
        });
        let options = Options { typing: Typing::Parity, target, ..Options::default() };
        write(&ours, &self.generated(descriptors, &options));
        self.generate_theirs(tools, &theirs);
        let broken = unparsable(tools, &theirs);
        let ours_broken = unparsable(tools, &ours);
        assert_eq!(ours_broken, Vec::<String>::new(), "{name}: ours is not valid Python");
        let (ours, theirs) = (read(&ours), read(&theirs));
        assert_eq!(ours.len(), 3 * self.files.len(), "{name}: three stubs a proto");
        let names: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
        let different: Vec<&String> = names
            .into_iter()
            .filter(|path| ours.get(*path) != theirs.get(*path) && !broken.contains(path))
            .collect();
        assert!(different.is_empty(), "run `diff -r` in {}: {different:#?}", folder.display());
    }

    fn generated(&self, descriptors: &Descriptors, options: &Options) -> Tree {
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        stubs::generate(descriptors, &files, options).0
    }

    fn generate_theirs(&self, tools: &Tools, out: &Path) {
        fs::create_dir_all(out).expect("the target folder can be written");
        let mut protoc = self.protoc(tools);
        for kind in ["python", "pyi", "grpc_python"] {
            protoc.arg(format!("--{kind}_out={}", out.display()));
        }
        python::run(protoc.args(&self.files)).unwrap_or_else(|error| panic!("{error}"));
    }

    fn protoc(&self, tools: &Tools) -> Command {
        let mut command = Command::new(&tools.python);
        command.args(["-m", "grpc_tools.protoc", "-I"]).arg(&self.root);
        if let Some((_, folder)) = &self.release {
            command.env("PYTHONPATH", folder).arg("-I").arg(folder.join("grpc_tools/_proto"));
        }
        command
    }

    fn descriptors(&self) -> Descriptors {
        let mut compiler = protox::Compiler::new([&self.root]).expect("the root is a folder");
        compiler.include_imports(true).include_source_info(true);
        compiler.open_files(&self.files).unwrap_or_else(|error| panic!("{error:?}"));
        let text_of = |file: &String| {
            fs::read_to_string(self.root.join(file)).expect("protox has read the file")
        };
        let sources: BTreeMap<&str, String> =
            self.files.iter().map(|file| (file.as_str(), text_of(file))).collect();
        let source_of = |file: &str| sources.get(file).map(String::as_str);
        let set = compiler.encode_file_descriptor_set();
        Descriptors::read_with_sources(&set, source_of).expect("protox made the set")
    }
}

/// The files below a folder that Python cannot parse.
fn unparsable(tools: &Tools, folder: &Path) -> Vec<String> {
    const PROGRAM: &str = "
import ast, pathlib, sys, warnings
warnings.simplefilter('ignore')
root = pathlib.Path(sys.argv[1])
for path in sorted(root.rglob('*.py*')):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        print(path.relative_to(root).as_posix())
";
    let output = python::run(Command::new(&tools.python).args(["-c", PROGRAM]).arg(folder));
    let output = output.unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn write(folder: &Path, tree: &Tree) {
    for (path, file) in tree.iter() {
        let folder = folder.join(path.folder());
        fs::create_dir_all(&folder).expect("the target folder can be written");
        fs::write(folder.join(path.file_name()), &file.bytes).expect("a file can be written");
    }
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    let content = |file: &String| fs::read(folder.join(file)).expect("the file was listed");
    files.into_iter().map(|file| (file.clone(), content(&file))).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below the root");
            files.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
}

fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found == extension)
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
