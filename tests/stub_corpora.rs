//! Stubs of what registries ship: how many protos scaffold reads, and that their stubs are those of grpcio-tools, made in the
//! same run. Takes minutes: `cargo test --release --test stub_corpora -- --ignored`.

mod support;

use support::parity::Corpus;
use support::python;

/// The newest release that is known, and two that print some things differently.
const RELEASES: [&str; 3] = ["1.85.1", "1.76.0", "1.66.2"];

#[test]
#[ignore = "takes minutes"]
fn stubs_of_google_proto_files_are_those_of_grpcio_tools() {
    // protoc refuses these too: they import by paths from elsewhere, or declare what another file declares.
    let faulty = [
        "google/protobuf/compiler/ruby/ruby_generated_code.proto",
        "google/protobuf/compiler/ruby/ruby_generated_code_proto2.proto",
        "google/protobuf/compiler/ruby/ruby_generated_pkg_implicit.proto",
        "google/protobuf/util/json_format_proto3.proto",
    ];
    let of_editions = [
        "google/protobuf/late_loaded_option.proto",
        "google/protobuf/late_loaded_option_user.proto",
        "google/protobuf/sample_messages_edition.proto",
    ];
    let corpus = Shipped { name: "google-proto-files", version: "5.0.0", folder: "", files: 5475 };
    let mut left_out = [&faulty[..], &of_editions].concat();
    left_out.sort_unstable();
    corpus.compare(&RELEASES, &left_out);
}

#[test]
#[ignore = "fetches a package"]
fn stubs_of_opentelemetry_are_those_of_grpcio_tools() {
    let corpus = Shipped {
        name: "@opentelemetry/otlp-grpc-exporter-base",
        version: "0.34.0",
        folder: "build/protos",
        files: 9,
    };
    corpus.compare(&RELEASES, &[]);
}

/// Protos of a package of npm.
struct Shipped {
    name: &'static str,
    version: &'static str,
    folder: &'static str,
    files: usize,
}

impl Shipped {
    /// All but those that are left out are read, and the stubs of all of these are equal.
    fn compare(&self, releases: &[&str], left_out: &[&str]) {
        let Some(tools) = python::tools_or_note(self.name) else { return };
        let package = match python::package_of_npm(self.name, self.version) {
            Ok(package) => package,
            Err(reason) => return python::note_not_run(self.name, &reason),
        };
        for release in releases {
            let corpus = Corpus::below(&package.join(self.folder), &[]);
            assert_eq!(corpus.files.len(), self.files);
            let (mut corpus, not_read) = corpus.readable();
            assert_eq!(not_read, left_out, "{}: what is not read", self.name);
            // It comes with the protobuf package.
            corpus.files.retain(|file| file != "google/protobuf/descriptor.proto");
            match python::release(&tools, release) {
                Ok(folder) => corpus.release = Some(((*release).to_owned(), folder)),
                Err(reason) => panic!("grpcio-tools {release}: {reason}"),
            }
            corpus.compare(&tools, &format!("{}-{release}", self.name.replace(['@', '/'], "-")));
        }
    }
}
