//! Protos whose stubs are held against those that grpcio-tools makes of them in the same run.
#![expect(clippy::disallowed_methods, reason = "tests write below the target folder only")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scaffold::contracts::{self, Described, Root};
use scaffold::diagnostic::Diagnostic;
use scaffold::stubs::{self, Descriptors, Options, Target, Typing};
use scaffold::tree::{File, Tree, TreePath};

use super::python::{self, Tools};

/// Protos below one root.
pub(crate) struct Corpus {
    root: PathBuf,
    pub(crate) files: Vec<String>,
    /// The version and the folder of another grpcio-tools than the one of the tools.
    pub(crate) release: Option<(String, PathBuf)>,
    /// Whether what Python refuses is compared too.
    pub(crate) strict_parity: bool,
}

impl Corpus {
    /// All protos below a root, but for those whose import paths begin with one of `left_out`.
    pub(crate) fn below(root: &Path, left_out: &[&str]) -> Self {
        let mut files = Vec::new();
        collect(root, root, &mut files);
        files.retain(|file| has_extension(file, "proto"));
        files.retain(|file| !left_out.iter().any(|beginning| file.starts_with(beginning)));
        files.sort();
        Self { root: root.to_owned(), files, release: None, strict_parity: false }
    }

    /// Leaves out what scaffold cannot read, and says what that is.
    pub(crate) fn readable(mut self) -> (Self, Vec<String>) {
        let (described, _) = self.described();
        let passes = |file: &String| described.texts.contains_key(file);
        let (files, left_out) = self.files.into_iter().partition(passes);
        self.files = files;
        (self, left_out)
    }

    pub(crate) fn compare(&self, tools: &Tools, name: &str) {
        self.compare_with(tools, name, &self.descriptors());
    }

    pub(crate) fn compare_compiled_by_protoc(&self, tools: &Tools, name: &str) {
        let set = python::fresh_folder(&format!("stubs/{name}-set")).join("set.binpb");
        self.compile(tools, &set);
        let set = fs::read(set).expect("protoc wrote the set");
        let descriptors = Descriptors::read_of_protoc(&set).expect("protoc made the set");
        self.compare_with(tools, name, &descriptors);
    }

    /// Lets protoc write a set of descriptors.
    pub(crate) fn compile(&self, tools: &Tools, set: &Path) {
        let mut protoc = self.protoc(tools);
        protoc.args(["--include_imports", "--include_source_info", "-o"]).arg(set);
        python::run(protoc.args(&self.files)).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Ours and theirs are equal where theirs is Python, and ours always is.
    fn compare_with(&self, tools: &Tools, name: &str, descriptors: &Descriptors) {
        let folder = python::fresh_folder(&format!("stubs/{name}"));
        let (ours, theirs) = (folder.join("ours"), folder.join("theirs"));
        let target = self.release.as_ref().map_or_else(Target::default, |(version, _)| {
            version.parse().expect("it is newer than the oldest")
        });
        let options = Options {
            typing: Typing::Parity,
            service_types: false,
            strict_parity: self.strict_parity,
            target,
            ..Options::default()
        };
        write(&ours, &self.generated(descriptors, &options));
        self.generate_theirs(tools, &theirs);
        let mut broken = unparsable(tools, &theirs);
        if self.strict_parity {
            assert!(!broken.is_empty(), "{name}: nothing of theirs is broken");
            broken.clear();
        } else {
            let ours_broken = unparsable(tools, &ours);
            assert_eq!(ours_broken, Vec::<String>::new(), "{name}: ours is not valid Python");
        }
        let (ours, theirs) = (read(&ours), read(&theirs));
        assert_eq!(ours.len(), 3 * self.files.len(), "{name}: three stubs a proto");
        let names: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
        let different: Vec<&String> = names
            .into_iter()
            .filter(|path| ours.get(*path) != theirs.get(*path) && !broken.contains(path))
            .collect();
        assert!(different.is_empty(), "run `diff -r` in {}: {different:#?}", folder.display());
    }

    pub(crate) fn generated(&self, descriptors: &Descriptors, options: &Options) -> Tree {
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        stubs::generate(descriptors, &files, options).0
    }

    pub(crate) fn generate_theirs(&self, tools: &Tools, out: &Path) {
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

    /// What `scaffold stubs` reads of them; all must pass.
    pub(crate) fn descriptors(&self) -> Descriptors {
        let (described, faults) = self.described();
        assert!(!faults.iter().any(Diagnostic::is_error), "{faults:#?}");
        let text_of = |file: &str| described.texts.get(file).map(|text| &**text);
        Descriptors::read_with_sources(&described.descriptor_set, text_of).expect("it is a set")
    }

    fn described(&self) -> (Described, Vec<Diagnostic>) {
        let content = |file: &String| fs::read(self.root.join(file)).expect("the file was listed");
        let path = |file: &String| TreePath::new(file).expect("a path below the root");
        let files = self.files.iter().map(|file| (path(file), File::new(content(file)))).collect();
        contracts::described(&[Root { files, ..Root::default() }])
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

pub(crate) fn write(folder: &Path, tree: &Tree) {
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
