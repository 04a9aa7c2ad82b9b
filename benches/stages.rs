//! What each stage of the compiler costs by itself, in memory: `cargo bench --bench stages`.

#[path = "../tests/support/large.rs"]
mod large;

use divan::{Bencher, black_box};
use large::SIZES;
use scaffold::blueprint::{Blueprint, Owner};
use scaffold::contracts::{self, Contracts, Root};
use scaffold::model::{self, Model};
use scaffold::stubs::{self, Descriptors, Imports, Options};
use scaffold::techspec::{self, Documents};
use scaffold::{plan, render, rules, topology, views};

fn main() {
    divan::main();
}

fn roots(services: usize) -> Vec<Root> {
    let files = large::protos(services);
    vec![Root { folder: "proto".to_owned(), files, ..Root::default() }]
}

fn contracts(services: usize) -> Contracts {
    contracts::compile(&roots(services)).0
}

fn model(services: usize) -> Model {
    let (topology, _) = topology::parse(&"topology.yaml".into(), &large::topology(services));
    model::resolve(&topology, contracts(services)).0
}

#[divan::bench(args = SIZES)]
fn topology_parse(bencher: Bencher, services: usize) {
    let text = large::topology(services);
    bencher.bench(|| topology::parse(&"topology.yaml".into(), black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn contracts_compile(bencher: Bencher, services: usize) {
    let roots = roots(services);
    bencher.bench(|| contracts::compile(black_box(&roots)));
}

#[divan::bench(args = SIZES)]
fn model_resolve(bencher: Bencher, services: usize) {
    let (topology, _) = topology::parse(&"topology.yaml".into(), &large::topology(services));
    let contracts = std::sync::Arc::new(contracts(services));
    bencher.bench(|| model::resolve(black_box(&topology), contracts.clone()));
}

#[divan::bench(args = SIZES)]
fn rules_check(bencher: Bencher, services: usize) {
    let model = model(services);
    bencher.bench(|| rules::check(black_box(&model)));
}

#[divan::bench(args = SIZES)]
fn techspec_render(bencher: Bencher, services: usize) {
    let model = model(services);
    let findings = rules::check(&model);
    let documents = Documents::default();
    bencher.bench(|| techspec::render(black_box(&model), &findings, None, &documents));
}

/// 2,000 services with 10,000 calls.
#[divan::bench]
fn techspec_render_dense(bencher: Bencher) {
    let (topology, _) = topology::parse(&"topology.yaml".into(), &large::dense(2000));
    let model = model::resolve(&topology, contracts(2000)).0;
    let findings = rules::check(&model);
    let documents = Documents::default();
    bencher.bench(|| techspec::render(black_box(&model), &findings, None, &documents));
}

#[divan::bench(args = SIZES)]
fn stubs_generate(bencher: Bencher, services: usize) {
    let contracts = contracts(services);
    let descriptors = Descriptors::read(&contracts.descriptor_set).expect("it was just compiled");
    let files: Vec<&str> = contracts.files.values().map(|file| file.import_path.as_str()).collect();
    let options = Options { imports: Imports::Relative, ..Options::default() };
    bencher.bench(|| stubs::generate(black_box(&descriptors), &files, &options));
}

#[divan::bench(args = SIZES)]
fn tree_render(bencher: Bencher, services: usize) {
    let model = model(services);
    let blueprint = Blueprint::embedded("python").expect("it is embedded");
    let ready: Vec<(scaffold::tree::Tree, Owner)> = Vec::new();
    bencher.with_inputs(|| ready.clone()).bench_values(|ready| {
        let views = views::views(black_box(&model), &[]);
        let plan = plan::plan(&blueprint, &views, ready).expect("the blueprint is sound");
        render::render(plan, &blueprint).expect("its templates are sound")
    });
}
