//! Doors in the clear, with certificates of the server, with those of both ends, and of all kinds in one system; over gRPC and HTTP.
#![expect(clippy::disallowed_methods, reason = "tests make projects below the target folder")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::python::{succeed, tools_or_note};

const PROTO: &str = "syntax = \"proto3\";\npackage shop.v1;\n\
    service StockService { rpc Take(TakeRequest) returns (TakeReply); }\n\
    service VaultService { rpc Open(TakeRequest) returns (TakeReply); }\n\
    message TakeRequest {}\nmessage TakeReply {}\n";

/// A system in the table: its name, what it says of `stock` and (where there is one) of `vault`, and how they are called.
struct System {
    name: &'static str,
    stock: &'static str,
    vault: &'static str,
    grpc: bool,
}

const TABLE: [System; 8] = [
    System { name: "none-grpc", stock: "auth: none", vault: "", grpc: true },
    System { name: "none-http", stock: "auth: none", vault: "", grpc: false },
    System { name: "tls-grpc", stock: "tls: true", vault: "", grpc: true },
    System { name: "tls-http", stock: "tls: true", vault: "", grpc: false },
    System { name: "mtls-grpc", stock: "auth: mtls", vault: "", grpc: true },
    System { name: "mtls-http", stock: "auth: mtls", vault: "", grpc: false },
    System { name: "both-grpc", stock: "tls: true", vault: "auth: mtls", grpc: true },
    System { name: "both-http", stock: "tls: true", vault: "auth: mtls", grpc: false },
];

impl System {
    fn topology(&self) -> String {
        let (take, open) = if self.grpc {
            ("grpc: shop.v1.StockService", "grpc: shop.v1.VaultService")
        } else {
            ("http: [GET /take]", "http: [GET /open]")
        };
        let calls = if self.grpc {
            ["stock.Take", "vault.Open"]
        } else {
            ["stock GET /take", "vault GET /open"]
        };
        let vault = format!("\n  vault: {{{open}, {}}}", self.vault);
        let (vault, calls) = match self.vault {
            "" => (String::new(), calls[0].to_owned()),
            _ => (vault, calls.join(", ")),
        };
        format!(
            "system: shop\ndefaults: {{timeout: 1s}}\nservices:\n  web: {{http: [GET /], calls: [{calls}]}}\n  \
             stock: {{{take}, {}}}{vault}\nenvironments: {{prod: {{}}}}\n",
            self.stock
        )
    }

    /// The folder of what comes of it, one for each purpose.
    fn generated(&self, purpose: &str) -> PathBuf {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{purpose}-{}", self.name));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("proto/shop/v1")).expect("it can be made");
        if self.grpc {
            fs::write(folder.join("proto/shop/v1/shop.proto"), PROTO).expect("it can be written");
        }
        fs::write(folder.join("topology.yaml"), self.topology()).expect("it can be written");
        let scaffold = env!("CARGO_BIN_EXE_scaffold");
        succeed(Command::new(scaffold).arg("-C").arg(&folder).arg("generate"));
        folder
    }
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_default()
}

/// What a manifest says of a key, in its order.
fn said<'a>(manifest: &'a str, key: &str) -> Vec<&'a str> {
    manifest.lines().filter_map(|line| line.trim().strip_prefix(key)).collect()
}

#[test]
fn ports_probes_and_addresses_say_how_a_door_is_spoken_to() {
    for system in &TABLE {
        let folder = system.generated("encryption");
        let (name, is_plain) = (system.name, system.stock == "auth: none");
        let stock = read(&folder, "deploy/k8s/base/stock.yaml");
        let protocols = match (is_plain, system.grpc) {
            (true, true) => vec!["http", "kubernetes.io/h2c"],
            (true, false) => vec!["http"],
            (false, true) => vec!["http", "https"],
            (false, false) => vec!["https"],
        };
        assert_eq!(said(&stock, "appProtocol: "), protocols, "{name}");
        let probe = if is_plain || system.grpc { "http" } else { "operations" };
        assert_eq!(said(&stock, "port: ")[..3], [probe; 3], "{name}");
        let web = read(&folder, "deploy/k8s/base/web.yaml");
        assert_eq!(
            said(&web, "appProtocol: "),
            ["http"],
            "{name}: who only calls has no such door"
        );
        for manifest in [&stock, &web] {
            assert_eq!(manifest.contains("kind: Certificate"), !is_plain, "{name}");
            assert_eq!(manifest.contains("TLS_FOLDER"), !is_plain, "{name}");
        }
        let overlay = read(&folder, "deploy/k8s/overlays/prod/kustomization.yaml");
        assert_eq!(overlay.contains("=https://stock"), !is_plain && !system.grpc, "{name}");
        let compose = read(&folder, "deploy/compose.yaml");
        assert!(!compose.contains("https://stock"), "{name}: nothing is encrypted in local");
        let tls = read(&folder, "libs/runtime/src/shop_runtime/tls.py");
        assert_eq!(tls.is_empty(), is_plain, "{name}");
        assert_eq!(tls.contains("mutual: bool"), !system.vault.is_empty(), "{name}");
    }
}

#[test]
fn the_api_gateway_checks_the_certificates_of_doors_that_it_reaches() {
    let public = System { name: "public", stock: "tls: true, public: true", vault: "", grpc: true };
    let manifest = read(&public.generated("encryption"), "deploy/k8s/base/stock.yaml");
    assert!(manifest.contains("kind: BackendTLSPolicy"), "{manifest}");
    assert_eq!(said(&manifest, "sectionName: "), ["grpc"], "its port of HTTP has no routes");
}

#[test]
#[ignore = "takes minutes; .ci/full runs it"]
fn every_system_of_the_table_passes_its_own_gates() {
    let Some(tools) = tools_or_note("the table of encryption") else { return };
    for system in &TABLE {
        let folder = system.generated("encrypted");
        succeed(&mut tools.uv(&folder, &["sync", "--all-packages", "--quiet"]));
        for gate in [
            &["run", "ruff", "format", "--check"] as &[&str],
            &["run", "ruff", "check"],
            &["run", "lint-imports"],
            &["run", "mypy"],
            &["run", "pytest", "--quiet", "--cov", "--cov-report=term"],
        ] {
            succeed(&mut tools.uv(&folder, gate));
        }
        let _ = fs::remove_dir_all(&folder);
    }
}
