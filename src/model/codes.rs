//! The faults that resolving reports itself; those of calls are worded by the rules.

use crate::diagnostic::Code;

/// A store, topic, domain or service is named that is not declared.
pub const UNKNOWN_NAME: Code = Code { id: "Y09", name: "unknown-name" };
