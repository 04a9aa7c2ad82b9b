//! Which release of grpcio-tools the output is equal to, and what the releases print differently.

use std::str::FromStr;

/// A release of grpcio-tools, and of the protobuf that it brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    grpcio: [u32; 3],
    protobuf: [u32; 3],
}

/// The protobuf for Python that grpcio-tools brings, from a minor release on.
const PROTOBUF: [(u32, [u32; 3]); 10] = [
    (63, [5, 26, 1]),
    (66, [5, 27, 2]),
    (68, [5, 28, 1]),
    (69, [5, 29, 0]),
    (72, [6, 30, 0]),
    (73, [6, 31, 0]),
    (74, [6, 31, 1]),
    (81, [6, 33, 5]),
    (82, [7, 35, 0]),
    (83, [7, 35, 1]),
];

impl Target {
    /// A release by its version; `None` when it is older than 1.63, whose output is another.
    ///
    /// Releases that are newer than this table are taken to print what the newest of it does.
    pub fn new(grpcio: [u32; 3]) -> Option<Self> {
        let [major, minor, _] = grpcio;
        let minor = if major > 1 { u32::MAX } else { minor };
        let known = PROTOBUF.iter().rev().find(|(from, _)| major > 0 && *from <= minor);
        known.map(|(_, protobuf)| Self { grpcio, protobuf: *protobuf })
    }

    /// Whether it is none of those that were looked at, but a later one.
    pub(super) fn is_unknown(&self) -> bool {
        self.grpcio > Self::default().grpcio
    }

    /// The version of grpcio-tools.
    pub fn grpcio(&self) -> [u32; 3] {
        self.grpcio
    }

    /// The version of protobuf that generated code asks for at least.
    pub fn protobuf(&self) -> [u32; 3] {
        self.protobuf
    }

    /// `_pb2.py` refuses an older protobuf.
    pub(super) fn checks_protobuf(&self) -> bool {
        self.protobuf >= [5, 27, 0]
    }

    /// `_pb2.pyi` renames its own `self`, and not the field, when a field is called so.
    pub(super) fn renames_own_self(&self) -> bool {
        self.protobuf >= [6, 30, 0]
    }

    /// `_pb2.pyi` imports iterables from `collections.abc`.
    pub(super) fn imports_abstract_collections(&self) -> bool {
        self.protobuf >= [6, 30, 0]
    }

    /// Messages can be made from values of `datetime`.
    pub(super) fn takes_datetime(&self) -> bool {
        self.protobuf >= [6, 31, 0]
    }

    /// `_pb2.pyi` imports `datetime` where it names it; one release forgot to.
    pub(super) fn imports_datetime(&self) -> bool {
        self.protobuf >= [6, 31, 1]
    }

    /// A single `bool` of a message cannot be given as `None`.
    pub(super) fn requires_bools(&self) -> bool {
        self.protobuf < [6, 33, 0]
    }

    /// The path of `_pb2_grpc.py` keeps the dots that the name of a proto has.
    pub(super) fn keeps_dots_in_path(&self) -> bool {
        self.grpcio < [1, 73, 0]
    }

    /// `_pb2_grpc.py` only warns of an older grpc: until which release, and when that was to be.
    pub(super) fn warns_until(&self) -> Option<(&'static str, &'static str)> {
        match self.grpcio {
            [1, ..65, _] => Some(("1.65.0", "June 25, 2024")),
            [1, 65, _] => Some(("1.66.0", "August 6, 2024")),
            _ => None,
        }
    }

    /// Servicers register their methods by name too.
    pub(super) fn registers_methods(&self) -> bool {
        self.grpcio >= [1, 64, 0]
    }

    /// The line of `_pb2_grpc.py` that names the file is a formatted string without need.
    pub(super) fn formats_file_name(&self) -> bool {
        self.grpcio < [1, 76, 0]
    }

    /// Classes of `_pb2_grpc.py` name `object` as their base.
    pub(super) fn names_object(&self) -> bool {
        self.grpcio < [1, 81, 0]
    }
}

impl Default for Target {
    fn default() -> Self {
        Self { grpcio: [1, 85, 1], protobuf: [7, 35, 1] }
    }
}

/// Reads `1.85.1` or `grpcio-tools=1.85.1`; the error is the end of a sentence.
impl FromStr for Target {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let version = text.strip_prefix("grpcio-tools").unwrap_or(text).trim_start_matches('=');
        let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
        let version = match parts.as_deref() {
            Some([major, minor]) => [*major, *minor, 0],
            Some([major, minor, patch]) => [*major, *minor, *patch],
            _ => return Err("is not a version such as `1.85.1`"),
        };
        Self::new(version).ok_or("is older than 1.63, the oldest release that is known here")
    }
}

/// `[7, 35, 1]` as `7.35.1`.
pub(super) fn dotted(version: [u32; 3]) -> String {
    version.map(|part| part.to_string()).join(".")
}
