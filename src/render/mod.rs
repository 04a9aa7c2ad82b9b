//! The plan into files. Everything is rendered before anything is written.

use anyhow::{Context, Result};
use minijinja::Environment;

use crate::blueprint::{self, Blueprint, Body, Owner};
use crate::parallel;
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
    parallel::map(plan.artifacts, |(path, artifact)| one(path, artifact, &environment))
        .into_iter()
        .collect()
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

fn one(path: TreePath, artifact: Artifact, environment: &Environment) -> Result<Rendered> {
    let Artifact { owner, content } = artifact;
    let bytes = match content {
        Content::Ready(bytes) => bytes.into_owned(),
        Content::Template { name, view } => {
            let template = environment.get_template(name)?;
            template.render(view).with_context(|| format!("cannot make `{path}`"))?.into_bytes()
        }
    };
    Ok(Rendered { path, file: File::new(bytes), owner })
}
