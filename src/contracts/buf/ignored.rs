//! `buf:lint:ignore RULE` in the comment above a declaration, or above what it is part of.

use crate::contracts::tag;

use super::Places;

const MARK: &str = "buf:lint:ignore ";

/// Whether a comment says that a rule may be broken by what is at a descriptor path.
pub fn ignored(places: &Places, rule: &str, path: &[i32]) -> bool {
    let said =
        |line: &str| line.trim().strip_prefix(MARK).is_some_and(|rest| rest.starts_with(rule));
    // A declaration has a field and an index for each level; extensions stand in a block of their own.
    let whole = |length: &usize| {
        length.is_multiple_of(2) || *length == path.len() || path[0] == tag::FILE_EXTENSION
    };
    let mut comments =
        (1..=path.len()).filter(whole).filter_map(|length| places.comment(&path[..length]));
    comments.any(|comment| comment.lines().any(said))
}
