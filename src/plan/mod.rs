//! Which artifacts there are, at which paths, from which template, owned by whom. A value; nothing is rendered.

use std::borrow::Cow;
use std::collections::BTreeMap;

use anyhow::{Result, bail};
use minijinja::Value;

use crate::blueprint::{Blueprint, Body, Owner, Template};
use crate::parallel;
use crate::tree::{File, Tree, TreePath};
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
    Ready(Cow<'a, [u8]>),
}

/// Pairs every template with everything that it is rendered for, and adds what is ready.
pub fn plan<'a>(
    blueprint: &'a Blueprint,
    views: &Views,
    ready: Vec<(Tree, Owner)>,
) -> Result<Plan<'a>> {
    let mut artifacts = Vec::new();
    for each in Each::ALL {
        let templates: Vec<&Template> =
            blueprint.templates.iter().filter(|template| template.each == each).collect();
        for of_subject in parallel::map(views.of(each), |subject| of(subject, &templates)) {
            artifacts.extend(of_subject?);
        }
    }
    for (tree, owner) in ready {
        let ready = |file: File| Artifact { owner, content: Content::Ready(file.bytes.into()) };
        artifacts.extend(tree.into_iter().map(|(path, file)| (path, ready(file))));
    }
    by_path(artifacts)
}

/// What the templates make of one thing, sorted by path, so that little is left to do when all are.
fn of<'a>(subject: &Subject, templates: &[&'a Template]) -> Result<Vec<(TreePath, Artifact<'a>)>> {
    let wanted = templates.iter().filter(|template| applies(template, subject));
    let artifacts: Result<Vec<_>> = wanted.map(|template| artifact(template, subject)).collect();
    artifacts.map(sorted)
}

fn sorted<T>(mut artifacts: Vec<(TreePath, T)>) -> Vec<(TreePath, T)> {
    artifacts.sort_by(|(a, _), (b, _)| a.cmp(b));
    artifacts
}

fn by_path(artifacts: Vec<(TreePath, Artifact)>) -> Result<Plan> {
    let artifacts = sorted(artifacts);
    if let Some([(twice, _), _]) = artifacts.array_windows().find(|[(a, _), (b, _)]| a == b) {
        bail!("two artifacts have the path `{twice}`");
    }
    Ok(Plan { artifacts: artifacts.into_iter().collect() })
}

fn applies(template: &Template, subject: &Subject) -> bool {
    template.header.when.iter().all(|capability| subject.capabilities.contains(capability))
}

fn artifact<'a>(template: &'a Template, subject: &Subject) -> Result<(TreePath, Artifact<'a>)> {
    let below = written_path(&template.path, &subject.words);
    let full = match subject.folder.as_str() {
        "" => below,
        folder => format!("{folder}/{below}"),
    };
    let Some(path) = TreePath::new(&full) else { bail!("`{full}` is no path") };
    let content = match &template.body {
        Body::Rendered(_) => Content::Template { name: &template.name, view: subject.view.clone() },
        Body::Verbatim(bytes) => Content::Ready(bytes.into()),
    };
    Ok((path, Artifact { owner: template.header.owner, content }))
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
