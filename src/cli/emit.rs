//! From an understood project to all its files, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::compile::Compiled;
use super::lint::Linted;
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
use crate::views::Code;
use crate::{atlas, load, plan, views};

/// How the files of tasks end.
const TASK: &str = "_task.md";

/// The service tree, the stubs and the specifications.
pub(super) fn files(
    compiled: &Compiled,
    linted: &Linted,
    terminal: &Terminal,
) -> Result<Vec<Rendered>> {
    let blueprint = Blueprint::embedded(&compiled.model.blueprint)?;
    let environments: Vec<(Name, Model)> = compiled.environments().collect();
    let views = views::views(&compiled.model, &environments);
    let plan = plan::plan(&blueprint, &views, vec![(stubs(compiled, terminal)?, Owner::Scaffold)])?;
    let planned = planned(&plan);
    let mut files = render(plan, &blueprint)?;
    let code = Arc::clone(&views.code);
    let surroundings = Surroundings::of(compiled, planned, &files, &environments, code)?;
    let slugs: Vec<&Name> = compiled.model.prds.iter().map(|(slug, _)| slug).collect();
    files.extend(documents(compiled, linted, &slugs, &surroundings, terminal)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The specification of one PRD and what stands beside it, alone.
pub(super) fn specifications(
    compiled: &Compiled,
    linted: &Linted,
    slug: &Name,
    terminal: &Terminal,
) -> Result<Vec<Rendered>> {
    let environments: Vec<(Name, Model)> = compiled.environments().collect();
    let surroundings = Surroundings::with_tests(compiled, &environments)?;
    documents(compiled, linted, &[slug], &surroundings, terminal)
}

/// The text of the specification of one PRD, and nothing beside it.
pub(super) fn specification(
    compiled: &Compiled,
    linted: &Linted,
    slug: &Name,
    terminal: &Terminal,
) -> Result<String> {
    let environments: Vec<(Name, Model)> = compiled.environments().collect();
    let surroundings = Surroundings::alone(compiled, slug, &environments)?;
    let folder = format!("tasks/prd-{slug}");
    let root = &compiled.project.root;
    let prose = prose(root, &folder, techspec::SPECIFICATION, terminal)?;
    let lint = linted.result();
    let documents = Documents { prose, lint, ..surroundings.documents() };
    techspec::render(&compiled.model, &compiled.findings, Some(slug), &documents)
}

/// Every path, and whose it is.
fn planned(plan: &Plan) -> Vec<(TreePath, Owner)> {
    plan.artifacts.iter().map(|(path, artifact)| (path.clone(), artifact.owner)).collect()
}

fn holds_tests(path: &TreePath) -> bool {
    path.file_name().starts_with("test_") && path.as_str().strip_suffix(".py").is_some()
}

/// What the specifications know beside the model: what is written, where it runs, what uv resolved.
struct Surroundings<'a> {
    files: Arc<BTreeSet<String>>,
    yours: Arc<BTreeSet<String>>,
    tests: BTreeMap<String, Vec<String>>,
    environments: &'a [(Name, Model)],
    lock: Option<String>,
    code: Arc<Code>,
}

impl<'a> Surroundings<'a> {
    /// What one specification needs to know: its tests only where there are requirements for them to show.
    fn alone(compiled: &Compiled, slug: &Name, environments: &'a [(Name, Model)]) -> Result<Self> {
        if compiled.model.contracts.requirements.contains_key(slug.as_str()) {
            return Self::with_tests(compiled, environments);
        }
        let blueprint = Blueprint::embedded(&compiled.model.blueprint)?;
        let places = views::places(&compiled.model, environments);
        let plan = plan::plan(&blueprint, &places, Vec::new())?;
        let planned = plan.artifacts.into_iter();
        let planned = planned.map(|(path, artifact)| (path, artifact.owner)).collect();
        Self::of(compiled, planned, &[], environments, places.code)
    }

    /// The places of all files, and what stands in those that hold tests.
    fn with_tests(compiled: &Compiled, environments: &'a [(Name, Model)]) -> Result<Self> {
        let blueprint = Blueprint::embedded(&compiled.model.blueprint)?;
        let views = views::views(&compiled.model, environments);
        let code = Arc::clone(&views.code);
        let mut plan = plan::plan(&blueprint, &views, Vec::new())?;
        let planned = planned(&plan);
        plan.artifacts.retain(|path, _| holds_tests(path));
        let tests = render(plan, &blueprint)?;
        Self::of(compiled, planned, &tests, environments, code)
    }

    fn of(
        compiled: &Compiled,
        planned: Vec<(TreePath, Owner)>,
        rendered: &[Rendered],
        environments: &'a [(Name, Model)],
        code: Arc<Code>,
    ) -> Result<Self> {
        let tests = rendered.iter().filter(|one| holds_tests(&one.path));
        let tests = tests
            .filter_map(|one| Some((one.path.to_string(), techspec::tests_in(one.file.text()?))));
        let lock = load::document(&compiled.project.root, "uv.lock")?;
        let yours = planned.iter().filter(|(_, owner)| *owner != Owner::Scaffold);
        Ok(Self {
            yours: Arc::new(yours.map(|(path, _)| path.to_string()).collect()),
            tests: tests.collect(),
            files: Arc::new(planned.into_iter().map(|(path, _)| path.into()).collect()),
            environments,
            lock,
            code,
        })
    }

    fn documents(&self) -> Documents<'_> {
        Documents {
            files: Arc::clone(&self.files),
            yours: Arc::clone(&self.yours),
            tests: self.tests.clone(),
            environments: self.environments,
            lock: self.lock.as_deref(),
            code: Some(Arc::clone(&self.code)),
            ..Documents::default()
        }
    }
}

/// The stubs of the project's protos, at their place in the tree.
pub(super) fn stubs(compiled: &Compiled, terminal: &Terminal) -> Result<Tree> {
    let contracts = &compiled.model.contracts;
    let text_of = |path: &str| compiled.sources.text(&contracts.files.get(path)?.path);
    let descriptors = Descriptors::read_with_neutral_comments(&contracts.descriptor_set, text_of)?;
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

/// What is written of some PRDs, with the prose that people wrote into the present documents.
fn documents(
    compiled: &Compiled,
    linted: &Linted,
    slugs: &[&Name],
    surroundings: &Surroundings,
    terminal: &Terminal,
) -> Result<Vec<Rendered>> {
    let mut rendered = Vec::new();
    for slug in slugs {
        let folder = format!("tasks/prd-{slug}");
        let mut beside = BTreeMap::new();
        for path in techspec::paths(&compiled.model, slug) {
            let prose = prose(&compiled.project.root, &folder, &path, terminal)?;
            beside.insert(path, prose);
        }
        let documents = Documents {
            prose: beside.remove(techspec::SPECIFICATION).unwrap_or_default(),
            beside,
            lint: linted.result(),
            ..surroundings.documents()
        };
        let Compiled { model, findings, .. } = compiled;
        for (path, text) in techspec::documents(model, findings, slug, &documents)? {
            let path = TreePath::new(&format!("{folder}/{path}"));
            let path = path.context("names of services and slugs are sound")?;
            rendered.push(Rendered { path, file: File::new(text), owner: Owner::Scaffold });
        }
    }
    Ok(rendered)
}

/// What people wrote into a present document; of a task that has got another number, into the one that it was.
fn prose(root: &Path, folder: &str, path: &str, terminal: &Terminal) -> Result<Prose> {
    let mut path = format!("{folder}/{path}");
    let mut present = load::document(root, &path)?;
    if let (None, Some((service, _))) =
        (&present, path.rsplit_once('/').filter(|_| path.ends_with(TASK)))
    {
        let names = load::names(root, service)?;
        if let Some(before) = names.iter().find(|name| name.ends_with(TASK)) {
            path = format!("{service}/{before}");
            present = load::document(root, &path)?;
        }
    }
    let present = present.unwrap_or_default();
    let file: Arc<str> = path.into();
    let (prose, diagnostics) = Prose::read(&file, &present);
    let mut sources = Sources::default();
    sources.insert(&file, &present.as_str().into());
    terminal.talk(&diagnostic::human(&diagnostics, &sources, terminal.stderr_styled()));
    Ok(prose)
}

/// The specification of one PRD as a page: where it stands, and its text.
pub(super) fn page(compiled: &Compiled, slug: &Name) -> Result<(TreePath, String)> {
    let Compiled { model, findings, .. } = compiled;
    let text = atlas::render(model, findings, Some(slug), &Documents::default())?;
    let path = format!("tasks/prd-{slug}/_techspec.html");
    Ok((TreePath::new(&path).context("a slug is a sound name")?, text))
}

/// Where the stubs stand in the tree.
pub(super) fn stubs_folder(compiled: &Compiled) -> String {
    format!("libs/contracts/src/{}", views::contracts_package(&compiled.model))
}
