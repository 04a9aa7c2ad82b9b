//! Places, to be compared with others.

use std::path::{Component, Path, PathBuf, absolute};

/// A path from the root of the machine on, without `.` and `..`. Links are not followed, nor need anything be there.
pub fn place_of(path: &Path) -> PathBuf {
    let whole = absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut place = PathBuf::new();
    for component in whole.components() {
        match component {
            Component::ParentDir => _ = place.pop(),
            Component::CurDir => {}
            other => place.push(other),
        }
    }
    place
}
