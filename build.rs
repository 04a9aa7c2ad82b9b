//! Compiles scaffold's own proto options into typed Rust, with neither protoc nor the network.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=blueprints");
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=src/contracts/breaking/pages");
    println!("cargo::rerun-if-changed=src/contracts/lint/pages");
    println!("cargo::rerun-if-changed=build.rs");
    let options = protox::compile(["scaffold/v1/options.proto"], ["schemas/proto"])?;
    prost_build::Config::new().compile_fds(options)?;
    Ok(())
}
