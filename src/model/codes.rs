//! The faults that resolving reports itself; those of calls are worded by the rules.

/// Too many faults of one kind to show them all.
pub use crate::topology::codes::OVER_LIMIT;
/// A store, topic, domain or service is named that is not declared.
pub use crate::topology::codes::UNKNOWN_NAME;
