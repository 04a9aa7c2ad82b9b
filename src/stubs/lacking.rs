//! What a set of descriptors lacks that somebody else made.

use crate::diagnostic::Diagnostic;

use super::codes;
use super::descriptors::Descriptors;

/// How many files are told.
const MOST: usize = 20;

impl Descriptors {
    /// What is missing to write the stubs of these files: the protos that they import, and how they were written.
    pub fn lacking(&self, files: &[String]) -> Vec<Diagnostic> {
        let wanted = || files.iter().filter_map(|name| self.file(name));
        let unknown = wanted().flat_map(|file| {
            let unknown = file.dependencies.iter().filter(|name| self.file(name).is_none());
            unknown.map(|dependency| (&file.name, dependency))
        });
        let unknown = unknown.take(MOST).map(|(file, dependency)| {
            let message = format!("the set lacks `{dependency}`, which `{file}` imports");
            Diagnostic::error(codes::UNKNOWN_PROTO, message)
                .hint("let protoc write it with `--include_imports`")
        });
        let bare = wanted().filter(|file| !file.has_source_info).take(1).map(|file| {
            let message = format!(
                "the set does not say how `{}` was written: comments and JSON names can be wrong in the stubs",
                file.name
            );
            Diagnostic::warning(codes::NO_SOURCE_INFO, message)
                .hint("let protoc write it with `--include_source_info`")
        });
        unknown.chain(bare).collect()
    }
}
