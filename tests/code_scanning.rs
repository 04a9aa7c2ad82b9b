//! What code scanning and pull requests are told: logs that the schema of SARIF 2.1.0 accepts, annotations at lines that are there,
//! and in every form all findings.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

mod support;

use std::fs;
use std::process::Command;

use serde_json::Value;
use support::python::{note_not_run, package_of_npm};
use tempfile::TempDir;

/// Found, waived, open, told together, without a place, only in an environment: one of each, and a name that has to be escaped.
const TOPOLOGY: &str = "
system: shop
defaults: {timeout: none}
services:
  web:
    public: {auth: none}
    endpoints: {GET /: [stock GET /1, stock GET /2, stock.Look], GET /100%: [stock GET /3]}
    calls: {stock GET /3: {allow: {T01: 'a long poll: 100%, always'}}}
  stock:
    http: [GET /1, GET /2, GET /3]
    grpc: shop.v1.Stock
    owns: {main: [items]}
  copy: {cron: every 1h, owns: {main: [copies]}, consumes: [moved]}
environments: {prod: {}}
";
const PROTO: &str = "syntax = \"proto3\";
package shop.v1;
service Stock { rpc Look(Asked) returns (Asked); }
message Asked { string itemId = 1; }
";

fn project() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let protos = folder.path().join("proto/shop/v1");
    fs::create_dir_all(&protos).expect("it can be made");
    fs::write(protos.join("stock.proto"), PROTO).expect("it can be written");
    fs::write(folder.path().join("topology.yaml"), TOPOLOGY).expect("it can be written");
    folder
}

fn said(folder: &TempDir, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
    let output = command.arg("-C").arg(folder.path()).args(arguments).output();
    let output = output.expect("the binary starts");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it is text")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn the_schema_of_sarif_accepts_every_log() {
    let schema = package_of_npm("@microsoft/jest-sarif", "1.0.0-beta.0")
        .and_then(|folder| {
            let file = folder.join("lib/schemas/sarif-2.1.0-rtm.5.json");
            fs::read_to_string(file).map_err(|error| error.to_string())
        })
        .map_err(|reason| note_not_run("the schema of SARIF", &reason));
    let Ok(schema) = schema else { return };
    // A pattern of it, for the language of a run, has a bracket too many.
    let schema = schema.replace("{2}]?$", "{2}$");
    let validator = jsonschema::validator_for(&json(&schema)).expect("the schema is a schema");
    let folder = project();
    let mut check = json(&said(&folder, &["check", "--format", "sarif"]));
    for arguments in
        [&["check", "--strict", "--format", "sarif"][..], &["lint", "--format", "sarif"]]
    {
        let log = json(&said(&folder, arguments));
        let faults: Vec<String> = validator.iter_errors(&log).map(|one| one.to_string()).collect();
        assert!(faults.is_empty(), "{arguments:?}: {faults:#?}");
    }
    assert!(validator.is_valid(&check));
    check["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!validator.is_valid(&check), "the schema looks at results");
}

#[test]
fn every_form_has_all_findings() {
    let folder = project();
    let report = json(&said(&folder, &["check", "--format", "json"]));
    let findings = report["diagnostics"].as_array().expect("a list");
    let outcomes: Vec<&str> = findings.iter().filter_map(|one| one["outcome"].as_str()).collect();
    for outcome in ["violated", "not-decidable", "waived"] {
        assert!(outcomes.contains(&outcome), "{outcomes:?}");
    }
    let log = json(&said(&folder, &["check", "--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().expect("a list");
    let ids: Vec<&Value> = results.iter().map(|one| &one["ruleId"]).collect();
    assert_eq!(ids, findings.iter().map(|one| &one["code"]).collect::<Vec<_>>());
    let of_all = said(&folder, &["check", "--all", "--format", "human"]);
    let frames = of_all.lines().filter(|line| {
        ["error[", "warning[", "info[", "note["].iter().any(|word| line.starts_with(word))
    });
    assert_eq!(frames.count(), findings.len(), "{of_all}");
    let waived = outcomes.iter().filter(|outcome| **outcome == "waived").count();
    let annotations = said(&folder, &["check", "--format", "github"]);
    assert_eq!(annotations.lines().count(), findings.len() - waived, "{annotations}");
}

#[test]
fn annotations_point_at_what_is_meant() {
    let folder = project();
    for line in said(&folder, &["check", "--format", "github"]).lines() {
        let (properties, words) =
            line.split_once("::").and_then(|(_, rest)| rest.split_once("::")).expect("a command");
        let value = |key: &str| {
            let mut all = properties.split([' ', ',']).filter_map(|one| one.split_once('='));
            all.find_map(|(name, value)| (name == key).then_some(value))
        };
        let Some(file) = value("file") else { continue };
        let text = fs::read_to_string(folder.path().join(file)).expect("the file is there");
        let number =
            |key: &str| value(key).and_then(|one| one.parse::<usize>().ok()).expect("a number");
        let place = text.lines().nth(number("line") - 1).expect("the line is there");
        assert!(number("col") <= place.chars().count(), "{line}");
        if words.starts_with("2 calls may wait") || words.starts_with("3 calls may wait") {
            assert!(place.contains("timeout: none"), "what is to be mended is the default: {line}");
        }
    }
}
