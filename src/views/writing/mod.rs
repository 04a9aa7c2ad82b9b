//! How Python is written: lines that fit or break, imports, signatures, the names of messages, values as literals.
//!
//! For text that could stand in any generated file. What a certain file says belongs to the folder of that file.

pub(super) mod attribute;
pub(super) mod expression;
pub(super) mod imports;
pub(super) mod json;
pub(super) mod lines;
pub(super) mod literal;
pub(super) mod messages;
pub(super) mod method;
pub(super) mod proto_names;
