//! What lint and breaking have in common: protos as they were written, findings under buf's rule ids, `buf.yaml`.
//!
//! Both work on descriptors whose names are resolved and whose options stay as written, so that nothing of the source is lost;
//! a copy of them is linked, only to know that it can be.

mod columns;
mod config;
mod deprecated;
mod finding;
mod ignored;
mod keys;
mod places;
mod protos;
pub(super) mod quoted;
mod select;
mod stability;
mod subject;
mod work;
pub(super) mod written;

pub use config::{Config, Family, Module, Section, Version};
pub use finding::{Finding, lines, sort};
pub use ignored::ignored;
pub use places::{Place, Places};
pub(super) use protos::is_map_entry;
pub use protos::{Proto, Protos};
pub use select::{Listed, Selected, selected};
pub(super) use stability::{Stability, stability};
pub use subject::Subject;
pub use work::workspace;
