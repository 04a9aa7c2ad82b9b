//! The contracts: packages, messages, who uses them, how they change.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::contracts::{File, Kind, Origin};
use crate::graph::words::simple;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};

use super::messages::{Details, details};
use super::subject::Subject;
use super::{Lint, Section};

pub(super) const SECTION: Section = Section { name: "protos", heading: "Proto Definitions", view };

#[derive(Serialize)]
struct View {
    packages: Vec<Package>,
    details: Vec<Details>,
    shared: Vec<Shared>,
    versions: Vec<Written>,
    /// How changes are judged.
    policy: Vec<Written>,
    /// What lint found.
    lint: Option<Written>,
}

#[derive(Serialize)]
struct Package {
    name: Written,
    files: Written,
    services: Written,
    served_by: Written,
    messages: Written,
}

#[derive(Serialize)]
struct Shared {
    message: Written,
    used_by: Written,
}

fn view(subject: &Subject) -> Option<Value> {
    let packages = packages(subject);
    if packages.is_empty() {
        return None;
    }
    let index = Index::of(subject);
    let view = View {
        details: details(subject, &packages, &index.files),
        shared: shared(subject, &packages),
        versions: versions(subject, &packages),
        policy: policy(subject),
        lint: subject.documents.lint.as_ref().map(lint),
        packages: packages.iter().map(|name| package(&index, name)).collect(),
    };
    Some(Value::from(Serde(&view)))
}

/// The packages that services inside serve, and those of the events that they write or read.
fn packages<'a>(subject: &Subject<'a>) -> BTreeSet<&'a str> {
    let model = subject.model;
    let mut packages = BTreeSet::new();
    for service in subject.services() {
        let contracts = service.grpc.iter().filter_map(|name| model.contracts.service(name));
        packages.extend(contracts.map(|contract| contract.package.as_str()));
    }
    for call in subject.calls() {
        if let crate::model::Target::Operation(id) = &call.target
            && let Some((contract, _)) = model.operation(*id).rpc(&model.contracts)
        {
            packages.insert(contract.package.as_str());
        }
    }
    for id in subject.scope.topics(model) {
        let payload = model.topic(id).payload.as_ref();
        let message = payload.and_then(|payload| model.contracts.message(&payload.value));
        packages.extend(message.map(|message| message.package.as_str()));
    }
    packages
}

/// What belongs to each package, gathered once.
struct Index<'a> {
    files: BTreeMap<&'a str, Vec<&'a File>>,
    served_by: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Index<'a> {
    fn of(subject: &Subject<'a>) -> Self {
        let mut index = Self { files: BTreeMap::new(), served_by: BTreeMap::new() };
        for file in subject.model.contracts.files.values() {
            index.files.entry(&file.package).or_default().push(file);
        }
        for service in &subject.model.services {
            for contract in &service.grpc {
                index.served_by.entry(contract).or_default().push(service.name.as_str());
            }
        }
        index
    }
}

fn package(index: &Index, name: &str) -> Package {
    let files = index.files.get(name).map(Vec::as_slice).unwrap_or_default();
    let links: Vec<Written> = files
        .iter()
        .map(|file| match file.origin {
            Origin::Project | Origin::Vendored => Subject::file(&file.path),
            Origin::BuiltIn => markdown::code(&file.path),
        })
        .collect();
    let contracts = || files.iter().flat_map(|file| &file.services).map(String::as_str);
    let served_by: BTreeSet<&str> =
        contracts().filter_map(|name| index.served_by.get(name)).flatten().copied().collect();
    Package {
        name: markdown::code(name),
        files: Written::join(&links, ", "),
        services: markdown::codes(contracts().map(simple)),
        served_by: markdown::codes(served_by),
        messages: files.iter().map(|file| file.messages.len()).sum::<usize>().into(),
    }
}

/// Messages of these packages that other packages use.
fn shared(subject: &Subject, packages: &BTreeSet<&str>) -> Vec<Shared> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let contracts = &subject.model.contracts;
    for message in contracts.messages.values() {
        for field in &message.fields {
            if let Kind::Message(used) | Kind::Enum(used) = &field.kind {
                users.entry(used).or_default().insert(&message.package);
            }
        }
    }
    for service in contracts.services.values() {
        for method in &service.methods {
            for used in [&method.input, &method.output] {
                users.entry(used).or_default().insert(&service.package);
            }
        }
    }
    let mut shared = Vec::new();
    for (name, mut by) in users {
        let package = contracts
            .message(name)
            .map(|message| message.package.as_str())
            .or_else(|| contracts.enums.get(name).map(|found| found.package.as_str()));
        let Some(package) = package else { continue };
        by.remove(package);
        let concerns = packages.contains(package) || by.iter().any(|user| packages.contains(user));
        if !by.is_empty() && concerns {
            shared.push(Shared { message: markdown::code(name), used_by: markdown::codes(by) });
        }
    }
    shared
}

/// What the packages' names say of their versions, and what is on its way out.
fn versions(subject: &Subject, packages: &BTreeSet<&str>) -> Vec<Written> {
    let (versioned, others): (Vec<&str>, Vec<&str>) =
        packages.iter().copied().partition(|name| version_of(name).is_some());
    let mut facts = Vec::new();
    if !versioned.is_empty() {
        let line = Line::default().own("The major version is the last part of the package: ");
        let line = line.written(&subject.listed(versioned)).own(". ");
        let line = line.own("A change that breaks callers takes a new package beside the old one.");
        facts.push(line.end());
    }
    if !others.is_empty() {
        let line = Line::default().own("Without a version in the package: ");
        facts.push(line.written(&subject.listed(others)).own(".").end());
    }
    let deprecated: Vec<String> = subject
        .model
        .contracts
        .services
        .values()
        .filter(|service| packages.contains(service.package.as_str()))
        .flat_map(|service| {
            let methods = service.methods.iter();
            let methods = methods.filter(|method| service.deprecated || method.deprecated);
            methods.map(|method| format!("{}/{}", service.full_name, method.name))
        })
        .collect();
    if !deprecated.is_empty() {
        let line = Line::default().own("Deprecated: ");
        let names = markdown::codes(deprecated.iter().map(String::as_str));
        facts.push(line.written(&names).own(".").end());
    }
    let decided = subject.model.decisions.iter().find(|(question, ..)| question == "versioning");
    if let Some((_, answer, why)) = decided {
        let line = Line::default().own("Decided: ").text(answer);
        let line = if why.is_empty() { line } else { line.own(", because ").text(why) };
        facts.push(line.own(".").end());
    }
    facts
}

/// What keeps a change of the contracts from breaking callers unseen.
fn policy(subject: &Subject) -> Vec<Written> {
    const ALWAYS: [&str; 3] = [
        "`scaffold breaking --against main` compares the contracts with an earlier state, by the rules of buf: what is \
         removed, renumbered or retyped is found, with the services and flows that use it.",
        "A field that goes leaves its number and its name `reserved`; a new one is one that old callers need not send.",
        "`scaffold check` warns where contracts do not look as they should (the rules of buf, `STANDARD` unless `buf.yaml` says \
         otherwise), and of calls to what is deprecated (C05).",
    ];
    let makefile = subject.documents.files.contains("Makefile");
    let stubs = "`make contracts` fails where stubs are not those of the contracts.";
    ALWAYS.into_iter().chain(makefile.then_some(stubs)).map(Written::own).collect()
}

fn lint(lint: &Lint) -> Written {
    let found = match lint {
        Lint::Unreadable => {
            return Written::own(
                "Not told, as something is wrong with `buf.yaml` or with the contracts: `scaffold lint` says what.",
            );
        }
        Lint::Found(found) if found.is_empty() => {
            return Written::own("Nothing found, by the rules of `buf lint` that hold here.");
        }
        Lint::Found(found) => found,
    };
    let rule = |(rule, count): (&&'static str, &usize)| {
        Line::default().code(rule).own(" ").number(*count).end()
    };
    let rules: Vec<Written> = found.iter().map(rule).collect();
    Line::default()
        .own("Findings by rule: ")
        .written(&Written::join(&rules, ", "))
        .own(". `scaffold lint` shows where, `scaffold explain RULE` why.")
        .end()
}

fn version_of(package: &str) -> Option<&str> {
    let last = package.rsplit('.').next()?;
    let digits = last.strip_prefix('v')?;
    digits.starts_with(|c: char| c.is_ascii_digit()).then_some(last)
}
