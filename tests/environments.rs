//! Checks judge each environment: a fault that only an overlay makes is found, and says where it holds.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

use std::fs;
use std::process::Command;

use tempfile::TempDir;

#[test]
fn a_fault_of_an_environment_names_the_environment() {
    let folder = TempDir::new().expect("a temporary folder");
    let topology = "
system: shop
services:
  cart: {http: [GET /cart]}
  stock: {http: [GET /stock]}
environments:
  local: {}
  prod: {services: {cart: {owns: {goods: [carts]}}, stock: {owns: {goods: [items]}}}}
";
    fs::write(folder.path().join("topology.yaml"), topology).expect("it can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_scaffold"))
        .arg("-C")
        .arg(folder.path())
        .arg("check")
        .output()
        .expect("the binary starts");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert_eq!(shown.matches("error[S01").count(), 1, "{shown}");
    assert!(shown.contains("`cart` and `stock` both own `goods` (in `prod`)"), "{shown}");
}
