#![doc = include_str!("README.md")]

// Words that every module may use.
pub mod diagnostic;
pub mod names;
pub mod tree;
