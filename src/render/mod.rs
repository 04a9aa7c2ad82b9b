//! The plan into files. Everything is rendered before anything is written.

use std::thread;

use anyhow::{Context, Result};
use minijinja::Environment;

use crate::blueprint::{self, Blueprint, Body, Owner};
use crate::plan::{Artifact, Content, Plan};
use crate::tree::{File, TreePath};

/// A rendered file, and whose it is.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Where.
    pub path: TreePath,
    /// What it holds.
    pub file: File,
    /// Whose it is.
    pub owner: Owner,
}

/// Renders every artifact, on all processors. The error names the template and the line in it.
pub fn render(plan: Plan, blueprint: &Blueprint) -> Result<Vec<Rendered>> {
    let environment = environment(blueprint)?;
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let share = plan.artifacts.len().div_ceil(processors).max(1);
    let mut shares: Vec<Vec<Artifact>> = Vec::new();
    let mut artifacts = plan.artifacts.into_values().peekable();
    while artifacts.peek().is_some() {
        shares.push(artifacts.by_ref().take(share).collect());
    }
    let environment = &environment;
    let rendered: Vec<Result<Vec<Rendered>>> = thread::scope(|scope| {
        let workers: Vec<_> =
            shares.into_iter().map(|share| scope.spawn(|| all(share, environment))).collect();
        workers.into_iter().map(|worker| worker.join().expect("rendering does not panic")).collect()
    });
    let mut files = Vec::new();
    for share in rendered {
        files.extend(share?);
    }
    Ok(files)
}

fn environment(blueprint: &Blueprint) -> Result<Environment<'_>> {
    let mut environment = blueprint::environment();
    for (name, text) in &blueprint.includes {
        environment.add_template(name, text).with_context(|| format!("in template `{name}`"))?;
    }
    for template in &blueprint.templates {
        if let Body::Rendered(text) = &template.body {
            let name = &template.name;
            environment
                .add_template(name, text)
                .with_context(|| format!("in template `{name}`"))?;
        }
    }
    Ok(environment)
}

fn all(artifacts: Vec<Artifact>, environment: &Environment) -> Result<Vec<Rendered>> {
    artifacts.into_iter().map(|artifact| one(artifact, environment)).collect()
}

fn one(artifact: Artifact, environment: &Environment) -> Result<Rendered> {
    let Artifact { path, owner, content } = artifact;
    let bytes = match content {
        Content::Ready(bytes) => bytes,
        Content::Template { name, view } => {
            let template = environment.get_template(name)?;
            template.render(view).with_context(|| format!("cannot make `{path}`"))?.into_bytes()
        }
    };
    Ok(Rendered { path, file: File::new(bytes), owner })
}
