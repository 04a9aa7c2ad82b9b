#![doc = include_str!("README.md")]

// Words that every module may use.
pub mod secrecy;
pub mod diagnostic;
pub mod names;
pub mod tree;
pub mod parallel;

// Understanding: from text to meaning.
pub mod load;
pub mod topology;
pub mod openapi;
pub mod requirements;
pub mod contracts;
pub mod model;
pub mod analysis;
pub mod rules;

// Producing: from meaning to text. Pure.
pub mod views;
pub mod stubs;
pub mod blueprint;
pub mod graph;
pub mod techspec;
pub mod atlas;
pub mod plan;
pub mod render;

// Writing, and the doors.
pub mod merge;
pub mod wizard;
pub mod mesh;
pub mod cli;
