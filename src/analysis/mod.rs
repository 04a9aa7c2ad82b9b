//! What a design comes to: computed once from the model, for the rules that judge it and the documents that tell it.

pub mod attempts;
pub mod availability;
pub mod budgets;
pub mod connections;
pub mod coverage;
pub mod cycles;
pub mod demand;
pub mod impact;
pub mod lone;
pub mod needed;
pub mod paths;
pub mod truths;
pub mod unplaced;
pub mod waiting;
