//! Protos, `buf.yaml` and findings as buf's rules see them.

use std::sync::Arc;

use scaffold::contracts::Root;
use scaffold::contracts::buf::{Config, Finding, Protos, Version, lines};
use scaffold::tree::{File, Tree, TreePath};

fn root(files: &[(&str, &str)]) -> Root {
    let file = |(path, text): &(&str, &str)| {
        (TreePath::new(path).expect("a sound path"), File::new(*text))
    };
    let files: Tree = files.iter().map(file).collect();
    Root { folder: "proto".to_owned(), files, ..Root::default() }
}

#[test]
fn findings_are_printed_as_buf_prints_them() {
    let text = "syntax = \"proto3\";\npackage a.v1;\n\t\tmessage foo_bar {}\n";
    let (protos, faults) = Protos::read(&[root(&[("a/v1/a.proto", text)])]);
    assert!(faults.is_empty(), "{faults:?}");
    let proto = &protos.files["a/v1/a.proto"];
    let finding = Finding::new("MESSAGE_PASCAL_CASE", proto, Some(&[4, 0, 1]), "Bad.".to_owned());
    // A tab stop every four cells, as buf counts.
    assert_eq!(lines(&[finding]), "proto/a/v1/a.proto:3:17:Bad.\n");
}

#[test]
fn paths_of_a_buf_yaml_are_relative_to_their_module() {
    let text = "version: v2\nmodules: [{path: proto}]\nlint: {ignore: [proto/a], use: [BASIC]}\n";
    let config = Config::parse(&Arc::from("buf.yaml"), text).expect("it is sound");
    assert_eq!(config.version, Version::Two);
    assert_eq!(config.modules[0].folder, "proto");
    assert_eq!(config.modules[0].lint.ignore, ["a"]);
}

#[test]
fn a_buf_yaml_that_nobody_can_read_is_a_fault() {
    for text in ["lint: {}\n", "version: v9\n", "version: v2\nlnt: {}\n"] {
        let fault = Config::parse(&Arc::from("buf.yaml"), text).expect_err("it is broken");
        assert_eq!(fault.code.id, "D10");
    }
}
