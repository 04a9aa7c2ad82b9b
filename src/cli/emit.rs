//! From an understood project to all its files, in memory.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::compile::Compiled;
use super::output::Terminal;
use crate::blueprint::{Blueprint, Owner};
use crate::diagnostic::{self, Sources};
use crate::model::Model;
use crate::names::Name;
use crate::plan::Plan;
use crate::render::{Rendered, render};
use crate::stubs::{self, Descriptors, Imports, Options};
use crate::techspec::{self, Documents, Prose};
use crate::tree::{File, Tree, TreePath};
use crate::{load, plan, views};

/// The service tree, the stubs and the specifications.
pub(super) fn files(compiled: &Compiled, terminal: &Terminal) -> Result<Vec<Rendered>> {
    let blueprint = Blueprint::embedded(&compiled.model.blueprint)?;
    let environments: Vec<(Name, Model)> = compiled.environments().collect();
    let views = views::views(&compiled.model, &environments);
    let mut plan =
        plan::plan(&blueprint, &views, vec![(stubs(compiled, terminal)?, Owner::Scaffold)])?;
    let surroundings = Surroundings::of(compiled, &plan, &environments)?;
    let mut specifications = Tree::default();
    for (slug, _) in &compiled.model.prds {
        specifications.extend([specification(compiled, slug, &surroundings, terminal)?]);
    }
    plan.add(specifications, Owner::Scaffold)?;
    render(plan, &blueprint)
}

/// The specifications of some PRDs alone.
pub(super) fn specifications(
    compiled: &Compiled,
    slugs: &[&Name],
    terminal: &Terminal,
) -> Result<Vec<(TreePath, File)>> {
    let blueprint = Blueprint::embedded(&compiled.model.blueprint)?;
    let environments: Vec<(Name, Model)> = compiled.environments().collect();
    let views = views::views(&compiled.model, &environments);
    let plan = plan::plan(&blueprint, &views, Vec::new())?;
    let surroundings = Surroundings::of(compiled, &plan, &environments)?;
    slugs.iter().map(|slug| specification(compiled, slug, &surroundings, terminal)).collect()
}

/// What the specifications know beside the model: what is written, where it runs, what uv resolved.
struct Surroundings<'a> {
    files: BTreeSet<String>,
    environments: &'a [(Name, Model)],
    lock: Option<String>,
}

impl<'a> Surroundings<'a> {
    fn of(compiled: &Compiled, plan: &Plan, environments: &'a [(Name, Model)]) -> Result<Self> {
        let files = plan.artifacts.keys().map(ToString::to_string).collect();
        let lock = load::document(&compiled.project.root, "uv.lock")?;
        Ok(Self { files, environments, lock })
    }
}

/// The stubs of the project's protos, at their place in the tree.
pub(super) fn stubs(compiled: &Compiled, terminal: &Terminal) -> Result<Tree> {
    let contracts = &compiled.model.contracts;
    let text_of = |path: &str| compiled.sources.text(&contracts.files.get(path)?.path);
    let descriptors = Descriptors::read_with_sources(&contracts.descriptor_set, text_of)?;
    let files: Vec<&str> = contracts.stubbed().map(|file| file.import_path.as_str()).collect();
    if files.is_empty() {
        return Ok(Tree::default());
    }
    let package = views::contracts_package(&compiled.model);
    let options = Options { imports: Imports::Package(package), ..Options::default() };
    let (tree, diagnostics) = stubs::generate(&descriptors, &files, &options);
    let words = diagnostic::human(&diagnostics, &compiled.sources, terminal.stderr_styled());
    terminal.talk(&words);
    let folder = stubs_folder(compiled);
    let speaks_grpc = views::speaks_grpc(&compiled.model);
    let is_needed = |path: &TreePath| speaks_grpc || !path.file_name().contains("_pb2_grpc.py");
    let needed = tree.into_iter().filter(|(path, _)| is_needed(path));
    Ok(needed.filter_map(|(path, file)| Some((path.below(&folder)?, file))).collect())
}

/// The technical specification of one PRD, with the prose that people wrote into the present one.
fn specification(
    compiled: &Compiled,
    slug: &Name,
    surroundings: &Surroundings,
    terminal: &Terminal,
) -> Result<(TreePath, File)> {
    let root = &compiled.project.root;
    let folder = format!("tasks/prd-{slug}");
    let path =
        TreePath::new(&format!("{folder}/_techspec.md")).context("a slug is a sound name")?;
    let requirements = match compiled.project.requirements.get(slug.as_str()) {
        Some(text) => Some(text.clone()),
        None => load::document(root, &format!("{folder}/_prd.md"))?,
    };
    let present = load::document(root, path.as_str())?.unwrap_or_default();
    let (prose, diagnostics) = Prose::read(&path.as_str().into(), &present);
    let mut sources = Sources::default();
    sources.insert(&path.as_str().into(), &present.as_str().into());
    terminal.talk(&diagnostic::human(&diagnostics, &sources, terminal.stderr_styled()));
    let Surroundings { files, environments, lock } = surroundings;
    let documents = Documents {
        prd: requirements.as_deref(),
        prose,
        files: files.clone(),
        environments,
        lock: lock.as_deref(),
    };
    let text = techspec::render(&compiled.model, &compiled.findings, Some(slug), &documents)?;
    Ok((path, File::new(text)))
}

/// Where the stubs stand in the tree.
pub(super) fn stubs_folder(compiled: &Compiled) -> String {
    format!("libs/contracts/src/{}", views::contracts_package(&compiled.model))
}
