//! `PACKAGE_NO_IMPORT_CYCLE`: packages do not import each other in circles.
//!
//! Where a circle can be closed in several ways, buf names any of them, and another one in the next run; here it is the shortest.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::contracts::buf::{Proto, Protos};
use crate::contracts::tag;

use super::report::Report;

const RULE: &str = "PACKAGE_NO_IMPORT_CYCLE";

/// The packages that each package imports.
type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

pub(super) fn all<'a>(report: &mut Report<'a>, protos: &Protos, judged: &[&'a Proto]) {
    if !report.asks(RULE) {
        return;
    }
    let graph = graph(protos);
    let mut ways: BTreeMap<(&str, &str), Option<String>> = BTreeMap::new();
    for proto in judged {
        let package = proto.descriptor.package();
        for (index, import) in (0..).zip(&proto.descriptor.dependency) {
            let Some(imported) = package_of(protos, import) else { continue };
            if package.is_empty() || imported.is_empty() || imported == package {
                continue;
            }
            let way =
                ways.entry((package, imported)).or_insert_with(|| way(&graph, imported, package));
            if let Some(way) = way {
                let message = || format!("Package import cycle: {package} -> {way}");
                report.of(proto).at(RULE, &[tag::FILE_DEPENDENCY, index], message);
            }
        }
    }
}

fn graph(protos: &Protos) -> Graph<'_> {
    let mut graph = Graph::new();
    for proto in protos.files.values() {
        let package = proto.descriptor.package();
        let imported = proto.descriptor.dependency.iter();
        let imported = imported.filter_map(|import| package_of(protos, import));
        let others = imported.filter(|other| !other.is_empty() && *other != package);
        graph.entry(package).or_default().extend(others);
    }
    graph
}

fn package_of<'a>(protos: &'a Protos, import: &str) -> Option<&'a str> {
    protos.files.get(import).map(|proto| proto.descriptor.package())
}

/// The shortest way from one package to another: `b -> c -> a`.
fn way(graph: &Graph<'_>, from: &str, to: &str) -> Option<String> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(package) = open.pop_front() {
        if package == to {
            let mut way = vec![package];
            while let Some(last) = way.last().filter(|last| **last != from) {
                way.push(before.get(last)?);
            }
            way.reverse();
            return Some(way.join(" -> "));
        }
        for next in graph.get(package).into_iter().flatten() {
            if *next != from && !before.contains_key(next) {
                before.insert(next, package);
                open.push_back(next);
            }
        }
    }
    None
}
