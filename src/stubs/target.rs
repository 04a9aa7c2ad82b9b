//! Which release of grpcio-tools the output is equal to.

/// A release of grpcio-tools, and of the protobuf that it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The version of grpcio-tools.
    pub grpcio: [u32; 3],
    /// The version of protobuf for Python.
    pub protobuf: [u32; 3],
}

impl Default for Target {
    fn default() -> Self {
        Self { grpcio: [1, 85, 1], protobuf: [7, 35, 1] }
    }
}

/// `[7, 35, 1]` as `7.35.1`.
pub(super) fn dotted(version: [u32; 3]) -> String {
    version.map(|part| part.to_string()).join(".")
}
