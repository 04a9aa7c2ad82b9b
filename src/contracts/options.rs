//! Options read from the contracts: our own as typed values, the well-known ones of others by reflection.

pub use generated::{Resource, Rpc};

#[allow(missing_docs, clippy::pedantic, unreachable_pub, reason = "prost-build wrote it")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/scaffold.v1.rs"));
}
