//! The faults that writing stubs can find.

use crate::diagnostic::Code;

/// What protoc would print is not valid Python, so that ours differs from it.
pub const ESCAPED_FOR_PYTHON: Code = Code { id: "B01", name: "escaped-for-python" };
/// A proto whose path cannot become a Python module.
pub const INVALID_MODULE: Code = Code { id: "B02", name: "invalid-module" };
/// Two protos that become the same Python module.
pub const MODULE_CLASH: Code = Code { id: "B03", name: "module-clash" };
/// A proto that the protobuf package brings ready-made.
pub const READY_MADE: Code = Code { id: "B04", name: "ready-made" };
/// A proto that the descriptors do not hold.
pub const UNKNOWN_PROTO: Code = Code { id: "B05", name: "unknown-proto" };
/// A set of descriptors without source info.
pub const NO_SOURCE_INFO: Code = Code { id: "B06", name: "no-source-info" };
/// A release that may print what nobody here has seen.
pub const UNKNOWN_RELEASE: Code = Code { id: "B07", name: "unknown-release" };
