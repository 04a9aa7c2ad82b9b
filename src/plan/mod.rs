//! Which artifacts there are, at which paths, from which template, owned by whom. A value; nothing is rendered.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use minijinja::Value;

use crate::blueprint::{Blueprint, Body, Owner, Template};
use crate::tree::{Tree, TreePath};
use crate::views::{Each, Subject, Views};

/// Everything that is to be written.
#[derive(Debug)]
pub struct Plan<'a> {
    /// By path.
    pub artifacts: BTreeMap<TreePath, Artifact<'a>>,
}

/// One file that is to be.
#[derive(Debug)]
pub struct Artifact<'a> {
    /// Where.
    pub path: TreePath,
    /// Whose.
    pub owner: Owner,
    /// From what.
    pub content: Content<'a>,
}

/// What a file is made from.
#[derive(Debug)]
pub enum Content<'a> {
    /// A template and what it sees.
    Template {
        /// Its name in the blueprint.
        name: &'a str,
        /// What it sees.
        view: Value,
    },
    /// Bytes that are ready: copied files, stubs, documents.
    Ready(Vec<u8>),
}

/// Pairs every template with everything that it is rendered for, and adds what is ready.
pub fn plan<'a>(
    blueprint: &'a Blueprint,
    views: &Views,
    ready: Vec<(Tree, Owner)>,
) -> Result<Plan<'a>> {
    let mut plan = Plan { artifacts: BTreeMap::new() };
    for each in Each::ALL {
        let templates: Vec<&Template> =
            blueprint.templates.iter().filter(|template| template.each == each).collect();
        for subject in views.of(each) {
            for template in templates.iter().filter(|template| applies(template, subject)) {
                plan.insert(artifact(template, subject)?)?;
            }
        }
    }
    for (tree, owner) in ready {
        plan.add(tree, owner)?;
    }
    Ok(plan)
}

impl<'a> Plan<'a> {
    /// Adds files that are ready; none may be there already.
    pub fn add(&mut self, tree: Tree, owner: Owner) -> Result<()> {
        for (path, file) in tree {
            self.insert(Artifact { path, owner, content: Content::Ready(file.bytes) })?;
        }
        Ok(())
    }

    fn insert(&mut self, artifact: Artifact<'a>) -> Result<()> {
        let path = artifact.path.clone();
        if self.artifacts.insert(path.clone(), artifact).is_some() {
            bail!("two artifacts have the path `{path}`");
        }
        Ok(())
    }
}

fn applies(template: &Template, subject: &Subject) -> bool {
    template.header.when.iter().all(|capability| subject.capabilities.contains(capability))
}

fn artifact<'a>(template: &'a Template, subject: &Subject) -> Result<Artifact<'a>> {
    let below = written_path(&template.path, &subject.words);
    let full = match subject.folder.as_str() {
        "" => below,
        folder => format!("{folder}/{below}"),
    };
    let Some(path) = TreePath::new(&full) else { bail!("`{full}` is no path") };
    let content = match &template.body {
        Body::Rendered(_) => Content::Template { name: &template.name, view: subject.view.clone() },
        Body::Verbatim(bytes) => Content::Ready(bytes.clone()),
    };
    Ok(Artifact { path, owner: template.header.owner, content })
}

/// The path with its upper-case words replaced: `src/PACKAGE/models/ENTITY.py`.
fn written_path(pattern: &str, words: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match words.iter().find(|(word, _)| *word == run) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(run),
        }
        let skip = after.find(|c: char| c.is_ascii_uppercase()).unwrap_or(after.len());
        out.push_str(&after[..skip]);
        rest = &after[skip..];
    }
    out
}
