//! What several tests need.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod buf;
pub(crate) mod golden;
pub(crate) mod judges;
pub(crate) mod large;
pub(crate) mod limits;
pub(crate) mod page;
pub(crate) mod parity;
pub(crate) mod ports;
pub(crate) mod project;
pub(crate) mod python;
#[cfg(unix)]
pub(crate) mod up;
