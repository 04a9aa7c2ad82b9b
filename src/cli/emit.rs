//! From an understood project to all its files, in memory.

use anyhow::Result;

use super::compile::Compiled;
use crate::blueprint::{Blueprint, Owner};
use crate::contracts::Origin;
use crate::render::{Rendered, render};
use crate::stubs::{self, Descriptors, Imports, Options};
use crate::tree::Tree;
use crate::{plan, views};

/// The service tree and the stubs.
pub(super) fn files(compiled: &Compiled) -> Result<Vec<Rendered>> {
    let blueprint = Blueprint::embedded(&compiled.model.blueprint)?;
    let views = views::views(&compiled.model);
    let ready = vec![(stubs(compiled)?, Owner::Scaffold)];
    render(plan::plan(&blueprint, &views, ready)?, &blueprint)
}

/// The stubs of the project's protos, at their place in the tree.
pub(super) fn stubs(compiled: &Compiled) -> Result<Tree> {
    let contracts = &compiled.model.contracts;
    let descriptors = Descriptors::read(&contracts.descriptor_set)?;
    let own = contracts.files.values().filter(|file| file.origin != Origin::BuiltIn);
    let files: Vec<&str> = own.map(|file| file.import_path.as_str()).collect();
    let package = views::contracts_package(&compiled.model);
    let options = Options { imports: Imports::Package(package), ..Options::default() };
    let (tree, _) = stubs::generate(&descriptors, &files, &options);
    let folder = stubs_folder(compiled);
    Ok(tree.into_iter().filter_map(|(path, file)| Some((path.below(&folder)?, file))).collect())
}

/// Where the stubs stand in the tree.
pub(super) fn stubs_folder(compiled: &Compiled) -> String {
    format!("libs/contracts/src/{}", views::contracts_package(&compiled.model))
}
