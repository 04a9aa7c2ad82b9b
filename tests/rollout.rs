//! A rollout tells every service whose tokens it believes and where it gets its own, and never what is secret.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A cron job that calls a guarded service, and whoever issues the tokens for that.
fn topology(auth: &str, issuer: &str) -> String {
    format!(
        r#"
system: shop
defaults: {{timeout: 1s}}
services:
  orders:
    http: [DELETE /abandoned]
    auth: {auth}
  janitor:
    cron: "*/10 * * * *"
    calls: [orders DELETE /abandoned]
  reports:
    http: [GET /daily]
{issuer}
environments: {{prod: {{}}}}
"#
    )
}

const ISSUER: &str = "  accounts:
    http: [POST /oauth/token, GET /.well-known/jwks.json]
    issues: jwt
    secrets: [JWT_SIGNING_KEY]
";

/// The files below `deploy/` that come of a topology.
struct Deployed(TempDir);

impl Deployed {
    fn of(topology: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("topology.yaml"), topology).expect("it can be written");
        let mut scaffold = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        let output = scaffold.arg("-C").arg(folder.path()).arg("generate").output();
        let output = output.expect("the binary starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        Self(folder)
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join("deploy").join(path)).expect("it is there")
    }

    /// What the overlay says of a service.
    fn settings(&self, service: &str) -> String {
        let overlay = self.file("k8s/overlays/prod/kustomization.yaml");
        let of_services = overlay.split("configMapGenerator:\n").nth(1).unwrap_or_default();
        block(of_services, &format!("  - name: {service}\n"), "  - name: ")
    }

    /// What compose says of a service.
    fn container(&self, service: &str) -> String {
        block(&self.file("compose.yaml"), &format!("\n  {service}:\n"), "\n\n")
    }

    /// Whether the network lets a service speak to a port, and that one listen to it there.
    fn may_speak(&self, from: &str, to: &str, port: &str) -> bool {
        let allowed = |whose: &str, part: usize, other: &str| {
            let manifest = self.file(&format!("k8s/base/{whose}.yaml"));
            let policy = manifest.rsplit("kind: NetworkPolicy").next().unwrap_or_default();
            let parts: Vec<&str> = policy.split("  egress:").collect();
            let edge =
                format!("app.kubernetes.io/name: {other}\n      ports:\n        - port: {port}\n");
            parts.get(part).is_some_and(|part| part.contains(&edge))
        };
        allowed(from, 1, to) && allowed(to, 0, from)
    }
}

fn block(text: &str, from: &str, to: &str) -> String {
    let rest = text.split(from).nth(1).unwrap_or_else(|| panic!("no {from:?} in:\n{text}"));
    rest.split(to).next().unwrap_or_default().to_owned()
}

#[test]
fn work_without_a_caller_gets_its_token_from_the_issuer_of_the_system() {
    let deployed = Deployed::of(&topology("jwt", ISSUER));
    let janitor = deployed.settings("janitor");
    assert!(
        janitor.contains("\"SERVICE_TOKEN_URL=http://accounts:8000/oauth/token\""),
        "{janitor}"
    );
    assert!(!janitor.contains("JWKS_URL"), "nobody calls it: {janitor}");
    let orders = deployed.settings("orders");
    assert!(orders.contains("\"JWKS_URL=http://accounts:8000/.well-known/jwks.json\""), "{orders}");
    assert!(!orders.contains("SERVICE_TOKEN_URL"), "it is always called by somebody: {orders}");
    assert!(deployed.may_speak("janitor", "accounts", "8000"));
    assert!(deployed.may_speak("orders", "accounts", "8000"));
    assert!(!deployed.may_speak("reports", "accounts", "8000"));
}

#[test]
fn a_provider_of_others_is_for_the_team_to_name_and_the_network_lets_it_be_reached() {
    let deployed = Deployed::of(&topology("oidc", ""));
    let yours = |service: &str, names: &str| {
        let settings = deployed.settings(service);
        settings.contains(&format!("of your identity provider: {names}\n"))
    };
    assert!(yours("orders", "JWKS_URL, JWT_ISSUER, JWT_AUDIENCE"));
    assert!(yours("janitor", "SERVICE_TOKEN_URL"));
    assert!(!deployed.settings("reports").contains("provider"));
    let reached = |service: &str| {
        deployed.file(&format!("k8s/base/{service}.yaml")).contains("# identity-provider: ")
    };
    assert!(reached("orders") && reached("janitor") && !reached("reports"));
}

#[test]
fn containers_are_handed_what_the_environment_says_and_nothing_else() {
    let deployed = Deployed::of(&topology("oidc", ""));
    let janitor = deployed.container("janitor");
    for name in ["JWT_AUDIENCE", "SERVICE_TOKEN_URL", "SERVICE_CLIENT_SECRET"] {
        assert!(janitor.contains(&format!("      {name}:\n")), "{name}: {janitor}");
    }
    assert!(deployed.container("orders").contains("      JWKS_URL:\n"));
    assert!(!deployed.container("reports").contains("JWKS_URL"));
    let own = Deployed::of(&topology("jwt", ISSUER));
    let orders = own.container("orders");
    assert!(orders.contains("JWKS_URL: \"http://accounts:8000/"), "{orders}");
}

#[test]
fn secrets_stand_in_a_secret_and_no_file_has_a_value_of_one() {
    let deployed = Deployed::of(&topology("jwt", ISSUER));
    let manifest = deployed.file("k8s/base/janitor-schedules.yaml");
    let named = "                # SERVICE_CLIENT_SECRET\n                - secretRef:\n";
    assert!(manifest.contains(named), "{manifest}");
    let mut found = 0;
    each_file(&deployed.0.path().join("deploy"), &mut |text| {
        for line in text.lines().filter(|line| line.contains("SERVICE_CLIENT_SECRET")) {
            let value = line.split("SERVICE_CLIENT_SECRET").nth(1).unwrap_or_default();
            assert!(matches!(value, "" | ":"), "{line}");
            found += 1;
        }
    });
    assert_eq!(found, 2, "its manifest and compose");
}

#[test]
fn what_an_environment_changes_it_changes_in_the_container_that_each_version_has() {
    let deployed = Deployed::of(
        "system: shop\nservices:\n  cart: {http: [GET /cart], versions: {v1: 90, v2: 10}}\n\
         environments: {prod: {services: {cart: {resources: {cpu: \"2\"}}}}}\n",
    );
    let overlay = deployed.file("k8s/overlays/prod/kustomization.yaml");
    let manifest = deployed.file("k8s/base/cart.yaml");
    assert_eq!(
        manifest.matches("        - name: cart\n          image: ").count(),
        2,
        "{manifest}"
    );
    let patched = "              - name: cart\n                resources:\n";
    assert_eq!(overlay.matches(patched).count(), 2, "{overlay}");
}

fn each_file(folder: &Path, look: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            each_file(&path, look);
        } else {
            look(&fs::read_to_string(path).expect("it is text"));
        }
    }
}
