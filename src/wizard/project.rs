//! The files of a told system: what a team would have written before the first run of scaffold.

use super::answers::Answers;
use super::{contract, prd, proto, topology};
use crate::tree::{File, Tree, TreePath};

/// `topology.yaml`, the protos and the requirements. Pure, and sound: the checks find no errors in it.
pub fn project(answers: &Answers) -> Tree {
    let mut tree = Tree::default();
    let mut add = |path: &str, text: String| {
        let path = TreePath::new(path).expect("a path made of checked names");
        tree.insert(path, File::new(text));
    };
    add("topology.yaml", topology::topology(answers));
    for contract in contract::contracts(answers) {
        add(&contract.path, proto::proto(&contract));
    }
    add(&format!("tasks/prd-{}/_prd.md", answers.system), prd::prd(answers));
    tree
}
