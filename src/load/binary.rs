//! The running program itself: what another build of it would not share.

use anyhow::{Context, Result};

/// Tells this build from others: how long its file is, and when it was written.
pub fn binary() -> Result<String> {
    let file = std::env::current_exe().and_then(|path| path.metadata());
    let told = file.and_then(|file| Ok((file.len(), file.modified()?)));
    let told = told.context("cannot look at scaffold's own binary")?;
    Ok(format!("{told:?}"))
}
